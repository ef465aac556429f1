"""What the bot says unasked: the subjects of the outbox, each with the key that makes it be said once."""

from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar, Self
from uuid import UUID


class Kind(StrEnum):
    """How the sender treats a row."""

    POST = "post"  # said once; its key is unique for ever
    SURFACE = "surface"  # kept current: the latest wins
    STEP = "step"  # something done in Slack whose result is stored: a channel made, people invited


class Urgency:
    """What a person waits for goes ahead of what nobody waits for; lower goes first."""

    NOW = 0
    SOON = 5
    BULK = 9


@dataclass(frozen=True, slots=True)
class Subject:
    """What a row of the outbox is about. It is put into words when it is sent."""

    kind: ClassVar[Kind] = Kind.POST
    urgency: ClassVar[int] = Urgency.SOON
    lives: ClassVar[timedelta | None] = None  # after its due time it is `skipped`; None: it never expires silently
    broadcast: ClassVar[bool] = False  # a reply in a thread that the channel sees as well

    @property
    def key(self) -> str:
        return ":".join([type(self).__name__, *(str(getattr(self, field.name)) for field in fields(self))])

    def as_json(self) -> dict[str, Any]:
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: str(value) if isinstance(value, UUID | date) else value for name, value in values.items()}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """A version may know more, or fewer, than the one that stored it."""
        known = [field for field in fields(cls) if field.name in stored]
        return cls(**{field.name: _READ.get(field.type, _same)(stored[field.name]) for field in known})


def _same(value: Any) -> Any:
    return value


_READ: dict[Any, Any] = {UUID: UUID, date: date.fromisoformat, str: str, int: int}


def in_channel(channel: str) -> str:
    return channel


def in_program(program: UUID) -> str:
    """To the program's channel, which may not exist yet."""
    return f"program:{program}"


def to_person(user: str) -> str:
    """To a person's direct messages with the bot."""
    return f"@{user}"


def on_home(user: str) -> str:
    """To a person's Home."""
    return f"home:{user}"


@dataclass(frozen=True, slots=True)
class Post:
    """One row for the outbox: a subject, where it goes, and from when on."""

    subject: Subject
    to: str
    due_at: datetime
    thread_of: Subject | None = None  # a reply in the thread of that subject's message

    @property
    def expires_at(self) -> datetime | None:
        return self.due_at + self.subject.lives if self.subject.lives else None
