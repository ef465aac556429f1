"""Decisions besides those at the gates: what, why, by whom, and what else was possible; never erased."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from program.errors import Refused


@dataclass(frozen=True, slots=True)
class LoggedDecision:
    """`number` is what people see, as `L-3`; `corrects` is the earlier entry that this one takes the place of."""

    id: UUID
    program: UUID
    number: int
    what: str
    why: str
    decided_by: str
    decided_on: date
    alternatives: str | None
    logged_by: str
    logged_at: datetime
    corrects: UUID | None = None
    kpi: UUID | None = None  # whose stop criterion it answers

    @property
    def code(self) -> str:
        return f"L-{self.number}"


def check(entry: LoggedDecision, earlier: Sequence[LoggedDecision], *, today: date) -> LoggedDecision:
    """A decision is logged once it is made; an entry is corrected once, and what corrects it can be corrected."""
    if entry.decided_on > today:
        raise Refused("This day is still to come: log what was decided once it is.", field="decided_on")
    if entry.corrects:
        later = next((each for each in earlier if each.corrects == entry.corrects), None)
        if later:
            raise Refused(f"{later.code} corrects this entry already: correct that one.", field="what")
    return entry


def check_answers(deciders: Sequence[str], *, by: str, title: str) -> None:
    """What a stop criterion asks is the decider's to answer."""
    if by not in deciders:
        named = " or ".join(f"<@{user}>" for user in deciders) or "nobody yet"
        raise Refused(f"Whether to go on is for the {title} to decide: {named}.", field="decided_by")


def corrected(entries: Sequence[LoggedDecision]) -> frozenset[UUID]:
    """The entries that a later one took the place of; they stay in the log."""
    return frozenset(each.corrects for each in entries if each.corrects)
