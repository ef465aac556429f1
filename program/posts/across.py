"""Across programs: the digest, a person's Home, an answer to who wrote to the bot."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from program.posts.subject import Kind, Subject, Urgency


@dataclass(frozen=True, slots=True)
class WeeklyDigest(Subject):
    """All programs of the workspace for the leadership channel."""

    urgency: ClassVar[int] = Urgency.BULK
    lives: ClassVar[timedelta | None] = timedelta(hours=24)
    monday: date


@dataclass(frozen=True, slots=True)
class Home(Subject):
    """A person's Home: what waits for them, and their programs."""

    kind: ClassVar[Kind] = Kind.SURFACE
    user: str


@dataclass(frozen=True, slots=True)
class HelpOffered(Subject):
    """An answer, by direct message, to who wrote to the bot or mentioned it; `ts` is that message's."""

    urgency: ClassVar[int] = Urgency.NOW
    lives: ClassVar[timedelta | None] = timedelta(hours=1)
    user: str
    ts: str
