"""About gates: sign-offs, votes, decisions, and what has lapsed since."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar
from uuid import UUID

from program.posts.subject import Kind, Subject, Urgency


@dataclass(frozen=True, slots=True)
class SignOffAsked(Subject):
    """A person whose role must sign is asked, with the button; updated when they have answered."""

    kind: ClassVar[Kind] = Kind.SURFACE
    urgency: ClassVar[int] = Urgency.NOW
    sign_off: UUID


@dataclass(frozen=True, slots=True)
class SignatureGiven(Subject):
    """Whoever must act on an answer learns of it: a condition to meet, a rejection to mend, a gate to close."""

    urgency: ClassVar[int] = Urgency.NOW
    signature: UUID
    user: str


@dataclass(frozen=True, slots=True)
class Owing(Subject):
    """All that one person owes before the gates that come, in one direct message a day at the most."""

    urgency: ClassVar[int] = Urgency.BULK
    lives: ClassVar[timedelta | None] = timedelta(hours=24)
    user: str
    day: date


@dataclass(frozen=True, slots=True)
class PlaybookAdopted(Subject):
    """The program runs on another playbook from now on: what that changes, and why."""

    adoption: UUID


@dataclass(frozen=True, slots=True)
class GatePassed(Subject):
    """A gate was closed with nothing missing, and what opens now."""

    urgency: ClassVar[int] = Urgency.NOW
    program: UUID
    gate: str


@dataclass(frozen=True, slots=True)
class VoteOpened(Subject):
    """The poll: evidence, buttons, counts, who is missing; at the end the decision."""

    kind: ClassVar[Kind] = Kind.SURFACE
    urgency: ClassVar[int] = Urgency.NOW
    poll: UUID


@dataclass(frozen=True, slots=True)
class VoteAsked(Subject):
    """The first replies in the poll's thread: who is asked to vote by when, and the packet in full, part by part."""

    poll: UUID
    part: int


@dataclass(frozen=True, slots=True)
class VoterAsked(Subject):
    """Somebody who came to a voting role while the poll is open is asked as well, in its thread."""

    poll: UUID
    user: str


@dataclass(frozen=True, slots=True)
class ReasonGiven(Subject):
    """A vote with its reason, or a change of mind, on the record in the poll's thread."""

    ballot: UUID


@dataclass(frozen=True, slots=True)
class VetoLifted(Subject):
    """A veto was withdrawn after the vote, in the thread of its poll, with the reason."""

    urgency: ClassVar[int] = Urgency.NOW
    broadcast: ClassVar[bool] = True
    poll: UUID
    user: str


@dataclass(frozen=True, slots=True)
class DecisionWanted(Subject):
    """The poll has closed: the decider gets the tally and the button, and afterwards what was decided."""

    kind: ClassVar[Kind] = Kind.SURFACE
    urgency: ClassVar[int] = Urgency.NOW
    poll: UUID
    user: str


@dataclass(frozen=True, slots=True)
class DecisionRecorded(Subject):
    """What was decided, by whom, with which conditions, and what happens next."""

    urgency: ClassVar[int] = Urgency.NOW
    broadcast: ClassVar[bool] = True
    decision: UUID


@dataclass(frozen=True, slots=True)
class DecisionCorrected(Subject):
    """The reason of a decision reads otherwise from now on: both, for the channel."""

    decision: UUID


@dataclass(frozen=True, slots=True)
class ConditionMoved(Subject):
    """Whoever must act on a condition next, or waits for it, learns what became of it."""

    urgency: ClassVar[int] = Urgency.NOW
    program: UUID
    step: UUID
    user: str


@dataclass(frozen=True, slots=True)
class ConditionSettled(Subject):
    """A condition that was missed has a new day, is accepted as it is, or paused the program; for the channel."""

    urgency: ClassVar[int] = Urgency.NOW
    program: UUID
    step: UUID


@dataclass(frozen=True, slots=True)
class ConditionMissed(Subject):
    """The decider is asked what becomes of a condition that was not met in time."""

    urgency: ClassVar[int] = Urgency.NOW
    program: UUID
    source: UUID
    number: int
    due: date
    user: str


@dataclass(frozen=True, slots=True)
class WaiverEnded(Subject):
    """The decider learns that what was waived at launch is owed again."""

    urgency: ClassVar[int] = Urgency.NOW
    program: UUID
    item: str
    day: date
    user: str


@dataclass(frozen=True, slots=True)
class GateReopened(Subject):
    """A gate behind the program is ahead again, since what it was passed on does not hold."""

    urgency: ClassVar[int] = Urgency.NOW
    program: UUID
    reopening: UUID


@dataclass(frozen=True, slots=True)
class ReviewDue(Subject):
    """The day on which a pause is looked at again: the decider resumes, moves the day or stops for good."""

    urgency: ClassVar[int] = Urgency.NOW
    program: UUID
    day: date
    user: str


@dataclass(frozen=True, slots=True)
class ReviewSettled(Subject):
    """Without a vote a program is paused, stays paused until another day, or is stopped for good."""

    urgency: ClassVar[int] = Urgency.NOW
    decision: UUID


@dataclass(frozen=True, slots=True)
class ProgramResumed(Subject):
    """The program that this decision paused goes on, with its new dates."""

    urgency: ClassVar[int] = Urgency.NOW
    decision: UUID
