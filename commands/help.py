"""`/pilot` alone, or a word to the bot: what fits this person here and now, and the rest by what one wants."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from rapidfuzz import process

from commands import home, people, programs
from commands.dispatch import LIKELY, Ack, Command, Dispatch
from commands.services import Asked, Services, as_id
from program import help as rules
from program.authority import may
from program.errors import Refused
from program.owing import owed_by
from program.posts import HelpOffered, Post, to_person
from program.programs import Program
from storage import outbox, standings
from storage import people as stored_people
from storage import programs as stored_programs
from storage.database import Session
from templates import help as shown
from templates.blocks import Message

ALL = "all"
Usages = list[tuple[str, str]]  # what is said, and what it does


def register(table: Dispatch) -> None:
    async def help(ack: Ack, asked: Asked, services: Services) -> None:
        now = services.clock.now()
        async with services.database.reading() as session:
            program, wanted = await _read(session, asked)
            standing = await standings.get(session, program) if program else None
            roles = await stored_people.roles(session, asked.workspace, asked.person, program.id if program else None)
            roles = standing.playbook.acting(roles) if standing else roles
        allowed = _allowed(table, roles, in_program=program is not None)
        if wanted:
            message = _more(table, allowed, wanted, program)
        else:
            owed = owed_by(asked.person, standing, now) if standing else []
            fitting = rules.fitting([each.words for each in allowed], roles, standing, owed, now)
            message = shown.help(
                _usages(table.commands[words] for words in fitting), _groups(table, allowed),
                program=program, owed=owed,
            )  # fmt: skip
        await ack(text=message.text, blocks=message.blocks)

    async def offered(session: Session, workspace: UUID, subject: HelpOffered, now: datetime) -> Message:
        roles = await stored_people.roles(session, workspace, subject.user)
        owed = home.owed_in(await home.list_mine(session, workspace, subject.user), subject.user, now)
        allowed = _allowed(table, roles, in_program=False)
        fitting = rules.fitting([each.words for each in allowed], roles, None, owed, now)
        commands = _usages(table.commands[words] for words in fitting)
        return shown.help(commands, _groups(table, allowed), program=None, owed=owed)

    table.command(
        "help", help, help="What you can do here; add a subject, or “all”", may="use-case:list", in_program=False
    )
    table.action(shown.SHOW, help)
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


async def _read(session: Session, asked: Asked) -> tuple[Program | None, str]:
    """Which program, and on what: a button carries both; typed are a code, a subject, both, or neither."""
    if asked.value:
        id, _, wanted = asked.value.partition("/")
        program = await stored_programs.get(session, asked.workspace, as_id(id)) if id else None
        return program if program and await programs.sees(session, asked, program) else None, wanted
    words = asked.words.split()
    code = words.pop(0) if words and await programs.is_code(session, asked, words[0]) else ""
    return await programs.find_here(session, replace(asked, words=code)), " ".join(words).lower()


def _allowed(table: Dispatch, roles: frozenset[str], *, in_program: bool) -> list[Command]:
    """The commands that these roles allow; those about one program only where there is one."""
    return [
        each
        for each in table.commands.values()
        if may(each.may, roles) and each.words != "help" and (in_program or not each.in_program)
    ]


def _groups(table: Dispatch, allowed: Iterable[Command]) -> list[shown.Group]:
    """What there is of each group, in the table's order."""
    found = {group: _usages(each for each in allowed if each.group == group) for group in table.groups}
    return [shown.Group(key, table.groups[key], usages) for key, usages in found.items() if usages]


def _usages(commands: Iterable[Command]) -> Usages:
    return [(each.example, each.help) for each in commands]


def _more(table: Dispatch, allowed: list[Command], wanted: str, program: Program | None) -> Message:
    """A group by its key or title, all of them, or whatever begins with a command."""
    groups = _groups(table, allowed)
    named = [each for each in groups if wanted in {ALL, each.key, each.title.lower()}]
    if named:
        return shown.groups(named, program=program)
    below = [each for each in allowed if f"{each.words} ".startswith(f"{wanted} ")]
    if below:
        return shown.groups([shown.Group(wanted, f"/pilot {wanted}", _usages(below))], program=program)
    known = [*(each.key for each in groups), *(each.words for each in allowed)]
    near = process.extractOne(wanted, known, score_cutoff=LIKELY)
    meant = f"Did you mean `/pilot help {near[0]}`? " if near else ""
    subjects = ", ".join(each.key for each in groups)
    raise Refused(f"There is no help on “{wanted[:40]}” here. {meant}Say `/pilot help` with {subjects} or all.")
