"""Who people are, which role they hold, and which roles one person may not combine."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from uuid import UUID

from program.errors import Refused
from program.playbook import Playbook, Role

MOST_HOLDERS = 10  # of one role, and of the program office
KEEPERS = ("program-manager", "sponsor", "product-owner")


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
    """One person holds one role of one program, from a moment on; or stands in for `for_user`, who does."""

    program: UUID
    role: str
    user: str
    since: datetime
    by: str
    for_user: str | None = None


@dataclass(frozen=True, slots=True)
class Capacity:
    """All that a person may act as, in one program or in the workspace.

    `stands_in` maps the roles in which they only stand in to whom; `sees`: the program shows to them at all.
    """

    roles: frozenset[str]
    stands_in: Mapping[str, str]
    sees: bool = True


NOBODY = Capacity(frozenset(), {}, sees=False)


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


def check_appoints(
    role: Role,
    users: Sequence[str],
    *,
    before: Mapping[str, Sequence[str]],
    playbook: Playbook,
    by: str,
    acts_as: Set[str],
) -> None:
    """Refuse what these users cannot be; `before` maps roles to users, `acts_as` is all that `by` may act as."""
    held = before.get(role.key, ())
    if held and not users and role.needed_to_start:
        raise Refused(f"The program cannot be without its {role.title}: choose who takes over.", field="people")
    if role.decides and by in users and by not in held and "office" not in acts_as:
        raise Refused(
            f"Nobody makes themselves {role.title}: the program office, or the {role.title} of today, can appoint you.",
            field="people",
        )
    check_how_many(users, field="people")
    check_together({**before, role.key: users}, playbook)


def check_how_many(users: Sequence[str], *, field: str) -> None:
    if len(users) > MOST_HOLDERS:
        raise Refused(f"Choose {MOST_HOLDERS} people at the most: where more answer, nobody does.", field=field)


def merged(held: Sequence[str], *, seen: Iterable[str], chosen: Sequence[str]) -> list[str]:
    """Who holds it once a form is saved that showed `seen`; what somebody else changed meanwhile is kept."""
    dropped = set(seen) - set(chosen)
    added = [user for user in chosen if user not in set(seen) | set(held)]
    return [*(user for user in held if user not in dropped), *added]


def keeper(holders: Mapping[str, Sequence[str]]) -> str | None:
    """Who mends what is wrong with a program: its program manager, or who comes nearest to one."""
    return next((holders[role][0] for role in KEEPERS if holders.get(role)), None)


def roles_of(user: str, appointments: Iterable[Appointment]) -> frozenset[str]:
    return frozenset(each.role for each in appointments if each.user == user)


def holders(role: str, appointments: Iterable[Appointment]) -> tuple[str, ...]:
    """Those who hold it themselves."""
    return tuple(each.user for each in appointments if each.role == role and not each.for_user)


def acting(role: str, appointments: Iterable[Appointment]) -> tuple[str, ...]:
    """The same, with a stand-in in the place of whoever is away."""
    here = [each for each in appointments if each.role == role]
    instead = {each.for_user: each.user for each in here if each.for_user}
    return tuple(dict.fromkeys(instead.get(user, user) for user in holders(role, here)))
