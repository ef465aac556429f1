"""One use case on its way through the 90 days: its start, its weeks in real dates, its shifts and its end."""

from collections.abc import Set
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from re import search, sub
from unicodedata import normalize
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from program.errors import Refused
from program.tiers import PLAIN, Profile
from program.visibility import Visibility

CODE_LENGTH = 8
CHANNEL_NAME_LENGTH = 80
TELL_NOTHING = {"A", "AI", "AN", "AND", "AT", "BY", "FOR", "FROM", "IN", "LLM", "OF", "ON", "OR", "THE", "TO", "WITH"}
A_WEEK = timedelta(days=7)
A_YEAR = timedelta(days=366)
SATURDAY = 5


class ProgramState(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class Extension:
    """The plan shifts: every week after `after_week` comes `weeks` later."""

    after_week: int
    weeks: int
    reason: str


@dataclass(frozen=True, slots=True)
class Move:
    """The day of one gate or item, moved by hand: so many days from where its week puts it, shifts included."""

    key: str
    days: int
    reason: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class Program:
    """`start` is the first day of week 1; `code` is what people see, as `CLAIMS`."""

    id: UUID
    code: str
    title: str
    use_case: UUID
    backup: UUID | None
    playbook: str
    start: date
    timezone: str
    channel: str | None
    channel_name: str
    state: ProgramState = ProgramState.RUNNING
    extensions: tuple[Extension, ...] = ()
    people_round: int = 0
    started_by: str = ""
    started_at: datetime | None = None
    profile: Profile = PLAIN
    visibility: Visibility = Visibility.WORKSPACE
    unit: str | None = None
    moves: tuple[Move, ...] = ()  # at most one of each key
    country: str = ""  # whose public holidays nothing is due on, as DE or DE-BY
    holidays: frozenset[date] = frozenset()  # of that country, for as long as the plan may last
    follows: UUID | None = None  # the program of the cycle before
    adopted: str = ""  # what had happened before Pilot, where it was under way already

    def today(self, now: datetime) -> date:
        return now.astimezone(ZoneInfo(self.timezone)).date()

    def monday(self, week: int) -> date:
        """The first day of a week; week 0 is the week before the start."""
        shift = sum(each.weeks for each in self.extensions if each.after_week < week)
        return self.start + A_WEEK * (week - 1 + shift)

    def last_day(self, week: int) -> date:
        """The day by which what a week owes is due: five days in, extensions of that very week included."""
        return self.working_day(self.friday(week))

    def friday(self, week: int) -> date:
        """The fifth day of a week, extensions of that very week included, holiday or not."""
        return self.first_said(week) + A_WEEK * self.shift(week)

    def first_said(self, week: int) -> date:
        """The day that the plan gave this week when the program started; nothing changes it."""
        return self.start + A_WEEK * (week - 1) + timedelta(days=4)

    def shift(self, week: int) -> int:
        """By how many weeks what a week owes is due later than first said."""
        return sum(each.weeks for each in self.extensions if each.after_week <= week)

    def counted(self, week: int) -> str:
        """As people read it: 11, or 11 (+2) where the plan comes two weeks later than first said."""
        shift = self.shift(week)
        return f"{week} (+{shift})" if shift else str(week)

    def move(self, key: str) -> Move | None:
        return next((each for each in self.moves if each.key == key), None)

    def due_day(self, key: str, week: int) -> date:
        """When a gate or an item of a week is due: as its week says, or as it was moved."""
        move = self.move(key)
        return self.working_day(self.friday(week) + timedelta(days=move.days)) if move else self.last_day(week)

    def working_day(self, day: date) -> date:
        """This day, or the last working day before it, where the program keeps holidays."""
        while day in self.holidays or (self.holidays and day.weekday() >= SATURDAY):
            day -= timedelta(days=1)
        return day

    def week(self, today: date, *, last: int) -> int:
        """The week that this day belongs to: 0 before the start, never above `last`."""
        begun = [week for week in range(1, last + 1) if self.monday(week) <= today]
        return begun[-1] if begun else 0

    def at(self, day: date, hour: time) -> datetime:
        """That local hour of that day, in UTC."""
        return datetime.combine(day, hour, ZoneInfo(self.timezone)).astimezone(UTC)


def check_start(start: date, timezone: str, *, now: datetime, adopted: str = "", last_week: int = 0) -> None:
    """A Monday of this week, as the program's own time zone has it, or of the year that follows.

    What is under way already says so in `adopted`: a Monday that has passed, as long as its weeks are not over.
    """
    if timezone not in available_timezones():
        raise Refused(f"“{timezone}” is not a time zone. Use a name such as Europe/Berlin.", field="timezone")
    today = now.astimezone(ZoneInfo(timezone)).date()
    if adopted:
        _check_under_way(start, today, last_week)
    elif start < _monday_of(today):
        raise Refused(
            "That week has passed: choose this week's Monday or a later one, or say below what has happened so far.",
            field="start",
        )
    if start > today + A_YEAR:
        raise Refused("That is more than a year away: choose a Monday that people can plan for.", field="start")
    if start.weekday() != 0:
        raise Refused(
            f"Weeks run from Monday to Sunday: choose a Monday, such as {next_monday(start):%-d %B %Y}.", field="start"
        )


def _check_under_way(start: date, today: date, last_week: int) -> None:
    if start >= _monday_of(today):
        raise Refused("What is under way began in the past: choose the Monday of its first week.", field="start")
    if start + A_WEEK * last_week <= _monday_of(today):
        raise Refused(f"Its {last_week} weeks would be over: choose a later Monday.", field="start")


def check_unfinished(program: Program) -> None:
    if program.state is ProgramState.FINISHED:
        raise Refused(f"{program.code} is finished: what is on record stays as it is. `/pilot decisions` lists it.")


def next_monday(today: date) -> date:
    return today + timedelta(days=7 - today.weekday())


def code_for(title: str, *, taken: Set[str]) -> str:
    """A short code from the title's first telling word, made unique with a number."""
    plain = normalize("NFKD", title).encode("ascii", "ignore").decode().upper()
    words = [word for word in sub(r"[^A-Z0-9]+", " ", plain).split() if not word.isdigit() and word not in TELL_NOTHING]
    stem = (words[0] if words else "PILOT")[:CODE_LENGTH]
    code, number = stem, 2
    while code in taken:
        code, number = f"{stem[: CODE_LENGTH - len(str(number))]}{number}", number + 1
    return code


def check_channel_name(name: str) -> str:
    """Slack's own rule for channel names; refuses with what would do."""
    wanted = name.strip().lstrip("#").lower()
    if len(wanted) > CHANNEL_NAME_LENGTH or not search(r"[^\W_]", wanted) or sub(r"[\w-]", "", wanted):
        raise Refused(
            "A channel name has up to 80 lower-case letters, digits, hyphens and underscores, such as ai-claims.",
            field="channel_name",
        )
    return wanted


def shifted(program: Program, *, after_week: int, weeks: int, reason: str) -> Program:
    """The plan after an iteration: what comes later moves, what is past stays."""
    return replace(program, extensions=(*program.extensions, Extension(after_week, weeks, reason)))


def resumed(program: Program, *, paused_on: date, today: date, from_week: int, reason: str) -> Program:
    """Running again: what is due from `from_week` on comes later by the weeks lost, and none of it before today."""
    if program.state is not ProgramState.PAUSED:
        raise Refused("This program is not paused: `/pilot status` shows where it stands.")
    lost = (_monday_of(today) - _monday_of(paused_on)).days // 7
    overdue = (today - program.friday(from_week)).days
    weeks = max(lost, -(-overdue // 7), 0)
    running = replace(program, state=ProgramState.RUNNING)
    again = shifted(running, after_week=from_week, weeks=weeks, reason=reason) if weeks else running
    if again.last_day(from_week) < today:  # its Friday is a holiday, and the working day before has passed
        return shifted(running, after_week=from_week, weeks=weeks + 1, reason=reason)
    return again


def _monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())
