"""Recusals: who has a conflict of interest at a gate neither signs nor votes there (framework 3, Week 10)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


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
