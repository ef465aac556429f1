"""What one week asks of a program: what is due, what is late, and what holds it up (framework 3, week by week)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from program import gates
from program.gates import Missing
from program.playbook import Entry, Gate, Week
from program.programs import A_WEEK, ProgramState
from program.standings import Standing


@dataclass(frozen=True, slots=True)
class Hold:
    """The gate without which the next phase does not begin, and since when that phase has been waiting."""

    gate: Gate
    since: date
    missing: tuple[Missing, ...]


@dataclass(frozen=True, slots=True)
class Agenda:
    """`late` is what earlier weeks still owe, worst first; `extension` why this week is longer than planned."""

    week: Week
    due_day: date
    due: tuple[Entry, ...]
    settled: tuple[Entry, ...]
    late: tuple[Entry, ...]
    gate: Gate | None
    hold: Hold | None
    extension: str | None


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def agenda(standing: Standing, monday: date, now: datetime) -> Agenda:
    """Of the week that this Monday belongs to; only the week that we are in can be held."""
    program, playbook = standing.program, standing.playbook
    week = playbook.week(program.week(monday, last=standing.last_week))
    entries = standing.due_in(week.number)
    is_now = program.state is ProgramState.RUNNING and monday == monday_of(program.today(now))
    extensions = [each.reason for each in program.extensions if each.after_week == week.number]
    return Agenda(
        week=week,
        due_day=program.last_day(week.number),
        due=tuple(entry for entry in entries if not standing.is_settled(entry)),
        settled=tuple(entry for entry in entries if standing.is_settled(entry)),
        late=_late(standing, week),
        gate=standing.next_gate,
        hold=hold(standing, now) if is_now else None,
        extension=extensions[-1] if extensions else None,
    )


def _late(standing: Standing, week: Week) -> tuple[Entry, ...]:
    """What the next gate cannot be passed without first, then what is late longest."""
    gate = standing.next_gate
    needed = set(gate.wanted) if gate else set()
    late = [
        entry
        for entry in standing.playbook.items
        if standing.due_in_week(entry) < week.number and not standing.is_settled(entry)
    ]
    return tuple(sorted(late, key=lambda entry: (entry.key not in needed, standing.due_day(entry))))


def hold(standing: Standing, now: datetime) -> Hold | None:
    gate = standing.held_by(now)
    if gate is None or gate.blocks_phase is None:
        return None
    since = standing.program.monday(min(standing.playbook.phase(gate.blocks_phase).weeks))
    return Hold(gate, since, tuple(gates.missing(standing, gate)))


def mondays(standing: Standing, week: int) -> list[date]:
    """Of each calendar week that a week of the plan takes: more than one where it was extended."""
    first, last = standing.program.monday(week), standing.program.last_day(week)
    return [first + A_WEEK * turn for turn in range((last - first).days // 7 + 1)]


def still_open(standing: Standing, user: str) -> tuple[list[Entry], list[Entry]]:
    """What this person owes, and what others owe; soonest first."""
    left = sorted((entry for entry in standing.playbook.items if not standing.is_settled(entry)), key=standing.due_day)
    mine = [entry for entry in left if user in standing.owners(entry)]
    return mine, [entry for entry in left if entry not in mine]
