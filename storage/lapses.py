"""When each program is looked at for what may lapse, and the gates that were ahead again."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from program.errors import Refused
from program.standings import PassedGate
from storage.gates import PassedGateRow
from storage.programs import ProgramRow
from storage.records import columns
from storage.tables import Id, ProgramId, Table


class ReopenedGateRow(Table):
    """A passing that does not hold any more, as it stood."""

    __tablename__ = "reopened_gates"

    id: Mapped[Id]
    program_id: Mapped[ProgramId]
    gate: Mapped[str]
    at: Mapped[datetime] = mapped_column("passed_at")
    by: Mapped[str] = mapped_column("closed_by")
    override: Mapped[str | None] = mapped_column("override_reason")
    lacking: Mapped[list[Any] | None]
    reopened_at: Mapped[datetime]
    why: Mapped[str]


async def reopen(session: AsyncSession, program: UUID, passed: PassedGate, *, why: str, now: datetime) -> UUID:
    """The passing moves from what counts to what counted."""
    id = uuid4()
    values = columns(passed, ReopenedGateRow) | {"lacking": list(passed.lacking)}
    session.add(ReopenedGateRow(id=id, program_id=program, reopened_at=now, why=why, **values))
    gone = delete(PassedGateRow).where(PassedGateRow.program_id == program, PassedGateRow.gate == passed.gate)
    await session.execute(gone)
    await session.flush()
    return id


async def reopened(session: AsyncSession, id: UUID) -> tuple[str, str]:
    """Its gate, and why."""
    row = await session.get(ReopenedGateRow, id)
    if row is None:
        raise Refused("This is not there any more: `/pilot gate` shows where the gate stands.")
    return row.gate, row.why


async def plan(session: AsyncSession, program: UUID, at: datetime | None) -> None:
    await session.execute(update(ProgramRow).where(ProgramRow.id == program).values(lapses_at=at))
    session.info["has_posts"] = True


async def due(session: AsyncSession, now: datetime, *, limit: int) -> list[tuple[UUID, UUID]]:
    """Workspace and program, of those whose time has come; an index, not a scan."""
    rows = await session.execute(
        select(ProgramRow.workspace_id, ProgramRow.id)
        .where(ProgramRow.lapses_at <= now)
        .order_by(ProgramRow.lapses_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return [(row.workspace_id, row.id) for row in rows]


async def earliest_due(session: AsyncSession) -> datetime | None:
    return await session.scalar(
        select(ProgramRow.lapses_at).where(ProgramRow.lapses_at.is_not(None)).order_by(ProgramRow.lapses_at).limit(1)
    )
