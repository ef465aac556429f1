"""Who stands aside at which gate, and who did."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from program.errors import Refused
from program.recusals import Recusal
from storage.records import columns, record
from storage.tables import Id, ProgramId, Table


class RecusalRow(Table):
    """One that stands for a program, gate and person."""

    __tablename__ = "recusals"
    __table_args__ = (
        Index(
            "uq_recusals_current",
            "program_id",
            "gate",
            "slack_user",
            unique=True,
            sqlite_where=text("taken_back_at IS NULL"),
            postgresql_where=text("taken_back_at IS NULL"),
        ),
    )

    id: Mapped[Id]
    program_id: Mapped[ProgramId]
    gate: Mapped[str]
    user: Mapped[str] = mapped_column("slack_user")
    reason: Mapped[str]
    at: Mapped[datetime] = mapped_column("declared_at")
    taken_back_at: Mapped[datetime | None]


async def add(session: AsyncSession, recusal: Recusal) -> None:
    session.add(RecusalRow(program_id=recusal.program, **columns(recusal, RecusalRow)))
    await session.flush()


async def get(session: AsyncSession, id: UUID) -> Recusal:
    row = await session.get(RecusalRow, id)
    if row is None:
        raise Refused("This is not there any more. `/pilot people` shows who stands aside.")
    return recusal(row)


async def save(session: AsyncSession, recusal: Recusal) -> None:
    row = await session.get_one(RecusalRow, recusal.id)
    row.taken_back_at = recusal.taken_back_at
    await session.flush()


def recusal(row: RecusalRow) -> Recusal:
    return record(row, Recusal, program=row.program_id)
