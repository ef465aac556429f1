"""What could not be delivered: seen by those who can mend it, sent again, or dismissed."""

from datetime import datetime
from uuid import UUID

from commands import items, people
from commands.dispatch import Ack, Dispatch
from commands.services import Asked, Services
from program.authority import may
from program.errors import Refused
from program.posts import Home
from program.undelivered import Undelivered, check_can_retry
from program.visibility import SEES_ALL, gone
from storage import audit, outbox, programs, standings
from storage import people as stored_people
from storage import undelivered as stored
from storage.database import Session
from storage.deliveries import Row
from templates import undelivered as shown
from templates.blocks import Message


def register(table: Dispatch) -> None:
    table.command("deliveries", show, help="What could not be delivered, and why", may="delivery:see", in_program=False)
    table.action(shown.LIST, show)
    table.action(shown.RETRY, retry)
    table.action(shown.DISMISS, dismiss)
    table.failure(look_at_home)


async def show(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        message = await _listed(session, asked, services)
    await _answer(ack, asked, message)


async def retry(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.writing() as session:
        row = await _find(session, asked, services)
        check_can_retry(row)
        await stored.retry(session, row.id)
        await _settled(session, asked, "delivery:retry", row, services.clock.now())
        message = await _listed(session, asked, services)
    await _answer(ack, asked, message)


async def dismiss(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.writing() as session:
        row = await _find(session, asked, services)
        await stored.dismiss(session, row.id)
        await _settled(session, asked, "delivery:dismiss", row, services.clock.now())
        message = await _listed(session, asked, services)
    await _answer(ack, asked, message)


async def list_for(session: Session, workspace: UUID, user: str) -> list[Undelivered]:
    """What this person may mend: all of it, or that of the programs that they manage."""
    everywhere = await stored_people.roles(session, workspace, user)
    if may("delivery:see", everywhere):
        found = await stored.list_undelivered(session, workspace)
        return found if everywhere & SEES_ALL else await _seen(session, workspace, user, found)
    mine = [
        program
        for program in await stored_people.list_programs_of(session, workspace, user)
        if may("delivery:see", await people.roles_in(session, workspace, user, program))
    ]
    return await stored.list_undelivered(session, workspace, mine) if mine else []


async def _seen(session: Session, workspace: UUID, user: str, found: list[Undelivered]) -> list[Undelivered]:
    """Without what is of programs that do not show to this person."""
    about = {each.program for each in found if each.program}
    hidden = {each for each in about if not (await stored_people.capacity(session, workspace, user, each)).sees}
    return [each for each in found if each.program not in hidden]


async def look_at_home(session: Session, row: Row, error: str, now: datetime) -> None:
    """Whoever can mend it sees it there; a Home that could not be shown is not shown for that."""
    if row.named == Home.__name__:
        return
    users = set(await stored_people.list_office(session, row.workspace))
    if program := row.about.get("program"):
        standing = await standings.get(session, await programs.get(session, row.workspace, UUID(program)))
        users |= set(standing.acting.get("program-manager", ()))
    if users:
        await outbox.refresh(session, row.workspace, *(Home(user) for user in sorted(users)))


async def _find(session: Session, asked: Asked, services: Services) -> Undelivered:
    row = await stored.get(session, asked.workspace, _id(asked.value))
    roles = await people.roles_in(session, asked.workspace, asked.person, row.program) if row.program else ()
    if row.program and not (await stored_people.capacity(session, asked.workspace, asked.person, row.program)).sees:
        raise gone()
    await people.check_may(session, asked, "delivery:mend", playbook=services.playbook, also=roles)
    return row


def _id(value: str) -> int:
    if not value.isdecimal():
        raise Refused("This button is out of date. Say `/pilot deliveries` for a fresh one.")
    return int(value)


async def _listed(session: Session, asked: Asked, services: Services) -> Message:
    found = await list_for(session, asked.workspace, asked.person)
    managed = await stored_people.list_programs_of(session, asked.workspace, asked.person)
    if not found:
        roles = [await people.roles_in(session, asked.workspace, asked.person, each) for each in managed]
        if not any(may("delivery:see", each) for each in roles):
            await people.check_may(session, asked, "delivery:see", playbook=services.playbook)
    codes = {each.id: each.code for each in await programs.list_programs(session, asked.workspace)}
    page = int(asked.value.partition("/")[2] or 0)
    return shown.undelivered(found, codes, page=page)


async def _settled(session: Session, asked: Asked, did: str, row: Undelivered, now: datetime) -> None:
    await outbox.refresh(session, asked.workspace, Home(asked.person))
    to = shown.subject(row)
    await audit.note(session, asked.by, did=did, to=to, at=now, program=row.program, after={"post": row.key})


async def _answer(ack: Ack, asked: Asked, message: Message) -> None:
    if asked.view and not asked.in_home:
        await items.present(asked, shown.page(message))
    else:
        await ack(text=message.text, blocks=message.blocks)
