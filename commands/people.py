"""Who people are and what they may do: known before a handler runs, checked in the transaction that acts."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from uuid import UUID

from slack_sdk.errors import SlackApiError

from commands.services import Asked, Services
from program import authority
from program.audit import Actor
from program.errors import Refused
from program.people import Person, check_can_hold
from program.playbook import Playbook
from program.standings import Standing
from program.visibility import gone, unknown
from storage import people as stored
from storage import playbooks, programs
from storage.audit import ACTS_FOR
from storage.database import Session

_met: set[tuple[UUID, str]] = set()  # looked up once by this process; events keep the table fresh


async def meet(asked: Asked, services: Services, users: Iterable[str]) -> None:
    """Ask Slack about people whom the bot has not met, before any transaction: once for each."""
    unmet = [user for user in users if user and (asked.workspace, user) not in _met]
    if not unmet:
        return
    async with services.database.reading() as session:
        known = await stored.list_known(session, asked.workspace, unmet)
    found = [await _look_up(asked, user) for user in unmet if user not in known]
    if found:
        async with services.database.writing() as session:
            await stored.save(session, asked.workspace, found)
    _met.update((asked.workspace, user) for user in unmet)


async def _look_up(asked: Asked, user: str) -> Person:
    try:
        answer = await asked.slack.users_info(user=user)
    except SlackApiError as error:
        if error.response.get("error") in {"user_not_found", "user_not_visible"}:
            raise Refused("Slack does not know this person. Choose someone from this workspace.") from error
        raise
    return read(answer["user"])


def read(user: Mapping[str, object]) -> Person:
    """A person from Slack's user object."""
    profile = user.get("profile") or {}
    assert isinstance(profile, Mapping)  # noqa: S101 - Slack's own shape
    return Person(
        user=str(user["id"]),
        name=str(profile.get("display_name") or user.get("real_name") or user.get("name") or user["id"]),
        timezone=str(user.get("tz") or "UTC"),
        is_bot=bool(user.get("is_bot") or user.get("is_app_user") or user["id"] == "USLACKBOT"),
        is_guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted") or user.get("is_stranger")),
        is_admin=bool(user.get("is_admin") or user.get("is_owner")),
        is_active=not user.get("deleted"),
    )


def acting(asked: Asked, standing: Standing, role: str) -> Actor:
    """Who acts in this role, and for whom, where they stand in for its holder."""
    return replace(asked.by, on_behalf_of=standing.stands_in_for(asked.person, role))


async def check_holders(session: Session, asked: Asked, chosen: Mapping[str, Iterable[str]]) -> None:
    """Refuse bots, guests and those who left, under the field in which they were chosen; call `meet` first."""
    users = {user for each in chosen.values() for user in each}
    known = await stored.list_known(session, asked.workspace, users)
    for field, each in chosen.items():
        for user in each:
            if user not in known:
                raise Refused("Slack does not know this person. Choose someone from this workspace.", field=field)
            check_can_hold(known[user], field=field)


async def roles_in(session: Session, workspace: UUID, user: str, program: UUID) -> frozenset[str]:
    """All that this person may act as in a program, by the playbook it runs on."""
    playbook = await playbooks.get(session, (await programs.get(session, workspace, program)).playbook)
    return playbook.acting(await stored.roles(session, workspace, user, program))


async def check_may(
    session: Session,
    asked: Asked,
    action: str,
    program: UUID | None = None,
    *,
    playbook: Playbook,
    also: Iterable[str] = (),
) -> frozenset[str]:
    """Refuse whoever may not do this; returns all that they may act as. `also`: what they are to the thing itself.

    What somebody may do only as a stand-in is noted as done for whom they stand in.
    """
    capacity = await stored.capacity(session, asked.workspace, asked.person, program)
    if program and not capacity.sees:
        raise unknown(asked.words.split()[0]) if asked.words else gone()
    duty, lent = authority.duty(action), capacity.stands_in
    own = playbook.acting(capacity.roles - lent.keys()) | frozenset(also)
    for_others = {role: playbook.acting([role]) for role in lent if duty in playbook.role(role).delegable}
    authority.check_may(action, own.union(*for_others.values()), titles=playbook.titles)
    if not authority.may(action, own):
        behalf = next(lent[role] for role, rights in for_others.items() if authority.may(action, rights))
        session.info[ACTS_FOR] = (asked.person, behalf)
    return own.union(*(playbook.acting([role]) for role in lent))
