"""People: who holds which role of a program, appointing and replacing them; and the program office."""

from collections.abc import Sequence
from datetime import datetime

from commands import delegations, people, programs
from commands.dispatch import Ack, Dispatch
from commands.following import follow
from commands.hand_overs import take_over
from commands.services import Asked, Services, as_id
from program import people as rules
from program import production, stand_ins
from program.authority import may
from program.programs import Program
from storage import audit, standings
from storage import people as stored
from storage import programs as stored_programs
from storage.database import Session
from templates import people as shown
from templates.blocks import Message


def register(table: Dispatch) -> None:
    table.command(
        "people", show_here, help="Who holds which role; appoint, replace", may="portfolio:see", in_program=False
    )
    table.action(shown.SHOW, show)
    table.action(shown.PAGE_OF, show)
    table.action(shown.OPEN_APPOINT, open_form)
    table.view(shown.APPOINT, appoint)
    table.action(shown.OPEN_OFFICE, open_office)
    table.view(shown.OFFICE, appoint_office)


async def show_here(ack: Ack, asked: Asked, services: Services) -> None:
    """The people of the program that is named or lives here; elsewhere the program office."""
    async with services.database.reading() as session:
        program = await programs.find_here(session, asked)
        if program:
            message = await _people(session, asked, program, services.clock.now())
        else:
            roles = await people.check_may(session, asked, "portfolio:see", playbook=services.playbook)
            message = shown.office(await _office(session, asked), may_appoint=may("office:appoint", roles))
    await ack(text=message.text, blocks=message.blocks)


async def show(ack: Ack, asked: Asked, services: Services) -> None:
    id, _, page = asked.value.partition("/")
    async with services.database.reading() as session:
        program = await stored_programs.get(session, asked.workspace, as_id(id))
        message = await _people(session, asked, program, services.clock.now(), page=int(page or 0))
    await ack(text=message.text, blocks=message.blocks)


async def _people(session: Session, asked: Asked, program: Program, now: datetime, *, page: int = 0) -> Message:
    standing = await standings.get(session, program)
    roles = await people.check_may(session, asked, "people:see", program.id, playbook=standing.playbook)
    return shown.people(standing, now, user=asked.person, acts_as=roles, page=page)


# --- roles --------------------------------------------------------------------------------------------------------


async def open_form(ack: Ack, asked: Asked, services: Services) -> None:
    id, _, key = asked.value.partition("/")
    async with services.database.reading() as session:
        program = await stored_programs.get(session, asked.workspace, as_id(id))
        standing = await standings.get(session, program)
        production.check_kept(standing)
        await people.check_may(session, asked, "people:appoint", program.id, playbook=standing.playbook)
        role = standing.playbook.role(key)
        here = await _still_here(session, asked, standing.appointed[role.key])
    await asked.open(shown.appointment(program, role, here))


async def appoint(ack: Ack, asked: Asked, services: Services) -> None:
    now, chosen = services.clock.now(), asked.form.users("people")
    await people.meet(asked, services, chosen)

    async with services.database.writing() as session:
        program = await stored_programs.get(session, asked.workspace, asked.about_id("program"))
        before = await standings.get(session, program)
        production.check_kept(before)
        acts_as = await people.check_may(session, asked, "people:appoint", program.id, playbook=before.playbook)
        await people.check_holders(session, asked, {"people": chosen})
        role = before.playbook.role(asked.about.get("role", ""))
        held = before.appointed[role.key]
        users = rules.merged(held, seen=asked.about.get("seen", "").split(), chosen=chosen)
        rules.check_together({**before.hands, role.key: [*users, *before.stand_ins(role.key)]}, before.playbook)
        rules.check_appoints(
            role, users, before=before.appointed, playbook=before.playbook, by=asked.person, acts_as=acts_as
        )
        came, went = await stored.appoint(
            session, asked.workspace, program.id, role.key, users, by=asked.person, now=now
        )
        taken = None
        if came or went:
            for each in (one for user in went for one in stand_ins.ending(before, user, [role.key])):
                await delegations.end(session, asked.by, program, each, now)
                program = await stored_programs.get(session, asked.workspace, program.id)
            standing = await follow(session, asked.by, program, came=came, went=went, now=now)
            taken = await take_over(session, asked.by, standing, role.key, came=came, now=now)
            await audit.note(
                session, asked.by, did="people:appoint", to=program.code, at=now, program=program.id,
                before={role.key: held}, after={role.key: users},
            )  # fmt: skip

    await ack(response_action="update", view=shown.appointed(program, role, users, came, went, taken))


# --- the program office -------------------------------------------------------------------------------------------


async def open_office(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        await people.check_may(session, asked, "office:appoint", playbook=services.playbook)
        users = await _office(session, asked)
    await asked.open(shown.office_form(users))


async def appoint_office(ack: Ack, asked: Asked, services: Services) -> None:
    now, chosen = services.clock.now(), asked.form.users("people")
    await people.meet(asked, services, chosen)

    async with services.database.writing() as session:
        await people.check_may(session, asked, "office:appoint", playbook=services.playbook)
        await people.check_holders(session, asked, {"people": chosen})
        before = await stored.list_office(session, asked.workspace)
        users = rules.merged(before, seen=asked.about.get("seen", "").split(), chosen=chosen)
        rules.check_how_many(users, field="people")
        if set(users) != set(before):
            await stored.save_office(session, asked.workspace, users)
            await audit.note(
                session, asked.by, did="office:appoint", to="program office", at=now,
                before={"office": before}, after={"office": users},
            )  # fmt: skip

    await ack(response_action="update", view=shown.office_chosen(users))


async def _office(session: Session, asked: Asked) -> list[str]:
    return await _still_here(session, asked, await stored.list_office(session, asked.workspace))


async def _still_here(session: Session, asked: Asked, users: Sequence[str]) -> list[str]:
    known = await stored.list_known(session, asked.workspace, users)
    return [user for user in users if user in known and known[user].is_active]
