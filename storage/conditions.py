"""What became of conditions, step by step: nothing is changed, only added."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from program.conditions import Step
from storage.records import columns, record
from storage.tables import Id, ProgramId, Table


class ConditionStepRow(Table):
    __tablename__ = "condition_steps"

    id: Mapped[Id]
    program_id: Mapped[ProgramId]
    source: Mapped[UUID]
    number: Mapped[int]
    kind: Mapped[str]
    note: Mapped[str | None]
    due: Mapped[date | None]
    by: Mapped[str] = mapped_column("done_by")
    at: Mapped[datetime] = mapped_column("done_at")


async def add(session: AsyncSession, step: Step) -> None:
    session.add(ConditionStepRow(program_id=step.program, **columns(step, ConditionStepRow)))
    await session.flush()


def step(row: ConditionStepRow) -> Step:
    return record(row, Step, program=row.program_id)
