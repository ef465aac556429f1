"""Open risks: how likely, how bad, who holds them (framework 3, Week 2, output)."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from program.errors import Refused

HIGH = 15  # of 25: likelihood × impact


@dataclass(frozen=True, slots=True)
class Risk:
    """`number` is what people see, as `R-12`; likelihood and impact run from 1 to 5."""

    id: UUID
    program: UUID
    number: int
    title: str
    likelihood: int
    impact: int
    owner: str | None
    mitigation: str | None
    raised_by: str
    raised_at: datetime
    closed_at: datetime | None = None
    closed_by: str | None = None
    outcome: str | None = None

    @property
    def code(self) -> str:
        return f"R-{self.number}"

    @property
    def score(self) -> int:
        return self.likelihood * self.impact

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


def check(risk: Risk) -> Risk:
    if risk.score >= HIGH and risk.owner is None:
        raise Refused("A risk this high needs an owner.", field="owner")
    return risk


def close(risk: Risk, *, outcome: str | None, by: str, now: datetime) -> Risk:
    """The same said twice by the same person is no change."""
    if not outcome:
        raise Refused("Say what became of it: mitigated, accepted, or no longer true?", field="outcome")
    if (risk.outcome, risk.closed_by) == (outcome, by):
        return risk
    if not risk.is_open:
        raise Refused(f"{risk.code} is closed already: “{risk.outcome}”")
    return replace(risk, closed_at=now, closed_by=by, outcome=outcome)
