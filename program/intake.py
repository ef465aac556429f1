"""What the playbook says about week 0: what is asked about a candidate, of whom, and what each answer is worth."""

from dataclasses import dataclass
from typing import Literal

from program.facts import Facts, Field, number

WORTH = "worth"  # a measure of this is of the year's money, which the numbers add up to
NUMBERS = ("saving", "revenue", "hours", "losses")  # any of them says something; hours need their rate


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What one answer gives to its scale: at the most `share`, in relation to the scale's other measures.

    `of` is the key of a question, or `worth`. Of a choice `worst_first` are its answers; of a number each of the
    `steps` that it reaches gives the same, or, where `falling`, takes it away. `raise_it` says what would help.
    """

    of: str
    title: str
    share: int
    raise_it: str
    steps: tuple[int, ...] = ()
    falling: bool = False
    worst_first: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """One thing by which a candidate is judged; `measures` say how its answers make points.

    `levels`, 1 first, are how candidates were judged before there were measures; they still count where nobody has
    answered better.
    """

    key: str
    title: str
    help: str
    weight: int
    source: str
    levels: tuple[str, ...] = ()
    counts_against: bool = False  # a higher level lowers the score
    measures: tuple[Measure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """One form about a candidate, asked of one person; `role` says whom it suits.

    `asks_risk`: the facts that set the risk tier stand in it too.
    """

    key: str
    title: str
    help: str
    role: str
    source: str
    fields: tuple[Field, ...] = ()
    asks_risk: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One of these answers to a question."""

    of: str  # the key of a question
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What is said of candidates with one of these answers, and of `also`; and the points that it adds or takes."""

    key: str
    of: str  # the key of a question
    answers: tuple[str, ...]
    text: str
    source: str
    points: int = 0
    warns: bool = False
    also: tuple[Condition, ...] = ()

    @property
    def conditions(self) -> tuple[Condition, ...]:
        return (Condition(of=self.of, answers=self.answers), *self.also)


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedKpi:
    name: str
    unit: str
    direction: Literal["up", "down"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedRisk:
    title: str
    likelihood: int
    impact: int
    mitigation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A worked example of a use case: what a proposal and its program can begin with."""

    key: str
    title: str
    problem: str
    who_feels_it: str
    source: str
    kpis: tuple[SuggestedKpi, ...] = ()
    risks: tuple[SuggestedRisk, ...] = ()
    sources: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()


def worth(facts: Facts) -> float | None:
    """What a year would bring: savings, revenue, hours at their rate, and losses avoided (framework 3, Phase 0).

    `None` where nobody has given a number; hours without a rate are worth nothing yet.
    """
    hours, rate = number(facts, "hours"), number(facts, "rate")
    given = [number(facts, key) for key in ("saving", "revenue", "losses")]
    if hours is not None and rate is not None:
        given.append(hours * rate)
    known = [each for each in given if each is not None]
    return sum(known) if known else None
