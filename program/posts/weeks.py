"""About the week: the prompt, what was handed to whom, exemptions, blockers."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar
from uuid import UUID

from program.posts.subject import Kind, Subject, Urgency


@dataclass(frozen=True, slots=True)
class WeeklyPrompt(Subject):
    """This week's goal, what is due, who owes it, the questions to answer."""

    kind: ClassVar[Kind] = Kind.SURFACE
    lives: ClassVar[timedelta | None] = timedelta(hours=48)
    urgency: ClassVar[int] = Urgency.BULK
    program: UUID
    monday: date  # the period: a moved prompt hour must not post the same week again


@dataclass(frozen=True, slots=True)
class ItemHanded(Subject):
    """A person learns that something was put into their hands; of one item once a day."""

    urgency: ClassVar[int] = Urgency.NOW
    program: UUID
    item: str
    user: str
    day: date


@dataclass(frozen=True, slots=True)
class ExemptionsProposed(Subject):
    """Who may approve exemptions learns how many wait, in one message a day that is kept current."""

    kind: ClassVar[Kind] = Kind.SURFACE
    program: UUID
    user: str
    day: date


@dataclass(frozen=True, slots=True)
class ExemptionTurnedDown(Subject):
    """Who proposed an exemption learns why it was not approved; `at` tells one answer from the next."""

    urgency: ClassVar[int] = Urgency.NOW
    program: UUID
    item: str
    user: str
    why: str
    at: str


@dataclass(frozen=True, slots=True)
class BlockerRaised(Subject):
    """Something stands in the way; who can clear it is named. Afterwards: how it was cleared."""

    kind: ClassVar[Kind] = Kind.SURFACE
    urgency: ClassVar[int] = Urgency.NOW
    blocker: UUID


@dataclass(frozen=True, slots=True)
class BlockerAsked(Subject):
    """The same for whoever should clear it but has no role in the program, and so does not see its channel."""

    kind: ClassVar[Kind] = Kind.SURFACE
    urgency: ClassVar[int] = Urgency.NOW
    blocker: UUID


@dataclass(frozen=True, slots=True)
class BlockerCleared(Subject):
    """Whoever reported it learns, in the thread, that they can go on."""

    urgency: ClassVar[int] = Urgency.NOW
    blocker: UUID


@dataclass(frozen=True, slots=True)
class RiskRaised(Subject):
    """A new risk, with its score and owner; afterwards what became of it."""

    kind: ClassVar[Kind] = Kind.SURFACE
    risk: UUID
