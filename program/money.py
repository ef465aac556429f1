"""Money: what it should bring and cost, what it did, and how that compares (framework 7, question 5; 5.3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

from program.errors import Refused
from program.measures import Line, MoneyRules

YEAR = 12


class Stage(StrEnum):
    ESTIMATE = "estimate"  # the business case
    ACTUAL = "actual"


class Per(StrEnum):
    ONCE = "once"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """An amount, or hours at a rate. `line` and `bucket` are the playbook's; `struck` is why it does not count."""

    id: UUID
    program: UUID
    number: int
    line: str
    stage: Stage
    per: Per
    amount: float | None
    hours: float | None
    rate: float | None
    bucket: str | None
    for_data: bool
    note: str | None
    by: str
    at: datetime
    struck: str | None = None
    struck_by: str | None = None

    @property
    def code(self) -> str:
        return f"M-{self.number}"

    @property
    def value(self) -> float:
        if self.amount is not None:
            return self.amount
        return (self.hours or 0) * (self.rate or 0)

    def over(self, months: int) -> float:
        """What it comes to over so many months."""
        times = {Per.ONCE: 1.0, Per.MONTH: float(months), Per.YEAR: months / YEAR}
        return self.value * times[self.per]

    @property
    def monthly(self) -> float:
        return 0.0 if self.per is Per.ONCE else self.over(1)


def kind_of(line: str, rules: MoneyRules) -> Literal["benefit", "cost"]:
    return _line(line, rules).kind


def _line(key: str, rules: MoneyRules) -> Line:
    found = next((each for each in rules.lines if each.key == key), None)
    if found is None:
        raise Refused("Choose one of the lines of the playbook.", field="line")
    return found


def check(money: MoneyLine, rules: MoneyRules) -> MoneyLine:
    """An amount or hours × rate, above 0; a cost says where it goes, a benefit does not."""
    by_hours = money.hours is not None or money.rate is not None
    if money.amount is not None and by_hours:
        raise Refused("Give an amount, or hours and a rate, not both.", field="amount")
    if money.amount is None and not by_hours:
        raise Refused("Give an amount here, or hours and a rate below.", field="amount")
    for name, value in (("amount", money.amount), ("hours", money.hours), ("rate", money.rate)):
        if value is not None and value <= 0:
            raise Refused("This must be more than 0.", field=name)
    if by_hours and money.hours is None:
        raise Refused("How many hours at this rate?", field="hours")
    if by_hours and money.rate is None:
        raise Refused("What does one of these hours cost?", field="rate")
    is_cost = kind_of(money.line, rules) == "cost"
    if is_cost and rules.buckets and money.bucket is None:
        raise Refused("Where does this cost go? The split is shown beside what is advised.", field="bucket")
    if not is_cost and (money.bucket or money.for_data):
        field = "bucket" if money.bucket else "for_data"
        raise Refused("Only a cost goes somewhere: this line is a benefit. Empty this field.", field=field)
    return money


def check_strike(money: MoneyLine, reason: str | None) -> None:
    if money.struck:
        raise Refused(f"{money.code} is struck already: “{money.struck}”")
    if not reason:
        raise Refused("Say why it no longer counts: it stays on record, with your reason.", field="reason")


# --- what it comes to ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Case:
    """Over the playbook's span: `payback` in months, `None` where it never comes; `multiple` is benefit ÷ cost."""

    benefit: float
    cost: float
    payback: float | None
    multiple: float | None

    @property
    def net(self) -> float:
        return self.benefit - self.cost


def case(lines: Sequence[MoneyLine], stage: Stage, rules: MoneyRules) -> Case | None:
    """The business case, or what came of it (framework 3, Week 13); `None` where nothing is recorded."""
    counting = [each for each in lines if each.stage is stage and not each.struck]
    if not counting:
        return None
    kinds = {each.key: each.kind for each in rules.lines}
    benefits = [each for each in counting if kinds.get(each.line) == "benefit"]
    costs = [each for each in counting if kinds.get(each.line) == "cost"]
    benefit, cost = (sum(each.over(rules.months) for each in some) for some in (benefits, costs))
    return Case(benefit, cost, _payback(benefits, costs), benefit / cost if cost else None)


def _payback(benefits: Sequence[MoneyLine], costs: Sequence[MoneyLine]) -> float | None:
    once = sum(each.value for each in costs if each.per is Per.ONCE)
    ahead = once - sum(each.value for each in benefits if each.per is Per.ONCE)
    monthly = sum(each.monthly for each in benefits) - sum(each.monthly for each in costs)
    if ahead <= 0:
        return 0.0 if benefits else None
    return ahead / monthly if monthly > 0 else None


@dataclass(frozen=True, slots=True)
class Share:
    """Where the cost went, in percent, beside what is advised."""

    title: str
    percent: float
    advised: int


def split(lines: Sequence[MoneyLine], rules: MoneyRules) -> tuple[list[Share], float | None]:
    """The cost by bucket, and the part of it that went into data readiness (framework 5.3 and 5.1, pattern 2).

    What was spent counts where anything was, else what is planned. The two pieces of advice do not add up: data alone
    may take more than all that the first one leaves for technology and data. Both are shown, neither is enforced.
    """
    kinds = {each.key: each.kind for each in rules.lines}
    costs = [each for each in lines if not each.struck and kinds.get(each.line) == "cost"]
    spent = [each for each in costs if each.stage is Stage.ACTUAL] or costs
    total = sum(each.over(rules.months) for each in spent)
    if not total:
        return [], None
    by = {
        bucket.key: sum(each.over(rules.months) for each in spent if each.bucket == bucket.key)
        for bucket in rules.buckets
    }
    shares = [Share(each.title, 100 * by[each.key] / total, each.share) for each in rules.buckets]
    return shares, 100 * sum(each.over(rules.months) for each in spent if each.for_data) / total


# --- what comes after ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NextBudget:
    """Whether version 2 is paid for, and who holds the money (framework 1.7, symptom 3)."""

    program: UUID
    is_there: bool
    amount: float | None
    holder: str | None
    note: str | None
    by: str
    at: datetime


def check_budget(budget: NextBudget) -> NextBudget:
    if not budget.is_there:
        if budget.amount is not None:
            raise Refused("You said there is no budget: empty the amount, or choose yes.", field="amount")
        return budget
    if budget.amount is None or budget.amount <= 0:
        raise Refused("How much is it? A number above 0 is needed.", field="amount")
    if budget.holder is None:
        raise Refused("Who holds it? Name the person who can release it.", field="holder")
    return budget
