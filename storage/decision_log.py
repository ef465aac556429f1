"""The log of decisions besides those at the gates: entries are added, never changed."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, UniqueConstraint
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from program.decision_log import LoggedDecision
from program.errors import Refused
from storage.records import columns, record
from storage.tables import Id, ProgramId, Table


class LoggedDecisionRow(Table):
    """An entry is corrected once: what came second is refused by the key."""

    __tablename__ = "decision_log"
    __table_args__ = (UniqueConstraint("program_id", "number"), UniqueConstraint("corrects"))

    id: Mapped[Id]
    program_id: Mapped[ProgramId]
    number: Mapped[int]
    what: Mapped[str]
    why: Mapped[str]
    decided_by: Mapped[str]
    decided_on: Mapped[date] = mapped_column(Date)
    alternatives: Mapped[str | None]
    logged_by: Mapped[str]
    logged_at: Mapped[datetime]
    corrects: Mapped[UUID | None]
    kpi: Mapped[UUID | None] = mapped_column("kpi_id")


async def add(session: AsyncSession, entry: LoggedDecision) -> None:
    session.add(LoggedDecisionRow(program_id=entry.program, **columns(entry, LoggedDecisionRow)))
    await session.flush()


async def get(session: AsyncSession, id: UUID) -> LoggedDecision:
    row = await session.get(LoggedDecisionRow, id)
    if row is None:
        raise Refused("This entry is not there. `/pilot decisions` lists those that are.")
    return logged(row)


def logged(row: LoggedDecisionRow) -> LoggedDecision:
    return record(row, LoggedDecision, program=row.program_id)
