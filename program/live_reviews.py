"""Looking again at what is live: still fine with its reading, a change needed, retired, or another day."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from program.errors import Refused


class Way(StrEnum):
    FINE = "fine"
    CHANGE = "change"
    RETIRE = "retire"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class LiveReview:
    """One answer on the record; `due` is the day that it answers, `next_on` the one that follows, if any does.

    `value` is what the KPI that leads read on that day.
    """

    id: UUID
    program: UUID
    due: date
    way: Way
    note: str
    next_on: date | None
    by: str
    at: datetime
    kpi: str | None = None  # as people see it: K-1 Handling time
    value: float | None = None


def check(review: LiveReview, *, today: date) -> LiveReview:
    """Each answer has its reason, and a next day unless it is the last; “still fine” rests on a figure."""
    if review.way is Way.FINE and review.kpi and review.value is None:
        raise Refused(f"“Still fine” rests on a figure: what does {review.kpi} read now?", field="value")
    if not review.note:
        raise Refused("Say in a sentence what you saw, for whoever looks the next time.", field="note")
    if review.way is Way.RETIRE:
        return review
    if review.next_on is None:
        raise Refused("On which day is it looked at again?", field="next_on")
    if review.next_on <= today:
        raise Refused("Choose a day that is still to come.", field="next_on")
    if review.next_on == review.due:
        raise Refused("This is the day that stands there already: choose a later one.", field="next_on")
    return review
