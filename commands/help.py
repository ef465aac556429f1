"""`/pilot` alone, or a word to the bot: what this person can do, here and now, by their roles."""

from datetime import datetime
from uuid import UUID

from commands import home, people, programs
from commands.dispatch import Ack, Command, Dispatch
from commands.services import Asked, Services
from program.authority import may
from program.owing import owed_by
from program.posts import HelpOffered, Post, to_person
from storage import outbox, standings
from storage import people as stored_people
from storage.database import Session
from templates import help as shown
from templates.blocks import Message


def register(table: Dispatch) -> None:
    async def help(ack: Ack, asked: Asked, services: Services) -> None:
        async with services.database.reading() as session:
            program = await programs.find_here(session, asked)
            standing = await standings.get(session, program) if program else None
            roles = await stored_people.roles(session, asked.workspace, asked.person, program.id if program else None)
            roles = standing.playbook.acting(roles) if standing else roles
        owed = owed_by(asked.person, standing, services.clock.now()) if standing else []
        message = shown.help(
            grouped(table, roles, in_program=program is not None), program=program.code if program else None, owed=owed
        )
        await ack(text=message.text, blocks=message.blocks)

    async def offered(session: Session, workspace: UUID, subject: HelpOffered, now: datetime) -> Message:
        roles = await stored_people.roles(session, workspace, subject.user)
        owed = home.owed_in(await home.list_mine(session, workspace, subject.user), subject.user, now)
        return shown.help(grouped(table, roles, in_program=False), program=None, owed=owed)

    table.command("help", help, help="What you can do here", may="use-case:list", in_program=False)
    table.event("app_mention", offer)
    table.event("message", offer)
    table.render(HelpOffered, offered)


async def offer(ack: Ack, asked: Asked, services: Services) -> None:
    """Whoever writes to the bot, or mentions it, learns what it listens to; what bots say is no question."""
    event = asked.message or {}
    to_bot = event.get("type") == "app_mention" or event.get("channel_type") == "im"
    if not to_bot or "subtype" in event or "bot_id" in event or not asked.person:
        return
    await people.meet(asked, services, [asked.person])
    async with services.database.writing() as session:
        post = Post(HelpOffered(asked.person, str(event["ts"])), to_person(asked.person), services.clock.now())
        await outbox.add(session, asked.workspace, post)


def grouped(table: Dispatch, roles: frozenset[str], *, in_program: bool) -> list[tuple[str, list[tuple[str, str]]]]:
    """The commands that these roles allow; those about one program only where there is one."""
    allowed = [each for each in table.commands.values() if may(each.may, roles) and each.words != "help"]
    anywhere = [_usage(each) for each in allowed if not each.in_program]
    here = [_usage(each) for each in allowed if each.in_program and in_program]
    return [(heading, found) for heading, found in (("In this program", here), ("Anywhere", anywhere)) if found]


def _usage(command: Command) -> tuple[str, str]:
    return command.example, command.help
