"""The risk register: how likely, how bad, who holds it, what remains (framework 3, Week 2, output)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from program.errors import Refused
from program.measures import RiskRules


@dataclass(frozen=True, slots=True)
class Risk:
    """`number` is what people see, as `R-12`; likelihood and impact run from 1 to 5.

    `residual_*` is what remains with the mitigation in place, `accepted_*` who took that on; `gates` are the keys of
    those that it weighs on, and none means every one ahead.
    """

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
    review_on: date | None = None
    gates: tuple[str, ...] = ()
    residual_likelihood: int | None = None
    residual_impact: int | None = None
    residual_by: str | None = None
    accepted_by: str | None = None
    accepted_at: datetime | None = None
    acceptance: str | None = None

    @property
    def code(self) -> str:
        return f"R-{self.number}"

    @property
    def score(self) -> int:
        return self.likelihood * self.impact

    @property
    def residual(self) -> int | None:
        if self.residual_likelihood is None or self.residual_impact is None:
            return None
        return self.residual_likelihood * self.residual_impact

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_accepted(self) -> bool:
        return self.accepted_at is not None

    def weighs_on(self, gate: str) -> bool:
        return not self.gates or gate in self.gates


def check(risk: Risk, rules: RiskRules | None = None, *, today: date | None = None) -> Risk:
    """Refuse a high risk without owner, and a review in the past."""
    high = (rules or RiskRules()).high
    if risk.score >= high and risk.owner is None:
        raise Refused("A risk this high needs an owner.", field="owner")
    if today and risk.review_on and risk.review_on < today:
        raise Refused("This date has passed: when is it looked at next?", field="review_on")
    return risk


def close(risk: Risk, *, outcome: str | None, by: str, now: datetime) -> Risk:
    """The same said twice by the same person is no change."""
    if not outcome:
        raise Refused("Say what became of it: mitigated, accepted, or no longer true?", field="outcome")
    if (risk.outcome, risk.closed_by) == (outcome, by):
        return risk
    check_open(risk)
    return replace(risk, closed_at=now, closed_by=by, outcome=outcome)


def check_open(risk: Risk) -> None:
    if not risk.is_open:
        raise Refused(f"{risk.code} is closed already: “{risk.outcome}”")


def review(before: Risk, after: Risk, rules: RiskRules, *, by: str, today: date) -> Risk:
    """Looked at again: scores, owner, mitigation, gates, what remains, and the next review.

    What was accepted is accepted only as it was: another score, mitigation or residual asks for it once more.
    """
    check_open(before)
    if (after.residual_likelihood is None) != (after.residual_impact is None):
        lacking = "residual_impact" if after.residual_impact is None else "residual_likelihood"
        raise Refused("What remains needs both numbers, or neither.", field=lacking)
    if after.residual is not None and not after.mitigation:
        raise Refused("Say what is done about it: without that, all of it remains.", field="mitigation")
    if after.residual is not None and after.residual > after.score:
        raise Refused("More cannot remain than there is without the mitigation.", field="residual_likelihood")
    check(after, rules, today=today if after.review_on != before.review_on else None)
    if _material(before) == _material(after):
        return after
    return replace(after, residual_by=by, accepted_by=None, accepted_at=None, acceptance=None)


def _material(risk: Risk) -> tuple[object, ...]:
    return (
        risk.likelihood, risk.impact, risk.owner, risk.mitigation, risk.residual_likelihood, risk.residual_impact,
    )  # fmt: skip


def check_accepts(risk: Risk, risk_owners: Sequence[str], *, by: str, title: str) -> None:
    """What remains is taken on by the risk owner, never by who raised it or holds its mitigation (framework 6.6)."""
    check_open(risk)
    if risk.residual is None:
        raise Refused(f"Say first what remains of {risk.code} with its mitigation in place: press Review.")
    if by not in risk_owners:
        named = " or ".join(f"<@{user}>" for user in risk_owners)
        raise Refused(
            f"What remains of a risk is accepted by the {title}: {named}."
            if named
            else f"What remains of a risk is accepted by the {title}, and nobody holds that role: `/pilot people`."
        )
    if by in {risk.raised_by, risk.owner, risk.residual_by}:
        raise Refused(
            f"You raised {risk.code}, hold it, or said what remains of it: somebody else must accept it, since nobody"
            f" approves their own work. Another {title} can, or somebody else takes the risk: press Review."
        )


def accept(risk: Risk, *, comment: str | None, by: str, now: datetime) -> Risk:
    if not comment:
        raise Refused("Say why what remains is acceptable: it is read at the gate.", field="acceptance")
    if risk.is_accepted:
        raise Refused(f"{risk.code} is accepted already: “{risk.acceptance}”")
    return replace(risk, accepted_by=by, accepted_at=now, acceptance=comment)


def is_in_the_way(risk: Risk, gate: str, rules: RiskRules) -> bool:
    """A high risk that is neither brought below the threshold nor accepted (framework 3, Week 10, question 3)."""
    left = risk.score if risk.residual is None else risk.residual
    return risk.is_open and risk.weighs_on(gate) and left >= rules.high and not risk.is_accepted
