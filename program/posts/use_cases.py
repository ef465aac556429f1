"""About use cases: agreement, questions, rounds, and the backup that takes over."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar
from uuid import UUID

from program.posts.subject import Kind, Subject, Urgency


@dataclass(frozen=True, slots=True)
class AgreementAsked(Subject):
    """The sponsor is asked to agree that this use case is the top AI priority for 90 days; then shows the answer."""

    kind: ClassVar[Kind] = Kind.SURFACE
    urgency: ClassVar[int] = Urgency.NOW
    selection: UUID


@dataclass(frozen=True, slots=True)
class AgreementGiven(Subject):
    """Who selected learns what the sponsor answered."""

    selection: UUID


@dataclass(frozen=True, slots=True)
class InquiryAsked(Subject):
    """A person is asked for what they know about a candidate, with the button; then shows that it is answered."""

    kind: ClassVar[Kind] = Kind.SURFACE
    urgency: ClassVar[int] = Urgency.NOW
    use_case: UUID
    inquiry: str
    user: str


@dataclass(frozen=True, slots=True)
class RoundNudge(Subject):
    """A selection round is about to close, or should have: its owner and those who owe an answer are told."""

    urgency: ClassVar[int] = Urgency.BULK
    lives: ClassVar[timedelta | None] = timedelta(hours=24)
    round: UUID
    user: str
    day: date


@dataclass(frozen=True, slots=True)
class PriorityStepsBack(Subject):
    """A program learns that its sponsor has put something else first, and why."""

    urgency: ClassVar[int] = Urgency.NOW
    selection: UUID
    program: UUID


@dataclass(frozen=True, slots=True)
class BackupOffered(Subject):
    """The primary has stopped: sponsor and product owner are offered its backup; once for each stop."""

    urgency: ClassVar[int] = Urgency.NOW
    program: UUID
    stop: UUID
    user: str
