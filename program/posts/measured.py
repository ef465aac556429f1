"""About what is measured: risks, guards, targets, stop criteria, actions."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from program.posts.subject import Kind, Subject, Urgency


@dataclass(frozen=True, slots=True)
class GuardBroken(Subject):
    """With this reading, something that was to be held is not held any more."""

    urgency: ClassVar[int] = Urgency.NOW
    program: UUID
    kpi: UUID
    reading: UUID


@dataclass(frozen=True, slots=True)
class TargetChanged(Subject):
    """A signed baseline or target has changed, and why; `round` counts the changes of this KPI."""

    program: UUID
    kpi: UUID
    round: int


@dataclass(frozen=True, slots=True)
class StopCalled(Subject):
    """A stop criterion was missed on its day: the channel learns that a decision is asked for."""

    program: UUID
    kpi: UUID
    day: date


@dataclass(frozen=True, slots=True)
class StopAsked(Subject):
    """The decider is asked, with the button that puts the decision on record."""

    urgency: ClassVar[int] = Urgency.NOW
    program: UUID
    kpi: UUID
    day: date
    user: str


@dataclass(frozen=True, slots=True)
class AcceptanceAsked(Subject):
    """A risk owner is asked to accept what remains of a high risk; `day` is when it was assessed."""

    risk: UUID
    user: str
    day: date


@dataclass(frozen=True, slots=True)
class ActionGiven(Subject):
    """A person learns that they have something to do, by when; `round` counts the hands that it went through."""

    kind: ClassVar[Kind] = Kind.SURFACE
    urgency: ClassVar[int] = Urgency.NOW
    action: UUID
    user: str
    round: int


@dataclass(frozen=True, slots=True)
class ActionDone(Subject):
    """Whoever asked for it learns what came of it, so that they can go on."""

    action: UUID
