"""The next 90 days after the last gate's decision: what carries over from the cycle before (framework 3, Week 13)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from program import commitments
from program.actions import Action
from program.decision_log import LoggedDecision
from program.decisions import Decision, asked_for, title
from program.errors import Refused
from program.kpis import Aim, Kind, Kpi, check
from program.playbook import Gate
from program.programs import Program, ProgramState
from program.risks import Risk
from program.standings import Standing

MOST_TITLE, MOST_WHAT = 60, 500
FIRST_DAYS = 7  # what is carried over is due this long after the new start, where its own day comes before
_CYCLE = re.compile(r"^(?P<base>.*) – cycle (?P<number>\d+)$")


@dataclass(frozen=True, slots=True)
class Carried:
    """What the next cycle begins with; numbers are given where it is stored."""

    kpis: tuple[Kpi, ...]
    risks: tuple[Risk, ...]
    actions: tuple[Action, ...]
    learnt: tuple[LoggedDecision, ...]  # what the decision asked for, and why it was taken


def named(before: str) -> str:
    """As the cycle before, and which one it is."""
    found = _CYCLE.match(before)
    base, number = (found["base"], int(found["number"]) + 1) if found else (before, 2)
    ending = f" – cycle {number}"
    return f"{base[: MOST_TITLE - len(ending)].rstrip()}{ending}"


# --- whether there is one -----------------------------------------------------------------------------------------


def last_gate(standing: Standing) -> Gate:
    return standing.playbook.gates[-1]


def decided(standing: Standing) -> Decision | None:
    """The decision that ended this cycle: to scale, to stabilise, to pivot; as it was corrected last."""
    gate = last_gate(standing)
    choices = {each.key for each in gate.decisions}
    latest = standing.decision(gate)
    return latest if latest and latest.choice in choices else None


def check_next(standing: Standing, follower: Program | None) -> Decision:
    """Once the last gate is decided, and once only."""
    code = standing.program.code
    if follower:
        raise Refused(f"{follower.code} is the next cycle of {code} already: `/pilot status {follower.code}`.")
    decision = decided(standing)
    if standing.program.state is not ProgramState.FINISHED or decision is None:
        raise Refused(f"The next cycle of {code} begins once “{last_gate(standing).title}” is decided: `/pilot gate`.")
    return decision


def wishes(standing: Standing, decision: Decision) -> list[tuple[str, str]]:
    """What the decision asks of the next cycle: its label, as Next scope, and the answer."""
    return asked_for(standing.playbook.gate(decision.gate), decision)


# --- what carries over --------------------------------------------------------------------------------------------


def targeted(standing: Standing) -> list[Kpi]:
    """Those that get a target of their own, by number."""
    return [each for each in standing.kpis if each.kind is Kind.TARGET]


def baseline(kpi: Kpi) -> float:
    """Where the next cycle begins: where this one ended."""
    return kpi.latest.value if kpi.latest else kpi.baseline


def suggested(kpi: Kpi) -> float | None:
    """The target that was not reached yet; one that was reached wants a new one."""
    return None if kpi.is_met else kpi.target


def carry_over(
    standing: Standing,
    program: Program,
    decision: Decision,
    *,
    targets: Mapping[UUID, float | None],
    by: str,
    now: datetime,
) -> Carried:
    """Into this new program; a KPI without a new target is held where it is from now on."""
    return Carried(
        kpis=_kpis(standing, program, targets, by=by),
        risks=tuple(_risk(each, program, now) for each in standing.open_risks),
        actions=tuple(_actions(standing, program, by=by, now=now)),
        learnt=_learnt(standing, program, decision, by=by, now=now),
    )


def _kpis(standing: Standing, program: Program, targets: Mapping[UUID, float | None], *, by: str) -> tuple[Kpi, ...]:
    ids = {each.id: uuid4() for each in standing.kpis}
    aimed = {each.id for each in targeted(standing) if targets.get(each.id) is not None}
    return tuple(
        _kpi(each, program, ids, aimed, targets.get(each.id), by=by) for each in standing.kpis
    )  # fmt: skip


def _kpi(
    kpi: Kpi, program: Program, ids: Mapping[UUID, UUID], aimed: set[UUID], target: float | None, *, by: str
) -> Kpi:
    """Its readings, its first figures and its stop criterion stay with the cycle before."""
    now = baseline(kpi)
    fresh = replace(
        kpi, id=ids[kpi.id], defined_by=by, readings=(), since=program.start, is_headline=False, aim=Aim.VALUE,
        amount=None, stop_at=None, stop_on=None, first_baseline=None, first_target=None, changes=0, change_reason=None,
        baseline=now, guards=ids[kpi.guards] if kpi.guards in aimed else None,
    )  # fmt: skip
    if kpi.kind is Kind.RATE:
        return replace(fresh, baseline=kpi.baseline)
    if kpi.kind is Kind.GUARD:
        held = kpi.baseline if kpi.is_broken else now
        return replace(fresh, baseline=held, target=held)
    if target is None:
        return replace(fresh, kind=Kind.GUARD, target=now, tolerance=0.0)
    return _checked(replace(fresh, target=target), kpi)


def _checked(kpi: Kpi, before: Kpi) -> Kpi:
    try:
        return check(kpi)
    except Refused as refused:
        hold = f"{refused} It reads {kpi.baseline:g} now; left empty, it is held there."
        raise Refused(hold, field=f"target-{before.number}") from refused


def _risk(risk: Risk, program: Program, now: datetime) -> Risk:
    """What remains was accepted for the cycle before, and is accepted anew."""
    today = program.today(now)
    return replace(
        risk, id=uuid4(), program=program.id, gates=(), accepted_by=None, accepted_at=None, acceptance=None,
        review_on=max(risk.review_on, today) if risk.review_on else None,
    )  # fmt: skip


def _actions(standing: Standing, program: Program, *, by: str, now: datetime) -> Sequence[Action]:
    """What is open, and each condition that nobody met: somebody's, with a day that is still to come."""
    conditions = [
        (f"Condition of “{standing.playbook.gate(each.gate).title}”: {each.text}", each.owner, each.due)
        for each in commitments.unsettled(standing)
    ]
    actions = [(each.what, each.owner, each.due) for each in standing.open_actions]
    return [
        Action(uuid4(), program.id, 0, what[:MOST_WHAT], owner, _due(program, due), by, now)
        for what, owner, due in (*actions, *conditions)
    ]


def _due(program: Program, due: date) -> date:
    return max(due, program.start + timedelta(days=FIRST_DAYS))


def _learnt(
    standing: Standing, program: Program, decision: Decision, *, by: str, now: datetime
) -> tuple[LoggedDecision, ...]:
    """Into the decision log, where whoever asks for the reason looks first."""
    gate, today = standing.playbook.gate(decision.gate), program.today(now)
    why = decision.reason or f"Decided at “{gate.title}” of {standing.program.code}"
    said = wishes(standing, decision) or [("Decided", title(gate, decision))]
    return tuple(
        LoggedDecision(
            uuid4(), program.id, 0, f"{label}: {text}", why, decision.by,
            min(today, standing.program.today(decision.at)), None, by, now,
        )
        for label, text in said
    )  # fmt: skip
