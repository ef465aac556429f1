"""Files that somebody asked for."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from program.posts.subject import Kind, Subject, Urgency


@dataclass(frozen=True, slots=True)
class RegisterExported(Subject):
    """A register's rows go to whoever asked for them, as a file; `turn` is when they did."""

    kind: ClassVar[Kind] = Kind.STEP
    urgency: ClassVar[int] = Urgency.NOW
    program: UUID
    register: str
    user: str
    turn: str


@dataclass(frozen=True, slots=True)
class ExportRefused(Subject):
    """The bot may not hand over files in this workspace: what was asked for cannot come."""

    urgency: ClassVar[int] = Urgency.NOW
    program: UUID
    register: str
    turn: str
