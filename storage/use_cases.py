"""Candidates, and the selections made among them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, ForeignKey, UniqueConstraint, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from program.errors import Refused
from program.use_cases import Selection, SelectionState, UseCase, UseCaseState
from storage.records import columns, record
from storage.tables import Id, Table, WorkspaceId


class UseCaseRow(Table):
    __tablename__ = "use_cases"
    __table_args__ = (UniqueConstraint("workspace_id", "number"),)

    id: Mapped[Id]
    workspace_id: Mapped[WorkspaceId]
    number: Mapped[int]
    title: Mapped[str]
    problem: Mapped[str]
    who_feels_it: Mapped[str]
    cost_today: Mapped[str | None]
    outcome: Mapped[str | None]
    measured_by: Mapped[str | None]
    measured_on: Mapped[date | None] = mapped_column(Date)
    sponsor: Mapped[str]
    product_owner: Mapped[str]
    impact: Mapped[int]
    data_readiness: Mapped[int]
    complexity: Mapped[int]
    unit: Mapped[str]
    proposed_by: Mapped[str]
    proposed_at: Mapped[datetime]
    state: Mapped[str]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class SelectionRow(Table):
    __tablename__ = "selections"

    id: Mapped[Id]
    workspace_id: Mapped[WorkspaceId]
    primary: Mapped[UUID] = mapped_column("primary_id", ForeignKey("use_cases.id"))
    backup: Mapped[UUID] = mapped_column("backup_id", ForeignKey("use_cases.id"))
    sponsor: Mapped[str]
    selected_by: Mapped[str]
    selected_at: Mapped[datetime]
    why: Mapped[str]
    state: Mapped[str]
    answered_at: Mapped[datetime | None]
    comment: Mapped[str | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


async def next_number(session: AsyncSession, workspace: UUID) -> int:
    """Two proposals at the same moment meet at the unique key; the second is asked to repeat."""
    last = await session.scalar(select(func.max(UseCaseRow.number)).where(UseCaseRow.workspace_id == workspace))
    return (last or 0) + 1


async def add(session: AsyncSession, workspace: UUID, use_case: UseCase) -> None:
    session.add(UseCaseRow(workspace_id=workspace, version=1, **columns(use_case, UseCaseRow)))
    await session.flush()


async def get(session: AsyncSession, workspace: UUID, id: UUID) -> UseCase:
    return _use_case(await _get(session, workspace, id))


async def list_candidates(session: AsyncSession, workspace: UUID) -> list[UseCase]:
    """Those that are not running programs yet, oldest first."""
    rows = await session.scalars(
        select(UseCaseRow)
        .where(UseCaseRow.workspace_id == workspace, UseCaseRow.state != UseCaseState.STARTED)
        .order_by(UseCaseRow.number)
    )
    return [_use_case(row) for row in rows]


async def save_state(session: AsyncSession, workspace: UUID, id: UUID, state: UseCaseState) -> None:
    (await _get(session, workspace, id)).state = state.value
    await session.flush()


async def clear_states(session: AsyncSession, workspace: UUID, *states: UseCaseState) -> None:
    """Back to plain candidates: a new selection replaces the one before."""
    await session.execute(
        update(UseCaseRow)
        .where(UseCaseRow.workspace_id == workspace, UseCaseRow.state.in_(states))
        .values(state=UseCaseState.PROPOSED.value)
    )


async def add_selection(session: AsyncSession, workspace: UUID, selection: Selection) -> None:
    session.add(SelectionRow(workspace_id=workspace, version=1, **columns(selection, SelectionRow)))
    await session.flush()


async def get_selection(session: AsyncSession, workspace: UUID, id: UUID) -> Selection:
    return _selection(await _get_selection(session, workspace, id))


async def save_selection(session: AsyncSession, workspace: UUID, selection: Selection) -> None:
    row = await _get_selection(session, workspace, selection.id)
    row.state, row.answered_at, row.comment = selection.state.value, selection.answered_at, selection.comment
    await session.flush()


async def latest_selection(session: AsyncSession, workspace: UUID) -> Selection | None:
    row = await session.scalar(
        select(SelectionRow)
        .where(SelectionRow.workspace_id == workspace)
        .order_by(SelectionRow.selected_at.desc())
        .limit(1)
    )
    return _selection(row) if row else None


async def selection_of(session: AsyncSession, workspace: UUID, primary: UUID) -> Selection | None:
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


async def _get(session: AsyncSession, workspace: UUID, id: UUID) -> UseCaseRow:
    row = await session.get(UseCaseRow, id)
    if row is None or row.workspace_id != workspace:
        raise Refused("This use case is not there any more. `/pilot candidates` lists those that are.")
    return row


async def _get_selection(session: AsyncSession, workspace: UUID, id: UUID) -> SelectionRow:
    row = await session.get(SelectionRow, id)
    if row is None or row.workspace_id != workspace:
        raise Refused("This selection is not there any more. `/pilot candidates` shows what is.")
    return row


def _use_case(row: UseCaseRow) -> UseCase:
    return record(row, UseCase, state=UseCaseState(row.state))


def _selection(row: SelectionRow) -> Selection:
    return record(row, Selection, state=SelectionState(row.state))
