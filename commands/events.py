"""What Slack tells unasked: people come, change and leave, the app is removed.

Slack repeats an event whose answer it missed, so each may be handled twice.
"""

from datetime import datetime
from uuid import UUID

import structlog

from commands import people
from commands.appointments import follow
from commands.dispatch import Ack, Dispatch
from commands.services import Asked, Services
from program.audit import BOT, Actor
from program.people import keeper
from program.posts import Post, RoleVacant, to_person
from program.programs import ProgramState
from storage import audit, outbox, programs, standings
from storage import people as stored
from storage.database import Session
from templates import people as shown
from templates.blocks import Message

log = structlog.get_logger(__name__)


def register(table: Dispatch) -> None:
    table.event("user_change", remember)
    table.event("team_join", remember)
    table.event("app_uninstalled", note_removal)
    table.event("tokens_revoked", note_removal)
    table.render(RoleVacant, role_vacant)


async def remember(ack: Ack, asked: Asked, services: Services) -> None:
    """Most changes are of a status or a picture, and cost one read."""
    person = people.read((asked.message or {})["user"])
    async with services.database.reading() as session:
        known = await stored.find(session, asked.workspace, person.user)
    if known != person:  # first, so that nobody appoints them from now on
        async with services.database.writing() as session:
            await stored.save(session, asked.workspace, [person])
    if person.is_active:
        return
    async with services.database.reading() as session:
        held = await stored.list_programs_of(session, asked.workspace, person.user)
    for id in held:
        await _leave(asked, services, id, person.user)


async def _leave(asked: Asked, services: Services, id: UUID, user: str) -> None:
    now = services.clock.now()
    async with services.database.writing() as session:
        program = await programs.get(session, asked.workspace, id)
        if program.state is ProgramState.FINISHED:
            return
        held = await stored.vacate(session, id, user, now=now)
        if not held:
            return
        by = Actor(asked.workspace, BOT, asked.where)
        standing = await follow(session, by, program, came=(), went=[user], now=now)
        told = keeper(standing.acting)
        if told and any(not standing.holders[role] for role in held):
            vacant = RoleVacant(id, user, standing.program.people_round)
            await outbox.add(session, asked.workspace, Post(vacant, to_person(told), now))
        await audit.note(
            session, by, did="people:leave", to=program.code, at=now, program=id,
            before={"user": user, "roles": held}, after={"user": user, "roles": []},
        )  # fmt: skip


async def note_removal(ack: Ack, asked: Asked, services: Services) -> None:
    log.warning("the app was removed from a workspace", workspace=str(asked.workspace), by=asked.where)


# --- what the sender says -----------------------------------------------------------------------------------------


async def role_vacant(session: Session, workspace: UUID, subject: RoleVacant, now: datetime) -> Message | None:
    """Nothing, where somebody was appointed before this could be said."""
    standing = await standings.get(session, await programs.get(session, workspace, subject.program))
    former = await stored.list_former(session, subject.program, subject.user)
    roles = [role for role in standing.playbook.roles if role.key in former and not standing.holders[role.key]]
    taken = sum(item.owner == subject.user and not item.is_settled for item in standing.items.values())
    return shown.role_vacant(standing, subject.user, roles, taken) if roles else None
