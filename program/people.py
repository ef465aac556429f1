"""Who people are, which role they hold, and which roles one person may not combine."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from uuid import UUID

from program.errors import Refused
from program.playbook import Playbook


@dataclass(frozen=True, slots=True)
class Person:
    """A member of a workspace, as Slack describes them."""

    user: str
    name: str
    timezone: str = "UTC"
    is_bot: bool = False
    is_guest: bool = False
    is_admin: bool = False
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class Appointment:
    """One person holds one role of one program, from a moment on."""

    program: UUID
    role: str
    user: str
    since: datetime
    by: str


def check_can_hold(person: Person, *, field: str) -> None:
    """Refuse a bot, a guest or a deactivated account as the holder of a role."""
    if person.is_bot:
        raise Refused("A bot cannot hold a role: choose a person.", field=field)
    if not person.is_active:
        raise Refused("This account is deactivated: choose someone who is still here.", field=field)
    if person.is_guest:
        raise Refused("A guest cannot hold a role: choose a full member of this workspace.", field=field)


def check_together(holders: Mapping[str, Sequence[str]], playbook: Playbook) -> None:
    """Refuse a person whose roles contradict each other; `holders` maps each role to its users."""
    for (first, users), (second, others) in combinations(sorted(holders.items()), 2):
        if set(users) & set(others) and not playbook.may_combine(first, second):
            raise Refused(
                f"The same person cannot be {playbook.role(first).title} and {playbook.role(second).title}:"
                " nobody approves their own work. Choose someone else for one of the two.",
                field=second,
            )


def roles_of(user: str, appointments: Iterable[Appointment]) -> frozenset[str]:
    return frozenset(each.role for each in appointments if each.user == user)


def holders(role: str, appointments: Iterable[Appointment]) -> tuple[str, ...]:
    return tuple(each.user for each in appointments if each.role == role)
