"""Signs that a pilot is dying, each with what to do."""

from commands import items
from commands.dispatch import Ack, Dispatch
from commands.services import Asked, Services
from templates import signals as shown


def register(table: Dispatch) -> None:
    table.command(
        "signals",
        show,
        help="What puts the program in danger: the evidence, and what to do",
        may="program:see",
        example="/pilot signals",
    )
    table.action(shown.SHOW, show)


async def show(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing, _ = await items.find_standing(session, asked, "program:see")
    message = shown.shown(standing, services.clock.now())
    await ack(text=message.text, blocks=message.blocks)
