"""To whom a program shows, and the units that the program office keeps."""

from dataclasses import replace
from uuid import UUID

from commands import people
from commands.dispatch import Ack, Dispatch
from commands.services import Asked, Services
from program import visibility as rules
from program.programs import Program
from program.visibility import Visibility
from storage import audit, programs, standings
from storage import units as stored
from storage.database import Session
from templates import visibility as shown


def register(table: Dispatch) -> None:
    table.command("units", show_units, help="The units, and who belongs to them", may="unit:keep", in_program=False)
    table.action(shown.OPEN, open_form)
    table.view(shown.CHOOSE, choose)
    table.action(shown.OPEN_UNIT, open_unit)
    table.view(shown.UNIT, keep_unit)


async def open_form(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        program = await _program(session, asked, asked.id)
        units = list(await stored.list_units(session, asked.workspace))
    await asked.open(shown.form(program, units))


async def _program(session: Session, asked: Asked, id: UUID) -> Program:
    program = await programs.get(session, asked.workspace, id)
    standing = await standings.get(session, program)
    await people.check_may(session, asked, "program:visibility", id, playbook=standing.playbook)
    return program


async def choose(ack: Ack, asked: Asked, services: Services) -> None:
    now = services.clock.now()
    async with services.database.writing() as session:
        before = await _program(session, asked, asked.about_id("program"))
        unit = asked.form.choice("unit") or before.unit
        chosen = rules.check_chosen(asked.form.choice("visibility"), unit=unit)
        after = replace(before, visibility=chosen, unit=unit)
        if after != before:
            await programs.save(session, asked.workspace, after)
            await audit.note(
                session, asked.by, did="program:visibility", to=after.code, at=now, program=after.id,
                before={"visibility": before.visibility, "unit": before.unit},
                after={"visibility": after.visibility, "unit": after.unit},
            )  # fmt: skip
    private_wanted = after.visibility is Visibility.MEMBERS is not before.visibility
    await ack(response_action="update", view=shown.chosen(after, private_wanted=private_wanted))


# --- units --------------------------------------------------------------------------------------------------------


async def show_units(ack: Ack, asked: Asked, services: Services) -> None:
    """Their members are named to those who keep the list alone."""
    async with services.database.reading() as session:
        await people.check_may(session, asked, "unit:keep", playbook=services.playbook)
        units = await stored.list_units(session, asked.workspace)
    message = shown.units(units)
    await ack(text=message.text, blocks=message.blocks)


async def open_unit(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        await people.check_may(session, asked, "unit:keep", playbook=services.playbook)
        units = await stored.list_units(session, asked.workspace)
    name = next((each for each in units if rules.unit_key(each) == asked.value), None)
    await asked.open(shown.unit_form(name, units.get(name or "", [])))


async def keep_unit(ack: Ack, asked: Asked, services: Services) -> None:
    now, users = services.clock.now(), asked.form.users("people")
    name = rules.check_unit(asked.form.text("unit"))
    await people.meet(asked, services, users)
    async with services.database.writing() as session:
        await people.check_may(session, asked, "unit:keep", playbook=services.playbook)
        await people.check_holders(session, asked, {"people": users})
        units = await stored.list_units(session, asked.workspace)
        before = next((users for each, users in units.items() if rules.unit_key(each) == rules.unit_key(name)), [])
        await stored.save(session, asked.workspace, name, users)
        await audit.note(
            session, asked.by, did="unit:keep", to=name, at=now, before={"unit": before}, after={"unit": users}
        )
    await ack(response_action="update", view=shown.unit_kept(name, users))
