"""Conditions of signatures and decisions, until somebody else than their owner accepts them (framework 3, Week 10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from program.errors import Refused


class StepKind(StrEnum):
    MET = "met"  # its owner says so, with evidence
    ACCEPTED = "accepted"  # whoever set it agrees
    RETURNED = "returned"  # or does not
    EXTENDED = "extended"
    TOLERATED = "tolerated"  # the decider lives with it as it is
    ROLLED_BACK = "rolled-back"
    LAPSED = "lapsed"  # its gate was opened again for it
    HANDED = "handed"  # to whom `note` names, as a role changed hands


BESIDES = frozenset({StepKind.LAPSED, StepKind.HANDED})  # they leave it as open, or as met, as it was


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened to a condition; `source` is its sign-off or decision, `number` its place there."""

    id: UUID
    program: UUID
    source: UUID
    number: int
    kind: StepKind
    note: str | None
    due: date | None
    by: str
    at: datetime


class ConditionState(StrEnum):
    OPEN = "open"
    MET = "met"  # waits for whoever set it
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class Tracked:
    """One condition with all that happened to it, oldest first; `setters` are those who may accept it."""

    source: UUID
    number: int
    gate: str
    text: str
    owner: str
    first_due: date
    set_by: str
    setters: tuple[str, ...]
    steps: tuple[Step, ...] = ()

    @property
    def due(self) -> date:
        moved = [each.due for each in self.steps if each.kind is StepKind.EXTENDED and each.due]
        return moved[-1] if moved else self.first_due

    @property
    def last(self) -> Step | None:
        return next((each for each in reversed(self.steps) if each.kind not in BESIDES), None)

    @property
    def state(self) -> ConditionState:
        match self.last.kind if self.last else None:
            case StepKind.MET:
                return ConditionState.MET
            case StepKind.ACCEPTED | StepKind.TOLERATED | StepKind.ROLLED_BACK:
                return ConditionState.SETTLED
            case _:
                return ConditionState.OPEN

    @property
    def evidence(self) -> str | None:
        """As its owner gave it last."""
        return next((each.note for each in reversed(self.steps) if each.kind is StepKind.MET), None)

    @property
    def met_by(self) -> str | None:
        return next((each.by for each in reversed(self.steps) if each.kind is StepKind.MET), None)

    @property
    def has_lapsed(self) -> bool:
        """Its gate was opened again for the day that counts now."""
        kinds = [each.kind for each in self.steps if each.kind in {StepKind.LAPSED, StepKind.EXTENDED}]
        return bool(kinds) and kinds[-1] is StepKind.LAPSED

    def is_overdue(self, today: date) -> bool:
        return self.state is ConditionState.OPEN and self.due < today

    @property
    def key(self) -> str:
        """What a button carries."""
        return f"{self.source}/{self.number}"


def check_met(one: Tracked, *, by: str, evidence: str | None) -> None:
    """By its owner, with what shows it."""
    if one.state is ConditionState.SETTLED:
        raise Refused("This condition is settled already: `/pilot conditions`.")
    if by != one.owner:
        raise Refused(f"This condition is <@{one.owner}>'s to meet: they say so themselves.")
    if not evidence:
        raise Refused("What shows that it is met? A link or a sentence.", field="evidence")


def check_accepts(one: Tracked, *, by: str) -> None:
    """By whoever set it, and never by its owner: nobody approves their own work."""
    if one.state is ConditionState.OPEN:
        raise Refused(f"<@{one.owner}> has not marked it as met yet.")
    if one.state is ConditionState.SETTLED:
        raise Refused("This condition is settled already: `/pilot conditions`.")
    if by in {one.owner, one.met_by}:
        raise Refused("Nobody accepts their own work: whoever set this condition does.")
    if by not in one.setters:
        named = " or ".join(f"<@{user}>" for user in one.setters) or "nobody now: `/pilot people`"
        raise Refused(f"Whoever set this condition accepts it: {named}.")


def check_returns(one: Tracked, *, by: str, why: str | None) -> None:
    check_accepts(one, by=by)
    if not why:
        raise Refused("Say what is still lacking.", field="why")


def check_settles(
    one: Tracked, kind: StepKind, *, by: str, deciders: Sequence[str], why: str | None, due: date | None, today: date
) -> None:
    """The decider's answer to a condition that was missed: a new date, living with it, or rolling back."""
    if not one.is_overdue(today):
        raise Refused("This condition is not overdue: `/pilot conditions` shows where it stands.")
    if by not in deciders:
        named = " or ".join(f"<@{user}>" for user in deciders) or "nobody holds that role: `/pilot people`"
        raise Refused(f"What is missed at this gate is settled by who decides at it: {named}.")
    if not why:
        raise Refused("Write down why: it stays with the condition.", field="why")
    if kind is StepKind.TOLERATED:
        return
    if due is None:
        asks = "Until when?" if kind is StepKind.EXTENDED else "When do you look at the pause again?"
        raise Refused(f"{asks} Choose a day.", field="due")
    if due <= today:
        raise Refused("Choose a day that is still to come.", field="due")
