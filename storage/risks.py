"""The risks of a program."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Date, UniqueConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from program.errors import Refused
from program.risks import Risk
from storage.records import columns, copy, record
from storage.tables import Id, ProgramId, Table


class RiskRow(Table):
    __tablename__ = "risks"
    __table_args__ = (UniqueConstraint("program_id", "number"),)

    id: Mapped[Id]
    program_id: Mapped[ProgramId]
    number: Mapped[int]
    title: Mapped[str]
    likelihood: Mapped[int]
    impact: Mapped[int]
    owner: Mapped[str | None]
    mitigation: Mapped[str | None]
    raised_by: Mapped[str]
    raised_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None]
    outcome: Mapped[str | None]
    review_on: Mapped[date | None] = mapped_column(Date)
    gates: Mapped[list[Any] | None]
    residual_likelihood: Mapped[int | None]
    residual_impact: Mapped[int | None]
    residual_by: Mapped[str | None]
    accepted_by: Mapped[str | None]
    accepted_at: Mapped[datetime | None]
    acceptance: Mapped[str | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


async def add(session: AsyncSession, risk: Risk) -> None:
    values = columns(risk, RiskRow) | {"gates": list(risk.gates)}
    session.add(RiskRow(program_id=risk.program, version=1, **values))
    await session.flush()


async def get(session: AsyncSession, id: UUID) -> Risk:
    return risk(await _get(session, id))


async def save(session: AsyncSession, risk: Risk) -> None:
    row = await _get(session, risk.id)
    copy(risk, row)
    row.gates = list(risk.gates)
    await session.flush()


async def list_risks(session: AsyncSession, program: UUID) -> tuple[Risk, ...]:
    rows = await session.scalars(select(RiskRow).where(RiskRow.program_id == program).order_by(RiskRow.number))
    return tuple(risk(row) for row in rows)


async def _get(session: AsyncSession, id: UUID) -> RiskRow:
    row = await session.get(RiskRow, id)
    if row is None:
        raise Refused("This risk is not there any more. `/pilot risks` lists those that are.")
    return row


def risk(row: RiskRow) -> Risk:
    return record(row, Risk, program=row.program_id, gates=tuple(row.gates or ()))
