"""Selection rounds, and which of them the tick must look at."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, Index, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from program.errors import Refused
from program.rounds import Round
from storage.records import columns, copy, record
from storage.tables import Id, Table, WorkspaceId


class RoundRow(Table):
    __tablename__ = "rounds"
    __table_args__ = (Index("ix_rounds_due", "next_due_at"),)

    id: Mapped[Id]
    workspace_id: Mapped[WorkspaceId]
    unit: Mapped[str]
    owner: Mapped[str]
    closes_on: Mapped[date] = mapped_column(Date)
    timezone: Mapped[str]
    opened_by: Mapped[str]
    opened_at: Mapped[datetime]
    closed_by: Mapped[str | None]
    closed_at: Mapped[datetime | None]
    count_why: Mapped[str | None]
    next_due_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


async def add(session: AsyncSession, workspace: UUID, round: Round, *, next_due_at: datetime | None) -> None:
    session.add(RoundRow(workspace_id=workspace, next_due_at=next_due_at, version=1, **columns(round, RoundRow)))
    await session.flush()


async def get(session: AsyncSession, workspace: UUID, id: UUID) -> Round:
    return record(await _get(session, workspace, id), Round)


async def save(session: AsyncSession, workspace: UUID, round: Round, *, next_due_at: datetime | None) -> None:
    row = await _get(session, workspace, round.id)
    copy(round, row)
    row.next_due_at = next_due_at
    await session.flush()


async def list_rounds(session: AsyncSession, workspace: UUID, *, open_only: bool = False) -> list[Round]:
    """Those that close first, first; closed ones after them."""
    wanted = (
        select(RoundRow)
        .where(RoundRow.workspace_id == workspace)
        .order_by(RoundRow.closed_at.is_not(None), RoundRow.closes_on, RoundRow.unit)
    )
    rows = await session.scalars(wanted.where(RoundRow.closed_at.is_(None)) if open_only else wanted)
    return [record(row, Round) for row in rows]


async def due(session: AsyncSession, now: datetime) -> list[tuple[UUID, Round]]:
    """With their workspaces."""
    rows = await session.scalars(select(RoundRow).where(RoundRow.next_due_at <= now).with_for_update(skip_locked=True))
    return [(row.workspace_id, record(row, Round)) for row in rows]


async def look_again(session: AsyncSession, round: UUID, at: datetime | None) -> None:
    await session.execute(update(RoundRow).where(RoundRow.id == round).values(next_due_at=at))
    session.info["has_posts"] = True


async def earliest_due(session: AsyncSession) -> datetime | None:
    return await session.scalar(select(func.min(RoundRow.next_due_at)))


async def _get(session: AsyncSession, workspace: UUID, id: UUID) -> RoundRow:
    row = await session.get(RoundRow, id)
    if row is None or row.workspace_id != workspace:
        raise Refused("This round is not there any more. `/pilot round` lists those that are.")
    return row
