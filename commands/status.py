"""Status: one program where it is named or lives, else all that this person may see."""

from commands import people, programs
from commands.dispatch import Ack, Dispatch
from commands.services import Asked, Services
from program.authority import OFFICE
from program.standings import Standing
from storage import people as stored_people
from storage import programs as stored
from storage import standings
from storage.database import Session
from templates import status as shown


def register(table: Dispatch) -> None:
    table.command(
        "status", status, help="Where this program stands, or all of yours", may="portfolio:see", in_program=False
    )
    table.action(shown.OPEN, open_one)
    table.action(shown.PAGE_OF, turn_page)


async def status(ack: Ack, asked: Asked, services: Services) -> None:
    now = services.clock.now()
    async with services.database.reading() as session:
        program = await programs.find_here(session, asked)
        if program:
            standing = await standings.get(session, program)
            await people.check_may(session, asked, "program:see", program.id, playbook=standing.playbook)
        else:
            visible = await see_all(session, asked)
    message = shown.status(standing, now) if program else shown.portfolio(visible, now)
    await ack(text=message.text, blocks=message.blocks)


async def open_one(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        program = await stored.get(session, asked.workspace, asked.id)
        standing = await standings.get(session, program)
        await people.check_may(session, asked, "program:see", program.id, playbook=standing.playbook)
    message = shown.status(standing, services.clock.now())
    await ack(text=message.text, blocks=message.blocks)


async def turn_page(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        visible = await see_all(session, asked)
    message = shown.portfolio(visible, services.clock.now(), page=int(asked.value))
    await ack(text=message.text, blocks=message.blocks)


async def see_all(session: Session, asked: Asked) -> list[Standing]:
    """The programs that this person may see: all for the program office, else those they have a role in."""
    roles = await stored_people.roles(session, asked.workspace, asked.person)
    mine = None if roles & OFFICE else await stored_people.list_programs_of(session, asked.workspace, asked.person)
    found = await stored.list_programs(session, asked.workspace, mine)
    return await standings.list_standings(session, await programs.list_seen(session, asked, found))
