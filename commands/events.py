"""What Slack tells unasked: people come, change and leave, the app is removed.

Slack repeats an event whose answer it missed, so each may be handled twice.
"""

import structlog

from commands import people
from commands.dispatch import Ack, Dispatch
from commands.leaving import leave
from commands.services import Asked, Services
from storage import people as stored

log = structlog.get_logger(__name__)


def register(table: Dispatch) -> None:
    table.event("user_change", remember)
    table.event("team_join", remember)
    table.event("app_uninstalled", note_removal)
    table.event("tokens_revoked", note_removal)


async def remember(ack: Ack, asked: Asked, services: Services) -> None:
    """Most changes are of a status or a picture, and cost one read."""
    person = people.read((asked.message or {})["user"])
    async with services.database.reading() as session:
        known = await stored.find(session, asked.workspace, person.user)
    if known != person:  # first, so that nobody appoints them from now on
        async with services.database.writing() as session:
            await stored.save(session, asked.workspace, [person])
    if person.is_active and not person.is_guest:
        return
    why = "guest" if person.is_active else "left"
    async with services.database.reading() as session:
        held = await stored.list_programs_of(session, asked.workspace, person.user)
    for id in held:
        await leave(asked, services, id, person.user, why)


async def note_removal(ack: Ack, asked: Asked, services: Services) -> None:
    log.warning("the app was removed from a workspace", workspace=str(asked.workspace), by=asked.where)
