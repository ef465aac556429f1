"""Which commands fit a person now: what they owe first, then what the moment of the program and their roles suggest."""

from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from datetime import datetime, timedelta

from program import cycles, production
from program.owing import Duty, Owed
from program.programs import ProgramState
from program.signals import signals
from program.standings import Standing

MOST = 12
NEAR = timedelta(days=7)

FOR_DUTY: Mapping[Duty, str] = {
    Duty.DECIDE: "vote",
    Duty.SIGN: "signoff",
    Duty.VOTE: "vote",
    Duty.CLEAR: "blockers",
    Duty.CLOSE: "gate close",
    Duty.OPEN_VOTE: "vote",
    Duty.APPOINT: "people",
    Duty.ASK: "signoff ask",
    Duty.EXEMPT: "exemptions",
    Duty.RAISE: "readiness",
    Duty.MEND: "gate",
    Duty.DELIVER: "done",
    Duty.GO_ON: "decisions log",
    Duty.ACT: "actions",
    Duty.COUNT: "training",
    Duty.READ: "kpi record",
    Duty.REASSESS: "risks",
    Duty.LEAD: "kpi",
    Duty.RATES: "kpi launch",
    Duty.APPROVE: "changes",
    Duty.LOOK_BACK: "production",
    Duty.SETTLE: "conditions",
    Duty.REVIEW: "conditions",
    Duty.MEET: "conditions",
}
FOR_ROLE: Mapping[str, tuple[str, ...]] = {
    "sponsor": ("decisions", "money", "signals", "gate override"),
    "program-manager": ("people", "plan", "signals", "gate close", "signoff ask"),
    "product-owner": ("kpi", "register", "plan", "gate close"),
    "business-owner": ("kpi", "money", "register"),
    "data-owner": ("register", "signoff"),
    "operations": ("register", "moment", "training"),
    "engineering-lead": ("tuning", "register", "checklist"),
    "security": ("risks", "signoff", "checklist"),
    "privacy": ("risks", "signoff", "checklist"),
    "compliance": ("risks", "signoff", "audit"),
    "legal": ("risks", "signoff", "conditions"),
    "risk-owner": ("risks", "signoff", "tier"),
    "change-lead": ("training", "survey", "story"),
    "on-call": ("blockers", "tuning", "moment"),
    "auditor": ("audit", "decisions", "readiness", "risks", "gate", "signals"),
}
ALWAYS = ("todo", "status")
OUTSIDE = ("propose", "candidates", "select", "start", "round", "readiness", "people", "signoff", "tools", "digest")
INSIDE = ("done", "blocker", "gate", "checklist", "risk", "action", "kpi", "register", "people", "signals", "plan")


def fitting(
    allowed: Collection[str], roles: Set[str], standing: Standing | None, owed: Sequence[Owed], now: datetime
) -> list[str]:
    """Of what this person may say, the dozen that fits best, best first. `standing`: of the program in this channel."""
    ordered = dict.fromkeys([*(FOR_DUTY[each.duty] for each in owed), *_rest(roles, standing, now)])
    return [each for each in ordered if each in allowed][:MOST]


def _rest(roles: Set[str], standing: Standing | None, now: datetime) -> Iterator[str]:
    yield from ALWAYS
    if standing is not None:
        yield from _of_the_moment(standing, now)
        for role, words in FOR_ROLE.items():
            yield from words if role in roles else ()
        yield from INSIDE
    yield from OUTSIDE


def _of_the_moment(standing: Standing, now: datetime) -> Iterator[str]:
    if standing.program.state is ProgramState.PAUSED:
        yield from ("resume", "decisions", "conditions")
    elif standing.program.state is ProgramState.FINISHED:
        yield from ("production", "change") if production.is_live(standing) else ()
        yield from ("cycle",) if cycles.decided(standing) else ()
        yield from ("kpi final", "money", "decisions", "audit")
    else:
        yield "week"
        yield from _of_the_gate(standing, now)
        yield from _of_the_week(standing, now)


def _of_the_gate(standing: Standing, now: datetime) -> Iterator[str]:
    gate, today = standing.next_gate, standing.program.today(now)
    if gate and standing.gate_day(gate) - today <= NEAR:
        yield from ("gate", "readiness", "vote") if gate.kind == "vote" else ("gate", "readiness")
    if any(each.symptom.gravity > 1 for each in signals(standing, now)):
        yield "signals"


def _of_the_week(standing: Standing, now: datetime) -> Iterator[str]:
    week, phases = standing.week(now), standing.playbook.phases
    if week.phase in {each.key for each in phases[:2]}:
        yield from ("register", "kpi define")
    elif week.phase == phases[-1].key:
        yield from ("kpi record", "training", "story")
    elif week.number >= standing.playbook.limits.pilot_week:
        yield from ("survey", "moment", "tuning")
    else:
        yield from ("done", "checklist")
