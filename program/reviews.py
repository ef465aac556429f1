"""What becomes of a pause on the day of its review (framework 3, Week 10: a pause has its reason and its day)."""

from datetime import date

from program.decisions import RESUMED, REVIEW_MOVED, STOPPED, Decision, check_review
from program.errors import Refused


def check(way: str, *, reason: str | None, day: date | None, paused: Decision, today: date) -> None:
    """Each of the three needs its reason; only another day has one."""
    if way not in {RESUMED, REVIEW_MOVED, STOPPED}:
        raise Refused("Choose what becomes of this program.", field="way")
    if not reason:
        raise Refused("Write down why: this is what people will look for later.", field="reason")
    if way != REVIEW_MOVED:
        return
    check_review(day, today=today)
    if day == paused.review_on:
        raise Refused("This is the day that stands there already: choose another.", field="review_on")
