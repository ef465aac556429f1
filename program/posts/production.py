"""About what is live: who has it, its reviews, changes of what runs, and the cycle that follows."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from program.posts.subject import Kind, Subject, Urgency


@dataclass(frozen=True, slots=True)
class ShareChanged(Subject):
    """After the launch, another group has it, or another share of the traffic, and why; for the channel."""

    urgency: ClassVar[int] = Urgency.NOW
    program: UUID
    share: UUID


@dataclass(frozen=True, slots=True)
class LiveReviewAsked(Subject):
    """Who owns what is in production is asked to look at it again; `day` of the asking, once a week until answered."""

    kind: ClassVar[Kind] = Kind.SURFACE
    urgency: ClassVar[int] = Urgency.NOW
    program: UUID
    due: date
    day: date
    user: str


@dataclass(frozen=True, slots=True)
class LiveReviewed(Subject):
    """What came of a review: still fine, a change is needed, retired, or another day; for the channel."""

    program: UUID
    review: UUID


@dataclass(frozen=True, slots=True)
class ChangeAsked(Subject):
    """Whoever must approve a change of what is live is asked, with the buttons; then sees what became of it."""

    kind: ClassVar[Kind] = Kind.SURFACE
    urgency: ClassVar[int] = Urgency.NOW
    change: UUID
    user: str


@dataclass(frozen=True, slots=True)
class ChangeProposed(Subject):
    """The channel sees what is to change, whose word is missing, and then that it is live or refused."""

    kind: ClassVar[Kind] = Kind.SURFACE
    change: UUID


@dataclass(frozen=True, slots=True)
class ChangeAnswered(Subject):
    """Who proposed it learns that all have approved, or that one refused and why."""

    urgency: ClassVar[int] = Urgency.NOW
    change: UUID
    user: str


@dataclass(frozen=True, slots=True)
class CycleBegun(Subject):
    """All that carries over from the cycle before, in one message to the channel of the next."""

    program: UUID
