"""About a program as a whole: its channel, its plan, its people."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from program.posts.subject import Kind, Subject, Urgency


@dataclass(frozen=True, slots=True)
class ChannelMade(Subject):
    """The program's channel is created, or the one it already has is joined."""

    kind: ClassVar[Kind] = Kind.STEP
    urgency: ClassVar[int] = Urgency.NOW
    program: UUID


@dataclass(frozen=True, slots=True)
class PeopleInvited(Subject):
    """Everyone with a role in the program is invited into its channel; `round` counts the changes of people."""

    kind: ClassVar[Kind] = Kind.STEP
    program: UUID
    round: int


@dataclass(frozen=True, slots=True)
class ChannelDressed(Subject):
    """The channel gets its topic, and the plan is pinned and bookmarked."""

    kind: ClassVar[Kind] = Kind.STEP
    program: UUID


@dataclass(frozen=True, slots=True)
class Plan(Subject):
    """The 90 days with their real dates, kept current when the plan shifts."""

    kind: ClassVar[Kind] = Kind.SURFACE
    urgency: ClassVar[int] = Urgency.NOW
    program: UUID


@dataclass(frozen=True, slots=True)
class BusinessCase(Subject):
    """One page on why this is done, as the first reply to the plan."""

    program: UUID


@dataclass(frozen=True, slots=True)
class DateMoved(Subject):
    """A gate has another day, for the channel; or an item, for whoever owes it. `turn` counts the moves of it."""

    program: UUID
    about: str  # the key of the gate or the item
    turn: str
    user: str = ""


@dataclass(frozen=True, slots=True)
class RoleGiven(Subject):
    """A person learns which roles of a program they now hold; `round` counts the changes of people."""

    program: UUID
    user: str
    round: int


@dataclass(frozen=True, slots=True)
class RoleVacant(Subject):
    """Who keeps the program learns which roles nobody holds, now that this person has left."""

    urgency: ClassVar[int] = Urgency.NOW
    program: UUID
    user: str
    round: int
    why: str = "left"  # or "guest", or "resigned"
    to: str = ""  # whom of several


@dataclass(frozen=True, slots=True)
class StandInNamed(Subject):
    """The stand-in learns for whom, in which role, from when to when; afterwards that it is over."""

    kind: ClassVar[Kind] = Kind.SURFACE
    urgency: ClassVar[int] = Urgency.NOW
    delegation: UUID


@dataclass(frozen=True, slots=True)
class ChannelLost(Subject):
    """Who keeps the program learns that the bot cannot work in its channel; `why` is Slack's word, once a day."""

    urgency: ClassVar[int] = Urgency.NOW
    program: UUID
    why: str
    day: date


@dataclass(frozen=True, slots=True)
class TierChanged(Subject):
    """The facts behind the risk tier have changed, and with them what is asked; `before` and `after` are profiles."""

    urgency: ClassVar[int] = Urgency.NOW
    program: UUID
    change: UUID
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ExampleOffered(Subject):
    """The worked example that a use case began from offers its KPIs and risks, in the thread of the plan."""

    program: UUID
