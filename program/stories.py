"""What is told about the pilot: moments in which it helped or failed, success stories, and what was tuned."""

from datetime import datetime

from program.errors import Refused
from program.facts import Facts, day, number, text
from program.registers import Row
from program.standings import Standing

HELPED, FAILED = "helped", "failed"


def moments(standing: Standing, given: Facts) -> list[str]:
    """Cases of both kinds: without the failures, it is advertising (framework 3, Week 9, pattern 2)."""
    helped, failed = counted(standing)
    found = [] if helped else ["a moment in which it clearly helped"]
    return found + ([] if failed else ["a moment in which it clearly failed"])


def counted(standing: Standing) -> tuple[int, int]:
    """In how many moments it helped, and in how many it failed."""
    kinds = [text(row.facts, "kind") for row in standing.register("moments")]
    return kinds.count(HELPED), kinds.count(FAILED)


def story(standing: Standing, before: Facts | None, row: Facts, now: datetime) -> None:
    """It tells of time saved, or of better quality (framework 3, Week 12, activity 2)."""
    if not number(row, "minutes") and not text(row, "quality"):
        raise Refused("Say what got better, or how many minutes it saved.", field="quality")


def told(standing: Standing, most: int = 2) -> list[Row]:
    """The latest stories that may be told outside the program, newest first (framework 3, Week 12, activity 2)."""
    return [row for row in reversed(standing.register("stories")) if row.facts.get("share") == "yes"][:most]


def not_ahead(standing: Standing, before: Facts | None, row: Facts, now: datetime) -> None:
    """A log is of what was done, not of what is planned (framework 3, Week 9, activity 3)."""
    on = day(row, "on")
    if on and on > standing.program.today(now):
        raise Refused("This day is still to come: log a change once it is made.", field="on")


def tuned_live(standing: Standing, given: Facts) -> list[str]:
    """Something was changed after real traffic met it (framework 3, Week 12, activity 3)."""
    since = day(standing.item("w11-limited-group").facts, "since")
    changes = [day(row.facts, "on") for row in standing.register("tuning")]
    if since and not any(on and on >= since for on in changes):
        return [f"a change in “Tuning log” made since the launch on {since:%-d %b %Y}"]
    return []
