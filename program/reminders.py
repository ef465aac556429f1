"""On which days people are reminded of what they owe to the next gate, and who is."""

from datetime import date, datetime, timedelta

from program import own_days, targets
from program.gates import stale
from program.owing import is_near, owing
from program.playbook import Gate
from program.remembered import remembered
from program.signatures import signatures
from program.standings import Calendar, Standing

A_DAY = timedelta(days=1)
SATURDAY = 5


def reminded(standing: Standing, day: date, now: datetime) -> set[str]:
    """On a reminder day everyone who owes something to the next gate, and on its own day whoever owes what has one.

    In the gate's last week also whoever must sign once more, each working day: they believe that they are done.
    """
    return _for_the_gate(standing, day, now) | own_days.asked(standing, day, now)


def _for_the_gate(standing: Standing, day: date, now: datetime) -> set[str]:
    if is_reminder_day(standing, day):
        return owing(standing, now)
    gate = standing.next_gate
    if gate is None or not _is_watched(standing, day):
        return set()
    again = stale(standing, gate)
    return {each.user for each in signatures(standing, gate) if each.user and each.role.key in again}


def may_remind(calendar: Calendar, day: date, now: datetime) -> bool:
    """Whether it is worth a look on that day; of a calendar alone, what people have dated themselves is not known."""
    if is_reminder_day(calendar, day) or _is_watched(calendar, day):
        return True
    return isinstance(calendar, Standing) and (
        targets.is_stop_day(calendar, day) or bool(own_days.asked(calendar, day, now))
    )


def is_reminder_day(calendar: Calendar, day: date) -> bool:
    """7, 3 and 1 days before the next gate, every few working days once it is overdue, and the day before a vote ends.

    Nobody is reminded on a weekend or a holiday: what falls on one is said on the working day before.
    """
    gate, cadence = calendar.next_gate, calendar.playbook.cadence
    if gate is None:
        return False
    if day in _days_before(calendar, gate):
        return True
    if day <= calendar.gate_day(gate) or not _is_working_day(calendar, day):
        return False
    overdue = _working_days(calendar, calendar.gate_day(gate), day)
    return (overdue - 1) % cadence.overdue_every_days == 0


@remembered
def _days_before(calendar: Calendar, gate: Gate) -> set[date]:
    due, poll = calendar.gate_day(gate), calendar.poll(gate)
    days = {_working_day(calendar, due - A_DAY * ahead) for ahead in calendar.playbook.cadence.reminder_days}
    if poll and poll.is_open:
        days.add(_working_day(calendar, calendar.program.today(poll.closes_at) - A_DAY))
    return days


def _is_watched(calendar: Calendar, day: date) -> bool:
    """The working days of the gate's last week, once somebody has signed: only then can a signature go stale."""
    gate = calendar.next_gate
    if (
        gate is None
        or day > calendar.gate_day(gate)
        or not _is_working_day(calendar, day)
        or not is_near(calendar, gate, day)
    ):
        return False
    asked = (calendar.sign_off(gate, role) for role in gate.signers)
    return any(each and each.signed_at for each in asked)


def _is_working_day(calendar: Calendar, day: date) -> bool:
    return day.weekday() < SATURDAY and day not in calendar.program.holidays


def _working_day(calendar: Calendar, day: date) -> date:
    """This day, or the last working day before it."""
    while not _is_working_day(calendar, day):
        day -= A_DAY
    return day


def _working_days(calendar: Calendar, since: date, until: date) -> int:
    """How many begin after `since`, up to and with `until`."""
    return sum(_is_working_day(calendar, since + A_DAY * ahead) for ahead in range(1, (until - since).days + 1))
