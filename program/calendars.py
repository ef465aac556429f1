"""The plan as first said and as it is now: what moved a date, and moving one by hand (framework 2, the calendar)."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from program.errors import Refused
from program.playbook import Entry, Gate
from program.programs import SATURDAY, Move, Program, check_unfinished
from program.standings import Calendar, Standing

FARTHEST = timedelta(days=28)  # from where its week puts it: farther, the plan is another one
HOLIDAY = "a public holiday"
SHOWN = "%-d %B %Y"


@dataclass(frozen=True, slots=True)
class Dated:
    """One line of the plan: the day first said, the day it has now, and why they differ."""

    key: str
    title: str
    first: date
    now: date
    why: tuple[str, ...] = ()

    @property
    def is_moved(self) -> bool:
        return self.first != self.now


def week_days(calendar: Calendar) -> list[Dated]:
    """Of every week, the day by which what it owes is due."""
    return [_dated(calendar.program, "", each.title, each.number) for each in calendar.playbook.weeks]


def gate_days(calendar: Calendar) -> list[Dated]:
    return [_dated(calendar.program, each.key, each.title, each.week) for each in calendar.playbook.gates]


def moved_items(calendar: Calendar) -> list[Dated]:
    """The items that somebody moved, soonest first."""
    found = [each for each in calendar.playbook.items if calendar.program.move(each.key)]
    dated = (_dated(calendar.program, each.key, each.title, each.due_week) for each in found)
    return sorted(dated, key=lambda each: each.now)


def _dated(program: Program, key: str, title: str, week: int) -> Dated:
    move = program.move(key)
    planned = program.friday(week) + timedelta(days=move.days if move else 0)
    now = program.due_day(key, week)
    why = [each.reason for each in program.extensions if each.after_week <= week]
    why += [move.reason] if move else []
    why += [HOLIDAY] if now != planned else []
    return Dated(key, title, program.first_said(week), now, tuple(why))


def moved(standing: Standing, key: str, day: date, *, reason: str, by: str, today: date) -> Program:
    """The program with one gate or item due on another day; a later shift of the plan moves it along."""
    program = standing.program
    check_unfinished(program)
    if not reason.strip():
        raise Refused("Say why it moves: whoever planned with the old date will ask.", field="reason")
    _check_day(program, day, today)
    gate = next((each for each in standing.playbook.gates if each.key == key), None)
    if gate:
        _check_gate(standing, gate, day)
        week = gate.week
    else:
        entry = standing.playbook.item(key)
        _check_item(standing, entry, day)
        week = entry.due_week
    if day == program.due_day(key, week):
        raise Refused(f"It is due on {day:{SHOWN}} already: choose another day.", field="day")
    days = (day - program.friday(week)).days
    if abs(days) > FARTHEST.days:
        farthest = program.friday(week) + (FARTHEST if days > 0 else -FARTHEST)
        raise Refused(
            f"That is more than {FARTHEST.days} days from its week: {farthest:{SHOWN}} is as far as it goes.",
            field="day",
        )
    others = (each for each in program.moves if each.key != key)
    return replace(program, moves=(*others, Move(key, days, reason.strip(), by)))


def _check_day(program: Program, day: date, today: date) -> None:
    if day < today:
        raise Refused("That day has passed: choose today or a later one.", field="day")
    if day.weekday() >= SATURDAY or day in program.holidays:
        what = "a public holiday" if day in program.holidays else "a weekend"
        raise Refused(f"That is {what}: choose a working day.", field="day")


def _check_gate(standing: Standing, gate: Gate, day: date) -> None:
    """Not before what comes earlier, nor after what comes later."""
    if standing.is_passed(gate):
        raise Refused(f"“{gate.title}” is passed: its day stays as it was.", field="gate")
    gates = standing.playbook.gates
    place = gates.index(gate)
    earlier = [each for each in gates[:place] if standing.gate_day(each) > day and not standing.is_passed(each)]
    later = [each for each in gates[place + 1 :] if standing.gate_day(each) < day]
    if earlier:
        other = earlier[0]
        raise Refused(f"“{other.title}” comes before it, on {standing.gate_day(other):{SHOWN}}.", field="day")
    if later:
        other = later[0]
        raise Refused(
            f"“{other.title}” comes after it, on {standing.gate_day(other):{SHOWN}}: move that one first.", field="day"
        )


def _check_item(standing: Standing, entry: Entry, day: date) -> None:
    if standing.is_settled(entry):
        raise Refused(f"“{entry.title}” is settled: it is not due any more.", field="item")
    wanting = [each for each in standing.gates_ahead if entry.key in each.wanted and standing.gate_day(each) < day]
    if wanting:
        gate = wanting[0]
        raise Refused(
            f"“{gate.title}” needs it by {standing.gate_day(gate):{SHOWN}}: choose that day or an earlier one.",
            field="day",
        )
