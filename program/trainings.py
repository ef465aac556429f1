"""Trainings and Q&A for users and for managers: when they are, and who came (framework 3, Week 12, activity 1)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from program.errors import Refused
from program.facts import Facts, day, number, several
from program.registers import Register, Row
from program.standings import Standing

AUDIENCES = {"users": "users", "managers": "managers"}
RULE = "training"  # of the registers whose rows are sessions; a company's own may have another key
A_DAY = timedelta(days=1)


def training(standing: Standing, before: Facts | None, row: Facts, now: datetime) -> None:
    """Who came is known once it was held (framework 3, Week 12, activity 1)."""
    came, on = number(row, "came"), day(row, "on")
    if came is None:
        return
    if on and on > standing.program.today(now):
        raise Refused("It has not been held yet: leave this empty until then.", field="came")
    if came > (number(row, "invited") or 0):
        raise Refused("More came than were invited: count whoever came along among the invited.", field="came")


def held(standing: Standing, given: Facts) -> list[str]:
    """A session was held for users and one for managers, and somebody came (framework 3, Week 12, activity 1)."""
    attended = [row for row in standing.register("trainings") if (number(row.facts, "came") or 0) > 0]
    return [f"a session for {each} to which somebody came" for each in _left(attended)]


def uncounted(standing: Standing) -> Iterator[tuple[Register, Row, date]]:
    """The sessions of which nobody has said who came, each with the day from which on that is known: the day after."""
    for register in standing.playbook.registers:
        if register.rule == RULE:
            for row in standing.register(register.key):
                if (on := _on(row)) and number(row.facts, "came") is None:
                    yield register, row, on + A_DAY


def unscheduled_by(standing: Standing, week: int) -> list[str]:
    """The audiences that have no session in the register, though this week is over; for what went wrong early.

    A session counts from the day on which it was put down (framework 1.1, symptoms of change management).
    """
    end = standing.program.last_day(week)
    known = [row for row in standing.register("trainings") if standing.program.today(row.added_at) <= end]
    return _left(known)


def not_held_by(standing: Standing, week: int, register: str = "trainings") -> list[str]:
    """The audiences for which no session was held by the end of this week (framework 3, Week 12, activity 1)."""
    end = standing.program.last_day(week)
    rows = standing.register(register)
    return _left([row for row in rows if (number(row.facts, "came") or 0) > 0 and (_on(row) or end) <= end])


def _on(row: Row) -> date | None:
    return day(row.facts, "on")


def _left(rows: list[Row]) -> list[str]:
    reached = {audience for row in rows for audience in several(row.facts, "audience")}
    return [words for audience, words in AUDIENCES.items() if audience not in reached]
