"""KPIs: a baseline, a target, and readings that show how far a program has come (framework 3, Week 1)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from program.errors import Refused

DIGITS = 10  # a computed target is kept to so many, so that 60 % off 45 is 18 and not 17.999…


class Direction(StrEnum):
    UP = "up"
    DOWN = "down"


class Meaning(StrEnum):
    BUSINESS = "business"
    TECHNICAL = "technical"


class Kind(StrEnum):
    TARGET = "target"  # something must change
    GUARD = "guard"  # something must not get worse meanwhile
    RATE = "rate"  # two counts that make one percentage, held to a limit


class Aim(StrEnum):
    """How the target was said."""

    VALUE = "value"
    PERCENT = "percent"
    POINTS = "points"


@dataclass(frozen=True, slots=True)
class Reading:
    """One measured value on one day; a rate has its two counts too. `replaces` is the reading that it corrects."""

    value: float
    on: date
    note: str | None
    by: str
    at: datetime
    id: UUID | None = None
    part: float | None = None
    whole: float | None = None
    replaces: UUID | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Kpi:
    """`number` is what people see, as `K-1`; `readings` are all on record, oldest first.

    `guards` is the KPI that a guard belongs to; `first_*` are what was signed, once it has changed; `stop_*` is when
    the decider is asked whether to go on.
    """

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
    kind: Kind = Kind.TARGET
    guards: UUID | None = None
    tolerance: float | None = None
    aim: Aim = Aim.VALUE
    amount: float | None = None
    worth: str | None = None
    rate: str | None = None
    cadence_days: int | None = None
    reader: str | None = None
    since: date | None = None
    is_headline: bool = False
    stop_at: float | None = None
    stop_on: date | None = None
    first_baseline: float | None = None
    first_target: float | None = None
    changes: int = 0
    change_reason: str | None = None

    @property
    def code(self) -> str:
        return f"K-{self.number}"

    @property
    def corrected(self) -> frozenset[UUID]:
        """The readings that a later one replaced."""
        return frozenset(each.replaces for each in self.readings if each.replaces)

    @property
    def counting(self) -> tuple[Reading, ...]:
        """The readings that were not corrected; the record keeps the others."""
        gone = self.corrected
        return tuple(each for each in self.readings if each.id is None or each.id not in gone)

    @property
    def latest(self) -> Reading | None:
        counting = self.counting
        return counting[-1] if counting else None

    @property
    def progress(self) -> float | None:
        """How much of the way from baseline to target, 1.0 at the target; `None` without a reading or a way to go."""
        if self.latest is None or self.kind is not Kind.TARGET:
            return None
        return (self.latest.value - self.baseline) / (self.target - self.baseline)

    @property
    def limit(self) -> float:
        """The value that must be reached, or not be passed."""
        worse = self.tolerance or 0
        if self.kind is not Kind.GUARD:
            return self.target
        return kept(self.baseline + worse if self.direction is Direction.DOWN else self.baseline - worse)

    @property
    def is_met(self) -> bool:
        return self.latest is not None and is_as_good(self.direction, self.latest.value, self.limit)

    @property
    def is_broken(self) -> bool:
        """A guard or a rate whose latest reading is beyond its limit."""
        return self.kind is not Kind.TARGET and self.latest is not None and not self.is_met

    @property
    def read_due(self) -> date | None:
        """The day of the next reading; `None` where nobody reads it in a rhythm."""
        since = self.latest.on if self.latest else self.since
        if self.cadence_days is None or since is None:
            return None
        return since + timedelta(days=self.cadence_days)


def kept(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")


def is_as_good(direction: Direction, value: float, limit: float) -> bool:
    return value <= limit if direction is Direction.DOWN else value >= limit


# --- defining -----------------------------------------------------------------------------------------------------


def aimed(aim: Aim, amount: float, *, baseline: float, direction: Direction) -> float:
    """The target that was meant: a value, a percentage of the baseline, or points (framework 3, Week 1, 3)."""
    if aim is Aim.VALUE:
        return amount
    if amount <= 0:
        raise Refused("Say by how much as a number above 0; which way is better is said above.", field="target")
    if aim is Aim.POINTS:
        return kept(baseline - amount if direction is Direction.DOWN else baseline + amount)
    if baseline == 0:
        raise Refused("A percentage of a baseline of 0 is 0: give the target as a value or in points.", field="target")
    if direction is Direction.DOWN and amount > 100:  # noqa: PLR2004
        raise Refused("Nothing can be cut by more than 100 %. Check the number.", field="target")
    by = abs(baseline) * amount / 100
    return kept(baseline - by if direction is Direction.DOWN else baseline + by)


def check(kpi: Kpi) -> Kpi:
    """Refuse a target that equals the baseline or lies on the wrong side of it; a guard is what may stay as it is."""
    if kpi.kind is Kind.GUARD:
        if (kpi.tolerance or 0) < 0:
            raise Refused("A tolerance is 0 or more: how much worse may it get?", field="tolerance")
        return kpi
    if kpi.kind is Kind.RATE:
        if not 0 <= kpi.target <= 100:  # noqa: PLR2004
            raise Refused("A rate is from 0 to 100 %.", field=kpi.rate)
        return kpi
    if kpi.target == kpi.baseline:
        raise Refused(
            "The target equals the baseline: what should change? What must only stay as it is, is a guard:"
            " `/pilot kpi guard`.",
            field="target",
        )
    if (kpi.target > kpi.baseline) != (kpi.direction is Direction.UP):
        better = "higher" if kpi.direction is Direction.UP else "lower"
        raise Refused(f"You said {better} is better, so the target must be {better} than the baseline.", field="target")
    return kpi


def check_name(kpi: Kpi, others: Sequence[Kpi]) -> None:
    if any(each.name.casefold() == kpi.name.casefold() for each in others if each.id != kpi.id):
        raise Refused("A KPI of this name is defined already. Choose another name.", field="name")


def model_metric(name: str, metrics: Sequence[str]) -> str | None:
    """The model metric that a name speaks of, as the playbook writes it; whole words count."""
    words = _words(name)
    for metric in metrics:
        wanted = _words(metric)
        if any(words[at : at + len(wanted)] == wanted for at in range(len(words))):
            return metric
    return None


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.casefold())


def check_business(kpi: Kpi, others: Sequence[Kpi], metrics: Sequence[str]) -> None:
    """A figure of the model is no success of the business (framework 1.1, symptom 2; framework 3, Week 1, 3).

    The recall of a business process, as of finding fraud, is one where it is tied to a number that the business feels.
    """
    metric = model_metric(kpi.name, metrics)
    if metric is None:
        return
    if kpi.meaning is Meaning.BUSINESS and not any(sign.isdigit() for sign in kpi.worth or ""):
        raise Refused(
            f"“{metric}” says how good a model is, not what the business gains from it. Say here, with a number, what"
            " it is worth (hours, money, cases), or choose Technical and keep it beside a business KPI.",
            field="worth",
        )
    if kpi.meaning is Meaning.TECHNICAL and not any(_is_business(each) for each in others if each.id != kpi.id):
        raise Refused(
            f"“{metric}” alone says nothing about the business. Define a business KPI first, such as the time, money or"
            " cases that it should change; then this one can stand beside it.",
            field="meaning",
        )


def _is_business(kpi: Kpi) -> bool:
    return kpi.meaning is Meaning.BUSINESS and kpi.kind is Kind.TARGET


def check_headline(kpi: Kpi) -> None:
    """One painful metric is driven down, or up; what is only held cannot lead (framework 3, Week 9, 1)."""
    if not _is_business(kpi):
        raise Refused(f"{kpi.code} cannot lead: the headline is one business KPI that should change.")
