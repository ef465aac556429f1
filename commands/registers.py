"""Registers: the rows that a program keeps of what its playbook wants to know; added, corrected, withdrawn."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from rapidfuzz import fuzz, process

from commands import items, people
from commands.dispatch import LIKELY, Ack, Dispatch, Handler
from commands.services import Asked, Services, as_id
from program import facts, registers, surfaces, trainings
from program.authority import may
from program.errors import Refused
from program.facts import Facts
from program.playbook import Playbook
from program.programs import check_unfinished
from program.registers import Register, Row
from program.row_rules import ROW_RULES
from program.standings import Standing
from storage import audit, outbox, playbooks, programs, standings
from storage import people as stored_people
from storage import registers as stored
from storage.database import Session
from templates import registers as shown
from templates.words import as_typed, mentioned

SHORTCUTS = (  # registers that are added to in passing, straight to the form
    ("moment", "moments", "Note a case in which the AI clearly helped, or failed"),
    ("tuning", "tuning", "Log a change to prompts, screens, thresholds or the model"),
    ("training", "trainings", "Put down a training or Q&A session"),
    ("story", "stories", "Tell a success story: time saved, or better quality"),
)


def register(table: Dispatch) -> None:
    table.command("register", show, help="What is kept row by row; add a word for one register", may="register:see")
    table.shortcut("record-moment", open_from_message)
    for words, key, help in SHORTCUTS:
        table.command(words, _adding(key), help=help, may="register:add")
    table.action(shown.ALL, show)
    table.action(shown.OPEN, open_one)
    table.action(shown.TURN, open_one)
    table.action(shown.OPEN_ADD, open_add)
    table.action(shown.OPEN_CHANGE, open_change)
    table.action(shown.OPEN_WITHDRAW, open_withdraw)
    table.view(shown.ADD, add)
    table.view(shown.CHANGE, change)
    table.view(shown.WITHDRAW, withdraw)


@dataclass(frozen=True, slots=True)
class Found:
    """A register, the row that is asked about, and what the person may act as there."""

    standing: Standing
    register: Register
    row: Row | None
    roles: frozenset[str]

    @property
    def may_change(self) -> bool:
        return may("register:change", self.roles)


# --- what is shown ------------------------------------------------------------------------------------------------


async def show(ack: Ack, asked: Asked, services: Services) -> None:
    """All of them, or the one that is named."""
    async with services.database.reading() as session:
        asked, word = await items.split_words(session, asked)
        standing, roles = await items.find_standing(session, asked, "register:see")
    if word:
        this = Found(standing, _nearest(word, standing.playbook), None, roles)
        await items.present(asked, shown.one(standing, this.register, may_change=this.may_change))
    else:
        await items.present(asked, shown.every(standing))


async def open_one(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        this = await _find(session, asked, "register:see")
    page = int(asked.value.split("/")[2]) if asked.value.count("/") > 1 else 0
    await items.present(asked, shown.one(this.standing, this.register, may_change=this.may_change, page=page))


async def open_add(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        this = await _find(session, asked, "register:add")
    check_unfinished(this.standing.program)
    topic = asked.value.split("/")[2] if asked.value.count("/") > 1 else None
    registers.check_untold(this.register, topic, this.standing.rows)
    await items.present(asked, shown.form(this.standing, this.register, topic=topic))


def _adding(key: str) -> Handler:
    """Opens the form of a new row at once."""

    async def open_form(ack: Ack, asked: Asked, services: Services) -> None:
        await _open_new(asked, services, key)

    return open_form


async def open_from_message(ack: Ack, asked: Asked, services: Services) -> None:
    """A message becomes a moment: its words are the first draft, its channel says which program."""
    text = str((asked.message or {}).get("text") or "")
    async with services.database.reading() as session:
        known = await stored_people.list_known(session, asked.workspace, mentioned(text))
    names = {user: person.name for user, person in known.items()}
    await _open_new(asked, services, "moments", draft={"what": as_typed(text, names)})


async def _open_new(asked: Asked, services: Services, key: str, draft: Facts | None = None) -> None:
    async with services.database.reading() as session:
        standing, _ = await items.find_standing(session, asked, "register:add")
    check_unfinished(standing.program)
    register = next((each for each in standing.playbook.registers if each.key == key), None)
    if register is None:
        raise Refused("This program's playbook has no such register. `/pilot register` lists those it has.")
    await items.present(asked, shown.form(standing, register, draft=draft))


async def open_change(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        this, row = await _find_row(session, asked)
    await items.present(asked, shown.form(this.standing, this.register, row))


async def open_withdraw(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        this, row = await _find_row(session, asked)
    await items.present(asked, shown.withdraw(this.standing, this.register, row))


def _nearest(word: str, playbook: Playbook) -> Register:
    """The register whose name is most like what was typed."""
    names = {each.key: f"{each.key} {each.title}".casefold() for each in playbook.registers}
    near = process.extractOne(word.casefold(), names, scorer=fuzz.partial_ratio, score_cutoff=LIKELY)
    if near is None:
        known = ", ".join(f"`{key}`" for key in names)
        raise Refused(f"“{word[:40]}” is no register of this program. Say one of: {known}.")
    return playbook.register(str(near[2]))


# --- what changes -------------------------------------------------------------------------------------------------


async def add(ack: Ack, asked: Asked, services: Services) -> None:
    now = services.clock.now()
    await _meet(asked, services)

    async with services.database.writing() as session:
        this = await _find(session, asked, "register:add")
        program, register = this.standing.program, this.register
        given = asked.form.facts(register.fields)
        check_unfinished(program)
        await people.check_holders(session, asked, shown.people_in(register, given))
        checked = check(this.standing, register, None, given, now)
        topic = asked.about.get("topic")
        registers.check_untold(register, topic, this.standing.rows)
        number = await programs.next_number(session, program.id, register.code)
        row = Row(uuid4(), program.id, register.key, number, checked, asked.person, now, topic=topic)
        await stored.add(session, row)
        await _note(session, asked, this, "register:add", before=None, after=row, now=now)
        standing = await standings.get(session, program)

    await ack(response_action="update", view=shown.one(standing, register, may_change=this.may_change))


async def change(ack: Ack, asked: Asked, services: Services) -> None:
    """What changed meanwhile is not overwritten, and what was typed is not lost: the form comes back with both."""
    now = services.clock.now()
    await _meet(asked, services)

    async with services.database.writing() as session:
        this, before = await _find_row(session, asked)
        register = this.register
        given = asked.form.facts(register.fields)
        await people.check_holders(session, asked, shown.people_in(register, given))
        is_behind = shown.seen(before) != asked.about.get("seen") and given != before.facts
        if not is_behind:
            checked = check(this.standing, register, before.facts, given, now)
            after = registers.corrected(before, checked, by=asked.person, now=now)
            await _save(session, asked, this, "register:change", before, after, now)
        standing = await standings.get(session, this.standing.program)

    if is_behind:
        view = shown.form(standing, register, before, given=given)
    else:
        view = shown.one(standing, register, may_change=this.may_change)
    await ack(response_action="update", view=view)


async def withdraw(ack: Ack, asked: Asked, services: Services) -> None:
    now = services.clock.now()
    async with services.database.writing() as session:
        this, before = await _find_row(session, asked)
        after = registers.withdrawn(before, why=asked.form.text("why"), by=asked.person, now=now)
        await _save(session, asked, this, "register:withdraw", before, after, now)
        standing = await standings.get(session, this.standing.program)

    await ack(response_action="update", view=shown.one(standing, this.register, may_change=this.may_change))


# --- what they share ----------------------------------------------------------------------------------------------


async def _find(session: Session, asked: Asked, action: str) -> Found:
    """The register that a button or a form carries, for someone who may do this there."""
    standing, roles = await items.find_standing(session, asked, action)
    key = asked.value.split("/")[1] if "/" in asked.value else asked.about.get("register", "")
    return Found(standing, standing.playbook.register(key), None, roles)


async def _find_row(session: Session, asked: Asked) -> tuple[Found, Row]:
    """The row that a button or a form carries, in a program of this workspace that is not over."""
    row = await stored.get(session, as_id(asked.about.get("row") or asked.value))
    standing = await standings.get(session, await programs.get(session, asked.workspace, row.program))
    roles = await people.check_may(session, asked, "register:change", row.program, playbook=standing.playbook)
    check_unfinished(standing.program)
    registers.check_counts(row)
    return Found(standing, standing.playbook.register(row.register), row, roles), row


def check(standing: Standing, register: Register, before: Facts | None, given: Facts, now: datetime) -> dict[str, Any]:
    """The answers as they may be stored: each by its question, all together by the register's rule."""
    checked = facts.check(register.fields, given)
    if register.rule:
        ROW_RULES[register.rule](standing, before, checked, now)
    return checked


async def _meet(asked: Asked, services: Services) -> None:
    """Whoever the form names, before the transaction: Slack is asked about people whom the bot has not met."""
    async with services.database.reading() as session:
        program = await items.find_program(session, asked)
        playbook = await playbooks.get(session, program.playbook)
    register = playbook.register(asked.about.get("register", ""))
    named = shown.people_in(register, asked.form.facts(register.fields))
    await people.meet(asked, services, [user for users in named.values() for user in users])


async def _save(session: Session, asked: Asked, this: Found, did: str, before: Row, after: Row, now: datetime) -> None:
    if after == before:
        return
    await stored.save(session, after)
    await _note(session, asked, this, did, before=before, after=after, now=now)


async def _note(
    session: Session, asked: Asked, this: Found, did: str, *, before: Row | None, after: Row, now: datetime
) -> None:
    program = this.standing.program
    await outbox.refresh(
        session, asked.workspace, *surfaces.of_prompt(this.standing, now), *surfaces.of_evidence(this.standing)
    )
    if this.register.rule == trainings.RULE:  # a session has a day from which on somebody is asked who came
        await programs.look_by(session, program.id, now)
    to = f"{program.code} {registers.code(this.register, after)}"
    await audit.note(session, asked.by, did=did, to=to, at=now, program=program.id, before=before, after=after)
