"""Finding the program that a request is about; starting one; its channel and its plan."""

from collections.abc import Iterable

from commands.services import Asked
from program.errors import Refused
from program.programs import Program
from program.visibility import Visibility, unknown
from storage import people, programs
from storage.database import Session


async def find_here(session: Session, asked: Asked) -> Program | None:
    """The program named by its code, or that of this channel."""
    if asked.words:
        code = asked.words.split()[0]
        program = await programs.get_by_code(session, asked.workspace, code)
        if not await sees(session, asked, program):
            raise unknown(code)
        return program
    found = await programs.find_in_channel(session, asked.workspace, asked.channel) if asked.channel else None
    return found if found and await sees(session, asked, found) else None


async def sees(session: Session, asked: Asked, program: Program) -> bool:
    """Whether it shows to this person; where it does not, it is as if it were not there."""
    if program.visibility is Visibility.WORKSPACE:
        return True
    return (await people.capacity(session, asked.workspace, asked.person, program.id)).sees


async def list_seen(session: Session, asked: Asked, found: Iterable[Program]) -> list[Program]:
    return [each for each in found if await sees(session, asked, each)]


async def is_code(session: Session, asked: Asked, word: str) -> bool:
    """Whether this word names a program that shows to this person."""
    found = await programs.find_by_code(session, asked.workspace, word)
    return found is not None and await sees(session, asked, found)


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
