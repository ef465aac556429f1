"""People: who holds which role of a program, appointing and replacing them; and the program office."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from commands import people, programs
from commands.dispatch import Ack, Dispatch
from commands.polls import reseat
from commands.services import Asked, Services, as_id
from commands.sign_offs import hand_over
from program import people as rules
from program import surfaces
from program.audit import Actor
from program.authority import may
from program.posts import Home, PeopleInvited, Plan, Post, RoleGiven, in_channel, to_person
from program.programs import Program, check_unfinished
from program.standings import Standing
from storage import audit, outbox, standings
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
    return shown.people(standing, now, may_appoint=may("people:appoint", roles), page=page)


# --- roles --------------------------------------------------------------------------------------------------------


async def open_form(ack: Ack, asked: Asked, services: Services) -> None:
    id, _, key = asked.value.partition("/")
    async with services.database.reading() as session:
        program = await stored_programs.get(session, asked.workspace, as_id(id))
        check_unfinished(program)
        standing = await standings.get(session, program)
        await people.check_may(session, asked, "people:appoint", program.id, playbook=standing.playbook)
        role = standing.playbook.role(key)
        here = await _still_here(session, asked, standing.holders[role.key])
    await asked.open(shown.appointment(program, role, here))


async def appoint(ack: Ack, asked: Asked, services: Services) -> None:
    now, chosen = services.clock.now(), asked.form.users("people")
    await people.meet(asked, services, chosen)

    async with services.database.writing() as session:
        program = await stored_programs.get(session, asked.workspace, asked.about_id("program"))
        check_unfinished(program)
        before = await standings.get(session, program)
        acts_as = await people.check_may(session, asked, "people:appoint", program.id, playbook=before.playbook)
        await people.check_holders(session, asked, {"people": chosen})
        role = before.playbook.role(asked.about.get("role", ""))
        held = before.holders[role.key]
        users = rules.merged(held, seen=asked.about.get("seen", "").split(), chosen=chosen)
        rules.check_appoints(
            role, users, before=before.holders, playbook=before.playbook, by=asked.person, acts_as=acts_as
        )
        came, went = await stored.appoint(
            session, asked.workspace, program.id, role.key, users, by=asked.person, now=now
        )
        if came or went:
            await follow(session, asked.by, program, came=came, went=went, now=now)
            await audit.note(
                session, asked.by, did="people:appoint", to=program.code, at=now, program=program.id,
                before={role.key: held}, after={role.key: users},
            )  # fmt: skip

    await ack(response_action="update", view=shown.appointed(program, role, users, came, went))


async def follow(
    session: Session,
    by: Actor,
    program: Program,
    *,
    came: Sequence[str],
    went: Sequence[str],
    now: datetime,
) -> Standing:
    """What a change of people brings with it: invitations, whoever is told, the plan, and signatures that wait."""
    workspace, program = by.workspace, replace(program, people_round=program.people_round + 1)
    await stored_programs.save(session, workspace, program)
    standing = await standings.get(session, program)
    await reseat(session, workspace, standing, now)
    await hand_over(session, standing, by, now)
    if came:
        step = Post(PeopleInvited(program.id, program.people_round), in_channel(f"step:{program.id}"), now)
        told = [Post(RoleGiven(program.id, user, program.people_round), to_person(user), now) for user in came]
        await outbox.add(session, workspace, step, *told)
    touched = {*came, *went, *standing.acting.get("program-manager", ())}
    shown_in = [Plan(program.id), *surfaces.of_prompt(standing, now), *surfaces.of_evidence(standing)]
    await outbox.refresh(session, workspace, *shown_in, *(Home(user) for user in sorted(touched)))
    return standing


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
