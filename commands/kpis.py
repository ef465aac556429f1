"""KPIs: define them, record readings, see the trend."""

from uuid import uuid4

from commands import people, programs
from commands.dispatch import Ack, Dispatch
from commands.services import Asked, Services, as_id
from program import kpis, readings, surfaces
from program.authority import may
from program.errors import Refused
from program.kpis import Direction, Kpi, Meaning, Reading
from program.programs import Program
from storage import audit, outbox, playbooks, standings
from storage import kpis as stored
from storage import programs as stored_programs
from storage.database import Session
from templates import kpis as shown
from templates.blocks import Message, done, section
from templates.words import say

NONE_YET = "No KPI is defined yet. Define one first: `/pilot kpi define`."


def register(table: Dispatch) -> None:
    table.command("kpi", show, help="The KPIs, against their targets", may="program:see")
    table.command("kpi define", open_define, help="Define a KPI: baseline, target, source", may="kpi:define")
    table.command("kpi record", open_record, help="Record a reading of a KPI", may="kpi:record")
    table.action(shown.LIST, show)
    table.action(shown.OPEN_DEFINE, open_define)
    table.action(shown.OPEN_RECORD, open_record)
    table.action(shown.TREND, trend)
    table.view(shown.DEFINE, define)
    table.view(shown.RECORD, record)


async def show(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        program, roles = await _allowed(session, asked, "program:see")
        found = await stored.list_kpis(session, program.id)
    message = shown.kpis(program, found, may_define=may("kpi:define", roles))
    await ack(text=message.text, blocks=message.blocks)


async def open_define(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        program, _ = await _allowed(session, asked, "kpi:define")
    await asked.open(shown.define(program))


async def define(ack: Ack, asked: Asked, services: Services) -> None:
    now, form = services.clock.now(), asked.form
    async with services.database.writing() as session:
        program, _ = await _allowed(session, asked, "kpi:define")
        kpi = kpis.check(
            Kpi(
                id=uuid4(),
                number=await stored_programs.next_number(session, program.id, "kpi"),
                name=form.needed("name"),
                unit=form.needed("unit"),
                direction=Direction(form.choice("direction") or Direction.UP),
                baseline=_number(asked, "baseline"),
                target=_number(asked, "target"),
                source=form.needed("source"),
                meaning=Meaning(form.choice("meaning") or Meaning.BUSINESS),
                defined_by=asked.person,
            )
        )
        kpis.check_name(kpi, await stored.list_kpis(session, program.id))
        await stored.add(session, program.id, kpi)
        await _show_again(session, asked, program)
        await audit.note(session, asked.by, did="kpi:define", to=kpi.code, at=now, program=program.id, after=kpi)
    await _done(ack, "KPI defined", say("kpi_defined", kpi=kpi))


async def open_record(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        program, _ = await _allowed(session, asked, "kpi:record")
        found = await stored.list_kpis(session, program.id)
    if not found:
        raise Refused(NONE_YET)
    await asked.open(shown.record(program, found, today=program.today(services.clock.now())))


async def record(ack: Ack, asked: Asked, services: Services) -> None:
    now = services.clock.now()
    async with services.database.writing() as session:
        program, _ = await _allowed(session, asked, "kpi:record")
        kpi = await stored.get(session, program.id, as_id(asked.form.choice("kpi") or ""))
        today = program.today(now)
        on = asked.form.date("on") or today
        reading = Reading(_number(asked, "value"), on, asked.form.text("note"), asked.person, now)
        readings.check_reading(reading, kpi.readings, today=today)
        await stored.add_reading(session, kpi.id, reading)
        await _show_again(session, asked, program)
        await audit.note(session, asked.by, did="kpi:record", to=kpi.code, at=now, program=program.id, after=reading)
    await _done(ack, "Recorded", say("kpi_recorded", kpi=readings.with_reading(kpi, reading), reading=reading))


async def trend(ack: Ack, asked: Asked, services: Services) -> None:
    _, _, kpi_id = asked.value.partition("/")
    async with services.database.reading() as session:
        program, _ = await _allowed(session, asked, "program:see")
        kpi = await stored.get(session, program.id, as_id(kpi_id))
    message = shown.trend(kpi)
    await ack(text=message.text, blocks=message.blocks)


async def _show_again(session: Session, asked: Asked, program: Program) -> None:
    """What rests on the KPIs as evidence: open polls, and sign-offs that were given."""
    standing = await standings.get(session, program)
    await outbox.refresh(session, asked.workspace, *surfaces.of_evidence(standing))


async def _allowed(session: Session, asked: Asked, action: str) -> tuple[Program, frozenset[str]]:
    """The program that a button or modal carries, else the one that the command is about; and the person's roles."""
    carried = asked.value.partition("/")[0] or asked.about.get("program")
    program = (
        await stored_programs.get(session, asked.workspace, as_id(carried))
        if carried
        else await programs.find(session, asked)
    )
    playbook = await playbooks.get(session, program.playbook)
    return program, await people.check_may(session, asked, action, program.id, playbook=playbook)


def _number(asked: Asked, name: str) -> float:
    if (value := asked.form.number(name)) is None:
        raise Refused("A number is needed here.", field=name)
    return value


async def _done(ack: Ack, title: str, text: str) -> None:
    await ack(response_action="update", view=done(title, Message(text, [section(text)])))
