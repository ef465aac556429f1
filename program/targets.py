"""Baselines and targets once they are signed, stop criteria, and the final figures against the first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from program.errors import Refused
from program.facts import Facts
from program.kpis import Aim, Direction, Kind, Kpi, Meaning, check, is_as_good
from program.launches import launched_on
from program.standings import Standing


def is_locked(standing: Standing) -> bool:
    """Signed at the end of phase 1: from then on a change is an open one (framework 3, Phase 1, deliverable 1)."""
    return any(each.gate == standing.playbook.measures.kpis.lock_gate for each in standing.passed)


def signers(standing: Standing) -> tuple[str, ...]:
    """Who signed the targets at that gate."""
    gate = standing.playbook.measures.kpis.lock_gate
    return tuple(dict.fromkeys(each.user for each in standing.sign_offs if each.gate == gate and each.signed_at))


def change(kpi: Kpi, *, baseline: float, target: float, reason: str | None, locked: bool) -> Kpi:
    """Another baseline or target; signatures at the gates ahead rest on both, and are asked for again."""
    if kpi.kind is Kind.GUARD:
        target = baseline
    if (baseline, target) == (kpi.baseline, kpi.target):
        raise Refused("These are the baseline and the target already. Change one of them.", field="target")
    if locked and not reason:
        raise Refused("The targets are signed: say why this one changes. Those who signed see it.", field="reason")
    changed = replace(kpi, baseline=baseline, target=target, aim=Aim.VALUE, amount=None)
    if not locked:
        return check(changed)
    return replace(
        check(changed),
        first_baseline=kpi.baseline if kpi.first_baseline is None else kpi.first_baseline,
        first_target=kpi.target if kpi.first_target is None else kpi.first_target,
        changes=kpi.changes + 1,
        change_reason=reason,
    )


def lead(kpis: Sequence[Kpi]) -> list[Kpi]:
    """In the order in which people see them: the headline, the other targets with their guards, then the rates."""
    order = {Kind.TARGET: 0, Kind.GUARD: 0, Kind.RATE: 1}
    numbers = {each.id: (not each.is_headline, each.number) for each in kpis}
    return sorted(
        kpis,
        key=lambda each: (
            order[each.kind],
            numbers.get(each.guards, (True, each.number)) if each.guards else numbers[each.id],
            each.kind is Kind.GUARD,
            each.number,
        ),
    )


# --- stop criteria ------------------------------------------------------------------------------------------------


def stop(kpi: Kpi, *, at: float | None, on: date | None, today: date) -> Kpi:
    """If it is not at least that good by that day, the decider is asked whether to go on (framework 2, pilot as v0.9).

    Both empty takes the criterion back.
    """
    if at is None and on is None:
        return replace(kpi, stop_at=None, stop_on=None)
    if at is None:
        raise Refused("Which value must be reached by that day?", field="at")
    if on is None:
        raise Refused("By which day must it be reached?", field="on")
    if on <= today:
        raise Refused("This day has come already: choose a later one.", field="on")
    if kpi.kind is Kind.TARGET and at != kpi.target and is_as_good(kpi.direction, at, kpi.target):
        more = "lower" if kpi.direction is Direction.DOWN else "higher"
        raise Refused(f"This asks for more than the target itself: it cannot be {more} than that.", field="at")
    return replace(kpi, stop_at=at, stop_on=on)


def is_stopped(kpi: Kpi, today: date) -> bool:
    """Its day has come, and it is not where it had to be."""
    if kpi.stop_at is None or kpi.stop_on is None or today < kpi.stop_on:
        return False
    return kpi.latest is None or not is_as_good(kpi.direction, kpi.latest.value, kpi.stop_at)


def deciders(standing: Standing) -> tuple[str, ...]:
    """Who holds the roles that decide, each once."""
    roles = [role.key for role in standing.playbook.roles if role.decides]
    return tuple(dict.fromkeys(user for role in roles for user in standing.holders.get(role, ())))


def stopped(standing: Standing, now: datetime) -> list[Kpi]:
    """Those that call for a decision which nobody has put on record yet."""
    today = standing.program.today(now)
    return [each for each in standing.kpis if is_stopped(each, today) and not _is_answered(standing, each)]


def is_stop_day(standing: Standing, day: date) -> bool:
    return any(each.stop_on == day for each in standing.kpis)


def _is_answered(standing: Standing, kpi: Kpi) -> bool:
    on = kpi.stop_on
    return any(
        on and each.kpi == kpi.id and standing.program.today(each.logged_at) >= on for each in standing.decision_log
    )


# --- the end ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Final:
    """One KPI at the end, against what was promised first (framework 3, Week 13, output 2)."""

    kpi: Kpi
    baseline: float
    target: float
    final: float | None
    is_met: bool
    broken: tuple[Kpi, ...]  # its guards that were not held, or never read

    @property
    def was_changed(self) -> bool:
        return (self.baseline, self.target) != (self.kpi.baseline, self.kpi.target)


def finals(kpis: Sequence[Kpi]) -> list[Final]:
    """Against the target that was signed first, also where it was changed on the way; the headline leads."""
    return [_final(each, kpis) for each in lead(kpis) if each.kind is not Kind.GUARD]


def _final(kpi: Kpi, kpis: Sequence[Kpi]) -> Final:
    baseline = kpi.baseline if kpi.first_baseline is None else kpi.first_baseline
    target = kpi.target if kpi.first_target is None else kpi.first_target
    value = kpi.latest.value if kpi.latest else None
    is_met = value is not None and is_as_good(kpi.direction, value, target)
    broken = tuple(each for each in kpis if each.guards == kpi.id and not each.is_met)
    return Final(kpi, baseline, target, value, is_met, broken)


def final_metrics(standing: Standing, given: Facts) -> list[str]:
    """Each KPI has its final figure, read from live use, guards included (framework 3, Week 13, deliverable 2)."""
    if not any(each.kind is Kind.TARGET for each in standing.kpis):
        return ["a KPI to compare: `/pilot kpi define`"]
    return _unread(standing, lead(standing.kpis), "a final reading")


def read_live(standing: Standing, given: Facts) -> list[str]:
    """The first reading from production of each business KPI (framework 3, Week 11, measure 1)."""
    business = [each for each in lead(standing.kpis) if each.meaning is Meaning.BUSINESS and each.kind is Kind.TARGET]
    return _unread(standing, business, "a reading") if business else ["a business KPI: `/pilot kpi define`"]


def adoption_read(standing: Standing, given: Facts) -> list[str]:
    """Tasks with AI of those that were eligible: the rate that should rise (framework 3, Week 11, measure 2)."""
    return _rates(standing, Direction.UP)


def errors_read(standing: Standing, given: Facts) -> list[str]:
    """How often it was wrong, and overruled: the rates that should fall (framework 3, Week 11, measure 3)."""
    return _rates(standing, Direction.DOWN)


def _rates(standing: Standing, direction: Direction) -> list[str]:
    if not any(each.direction == direction for each in standing.playbook.measures.kpis.rates):
        return []
    found = [each for each in standing.kpis if (each.kind, each.direction) == (Kind.RATE, direction)]
    return _unread(standing, found, "a reading") if found else ["the figures of the launch: `/pilot kpi launch`"]


def _unread(standing: Standing, kpis: Sequence[Kpi], what: str) -> list[str]:
    """Those without a reading of live use: one from before the launch says nothing about production."""
    since = launched_on(standing)
    unread = [each for each in kpis if each.latest is None or (since and each.latest.on < since)]
    when = f" since the launch on {since:%-d %b %Y}" if since else ""
    return [f"{what} of {each.code} {each.name}{when}" for each in unread]
