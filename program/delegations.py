"""Delegation: a stand-in does for a while what the holder of a role may hand on, “for” them (framework 3)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from program.errors import Refused
from program.programs import Program


class DelegationState(StrEnum):
    PLANNED = "planned"
    RUNNING = "running"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Delegation:
    """`user` is away from `first` to `last`, and `stand_in` acts in this role for them.

    `starts_at` and `ends_at` are those days' midnights in the program's zone; `began_at` and `ended_at` are when it
    really began and ended, which decides whose behalf something was done on.
    """

    id: UUID
    program: UUID
    role: str
    user: str
    stand_in: str
    first: date
    last: date
    starts_at: datetime
    ends_at: datetime
    by: str
    at: datetime
    state: DelegationState = DelegationState.PLANNED
    began_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.state is not DelegationState.ENDED

    def overlaps(self, first: date, last: date) -> bool:
        return self.is_open and first <= self.last and self.first <= last

    def covers(self, moment: datetime) -> bool:
        """Whether the stand-in acted for the absent at this moment."""
        return self.began_at is not None and self.began_at <= moment and (not self.ended_at or moment < self.ended_at)


def acted_for(delegations: Iterable[Delegation], user: str, at: datetime | None, role: str | None = None) -> str | None:
    """On whose behalf this person acted then, in that role or in any."""
    if at is None:
        return None
    found = (each for each in delegations if each.stand_in == user and role in {None, each.role} and each.covers(at))
    return next((each.user for each in found), None)


def check_days(program: Program, first: date, last: date, *, most: int, now: datetime) -> None:
    if first < program.today(now):
        raise Refused("This day has passed: choose today or a later one.", field="first")
    if last < first:
        raise Refused("The last day comes before the first.", field="last")
    if (last - first).days + 1 > most:
        raise Refused(
            f"A stand-in acts for {most} days at the most; for longer, someone else is appointed: `/pilot people`.",
            field="last",
        )


def bounds(program: Program, first: date, last: date) -> tuple[datetime, datetime]:
    """The moments at which it begins and ends, as the program's time zone has these days."""
    return program.at(first, time()), program.at(last + timedelta(days=1), time())


def begun(one: Delegation, *, now: datetime) -> Delegation:
    return replace(one, state=DelegationState.RUNNING, began_at=now)


def ended(one: Delegation, *, now: datetime) -> Delegation:
    return one if not one.is_open else replace(one, state=DelegationState.ENDED, ended_at=now)


def check_takes_back(one: Delegation, *, by: str, may_appoint: bool) -> None:
    if by != one.user and not may_appoint:
        raise Refused(f"Only <@{one.user}>, or whoever may appoint people, can take this back.")
    if not one.is_open:
        raise Refused("This is over already: `/pilot people` shows who holds what.")
