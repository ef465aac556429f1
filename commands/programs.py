"""Finding the program that a request is about; starting one; its channel and its plan."""

from commands.services import Asked
from program.errors import Refused
from program.programs import Program
from storage import people, programs
from storage.database import Session


async def find_here(session: Session, asked: Asked) -> Program | None:
    """The program named by its code, or that of this channel."""
    if asked.words:
        return await programs.get_by_code(session, asked.workspace, asked.words.split()[0])
    return await programs.find_in_channel(session, asked.workspace, asked.channel) if asked.channel else None


async def find(session: Session, asked: Asked) -> Program:
    """The program named by its code, that of this channel, or the only one this person has a role in."""
    if here := await find_here(session, asked):
        return here
    mine = await programs.list_programs(
        session, asked.workspace, await people.list_programs_of(session, asked.workspace, asked.person)
    )
    if len(mine) == 1:
        return mine[0]
    if not mine:
        raise Refused(
            "This channel belongs to no program, and you have no role in one."
            " `/pilot candidates` shows what could become one."
        )
    codes = ", ".join(f"`{each.code}`" for each in mine)
    raise Refused(f"Which program? This channel belongs to none of yours. Add its code: {codes}.")
