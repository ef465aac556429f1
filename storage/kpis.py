"""KPIs and their readings."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, Float, ForeignKey, UniqueConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from program.errors import Refused
from program.kpis import Direction, Kpi, Meaning, Reading
from storage.records import columns, record
from storage.tables import Id, ProgramId, Table


class KpiRow(Table):
    __tablename__ = "kpis"
    __table_args__ = (UniqueConstraint("program_id", "number"), UniqueConstraint("program_id", "name"))

    id: Mapped[Id]
    program_id: Mapped[ProgramId]
    number: Mapped[int]
    name: Mapped[str]
    unit: Mapped[str]
    direction: Mapped[str]
    baseline: Mapped[float] = mapped_column(Float)
    target: Mapped[float] = mapped_column(Float)
    source: Mapped[str]
    meaning: Mapped[str]
    defined_by: Mapped[str]


class ReadingRow(Table):
    __tablename__ = "readings"

    id: Mapped[Id]
    kpi_id: Mapped[UUID] = mapped_column(ForeignKey("kpis.id", ondelete="CASCADE"), index=True)
    value: Mapped[float] = mapped_column(Float)
    on: Mapped[date] = mapped_column("read_on", Date)
    note: Mapped[str | None]
    by: Mapped[str] = mapped_column("read_by")
    at: Mapped[datetime] = mapped_column("recorded_at")


async def add(session: AsyncSession, program: UUID, kpi: Kpi) -> None:
    session.add(KpiRow(program_id=program, **columns(kpi, KpiRow)))
    await session.flush()


async def add_reading(session: AsyncSession, kpi: UUID, reading: Reading) -> None:
    session.add(ReadingRow(kpi_id=kpi, **columns(reading, ReadingRow)))
    await session.flush()


async def get(session: AsyncSession, program: UUID, id: UUID) -> Kpi:
    for each in await list_kpis(session, program):
        if each.id == id:
            return each
    raise Refused("This KPI is not there any more. `/pilot kpi` lists those that are.")


async def list_kpis(session: AsyncSession, program: UUID) -> tuple[Kpi, ...]:
    """By number, each with its readings, oldest first; one statement."""
    rows = await session.execute(
        select(KpiRow, ReadingRow)
        .outerjoin(ReadingRow, ReadingRow.kpi_id == KpiRow.id)
        .where(KpiRow.program_id == program)
        .order_by(KpiRow.number, ReadingRow.on, ReadingRow.at)
    )
    found: dict[UUID, tuple[KpiRow, list[ReadingRow]]] = {}
    for row, reading in rows:
        readings = found.setdefault(row.id, (row, []))[1]
        if reading is not None:
            readings.append(reading)
    return tuple(kpi(row, readings) for row, readings in found.values())


def kpi(row: KpiRow, readings: Sequence[ReadingRow]) -> Kpi:
    return record(
        row,
        Kpi,
        direction=Direction(row.direction),
        meaning=Meaning(row.meaning),
        readings=tuple(record(each, Reading) for each in readings),
    )
