"""Who stands in for whom: planned, running, and over."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, Index, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from program.delegations import Delegation, DelegationState
from program.errors import Refused
from storage.programs import ProgramRow
from storage.records import columns, copy, record
from storage.tables import Id, ProgramId, Table

PLANNED, RUNNING = DelegationState.PLANNED.value, DelegationState.RUNNING.value


class DelegationRow(Table):
    __tablename__ = "delegations"
    __table_args__ = (Index("ix_delegations_due", "state", "starts_at", "ends_at"),)

    id: Mapped[Id]
    program_id: Mapped[ProgramId]
    role: Mapped[str]
    user: Mapped[str] = mapped_column("slack_user")
    stand_in: Mapped[str]
    first: Mapped[date] = mapped_column("first_day", Date)
    last: Mapped[date] = mapped_column("last_day", Date)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    by: Mapped[str] = mapped_column("named_by")
    at: Mapped[datetime] = mapped_column("named_at")
    state: Mapped[str]
    began_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


async def add(session: AsyncSession, delegation: Delegation) -> None:
    session.add(DelegationRow(program_id=delegation.program, version=1, **columns(delegation, DelegationRow)))
    await session.flush()


async def get(session: AsyncSession, id: UUID) -> Delegation:
    return delegation(await _get(session, id))


async def save(session: AsyncSession, delegation: Delegation) -> None:
    copy(delegation, await _get(session, delegation.id))
    await session.flush()


_starts = DelegationRow.state == PLANNED
_ends = DelegationRow.state == RUNNING


async def due(session: AsyncSession, now: datetime) -> list[tuple[UUID, UUID]]:
    """Workspace and delegation of those that begin or end by now; ends first, so that one can follow another."""
    rows = await session.execute(
        select(ProgramRow.workspace_id, DelegationRow.id)
        .join(ProgramRow, ProgramRow.id == DelegationRow.program_id)
        .where(or_(and_(_starts, DelegationRow.starts_at <= now), and_(_ends, DelegationRow.ends_at <= now)))
        .order_by(_starts, DelegationRow.starts_at)
    )
    return [(row.workspace_id, row.id) for row in rows]


async def earliest_due(session: AsyncSession) -> datetime | None:
    """When the next begins or ends."""
    starts = await session.scalar(select(func.min(DelegationRow.starts_at)).where(_starts))
    ends = await session.scalar(select(func.min(DelegationRow.ends_at)).where(_ends))
    return min((moment for moment in (starts, ends) if moment), default=None)


async def _get(session: AsyncSession, id: UUID) -> DelegationRow:
    row = await session.get(DelegationRow, id)
    if row is None:
        raise Refused("This is not there any more. `/pilot people` shows who stands in for whom.")
    return row


def delegation(row: DelegationRow) -> Delegation:
    return record(row, Delegation, program=row.program_id, state=DelegationState(row.state))
