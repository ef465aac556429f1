"""KPIs: a baseline, a target, and readings that show how far a program has come (framework 3, Week 1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from program.errors import Refused


class Direction(StrEnum):
    UP = "up"
    DOWN = "down"


class Meaning(StrEnum):
    BUSINESS = "business"
    TECHNICAL = "technical"


@dataclass(frozen=True, slots=True)
class Reading:
    """One measured value on one day."""

    value: float
    on: date
    note: str | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Kpi:
    """`number` is what people see, as `K-1`; readings are oldest first."""

    id: UUID
    number: int
    name: str
    unit: str
    direction: Direction
    baseline: float
    target: float
    source: str
    meaning: Meaning
    defined_by: str
    readings: tuple[Reading, ...] = ()

    @property
    def code(self) -> str:
        return f"K-{self.number}"

    @property
    def latest(self) -> Reading | None:
        return self.readings[-1] if self.readings else None

    @property
    def progress(self) -> float | None:
        """How much of the way from baseline to target, 1.0 at the target; `None` without a reading."""
        if self.latest is None:
            return None
        return (self.latest.value - self.baseline) / (self.target - self.baseline)

    @property
    def is_met(self) -> bool:
        return self.progress is not None and self.progress >= 1


def check(kpi: Kpi) -> Kpi:
    """Refuse a target that equals the baseline or lies on the wrong side of it."""
    if kpi.target == kpi.baseline:
        raise Refused("The target equals the baseline: what should change?", field="target")
    if (kpi.target > kpi.baseline) != (kpi.direction is Direction.UP):
        better = "higher" if kpi.direction is Direction.UP else "lower"
        raise Refused(f"You said {better} is better, so the target must be {better} than the baseline.", field="target")
    return kpi


def check_name(kpi: Kpi, others: Sequence[Kpi]) -> None:
    if any(each.name.casefold() == kpi.name.casefold() for each in others):
        raise Refused("A KPI of this name is defined already. Choose another name.", field="name")


def check_reading(reading: Reading, earlier: Sequence[Reading], *, today: date) -> Reading:
    if reading.on > today:
        raise Refused("This day is still to come: a reading is of today or earlier.", field="on")
    if any(each.on == reading.on and each.value == reading.value for each in earlier):
        raise Refused("This value is recorded for this day already.", field="value")
    return reading
