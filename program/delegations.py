"""Delegation: a stand-in does for a while what a role's holder may hand on, “for” them and on the record (framework 3)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from program.errors import Refused
from program.people import Appointment, check_together, holders
from program.playbook import Playbook, Role
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

    def covers(self, moment: datetime) -> bool:
        """Whether the stand-in acted for the absent at this moment."""
        return self.began_at is not None and self.began_at <= moment and (not self.ended_at or moment < self.ended_at)


def acted_for(delegations: Iterable[Delegation], user: str, at: datetime | None, role: str | None = None) -> str | None:
    """On whose behalf this person acted then, in that role or in any."""
    if at is None:
        return None
    found = (each for each in delegations if each.stand_in == user and role in {None, each.role} and each.covers(at))
    return next((each.user for each in found), None)


def check_names(
    program: Program,
    role: Role,
    *,
    user: str,
    stand_in: str | None,
    first: date | None,
    last: date | None,
    playbook: Playbook,
    appointments: Iterable[Appointment],
    delegations: Iterable[Delegation],
    now: datetime,
) -> tuple[str, date, date]:
    """Refuse what cannot be: whose role, from when to when, and who; returns the stand-in and both days."""
    held = {each.key: list(holders(each.key, appointments)) for each in playbook.roles}
    opened = [each for each in delegations if each.is_open and each.role == role.key]
    if user not in held[role.key]:
        raise Refused(
            f"Only whoever holds {role.title} themselves can name a stand-in for it; a stand-in cannot pass it on.",
            field="role",
        )
    if not role.delegable:
        raise Refused(f"The playbook wants the {role.title} in person: appoint someone else instead.", field="role")
    if first is None or last is None:
        raise Refused("Choose the first day and the last.", field="last" if first else "first")
    _check_days(program, first, last, most=playbook.cadence.delegation_days, now=now)
    if any(each.user == user and first <= each.last and each.first <= last for each in opened):
        raise Refused("You have a stand-in for these days already: take that back first.", field="first")
    if stand_in is None or stand_in == user:
        raise Refused("Choose somebody else to stand in for you.", field="stand_in")
    if stand_in in held[role.key] or any(each.stand_in == stand_in for each in opened):
        raise Refused(f"This person acts as {role.title} already: choose somebody else.", field="stand_in")
    if any(each.user == stand_in and first <= each.last and each.first <= last for each in delegations if each.is_open):
        raise Refused("This person is away on some of these days: choose somebody else.", field="stand_in")
    try:
        check_together({**held, role.key: [*held[role.key], stand_in]} | _standing(held, delegations, role), playbook)
    except Refused as refused:
        raise Refused(str(refused), field="stand_in") from None
    return stand_in, first, last


def _standing(
    held: dict[str, list[str]], delegations: Iterable[Delegation], besides: Role
) -> dict[str, list[str]]:
    """The roles in which others stand in besides, with them."""
    roles = {each.role for each in delegations if each.is_open and each.role != besides.key and each.role in held}
    return {role: [*held[role], *(each.stand_in for each in delegations if each.role == role)] for role in roles}


def _check_days(program: Program, first: date, last: date, *, most: int, now: datetime) -> None:
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
