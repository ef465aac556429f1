"""About AI tools: one is asked for, decided on, to be looked at again; a word for its owner."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from program.posts.subject import Kind, Subject, Urgency


@dataclass(frozen=True, slots=True)
class ToolAsked(Subject):
    """Whoever may decide sees what somebody asks for, with the buttons; then shows what came of it."""

    kind: ClassVar[Kind] = Kind.SURFACE
    tool: UUID
    user: str


@dataclass(frozen=True, slots=True)
class ToolDecided(Subject):
    """Whoever asked for a tool learns, privately, what was decided and why."""

    urgency: ClassVar[int] = Urgency.NOW
    tool: UUID


@dataclass(frozen=True, slots=True)
class ToolReview(Subject):
    """The day has come on which an approved tool is looked at again."""

    urgency: ClassVar[int] = Urgency.BULK
    tool: UUID
    user: str
    day: date


@dataclass(frozen=True, slots=True)
class ToolRetired(Subject):
    """Whoever asked for a tool and whoever owns it learn that it was retired."""

    tool: UUID
    user: str


@dataclass(frozen=True, slots=True)
class ToolWord(Subject):
    """The owner of a tool reads what somebody says of it."""

    word: UUID


@dataclass(frozen=True, slots=True)
class ToolInUse(Subject):
    """Whoever may decide hears of a tool in use that nobody approved; then sees what became of it."""

    kind: ClassVar[Kind] = Kind.SURFACE
    report: UUID
    user: str


@dataclass(frozen=True, slots=True)
class ToolReportSettled(Subject):
    """Whoever told with their name learns what became of it."""

    report: UUID
