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


# --- use cases ---------------------------------------------------------------------------------------------------


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


# --- programs ----------------------------------------------------------------------------------------------------


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


# --- weeks -------------------------------------------------------------------------------------------------------


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


# --- what is measured --------------------------------------------------------------------------------------------


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


# --- the staging pilot -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SurveyAsked(Subject):
    """Somebody in the staging pilot is asked, in one message that then shows that they have answered."""

    kind: ClassVar[Kind] = Kind.SURFACE
    survey: UUID
    user: str


@dataclass(frozen=True, slots=True)
class SurveyNudge(Subject):
    """The one reminder, for whoever has not answered."""

    urgency: ClassVar[int] = Urgency.BULK
    lives: ClassVar[timedelta | None] = timedelta(hours=24)
    survey: UUID
    user: str


@dataclass(frozen=True, slots=True)
class SurveyClosed(Subject):
    """The results of a round, for the program."""

    survey: UUID


# --- gates -------------------------------------------------------------------------------------------------------


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
    """A paused program stays paused until another day, or is stopped for good."""

    urgency: ClassVar[int] = Urgency.NOW
    decision: UUID


@dataclass(frozen=True, slots=True)
class ProgramResumed(Subject):
    """The program that this decision paused goes on, with its new dates."""

    urgency: ClassVar[int] = Urgency.NOW
    decision: UUID


# --- across programs ---------------------------------------------------------------------------------------------


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


SUBJECTS: dict[str, type[Subject]] = {each.__name__: each for each in Subject.__subclasses__()}
