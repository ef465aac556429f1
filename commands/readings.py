"""Readings: recorded when they are due, corrected in the open, seen as a trend; and the alarm of what is not held."""

from datetime import date, datetime
from uuid import UUID

from commands import items, kpis
from commands.dispatch import Ack, Dispatch
from commands.services import Asked, Services, as_id
from program import production, readings
from program.errors import Refused
from program.kpis import Kpi, Reading
from program.posts import GuardBroken, Home, Post, in_program
from program.readings import Typed
from program.standings import Standing
from storage import audit, outbox, programs, standings
from storage import kpis as stored
from storage.database import Session
from templates import readings as shown
from templates.blocks import Message
from templates.kpis import OPEN_CORRECT, OPEN_RECORD, TREND

NONE_YET = "No KPI is defined yet. Define one first: `/pilot kpi define`."


def register(table: Dispatch) -> None:
    table.command("kpi record", open_record, help="Record a reading of a KPI", may="kpi:record")
    table.action(OPEN_RECORD, open_record)
    table.action(OPEN_CORRECT, open_correct)
    table.action(TREND, trend)
    table.view(shown.RECORD, record)
    table.view(shown.CORRECT, correct)
    table.render(GuardBroken, guard_broken)


async def open_record(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing, _ = await items.find_standing(session, asked, "kpi:record")
    if not standing.kpis:
        raise Refused(NONE_YET)
    kpi = kpis.find(standing, asked) if "/" in asked.value else None
    today = standing.program.today(services.clock.now())
    await items.present(asked, shown.record(standing, kpi, today=today))


async def record(ack: Ack, asked: Asked, services: Services) -> None:
    now = services.clock.now()
    async with services.database.writing() as session:
        standing, before = await _find(session, asked, chosen=asked.form.choice("kpi"))
        today = standing.program.today(now)
        reading = readings.taken(before, _typed(asked, today=today), by=asked.person, now=now)
        readings.check_reading(reading, before.counting, today=today)
        after = await _store(session, asked, standing, before, reading)
        await audit.note(
            session, asked.by, did="kpi:record", to=before.code, at=now, program=standing.program.id, after=reading
        )
    await ack(response_action="update", view=shown.recorded(after, reading))


async def open_correct(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing, _ = await items.find_standing(session, asked, "kpi:record")
    kpi = kpis.find(standing, asked)
    await items.present(asked, shown.correct(standing, kpi, _reading(kpi, as_id(asked.value.split("/")[2]))))


async def correct(ack: Ack, asked: Asked, services: Services) -> None:
    """The new reading takes the old one's place; the old one stays on record."""
    now = services.clock.now()
    async with services.database.writing() as session:
        standing, before = await _find(session, asked)
        old, today = _reading(before, asked.about_id("reading")), standing.program.today(now)
        typed = readings.taken(before, _typed(asked, today=today), by=asked.person, now=now)
        reading = readings.correct(before, asked.about_id("reading"), typed, today=today)
        after = await _store(session, asked, standing, before, reading)
        await audit.note(
            session, asked.by, did="kpi:correct", to=before.code, at=now, program=standing.program.id,
            before=old, after=reading,
        )  # fmt: skip
    await ack(response_action="update", view=shown.recorded(after, reading))


async def _store(session: Session, asked: Asked, standing: Standing, before: Kpi, reading: Reading) -> Kpi:
    """With the alarm, where this reading is the one that breaks what was to be held."""
    program, after = standing.program, readings.with_reading(before, reading)
    await stored.add_reading(session, before.id, reading)
    await kpis.show_again(session, asked, standing)
    await programs.look_by(session, program.id, reading.at)
    await outbox.refresh(session, asked.workspace, *(Home(user) for user in {asked.person, before.reader} if user))
    if readings.breaks(before, after) and reading.id:
        alarm = GuardBroken(program.id, before.id, reading.id)
        await outbox.add(session, asked.workspace, Post(alarm, program.channel or in_program(program.id), reading.at))
    return after


async def trend(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing, _ = await items.find_standing(session, asked, "program:see")
    message = shown.trend(kpis.find(standing, asked))
    await ack(text=message.text, blocks=message.blocks)


async def _find(session: Session, asked: Asked, *, chosen: str | None = None) -> tuple[Standing, Kpi]:
    standing, _ = await items.find_standing(session, asked, "kpi:record")
    production.check_kept(standing)
    return standing, kpis.get(standing, as_id(chosen)) if chosen else kpis.find(standing, asked)


def _reading(kpi: Kpi, id: UUID) -> Reading:
    found = next((each for each in kpi.readings if each.id == id), None)
    if found is None:
        raise Refused("This reading is not there any more. `/pilot kpi` shows those that are.")
    return found


def _typed(asked: Asked, *, today: date) -> Typed:
    form = asked.form
    return Typed(
        form.date("on") or today,
        form.number("value"),
        form.number("part"),
        form.number("whole"),
        form.text("note"),
        form.text("reason"),
    )


async def guard_broken(session: Session, workspace: UUID, subject: GuardBroken, now: datetime) -> Message | None:
    """Overtaken where the reading was corrected, or another one holds it again."""
    standing = await standings.get(session, await programs.get(session, workspace, subject.program))
    kpi = kpis.get(standing, subject.kpi)
    if subject.reading in kpi.corrected or not kpi.is_broken:
        return None
    to = {kpi.reader, *standing.holders.get("product-owner", ())} - {None}
    guarded = next((each for each in standing.kpis if each.id == kpi.guards), None)
    return shown.broken(kpi, _reading(kpi, subject.reading), sorted(filter(None, to)), guarded)
