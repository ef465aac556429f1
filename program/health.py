"""How a program is doing, in one word and with its reason: what status, Home and the digest show first."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from program import commitments, gates, production, targets
from program.decisions import title
from program.programs import ProgramState
from program.standings import Standing

SOON = 7  # days before a gate from which on what it lacks counts


class Health(StrEnum):
    """Worst first."""

    HELD = "held"
    OFF_TRACK = "off track"
    AT_RISK = "at risk"
    ON_TRACK = "on track"
    NOT_BEGUN = "not begun"
    PAUSED = "paused"
    LIVE = "in production"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`reasons` are whole phrases, the gravest first; on track there is one as well."""

    health: Health
    reasons: tuple[str, ...]


def judge(standing: Standing, now: datetime) -> Verdict:
    """Whatever stands furthest up in `Health` and is true."""
    if standing.program.state is ProgramState.PAUSED:
        return Verdict(Health.PAUSED, (_why_paused(standing),))
    if standing.program.state is ProgramState.FINISHED:
        return _over(standing, now)
    return _running(standing, now)


def _over(standing: Standing, now: datetime) -> Verdict:
    """In production until it is retired; else what is on record is the last of it."""
    review = production.next_review(standing)
    if review is None:
        retired = production.is_retired(standing)
        return Verdict(Health.FINISHED, ("retired" if retired else _why_finished(standing),))
    said = f"next review on {review:%-d %b %Y}"
    late = (standing.program.today(now) - review).days
    return Verdict(Health.LIVE, (f"its review is {_days(late)} overdue" if late > 0 else said,))


def _running(standing: Standing, now: datetime) -> Verdict:
    program = standing.program
    if held := standing.held_by(now):
        overdue = _days((program.today(now) - standing.gate_day(held)).days)
        return Verdict(Health.HELD, (f"“{held.title}” is {overdue} overdue; the next phase opens only after it",))
    if late := _off_track(standing, now):
        return Verdict(Health.OFF_TRACK, tuple(late))
    if risky := _at_risk(standing, now):
        return Verdict(Health.AT_RISK, tuple(risky))
    if program.today(now) < program.start:
        return Verdict(Health.NOT_BEGUN, (f"week 1 begins in {_days((program.start - program.today(now)).days)}",))
    return Verdict(Health.ON_TRACK, ("nothing is late or blocked",))


def _off_track(standing: Standing, now: datetime) -> list[str]:
    today = standing.program.today(now)
    reasons = []
    gate = standing.next_gate
    if gate and standing.gate_day(gate) < today:
        reasons.append(f"“{gate.title}” is {_days((today - standing.gate_day(gate)).days)} overdue")
    overdue = [each for each in standing.open_blockers if each.wanted_by < today]
    if overdue:
        reasons.append(f"{_counted(len(overdue), 'blocker')} should have been cleared by now")
    if missed := commitments.overdue(standing, now):
        reasons.append(f"{_counted(len(missed), 'condition')} not met in time")
    return reasons


def _at_risk(standing: Standing, now: datetime) -> list[str]:
    today = standing.program.today(now)
    reasons = []
    if blockers := standing.open_blockers:
        reasons.append(_counted(len(blockers), "open blocker"))
    if late := standing.late(now):
        reasons.append(f"{_counted(len(late), 'item')} late")
    gate = standing.next_gate
    if gate and (left := (standing.gate_day(gate) - today).days) <= SOON and (missing := gates.missing(standing, gate)):
        reasons.append(f"{_counted(len(missing), 'thing')} missing for “{gate.title}” in {_days(left)}")
    if high := [risk for risk in standing.open_risks if risk.score >= standing.playbook.measures.risks.high]:
        reasons.append(_counted(len(high), "high risk"))
    reasons += _measured(standing, now)
    week = standing.week(now).number
    vacant = [
        role
        for role in standing.playbook.roles
        if role.needed_by is not None and role.needed_by <= week and not standing.holders[role.key]
    ]
    if vacant:
        reasons.append("nobody holds: " + ", ".join(role.title for role in vacant))
    return reasons


def _measured(standing: Standing, now: datetime) -> list[str]:
    """What the figures say: a stop criterion that calls for a decision, and what was to be held and is not."""
    called = [f"{each.code} calls for a decision to go on" for each in targets.stopped(standing, now)]
    return called + [f"{each.code} {each.name} is not held" for each in standing.kpis if each.is_broken]


def _why_paused(standing: Standing) -> str:
    latest = standing.decisions[-1] if standing.decisions else None
    return latest.reason if latest and latest.reason else "paused by the sponsor"


def _why_finished(standing: Standing) -> str:
    if not standing.decisions:
        return "the last gate is behind it"
    latest = standing.decisions[-1]
    decided = title(standing.playbook.gate(latest.gate), latest)
    return f"{decided}: {latest.reason}" if latest.reason else decided


def _days(count: int) -> str:
    return _counted(count, "day")


def _counted(count: int, one: str) -> str:
    return f"{count} {one}" if count == 1 else f"{count} {one}s"
