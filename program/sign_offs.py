"""Sign-offs: one role, one person, one gate, bound to what they saw when they signed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from program.errors import Refused


class SignOffState(StrEnum):
    ASKED = "asked"
    APPROVED = "approved"
    CONDITIONAL = "conditional"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"  # the role changed hands before it was signed


@dataclass(frozen=True, slots=True)
class Condition:
    """What must still happen, who does it, by when."""

    text: str
    owner: str
    due: date


@dataclass(frozen=True, slots=True)
class SignOff:
    """`digest` is of what the signature rests on, as the person saw it (see `program/signatures.py`)."""

    id: UUID
    program: UUID
    gate: str
    role: str
    user: str
    asked_by: str
    asked_at: datetime
    state: SignOffState = SignOffState.ASKED
    comment: str | None = None
    conditions: tuple[Condition, ...] = ()
    digest: str | None = None
    signed_at: datetime | None = None

    @property
    def is_given(self) -> bool:
        return self.state in {SignOffState.APPROVED, SignOffState.CONDITIONAL}


def sign(
    sign_off: SignOff,
    *,
    by: str,
    state: SignOffState,
    comment: str | None,
    conditions: Sequence[Condition],
    digest: str,
    today: date,
    now: datetime,
) -> SignOff:
    """In one's own name only; a condition has an owner and a day, a rejection its reason."""
    if by != sign_off.user:
        raise Refused(f"This sign-off is <@{sign_off.user}>'s: everyone signs in their own name.")
    if sign_off.state is SignOffState.WITHDRAWN:
        raise Refused("This sign-off is no longer asked of you: the role changed hands.")
    if state is SignOffState.REJECTED and not comment:
        raise Refused("Say what would have to change for you to sign.", field="comment")
    if state is SignOffState.CONDITIONAL and not conditions:
        raise Refused("Write the condition, with its owner and date below.", field="condition-1")
    for number, each in enumerate(conditions, start=1):
        if each.due < today:
            raise Refused("This date has passed: by when must the condition be met?", field=f"due-{number}")
    kept = tuple(conditions) if state is SignOffState.CONDITIONAL else ()
    return replace(sign_off, state=state, comment=comment, conditions=kept, digest=digest, signed_at=now)
