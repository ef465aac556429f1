"""What was decided at the gates."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from program.decisions import Decision
from program.errors import Refused
from storage.records import columns, record
from storage.sign_offs import plain, read
from storage.tables import Id, ProgramId, Table


class DecisionRow(Table):
    """One a poll: a second decider, or a double click, is refused by the key."""

    __tablename__ = "decisions"
    __table_args__ = (UniqueConstraint("poll_id"),)

    id: Mapped[Id]
    program_id: Mapped[ProgramId]
    gate: Mapped[str]
    poll: Mapped[UUID | None] = mapped_column("poll_id", ForeignKey("polls.id"))
    choice: Mapped[str]
    reason: Mapped[str | None]
    conditions: Mapped[list[Any]]
    by: Mapped[str] = mapped_column("decided_by")
    at: Mapped[datetime] = mapped_column("decided_at")
    digest: Mapped[str]
    answers: Mapped[dict[str, Any] | None]
    review_on: Mapped[date | None]
    corrects: Mapped[UUID | None]


async def add(session: AsyncSession, decision: Decision) -> None:
    values = columns(decision, DecisionRow) | {
        "conditions": plain(decision.conditions),
        "answers": dict(decision.answers),
    }
    session.add(DecisionRow(program_id=decision.program, **values))
    await session.flush()


async def get(session: AsyncSession, id: UUID) -> Decision:
    row = await session.get(DecisionRow, id)
    if row is None:
        raise Refused("This decision is not there any more. `/pilot gate` shows where the gate stands.")
    return decision(row)


async def list_decisions(session: AsyncSession, program: UUID) -> tuple[Decision, ...]:
    """Oldest first."""
    rows = await session.scalars(select(DecisionRow).where(DecisionRow.program_id == program).order_by(DecisionRow.at))
    return tuple(decision(row) for row in rows)


def decision(row: DecisionRow) -> Decision:
    return record(row, Decision, program=row.program_id, conditions=read(row.conditions), answers=row.answers or {})
