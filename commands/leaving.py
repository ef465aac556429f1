"""Leaving: somebody steps down, or Slack says that they left or are a guest now; who can fill the role is told once."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from commands import people
from commands.delegations import end
from commands.dispatch import Ack, Dispatch
from commands.following import follow
from commands.hand_overs import take_over
from commands.services import Asked, Services
from program import production, stand_ins
from program.audit import BOT, Actor
from program.delegations import Delegation
from program.errors import Refused
from program.people import keeper
from program.posts import Post, RoleVacant, to_person
from program.programs import ProgramState, check_unfinished
from program.standings import Standing
from storage import audit, outbox, programs, standings
from storage import people as stored
from storage.database import Session
from templates import leaving as words
from templates import people as shown
from templates.blocks import Message


def register(table: Dispatch) -> None:
    table.action(words.OPEN, open_form)
    table.view(words.RESIGN, resign)
    table.render(RoleVacant, role_vacant)


# --- stepping down ------------------------------------------------------------------------------------------------


async def open_form(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing = await _standing(session, asked, asked.id)
    held = [role for role in standing.playbook.roles if asked.person in standing.appointed[role.key]]
    if not held:
        raise Refused("You hold no role here yourself: `/pilot people` shows who does.")
    await asked.open(words.form(standing, held))


async def _standing(session: Session, asked: Asked, program: UUID) -> Standing:
    standing = await standings.get(session, await programs.get(session, asked.workspace, program))
    await people.check_may(session, asked, "people:resign", program, playbook=standing.playbook)
    check_unfinished(standing.program)
    return standing


async def resign(ack: Ack, asked: Asked, services: Services) -> None:
    now = services.clock.now()
    async with services.database.writing() as session:
        before = await _standing(session, asked, asked.about_id("program"))
        role = before.playbook.role(asked.form.choice("role") or "")
        held = before.appointed[role.key]
        if asked.person not in held:
            raise Refused(f"You are not {role.title} any more.", field="role")
        left = [user for user in held if user != asked.person]
        if not left and not await _fillers(session, asked.workspace, before, asked.person):
            raise Refused(
                f"Nobody else could appoint a {role.title}: appoint who comes after you first, in `/pilot people`.",
                field="role",
            )
        program = before.program
        await _end_stand_ins(session, asked.by, stand_ins.ending(before, asked.person, [role.key]), before, now)
        await stored.appoint(session, asked.workspace, program.id, role.key, left, by=asked.person, now=now)
        standing = await _after(session, asked.by, before, asked.person, [role.key], "resigned", now)
        await audit.note(
            session, asked.by, did="people:resign", to=f"{program.code} {role.title}", at=now, program=program.id,
            before={role.key: held}, after={role.key: left},
        )  # fmt: skip
    await ack(response_action="update", view=words.resigned(standing, role))


# --- what Slack tells ---------------------------------------------------------------------------------------------


async def leave(asked: Asked, services: Services, id: UUID, user: str, why: str) -> None:
    """Every role of one program falls vacant, or goes on with whoever else holds it."""
    now = services.clock.now()
    async with services.database.writing() as session:
        program = await programs.get(session, asked.workspace, id)
        before, by = await standings.get(session, program), Actor(asked.workspace, BOT, asked.where)
        if program.state is ProgramState.FINISHED and not production.is_live(before):
            return
        await _end_stand_ins(session, by, stand_ins.ending(before, user, before.appointed, leaves=True), before, now)
        held = await stored.vacate(session, id, user, now=now)
        if not held:
            return
        await _after(session, by, before, user, held, why, now)
        await audit.note(
            session, by, did="people:leave", to=program.code, at=now, program=id,
            before={"user": user, "roles": held}, after={"user": user, "roles": []},
        )  # fmt: skip


async def _end_stand_ins(
    session: Session, by: Actor, ending: Sequence[Delegation], standing: Standing, now: datetime
) -> None:
    for each in ending:
        current = await programs.get(session, by.workspace, standing.program.id)
        await end(session, by, current, each, now)


async def _after(
    session: Session, by: Actor, before: Standing, user: str, roles: Sequence[str], why: str, now: datetime
) -> Standing:
    """What waits follows the roles; who can fill those that nobody holds now is told once."""
    program = await programs.get(session, by.workspace, before.program.id)
    standing = await follow(session, by, program, came=(), went=[user], now=now)
    for role in roles:
        await take_over(session, by, standing, role, came=(), now=now)
    if any(not standing.appointed.get(role) for role in roles):
        told = await _fillers(session, by.workspace, standing, user)
        vacancies = [RoleVacant(program.id, user, standing.program.people_round, why, each) for each in told]
        await outbox.add(session, by.workspace, *(Post(each, to_person(each.to), now) for each in vacancies))
    return standing


async def _fillers(session: Session, workspace: UUID, standing: Standing, leaving: str) -> list[str]:
    """One person who can appoint: whoever keeps the program, or else the program office."""
    others = {role: [user for user in users if user != leaving] for role, users in standing.acting.items()}
    if told := keeper(others):
        return [told]
    return [user for user in await stored.list_office(session, workspace) if user != leaving]


# --- what the sender says -----------------------------------------------------------------------------------------


async def role_vacant(session: Session, workspace: UUID, subject: RoleVacant, now: datetime) -> Message | None:
    """Nothing, where somebody was appointed before this could be said."""
    standing = await standings.get(session, await programs.get(session, workspace, subject.program))
    former = await stored.list_former(session, subject.program, subject.user)
    roles = [role for role in standing.playbook.roles if role.key in former and not standing.holders[role.key]]
    taken = sum(item.owner == subject.user and not item.is_settled for item in standing.items.values())
    return shown.role_vacant(standing, subject.user, roles, taken, why=subject.why) if roles else None
