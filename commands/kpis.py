"""KPIs: the list, the card of one, and defining them, guards beside them, and the rates of the launch."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from commands import items, people
from commands.dispatch import Ack, Dispatch
from commands.services import Asked, Services, as_id
from program import kpis, surfaces
from program.authority import may
from program.errors import Refused
from program.kpis import Aim, Direction, Kind, Kpi, Meaning
from program.programs import check_unfinished
from program.standings import Standing
from storage import audit, outbox
from storage import kpis as stored
from storage import programs as stored_programs
from storage.database import Session
from templates import kpis as shown
from templates.blocks import Message, done, section
from templates.words import say

GONE = "This KPI is not there any more. `/pilot kpi` lists those that are."


def register(table: Dispatch) -> None:
    table.command("kpi", show, help="The KPIs, against their targets", may="program:see")
    table.command("kpi define", open_define, help="Define a KPI: baseline, target, source", may="kpi:define")
    table.command("kpi guard", open_guard, help="Say what must not get worse meanwhile", may="kpi:define")
    table.command("kpi launch", open_rates, help="Set up adoption, error and override rates", may="kpi:define")
    table.action(shown.LIST, show)
    table.action(shown.OPEN, open_card)
    table.action(shown.OPEN_DEFINE, open_define)
    table.action(shown.OPEN_GUARD, open_guard)
    table.action(shown.OPEN_RATES, open_rates)
    table.view(shown.DEFINE, define)
    table.view(shown.GUARD, guard)
    table.view(shown.RATES, set_rates)


# --- what is shown ------------------------------------------------------------------------------------------------


async def show(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing, roles = await items.find_standing(session, asked, "program:see")
    today = standing.program.today(services.clock.now())
    page = asked.value.partition("/")[2]
    message = shown.kpis(
        standing, may_define=may("kpi:define", roles), today=today, page=int(page) if page.isdigit() else 0
    )
    await ack(text=message.text, blocks=message.blocks)


async def open_card(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing, roles = await items.find_standing(session, asked, "program:see")
    today = standing.program.today(services.clock.now())
    view = shown.card(standing, find(standing, asked), may_define=may("kpi:define", roles), today=today)
    await items.present(asked, view)


async def open_define(ack: Ack, asked: Asked, services: Services) -> None:
    await items.present(asked, shown.define(await _may_define(asked, services), by=asked.person))


async def open_guard(ack: Ack, asked: Asked, services: Services) -> None:
    standing = await _may_define(asked, services)
    if not shown.targetable(standing):
        raise Refused("A guard stands beside a KPI that should change: define that one first, `/pilot kpi define`.")
    await items.present(asked, shown.guard(standing, by=asked.person))


async def open_rates(ack: Ack, asked: Asked, services: Services) -> None:
    standing = await _may_define(asked, services)
    _rates_left(standing)
    await items.present(asked, shown.rates(standing, by=asked.person))


async def _may_define(asked: Asked, services: Services) -> Standing:
    async with services.database.reading() as session:
        standing, _ = await items.find_standing(session, asked, "kpi:define")
    check_unfinished(standing.program)
    return standing


def _rates_left(standing: Standing) -> None:
    if not standing.playbook.measures.kpis.rates:
        raise Refused("The playbook of this program has no figures of the launch: `/pilot kpi define` adds a KPI.")
    if there := [kpi.code for kpi in standing.kpis if kpi.kind is Kind.RATE]:
        raise Refused(f"These are set up already, as {', '.join(there)}: `/pilot kpi`.")


# --- what is defined ----------------------------------------------------------------------------------------------


async def define(ack: Ack, asked: Asked, services: Services) -> None:
    form = asked.form
    direction, baseline = Direction(form.choice("direction") or Direction.UP), needed(asked, "baseline")
    aim, amount = Aim(form.choice("aim") or Aim.VALUE), needed(asked, "target")
    target = kpis.aimed(aim, amount, baseline=baseline, direction=direction)
    await _meet_reader(asked, services)

    async with services.database.writing() as session:
        standing, now = await _hold(session, asked, services)
        plain = await _begun(session, asked, standing, now)
        kpi = replace(
            plain,
            direction=direction,
            baseline=baseline,
            target=target,
            aim=aim,
            amount=None if aim is Aim.VALUE else amount,
            meaning=Meaning(form.choice("meaning") or Meaning.BUSINESS),
            worth=form.text("worth"),
        )
        await _add(session, asked, standing, [kpi], now)
    await _done(ack, "KPI defined", say("kpi_defined", **shown.facts(kpi)))


async def guard(ack: Ack, asked: Asked, services: Services) -> None:
    form, baseline = asked.form, needed(asked, "baseline")
    await _meet_reader(asked, services)

    async with services.database.writing() as session:
        standing, now = await _hold(session, asked, services)
        plain = await _begun(session, asked, standing, now)
        guarded = get(standing, as_id(form.choice("guards") or ""))
        kpi = replace(
            plain,
            direction=Direction(form.choice("direction") or Direction.DOWN),
            baseline=baseline,
            target=baseline,
            kind=Kind.GUARD,
            guards=guarded.id,
            tolerance=form.number("tolerance") or 0,
            meaning=guarded.meaning,
        )
        await _add(session, asked, standing, [kpi], now)
    await _done(ack, "Guard added", say("kpi_defined", **shown.facts(kpi)))


async def set_rates(ack: Ack, asked: Asked, services: Services) -> None:
    await _meet_reader(asked, services)
    async with services.database.writing() as session:
        standing, now = await _hold(session, asked, services)
        _rates_left(standing)
        made = []
        for rate in standing.playbook.measures.kpis.rates:
            limit = needed(asked, rate.key)
            plain = await _begun(session, asked, standing, now, name=rate.title, unit="%")
            direction = Direction(rate.direction)
            made.append(
                replace(plain, direction=direction, baseline=limit, target=limit, kind=Kind.RATE, rate=rate.key)
            )
        await _add(session, asked, standing, made, now)
    await _done(ack, "Set up", say("kpi_rates_set", kpis=made))


async def _meet_reader(asked: Asked, services: Services) -> None:
    reader = asked.form.user("reader")
    await people.meet(asked, services, [reader] if reader else [])


async def _begun(
    session: Session,
    asked: Asked,
    standing: Standing,
    now: datetime,
    *,
    name: str | None = None,
    unit: str | None = None,
) -> Kpi:
    """What every kind of KPI has; the rest is the form's own."""
    form, reader = asked.form, asked.form.user("reader")
    await people.check_holders(session, asked, {"reader": [reader] if reader else []})
    return Kpi(
        id=uuid4(),
        number=await stored_programs.next_number(session, standing.program.id, "kpi"),
        name=name or form.needed("name"),
        unit=unit or form.needed("unit"),
        direction=Direction.UP,
        baseline=0,
        target=0,
        source=form.needed("source"),
        meaning=Meaning.TECHNICAL,
        defined_by=asked.person,
        cadence_days=int(days) if (days := form.choice("cadence")) else None,
        reader=reader,
        since=standing.program.today(now),
    )


async def _hold(session: Session, asked: Asked, services: Services) -> tuple[Standing, datetime]:
    standing, _ = await items.find_standing(session, asked, "kpi:define")
    check_unfinished(standing.program)
    return standing, services.clock.now()


async def _add(session: Session, asked: Asked, standing: Standing, made: Sequence[Kpi], now: datetime) -> None:
    program, rules = standing.program, standing.playbook.measures.kpis
    for kpi in made:
        kpis.check(kpi)
        kpis.check_name(kpi, standing.kpis)
        if kpi.kind is Kind.TARGET:
            kpis.check_business(kpi, standing.kpis, rules.model_metrics)
        await stored.add(session, program.id, kpi)
        await audit.note(session, asked.by, did="kpi:define", to=kpi.code, at=now, program=program.id, after=kpi)
    await show_again(session, asked, standing)
    await stored_programs.look_by(session, program.id, now)


# --- what the other subjects of KPIs share ------------------------------------------------------------------------


async def show_again(session: Session, asked: Asked, standing: Standing) -> None:
    """What rests on the KPIs as evidence: open polls, and sign-offs that were given."""
    await outbox.refresh(session, asked.workspace, *surfaces.of_evidence(standing))


def find(standing: Standing, asked: Asked) -> Kpi:
    """The KPI that a button or a modal carries."""
    carried = asked.value.split("/")
    return get(standing, as_id(carried[1] if len(carried) > 1 else asked.about.get("kpi", "")))


def get(standing: Standing, id: UUID) -> Kpi:
    found = next((each for each in standing.kpis if each.id == id), None)
    if found is None:
        raise Refused(GONE)
    return found


def needed(asked: Asked, name: str) -> float:
    if (value := asked.form.number(name)) is None:
        raise Refused("A number is needed here.", field=name)
    return value


async def _done(ack: Ack, title: str, text: str) -> None:
    await ack(response_action="update", view=done(title, Message(text, [section(text)])))
