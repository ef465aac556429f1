"""A selection round: one unit gathers its candidates until a day, and then chooses (framework 3, Phase 0)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from program import selections
from program.errors import Refused
from program.playbook import Cadence
from program.posts import Post, RoundNudge, to_person
from program.use_cases import UseCase

LONGEST = timedelta(days=120)
LOOK_AHEAD = 150  # days


@dataclass(frozen=True, slots=True)
class Round:
    """It is known by its unit, which has one open at a time; its days are those of its owner's time zone."""

    id: UUID
    unit: str
    owner: str
    closes_on: date
    timezone: str
    opened_by: str
    opened_at: datetime
    closed_by: str | None = None
    closed_at: datetime | None = None
    count_why: str | None = None

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    def today(self, now: datetime) -> date:
        return now.astimezone(ZoneInfo(self.timezone)).date()

    def standing_of(self, person: str) -> frozenset[str]:
        return frozenset({"round-owner"} if person == self.owner else ())


def check(round: Round, *, others: Iterable[Round], now: datetime) -> Round:
    """A closing day that people can work towards, and one open round for each unit."""
    today = round.today(now)
    if round.closes_on <= today:
        raise Refused("Candidates need time to come in: choose a day after today.", field="closes_on")
    if round.closes_on > today + LONGEST:
        raise Refused("That is more than four months away: choose a day that people work towards.", field="closes_on")
    for each in others:
        if each.id != round.id and each.is_open and each.unit.casefold() == round.unit.casefold():
            raise Refused(f"{each.unit} has an open round until {each.closes_on:%-d %B %Y}: close that first.",
                          field="unit")  # fmt: skip
    return round


def close(round: Round, *, count: int, why: str | None, by: str, now: datetime) -> Round:
    """No more proposals; a number of candidates that was not expected is explained."""
    check_open(round)
    selections.check_count(count, why)
    return replace(round, closed_by=by, closed_at=now, count_why=why)


def check_open(round: Round) -> None:
    if not round.is_open:
        raise Refused(f"The round of {round.unit} is closed. `/pilot round` opens another one.")


def owing(candidates: Iterable[UseCase]) -> dict[str, list[tuple[UseCase, str]]]:
    """Who still owes an answer: their candidates, each with the title of its form."""
    found: dict[str, list[tuple[UseCase, str]]] = {}
    for each in candidates:
        for reply in each.replies:
            if each.is_open and reply.owed_by:
                found.setdefault(reply.owed_by, []).append((each, reply.title))
    return found


def due_posts(round: Round, candidates: Sequence[UseCase], cadence: Cadence, now: datetime) -> list[Post]:
    """Today's reminder to the owner and to those who owe an answer, keyed by its day."""
    today = round.today(now)
    if not round.is_open or not _speaks(round, today, cadence) or (at := _at(round, today, cadence)) > now:
        return []
    people = sorted({round.owner, *owing(candidates)})
    return [Post(RoundNudge(round.id, user, today), to_person(user), at) for user in people]


def next_due(round: Round, cadence: Cadence, now: datetime) -> datetime | None:
    """When the tick looks at it next."""
    if not round.is_open:
        return None
    days = (round.today(now) + timedelta(days=ahead) for ahead in range(LOOK_AHEAD))
    return next((at for day in days if _speaks(round, day, cadence) and (at := _at(round, day, cadence)) > now), None)


def _speaks(round: Round, day: date, cadence: Cadence) -> bool:
    """On some days before closing, at closing, and then every few days until somebody closes it."""
    left = (round.closes_on - day).days
    return left in cadence.round_days or (left <= 0 and -left % cadence.overdue_every_days == 0)


def _at(round: Round, day: date, cadence: Cadence) -> datetime:
    return datetime.combine(day, cadence.prompt_time, ZoneInfo(round.timezone)).astimezone(UTC)
