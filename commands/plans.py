"""The plan in dates: as first said and as it is now; moving one gate or item; the public holidays."""

from dataclasses import asdict, replace
from datetime import date, datetime
from uuid import UUID, uuid4

from commands import holidays, items
from commands.dispatch import Ack, Dispatch
from commands.services import Asked, Services
from program import calendars, surfaces
from program.authority import may
from program.errors import Refused
from program.posts import DateMoved, Home, Plan, Post, in_program, to_person
from program.programs import Program, ProgramState, check_unfinished
from program.standings import Standing
from storage import audit, outbox, programs, standings
from storage.database import Session
from templates import plans as shown
from templates.blocks import Message


def register(table: Dispatch) -> None:
    table.command("plan", show, help="The dates as first said and as they are now, and why", may="program:see")
    table.action(shown.SHOW, show)
    table.action(shown.OPEN_MOVE, open_move)
    table.view(shown.MOVE, move)
    table.action(shown.OPEN_HOLIDAYS, open_holidays)
    table.view(shown.HOLIDAYS, choose_holidays)
    table.render(DateMoved, date_moved)


async def show(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing, roles = await items.find_standing(session, asked, "program:see")
    message = shown.plan(standing, services.clock.now(), may_move=may("program:reschedule", roles))
    await ack(text=message.text, blocks=message.blocks)


async def open_move(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing, _ = await items.find_standing(session, asked, "program:reschedule")
    check_unfinished(standing.program)
    await asked.open(shown.move_form(standing))


async def move(ack: Ack, asked: Asked, services: Services) -> None:
    now, form = services.clock.now(), asked.form
    gate, item = form.choice("gate"), form.choice("item")
    if bool(gate) == bool(item):
        raise Refused("Choose one gate or one item: one date moves at a time.", field="item" if gate else "gate")
    day = form.date("day")
    if day is None:
        raise Refused("Choose the new day.", field="day")
    key = gate or item or ""
    async with services.database.writing() as session:
        standing, _ = await items.find_standing(session, asked, "program:reschedule")
        before = standing.program
        reason, today = form.text("reason") or "", before.today(now)
        after = calendars.moved(standing, key, day, reason=reason, by=asked.person, today=today)
        await _save(session, asked, standing, after, now)
        await _tell(session, asked, replace(standing, program=after), key, now)
        old, new = before.move(key), after.move(key)
        await audit.note(
            session, asked.by, did="program:reschedule", to=before.code, at=now, program=before.id,
            before=asdict(old) if old else None, after=asdict(new) if new else None,
        )  # fmt: skip
    await ack(response_action="update", view=shown.moved(replace(standing, program=after), key))


async def _save(session: Session, asked: Asked, standing: Standing, after: Program, now: datetime) -> None:
    """The dates, and all that shows them."""
    await programs.save(session, asked.workspace, after)
    fresh = replace(standing, program=after)
    homes = [Home(user) for user in sorted({each.user for each in standing.appointments})]
    shown_in = [Plan(after.id), *surfaces.of_prompt(fresh, now), *surfaces.of_evidence(fresh), *homes]
    await outbox.refresh(session, asked.workspace, *shown_in)
    if after.state is ProgramState.RUNNING:
        await programs.look_again(session, after.id, now)


async def _tell(session: Session, asked: Asked, standing: Standing, key: str, now: datetime) -> None:
    """A gate is everybody's: the channel hears of it once. An item is its owner's, and nobody tells themselves."""
    program, turn = standing.program, str(uuid4())
    if any(each.key == key for each in standing.playbook.gates):
        to = program.channel or in_program(program.id)
        await outbox.add(session, asked.workspace, Post(DateMoved(program.id, key, turn), to, now))
        return
    for user in standing.owners(standing.playbook.item(key)):
        if user != asked.person:
            moved = DateMoved(program.id, key, turn, user)
            await outbox.add(session, asked.workspace, Post(moved, to_person(user), now))


# --- public holidays ----------------------------------------------------------------------------------------------


async def open_holidays(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing, _ = await items.find_standing(session, asked, "program:reschedule")
    check_unfinished(standing.program)
    await asked.open(shown.holidays_form(standing.program))


async def choose_holidays(ack: Ack, asked: Asked, services: Services) -> None:
    now, place = services.clock.now(), (asked.form.text("country") or "").strip().upper()
    years = asked.about.get("year", "")
    found = await holidays.of(place, int(years) if years.isdigit() else now.year)
    async with services.database.writing() as session:
        standing, _ = await items.find_standing(session, asked, "program:reschedule")
        before = standing.program
        check_unfinished(before)
        after = replace(before, country=place, holidays=_of_plan(before, found))
        await _save(session, asked, standing, after, now)
        await audit.note(
            session, asked.by, did="program:holidays", to=before.code, at=now, program=before.id,
            before={"country": before.country}, after={"country": place},
        )  # fmt: skip
    await ack(response_action="update", view=shown.holidays_chosen(replace(standing, program=after)))


def _of_plan(program: Program, found: frozenset[date]) -> frozenset[date]:
    return frozenset(each for each in found if each >= program.start)


# --- what the sender says -----------------------------------------------------------------------------------------


async def date_moved(session: Session, workspace: UUID, subject: DateMoved, now: datetime) -> Message:
    standing = await standings.get(session, await programs.get(session, workspace, subject.program))
    return shown.told(standing, subject.about)
