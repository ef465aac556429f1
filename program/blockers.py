"""What stands in the way of an item, who should clear it, and by when."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from program.errors import Refused

SATURDAY = 5  # as in `date.weekday()`


@dataclass(frozen=True, slots=True)
class Blocker:
    """`number` is what people see, as `B-2`; `item` is a key of the playbook, if it blocks one thing."""

    id: UUID
    program: UUID
    number: int
    item: str | None
    what: str
    holder: str
    wanted_by: date
    raised_by: str
    raised_at: datetime
    cleared_at: datetime | None = None
    cleared_by: str | None = None
    how: str | None = None

    @property
    def code(self) -> str:
        return f"B-{self.number}"

    @property
    def is_open(self) -> bool:
        return self.cleared_at is None


def suggested_day(today: date) -> date:
    """Two days to clear it, and not on a weekend."""
    day = today + timedelta(days=2)
    return day + timedelta(days=7 - day.weekday()) if day.weekday() >= SATURDAY else day


def check(blocker: Blocker, *, today: date) -> Blocker:
    if blocker.wanted_by < today:
        raise Refused("This date has passed: by when should it be cleared?", field="wanted_by")
    return blocker


def clear(blocker: Blocker, *, how: str | None, by: str, now: datetime) -> Blocker:
    """The same said twice by the same person is no change."""
    if not how:
        raise Refused("Say in a sentence how it was cleared.", field="how")
    if (blocker.how, blocker.cleared_by) == (how, by):
        return blocker
    if not blocker.is_open:
        raise Refused(f"{blocker.code} is cleared already: “{blocker.how}”")
    return replace(blocker, cleared_at=now, cleared_by=by, how=how)
