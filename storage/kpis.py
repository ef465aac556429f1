"""KPIs and their readings."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, Float, ForeignKey, UniqueConstraint, false, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from program.errors import Refused
from program.kpis import Aim, Direction, Kind, Kpi, Meaning, Reading
from storage.records import columns, copy, record
from storage.tables import Id, ProgramId, Table

GONE = "This KPI is not there any more. `/pilot kpi` lists those that are."


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
    kind: Mapped[str] = mapped_column(server_default=text("'target'"))
    guards: Mapped[UUID | None]
    tolerance: Mapped[float | None] = mapped_column(Float)
    aim: Mapped[str] = mapped_column(server_default=text("'value'"))
    amount: Mapped[float | None] = mapped_column(Float)
    worth: Mapped[str | None]
    rate: Mapped[str | None]
    cadence_days: Mapped[int | None]
    reader: Mapped[str | None]
    since: Mapped[date | None] = mapped_column(Date)
    is_headline: Mapped[bool] = mapped_column(server_default=false())
    stop_at: Mapped[float | None] = mapped_column(Float)
    stop_on: Mapped[date | None] = mapped_column(Date)
    first_baseline: Mapped[float | None] = mapped_column(Float)
    first_target: Mapped[float | None] = mapped_column(Float)
    changes: Mapped[int] = mapped_column(server_default=text("0"))
    change_reason: Mapped[str | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class ReadingRow(Table):
    __tablename__ = "readings"

    id: Mapped[Id]
    kpi_id: Mapped[UUID] = mapped_column(ForeignKey("kpis.id", ondelete="CASCADE"), index=True)
    value: Mapped[float] = mapped_column(Float)
    on: Mapped[date] = mapped_column("read_on", Date)
    note: Mapped[str | None]
    by: Mapped[str] = mapped_column("read_by")
    at: Mapped[datetime] = mapped_column("recorded_at")
    part: Mapped[float | None] = mapped_column(Float)
    whole: Mapped[float | None] = mapped_column(Float)
    replaces: Mapped[UUID | None] = mapped_column(unique=True)
    reason: Mapped[str | None]


async def add(session: AsyncSession, program: UUID, kpi: Kpi) -> None:
    session.add(KpiRow(program_id=program, version=1, **columns(kpi, KpiRow)))
    await session.flush()


async def save(session: AsyncSession, program: UUID, *kpis: Kpi) -> None:
    """Two people at once: the second one's change is refused, and they are told to look again."""
    for each in kpis:
        row = await session.get(KpiRow, each.id)
        if row is None or row.program_id != program:
            raise Refused(GONE)
        copy(each, row)
    await session.flush()


async def add_reading(session: AsyncSession, kpi: UUID, reading: Reading) -> None:
    session.add(ReadingRow(kpi_id=kpi, **columns(reading, ReadingRow)))
    await session.flush()


async def get(session: AsyncSession, program: UUID, id: UUID) -> Kpi:
    for each in await list_kpis(session, program):
        if each.id == id:
            return each
    raise Refused(GONE)


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
        kind=Kind(row.kind),
        aim=Aim(row.aim),
        readings=tuple(record(each, Reading) for each in readings),
    )
