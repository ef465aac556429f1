"""Recusals: who has a conflict of interest at a gate neither signs nor votes there (framework 3, Week 10)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from program.errors import Refused


@dataclass(frozen=True, slots=True)
class Recusal:
    """One person stands aside at one gate, from `at` on; taken back in the open, it stays on record."""

    id: UUID
    program: UUID
    gate: str
    user: str
    reason: str
    at: datetime
    taken_back_at: datetime | None = None

    @property
    def stands(self) -> bool:
        return self.taken_back_at is None


def recused(recusals: Iterable[Recusal], gate: str) -> frozenset[str]:
    """Who stands aside at this gate: asked for neither signature nor vote, as if they did not hold their role."""
    return frozenset(each.user for each in recusals if each.gate == gate and each.stands)


def recusal(recusals: Iterable[Recusal], gate: str, user: str) -> Recusal | None:
    """The one that stands."""
    return next((each for each in recusals if each.gate == gate and each.user == user and each.stands), None)


def check_declares(*, reason: str | None, concerned: bool, passed: bool, title: str, already: bool) -> str:
    """`concerned`: they sign, vote or decide at this gate; returns the reason."""
    if passed:
        raise Refused(f"“{title}” is behind us: what was signed and decided there stays on record.", field="gate")
    if already:
        raise Refused(f"You stand aside at “{title}” already. `/pilot people` takes it back.", field="gate")
    if not concerned:
        raise Refused(f"You neither sign nor vote nor decide at “{title}”: choose a gate where you do.", field="gate")
    if not reason:
        raise Refused("Say what the conflict of interest is: it is shown at the gate.", field="reason")
    return reason


def take_back(one: Recusal, *, by: str, now: datetime) -> Recusal:
    """By whoever declared it, and nobody else: only they know that the conflict is gone."""
    if by != one.user:
        raise Refused(f"Only <@{one.user}> can take this back: they declared the conflict of interest.")
    return one if not one.stands else replace(one, taken_back_at=now)
