"""What the decider records after a vote: go, go with conditions, iterate two weeks, or pause with the reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from program.errors import Refused
from program.playbook import Gate
from program.sign_offs import Condition


@dataclass(frozen=True, slots=True)
class Decision:
    """`digest` is of the packet as it stood when the poll opened."""

    id: UUID
    program: UUID
    gate: str
    poll: UUID | None
    choice: str
    reason: str | None
    conditions: tuple[Condition, ...]
    by: str
    at: datetime
    digest: str


def check(decision: Decision, gate: Gate, *, poll_is_open: bool, earlier: Sequence[Decision], today: date) -> Decision:
    """Refuse a decision before the vote has closed, a second one on the same vote, and one without its reason."""
    if poll_is_open:
        raise Refused("The vote is still open. Decide when it has closed: the poll says when.")
    if any(each.poll == decision.poll for each in earlier):
        raise Refused("The decision on this vote is recorded already: see `/pilot gate`.")
    option = next((each for each in gate.decisions if each.key == decision.choice), None)
    if option is None:
        raise Refused("Choose one of the decisions of this gate.", field="choice")
    if option.needs_reason and not decision.reason:
        raise Refused("Write down why: this is what people will look for later.", field="reason")
    if option.needs_condition and not decision.conditions:
        raise Refused("Write the condition, with its owner and date below.", field="condition")
    if any(each.due < today for each in decision.conditions):
        raise Refused("This date has passed: by when must the condition be met?", field="due")
    return decision
