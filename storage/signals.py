"""When each symptom first showed, and when it was gone: written by the tick alone, for many programs at once."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from sqlalchemy import Date, UniqueConstraint
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from program.failure_modes import Seen
from storage.records import record
from storage.tables import Id, ProgramId, Table
from storage.upserts import prebuilt


class SymptomRow(Table):
    """One time that a symptom showed."""

    __tablename__ = "symptoms_seen"
    __table_args__ = (UniqueConstraint("program_id", "symptom", "first_day"),)

    id: Mapped[Id]
    program_id: Mapped[ProgramId]
    symptom: Mapped[str]
    first_week: Mapped[int]
    first_day: Mapped[date] = mapped_column(Date)
    gone_day: Mapped[date | None] = mapped_column(Date)


def seen(row: Any) -> Seen:
    return record(row, Seen, program=row.program_id)


_keep = prebuilt(
    SymptomRow,
    lambda insert: insert.on_conflict_do_update(
        index_elements=["program_id", "symptom", "first_day"], set_={"gone_day": insert.excluded.gone_day}
    ),
)


async def save(session: AsyncSession, found: Sequence[Seen]) -> None:
    """What came and what is gone, of any number of programs; the same again changes nothing."""
    if found:
        await session.execute(_keep(session), [_values(each) for each in found])


def _values(seen: Seen) -> dict[str, Any]:
    return {
        "id": uuid4(),
        "program_id": seen.program,
        "symptom": seen.symptom,
        "first_week": seen.first_week,
        "first_day": seen.first_day,
        "gone_day": seen.gone_day,
    }
