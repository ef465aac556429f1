"""What a playbook says about KPIs, risks and money: lists and numbers that a company may want to change."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A figure of the launch: `part` of `whole`, both counted, make one percentage (framework 3, Week 11)."""

    key: str
    title: str
    part: str
    whole: str
    direction: Literal["up", "down"]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KpiRules:
    """`lock_gate`: once it is passed, baselines and targets change only with a reason; `cadences` in days."""

    model_metrics: tuple[str, ...] = ()
    cadences: tuple[int, ...] = (7, 14, 30)
    lock_gate: str = "discovery"
    headline_week: int = 9
    rates_week: int = 11
    rates: tuple[Rate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskRules:
    """`high` and `middle` are of 25: likelihood × impact."""

    high: int = 15
    middle: int = 8
    review_days: int = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One kind of benefit or cost."""

    key: str
    title: str
    kind: Literal["benefit", "cost"]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """Where money goes, and the percentage that is advised."""

    key: str
    title: str
    share: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyRules:
    """`months` is the span over which a benefit is counted; the references are shown, never enforced."""

    currency: str = "EUR"
    months: int = 12
    return_low: int = 3
    return_high: int = 10
    data_low: int = 50
    data_high: int = 70
    lines: tuple[Line, ...] = (
        Line(key="saved", title="Costs saved", kind="benefit", source="7, question 5"),
        Line(key="build", title="Build", kind="cost", source="7, question 5"),
    )
    buckets: tuple[Bucket, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    kpis: KpiRules = KpiRules()
    risks: RiskRules = RiskRules()
    money: MoneyRules = MoneyRules()


STANDARD = Measures()
