"""Signs that a pilot is dying, each with what to do."""

from itertools import groupby

from commands import items
from commands.dispatch import Ack, Dispatch
from commands.services import Asked, Services
from program import signals
from program.programs import ProgramState
from storage import programs, standings
from storage import signals as stored
from templates import signals as shown

AT_ONCE, MOST = 50, 200  # programs in one transaction, and in one tick: whoever waits for a message waits for no sign


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


# --- in the tick --------------------------------------------------------------------------------------------------


async def look_due(services: Services) -> None:
    """What shows for the first time, and what is gone, in the programs that wait for it; the rest of many next time."""
    for _ in range(MOST // AT_ONCE):
        if await _look(services) < AT_ONCE:
            return


async def _look(services: Services) -> int:
    now = services.clock.now()
    async with services.database.writing() as session:
        due = await programs.list_for_signs(session, now, limit=AT_ONCE)
        for workspace, group in groupby(sorted(due), key=lambda each: each[0]):
            found = await programs.list_programs(session, workspace, [program for _, program in group])
            running = [each for each in found if each.state is ProgramState.RUNNING]
            read = await standings.list_standings(session, running)
            await stored.save(session, [seen for each in read for seen in signals.news(each, now)])
        await programs.look_for_signs(session, [program for _, program in due], None)
    return len(due)
