"""Naming a stand-in: who may, for which days, and whom nobody may name (framework 3, Week 10)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from program.delegations import Delegation, bounds, check_days
from program.errors import Refused
from program.people import check_together
from program.playbook import Role
from program.programs import check_unfinished
from program.standings import Standing


@dataclass(frozen=True, slots=True)
class Wish:
    """As the form gives it."""

    user: str
    stand_in: str | None
    first: date | None
    last: date | None


def name(standing: Standing, role: Role, wish: Wish, *, id: UUID, now: datetime) -> Delegation:
    """For one's own role, from a day to a day; not passed on, not on both sides, not what may not be combined."""
    check_unfinished(standing.program)
    if wish.user not in standing.appointed[role.key]:
        raise Refused(
            f"Only whoever holds {role.title} can name a stand-in for it: a stand-in cannot pass it on.", field="role"
        )
    if not role.delegable:
        raise Refused(f"The playbook wants the {role.title} in person: appoint someone else instead.", field="role")
    if wish.first is None or wish.last is None:
        raise Refused("Choose the first day and the last.", field="last" if wish.first else "first")
    check_days(standing.program, wish.first, wish.last, most=standing.playbook.limits.stand_in_days, now=now)
    stand_in = _check_who(standing, role, wish, wish.first, wish.last)
    starts_at, ends_at = bounds(standing.program, wish.first, wish.last)
    return Delegation(
        id, standing.program.id, role.key, wish.user, stand_in, wish.first, wish.last, starts_at, ends_at, wish.user,
        now,
    )  # fmt: skip


def _check_who(standing: Standing, role: Role, wish: Wish, first: date, last: date) -> str:
    there = [each for each in standing.delegations if each.overlaps(first, last)]
    if any((each.user, each.role) == (wish.user, role.key) for each in there):
        raise Refused("You have a stand-in for some of these days: take that back first.", field="first")
    if acts_for := next((each for each in there if each.stand_in == wish.user), None):
        raise Refused(
            f"You stand in for <@{acts_for.user}> on some of these days: they choose somebody else first.",
            field="first",
        )
    who = wish.stand_in
    if who is None or who == wish.user:
        raise Refused("Choose somebody else to stand in for you.", field="stand_in")
    acting = {each.stand_in for each in there if each.role == role.key} | set(standing.appointed[role.key])
    if who in acting:
        raise Refused(f"This person acts as {role.title} already: choose somebody else.", field="stand_in")
    if any(each.user == who for each in there):
        raise Refused("This person is away on some of these days: choose somebody else.", field="stand_in")
    also = {key for key, users in standing.appointed.items() if who in users}
    also |= {each.role for each in there if each.stand_in == who}
    try:
        check_together({key: [who] for key in also | {role.key}}, standing.playbook)
    except Refused as refused:
        raise Refused(str(refused), field="stand_in") from None
    return who


def ending(standing: Standing, user: str, roles: Collection[str], *, leaves: bool = False) -> list[Delegation]:
    """The stand-ins, begun or to come, that end when this person gives up these roles, or `leaves` altogether."""
    return [
        each
        for each in standing.delegations
        if each.is_open and ((each.user == user and each.role in roles) or (leaves and each.stand_in == user))
    ]
