"""A waiver that ran out after the launch is settled by its decider: waived anew, accepted, or rolled back."""

from uuid import uuid4

from commands import items, lapses
from commands.dispatch import Ack, Dispatch
from commands.services import Asked, Services
from commands.stopping import carry_out
from program import surfaces, waivers
from program.decisions import ROLLED_BACK, Decision
from program.errors import Refused
from program.gates import next_or_last
from program.playbook import ChecklistItem
from program.posts import Home
from program.standings import Standing
from program.waivers import ACCEPT, EXTEND, ROLL_BACK
from storage import audit, outbox
from storage import items as stored
from storage.database import Session
from templates import waivers as shown


def register(table: Dispatch) -> None:
    table.action(shown.OPEN, open_form)
    table.view(shown.RECORD, record)


async def _find(session: Session, asked: Asked) -> tuple[Standing, ChecklistItem]:
    standing, _ = await items.find_standing(session, asked, "waiver:settle")
    key = asked.value.partition("/")[2] or asked.about.get("item", "")
    return standing, waivers.check_settles(standing, key, by=asked.person)


async def open_form(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing, entry = await _find(session, asked)
    await items.present(asked, shown.form(standing, entry))


async def record(ack: Ack, asked: Asked, services: Services) -> None:
    way = asked.form.choice("way") or ""
    if way not in {EXTEND, ACCEPT, ROLL_BACK}:
        raise Refused("Choose what becomes of it.", field="way")
    async with services.database.writing() as session:
        standing, entry = await _find(session, asked)
        await (_roll_back if way == ROLL_BACK else _settle)(session, asked, services, standing, entry)
    await ack(response_action="update", view=shown.done(standing, entry, way, asked.form.date("expires")))


async def _settle(session: Session, asked: Asked, services: Services, standing: Standing, entry: ChecklistItem) -> None:
    now, form, program = services.clock.now(), asked.form, standing.program
    before = standing.item(entry.key)
    after = waivers.settled(
        standing, entry.key, form.choice("way") or "", why=form.text("reason"), control=form.text("control"),
        until=form.date("expires"), by=asked.person, now=now,
    )  # fmt: skip
    await stored.save(session, program.id, after)
    await lapses.plan(session, asked.workspace, program.id, now)
    seen_by = surfaces.of_item(standing, entry, now, touched=[asked.person])
    await outbox.refresh(session, asked.workspace, *seen_by, Home(asked.person))
    await audit.note(
        session, asked.by, did="waiver:settle", to=f"{program.code} {entry.title}", at=now, program=program.id,
        before=before, after=after,
    )  # fmt: skip


async def _roll_back(
    session: Session, asked: Asked, services: Services, standing: Standing, entry: ChecklistItem
) -> None:
    """The program is paused, by a decision of its own."""
    now, why, until = services.clock.now(), asked.form.text("reason"), asked.form.date("expires")
    waivers.check_rolls_back(why=why, until=until, today=standing.program.today(now))
    gate = next_or_last(standing)
    decision = Decision(
        uuid4(), standing.program.id, gate.key, None, ROLLED_BACK, f"{entry.title}: {why}", (), asked.person, now,
        standing.digest(gate), review_on=until,
    )  # fmt: skip
    await carry_out(session, asked, standing, decision, now)
