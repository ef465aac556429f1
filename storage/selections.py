"""The selections made among the candidates, each with its sponsor's answer."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from program.errors import Refused
from program.selections import Selection, SelectionState
from storage.records import columns, copy, record
from storage.tables import Id, Table, WorkspaceId


class SelectionRow(Table):
    __tablename__ = "selections"

    id: Mapped[Id]
    workspace_id: Mapped[WorkspaceId]
    primary: Mapped[UUID] = mapped_column("primary_id", ForeignKey("use_cases.id"))
    backup: Mapped[UUID | None] = mapped_column("backup_id", ForeignKey("use_cases.id"))
    sponsor: Mapped[str]
    selected_by: Mapped[str]
    selected_at: Mapped[datetime]
    why: Mapped[str]
    state: Mapped[str]
    answered_at: Mapped[datetime | None]
    comment: Mapped[str | None]
    round: Mapped[UUID | None] = mapped_column("round_id", ForeignKey("rounds.id"))
    count_why: Mapped[str | None]
    steps_back: Mapped[str | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


async def add(session: AsyncSession, workspace: UUID, selection: Selection) -> None:
    session.add(SelectionRow(workspace_id=workspace, version=1, **columns(selection, SelectionRow)))
    await session.flush()


async def get(session: AsyncSession, workspace: UUID, id: UUID) -> Selection:
    return _selection(await _get(session, workspace, id))


async def save(session: AsyncSession, workspace: UUID, selection: Selection) -> None:
    copy(selection, await _get(session, workspace, selection.id))
    await session.flush()


async def list_latest(session: AsyncSession, workspace: UUID) -> list[Selection]:
    """Of each round the one made last, the newest first; what is outside of the rounds is one of them."""
    rows = await session.scalars(
        select(SelectionRow).where(SelectionRow.workspace_id == workspace).order_by(SelectionRow.selected_at.desc())
    )
    latest: dict[UUID | None, Selection] = {}
    for row in rows:
        latest.setdefault(row.round, _selection(row))
    return list(latest.values())


async def latest_of(session: AsyncSession, workspace: UUID, primary: UUID) -> Selection | None:
    """The latest in which this use case was the primary."""
    row = await session.scalar(
        select(SelectionRow)
        .where(SelectionRow.workspace_id == workspace, SelectionRow.primary == primary)
        .order_by(SelectionRow.selected_at.desc())
        .limit(1)
    )
    return _selection(row) if row else None


async def list_waiting(session: AsyncSession, workspace: UUID, sponsor: str) -> list[Selection]:
    """The agreements that this sponsor still owes."""
    rows = await session.scalars(
        select(SelectionRow).where(
            SelectionRow.workspace_id == workspace,
            SelectionRow.sponsor == sponsor,
            SelectionRow.state == SelectionState.WAITING,
        )
    )
    return [_selection(row) for row in rows]


async def _get(session: AsyncSession, workspace: UUID, id: UUID) -> SelectionRow:
    row = await session.get(SelectionRow, id)
    if row is None or row.workspace_id != workspace:
        raise Refused("This selection is not there any more. `/pilot candidates` shows what is.")
    return row


def _selection(row: SelectionRow) -> Selection:
    return record(row, Selection, state=SelectionState(row.state))
