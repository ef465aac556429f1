"""Changes of what is live: a model, a prompt, a provider or the scope is approved again before it goes live."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from program.errors import Refused
from program.tiers import Tier, TierName


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeKind:
    """Who approves a change of this kind: `approvers` always, `also_approve` from the tier `also_from` on."""

    key: str
    title: str
    help: str
    approvers: tuple[str, ...]
    source: str
    also_approve: tuple[str, ...] = ()
    also_from: TierName = "high"

    def roles(self, tier: Tier) -> tuple[str, ...]:
        more = self.also_approve if tier.reaches(self.also_from) else ()
        return tuple(dict.fromkeys((*self.approvers, *more)))


class ChangeState(StrEnum):
    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    LIVE = "live"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Answer:
    """One role's word, in the name of the person who gave it."""

    id: UUID
    change: UUID
    role: str
    user: str
    approves: bool
    reason: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """`number` is what people see, as `CH-2`; `roles` were asked when it was proposed, and stay the ones that count."""

    id: UUID
    program: UUID
    number: int
    kind: str
    what: str
    why: str
    effect: str
    planned_on: date
    roles: tuple[str, ...]
    by: str
    at: datetime
    answers: tuple[Answer, ...] = ()
    live_on: date | None = None
    live_by: str | None = None
    withdrawn_at: datetime | None = None

    @property
    def code(self) -> str:
        return f"CH-{self.number}"

    @property
    def waiting(self) -> tuple[str, ...]:
        """The roles that have not answered."""
        answered = {each.role for each in self.answers}
        return tuple(each for each in self.roles if each not in answered)

    @property
    def refusal(self) -> Answer | None:
        return next((each for each in self.answers if not each.approves), None)

    @property
    def state(self) -> ChangeState:
        if self.withdrawn_at:
            return ChangeState.WITHDRAWN
        if self.live_on:
            return ChangeState.LIVE
        if self.refusal:
            return ChangeState.REFUSED
        return ChangeState.WAITING if self.waiting else ChangeState.APPROVED

    @property
    def is_open(self) -> bool:
        return self.state in {ChangeState.WAITING, ChangeState.APPROVED}


def check(change: Change, *, today: date) -> Change:
    for name, words in (("what", change.what), ("why", change.why), ("effect", change.effect)):
        if not words:
            raise Refused("Please fill this in: those who approve have nothing else to go by.", field=name)
    if change.planned_on < today:
        raise Refused("This day has passed: a change is approved before it is made.", field="planned_on")
    if not change.roles:
        raise Refused("The playbook names nobody who approves this kind of change: add them there.", field="kind")
    return change


def answered(change: Change, answers: Sequence[Answer]) -> Change:
    """A refusal says why, so that the next attempt is a better one."""
    if any(not each.approves and not each.reason for each in answers):
        raise Refused("Say why not, and what would have to be different.", field="reason")
    return replace(change, answers=(*change.answers, *answers))


def live(change: Change, *, on: date, by: str, waits_for: str, approved_on: date | None, today: date) -> Change:
    """Never before all have approved it; `waits_for` names whose word is missing, `approved_on` when the last came."""
    if change.state is ChangeState.WAITING:
        raise Refused(f"{change.code} is not approved yet. It waits for: {waits_for}.", field="on")
    if change.state is not ChangeState.APPROVED:
        raise Refused(f"{change.code} is {change.state}: `/pilot changes` shows it.", field="on")
    if on > today:
        raise Refused("This day is still to come: say so once it is live.", field="on")
    if approved_on and on < approved_on:
        raise Refused("On that day it was not approved yet: a change goes live after its approval.", field="on")
    return replace(change, live_on=on, live_by=by)


def withdraw(change: Change, *, by: str, now: datetime) -> Change:
    if by != change.by:
        raise Refused(f"{change.code} is not yours to withdraw. Who approves it can refuse it, with the reason.")
    if not change.is_open:
        raise Refused(f"{change.code} is {change.state} already: `/pilot changes` shows it.")
    return replace(change, withdrawn_at=now)
