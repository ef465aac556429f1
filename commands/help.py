"""`/pilot` alone: what this person can do, here and now, by their roles."""

from commands import programs
from commands.dispatch import Ack, Command, Dispatch
from commands.services import Asked, Services
from program.authority import may
from program.owing import owed_by
from storage import people as stored_people
from storage import standings
from templates import help as shown


def register(table: Dispatch) -> None:
    async def help(ack: Ack, asked: Asked, services: Services) -> None:
        async with services.database.reading() as session:
            program = await programs.find_here(session, asked)
            standing = await standings.get(session, program) if program else None
            roles = await stored_people.roles(session, asked.workspace, asked.person, program.id if program else None)
        owed = owed_by(asked.person, standing, services.clock.now()) if standing else []
        message = shown.help(
            grouped(table, roles, in_program=program is not None), program=program.code if program else None, owed=owed
        )
        await ack(text=message.text, blocks=message.blocks)

    table.command("help", help, help="What you can do here", may="use-case:list", in_program=False)


def grouped(table: Dispatch, roles: frozenset[str], *, in_program: bool) -> list[tuple[str, list[tuple[str, str]]]]:
    """The commands that these roles allow; those about one program only where there is one."""
    allowed = [each for each in table.commands.values() if may(each.may, roles) and each.words != "help"]
    anywhere = [_usage(each) for each in allowed if not each.in_program]
    here = [_usage(each) for each in allowed if each.in_program and in_program]
    return [(heading, found) for heading, found in (("In this program", here), ("Anywhere", anywhere)) if found]


def _usage(command: Command) -> tuple[str, str]:
    return command.example, command.help
