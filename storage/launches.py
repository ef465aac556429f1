"""Who has the AI after the launch, change by change."""

from datetime import date, datetime

from sqlalchemy import Date, Float
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from program.shares import Share
from storage.records import columns, record
from storage.tables import Id, ProgramId, Table


class ShareRow(Table):
    __tablename__ = "launch_shares"

    id: Mapped[Id]
    program_id: Mapped[ProgramId]
    group: Mapped[str] = mapped_column("who")
    percent: Mapped[float] = mapped_column(Float)
    since: Mapped[date] = mapped_column(Date)
    reason: Mapped[str]
    by: Mapped[str] = mapped_column("changed_by")
    at: Mapped[datetime] = mapped_column("changed_at")


async def add(session: AsyncSession, share: Share) -> None:
    session.add(ShareRow(program_id=share.program, **columns(share, ShareRow)))
    await session.flush()


def share(row: ShareRow) -> Share:
    return record(row, Share, program=row.program_id)
