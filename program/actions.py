"""Actions: something that one person does by a day, tracked until it is done."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from program.errors import Refused


@dataclass(frozen=True, slots=True)
class Action:
    """`number` is what people see, as `A-4`."""

    id: UUID
    program: UUID
    number: int
    what: str
    owner: str
    due: date
    raised_by: str
    raised_at: datetime
    done_at: datetime | None = None
    done_by: str | None = None
    outcome: str | None = None
    hands: int = 0  # how often it changed hands

    @property
    def code(self) -> str:
        return f"A-{self.number}"

    @property
    def is_open(self) -> bool:
        return self.done_at is None


def check(action: Action, *, today: date) -> Action:
    if action.due < today:
        raise Refused("This date has passed: by when should it be done?", field="due")
    return action


def hand_over(action: Action, *, to: str, due: date, today: date) -> Action:
    """To somebody else, or to another day; what is done stays done."""
    check_open(action)
    if (to, due) == (action.owner, action.due):
        raise Refused("This is who has it, and by when, already. Change one of the two.", field="owner")
    moved = replace(action, owner=to, due=due, hands=action.hands + (to != action.owner))
    return check(moved, today=today) if due != action.due else moved


def finish(action: Action, *, outcome: str | None, by: str, now: datetime) -> Action:
    """The same said twice by the same person is no change."""
    if not outcome:
        raise Refused("Say in a sentence what came of it, for whoever goes on from here.", field="outcome")
    if (action.outcome, action.done_by) == (outcome, by):
        return action
    check_open(action)
    return replace(action, done_at=now, done_by=by, outcome=outcome)


def check_open(action: Action) -> None:
    if not action.is_open:
        raise Refused(f"{action.code} is done already: “{action.outcome}”")
