"""The gates that a program has passed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from program.standings import PassedGate
from storage.records import columns, record
from storage.tables import Table


class PassedGateRow(Table):
    __tablename__ = "passed_gates"

    program_id: Mapped[UUID] = mapped_column(ForeignKey("programs.id", ondelete="CASCADE"), primary_key=True)
    gate: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column("passed_at")
    by: Mapped[str] = mapped_column("closed_by")
    override: Mapped[str | None] = mapped_column("override_reason")
    lacking: Mapped[list[Any] | None]


async def add(session: AsyncSession, program: UUID, gate: PassedGate) -> None:
    """Two people closing it at once: the key lets one through."""
    session.add(PassedGateRow(program_id=program, **columns(gate, PassedGateRow)))
    await session.flush()


async def list_passed(session: AsyncSession, program: UUID) -> tuple[PassedGate, ...]:
    rows = await session.scalars(
        select(PassedGateRow).where(PassedGateRow.program_id == program).order_by(PassedGateRow.at)
    )
    return tuple(passed(row) for row in rows)


def passed(row: PassedGateRow) -> PassedGate:
    return record(row, PassedGate, lacking=tuple(row.lacking or ()))
