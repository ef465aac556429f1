"""What blocks a program."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, UniqueConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from program.blockers import Blocker
from program.errors import Refused
from storage.records import columns, copy, record
from storage.tables import Id, ProgramId, Table


class BlockerRow(Table):
    __tablename__ = "blockers"
    __table_args__ = (UniqueConstraint("program_id", "number"),)

    id: Mapped[Id]
    program_id: Mapped[ProgramId]
    number: Mapped[int]
    item: Mapped[str | None]
    what: Mapped[str]
    holder: Mapped[str]
    wanted_by: Mapped[date] = mapped_column(Date)
    raised_by: Mapped[str]
    raised_at: Mapped[datetime]
    cleared_at: Mapped[datetime | None]
    cleared_by: Mapped[str | None]
    how: Mapped[str | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


async def add(session: AsyncSession, blocker: Blocker) -> None:
    session.add(BlockerRow(program_id=blocker.program, version=1, **columns(blocker, BlockerRow)))
    await session.flush()


async def get(session: AsyncSession, id: UUID) -> Blocker:
    return blocker(await _get(session, id))


async def save(session: AsyncSession, blocker: Blocker) -> None:
    copy(blocker, await _get(session, blocker.id))
    await session.flush()


async def list_blockers(session: AsyncSession, program: UUID) -> tuple[Blocker, ...]:
    rows = await session.scalars(select(BlockerRow).where(BlockerRow.program_id == program).order_by(BlockerRow.number))
    return tuple(blocker(row) for row in rows)


async def _get(session: AsyncSession, id: UUID) -> BlockerRow:
    row = await session.get(BlockerRow, id)
    if row is None:
        raise Refused("This blocker is not there any more. `/pilot status` lists those that are.")
    return row


def blocker(row: BlockerRow) -> Blocker:
    return record(row, Blocker, program=row.program_id)
