"""The audit trail: who did what in a program, for whoever may look, and where its chain ends."""

from commands import items
from commands.dispatch import Ack, Dispatch
from commands.services import Asked, Services
from storage import audit as stored
from templates import audit as shown


def register(table: Dispatch) -> None:
    table.command("audit", show, help="Who did what in this program, and when", may="audit:see")
    table.action(shown.LIST, show)


async def show(ack: Ack, asked: Asked, services: Services) -> None:
    page = int(asked.value.partition("/")[2] or 0)
    async with services.database.reading() as session:
        standing, _ = await items.find_standing(session, asked, "audit:see")
        program = standing.program
        head = await stored.head(session, program.id)
        before = head.seq - page * shown.PAGE + 1
        entries = await stored.list_entries(session, program.id, limit=shown.PAGE, before=before)
    message = shown.entries(program, entries, head, page=page)
    await ack(text=message.text, blocks=message.blocks)
