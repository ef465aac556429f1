"""What a program should bring and cost, what it did, and the budget of what comes after it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Float, ForeignKey, UniqueConstraint
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from program.errors import Refused
from program.money import MoneyLine, NextBudget, Per, Stage
from storage.records import columns, copy, record
from storage.tables import Id, ProgramId, Table


class MoneyRow(Table):
    __tablename__ = "money_lines"
    __table_args__ = (UniqueConstraint("program_id", "number"),)

    id: Mapped[Id]
    program_id: Mapped[ProgramId]
    number: Mapped[int]
    line: Mapped[str]
    stage: Mapped[str]
    per: Mapped[str]
    amount: Mapped[float | None] = mapped_column(Float)
    hours: Mapped[float | None] = mapped_column(Float)
    rate: Mapped[float | None] = mapped_column(Float)
    bucket: Mapped[str | None]
    for_data: Mapped[bool]
    note: Mapped[str | None]
    by: Mapped[str] = mapped_column("recorded_by")
    at: Mapped[datetime] = mapped_column("recorded_at")
    struck: Mapped[str | None]
    struck_by: Mapped[str | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class NextBudgetRow(Table):
    """One a program: the latest word; what was said before is in the audit."""

    __tablename__ = "next_budgets"

    program_id: Mapped[UUID] = mapped_column(ForeignKey("programs.id", ondelete="CASCADE"), primary_key=True)
    is_there: Mapped[bool]
    amount: Mapped[float | None] = mapped_column(Float)
    holder: Mapped[str | None]
    note: Mapped[str | None]
    by: Mapped[str] = mapped_column("said_by")
    at: Mapped[datetime] = mapped_column("said_at")


async def add(session: AsyncSession, line: MoneyLine) -> None:
    session.add(MoneyRow(program_id=line.program, version=1, **columns(line, MoneyRow)))
    await session.flush()


async def get(session: AsyncSession, id: UUID) -> MoneyLine:
    return money_line(await _get(session, id))


async def save(session: AsyncSession, line: MoneyLine) -> None:
    copy(line, await _get(session, line.id))
    await session.flush()


async def save_budget(session: AsyncSession, budget: NextBudget) -> None:
    await session.merge(NextBudgetRow(program_id=budget.program, **columns(budget, NextBudgetRow)))
    await session.flush()


async def _get(session: AsyncSession, id: UUID) -> MoneyRow:
    row = await session.get(MoneyRow, id)
    if row is None:
        raise Refused("This line is not there any more. `/pilot money` lists those that are.")
    return row


def money_line(row: MoneyRow) -> MoneyLine:
    return record(row, MoneyLine, program=row.program_id, stage=Stage(row.stage), per=Per(row.per))


def next_budget(row: NextBudgetRow) -> NextBudget:
    return record(row, NextBudget, program=row.program_id)
