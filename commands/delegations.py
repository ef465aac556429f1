"""Stand-ins: named for a period, beginning and ending by themselves, taken back at any time."""

from datetime import datetime
from uuid import UUID, uuid4

from commands import people
from commands.dispatch import Ack, Dispatch
from commands.following import follow
from commands.services import Asked, Services, as_id
from program import delegations, stand_ins
from program.audit import BOT, Actor
from program.authority import may
from program.delegations import Delegation, DelegationState
from program.errors import Refused
from program.posts import PeopleInvited, Post, StandInNamed, in_channel, to_person
from program.programs import Program
from program.standings import Standing
from storage import audit, outbox, programs, standings
from storage import delegations as stored
from storage import people as stored_people
from storage.database import Session
from templates import stand_ins as shown
from templates.blocks import Message


def register(table: Dispatch) -> None:
    table.action(shown.OPEN, open_form)
    table.view(shown.NAME, name)
    table.action(shown.TAKE_BACK, take_back)
    table.render(StandInNamed, stand_in_named)


async def open_form(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing = await _standing(session, asked, asked.id)
    roles = [
        role for role in standing.playbook.roles if asked.person in standing.appointed[role.key] and role.delegable
    ]
    if not roles:
        raise Refused("You hold no role here that somebody could stand in for: `/pilot people` shows who does.")
    await asked.open(shown.form(standing, roles, services.clock.now()))


async def _standing(session: Session, asked: Asked, program: UUID) -> Standing:
    standing = await standings.get(session, await programs.get(session, asked.workspace, program))
    await people.check_may(session, asked, "people:delegate", program, playbook=standing.playbook)
    return standing


async def name(ack: Ack, asked: Asked, services: Services) -> None:
    now, form = services.clock.now(), asked.form
    chosen = [user] if (user := form.user("stand_in")) else []
    await people.meet(asked, services, chosen)

    async with services.database.writing() as session:
        standing = await _standing(session, asked, asked.about_id("program"))
        program = standing.program
        await people.check_holders(session, asked, {"stand_in": chosen})
        role = standing.playbook.role(form.choice("role") or "")
        wish = stand_ins.Wish(asked.person, user, form.date("first"), form.date("last"))
        one = stand_ins.name(standing, role, wish, id=uuid4(), now=now)
        await stored.add(session, one)
        await outbox.add(session, asked.workspace, Post(StandInNamed(one.id), to_person(one.stand_in), now))
        await audit.note(
            session, asked.by, did="people:delegate", to=f"{program.code} {role.title}", at=now, program=program.id,
            after=one,
        )  # fmt: skip
        if one.starts_at <= now:
            one = await _begin(session, asked.by, program, one, now)

    await ack(response_action="update", view=shown.named(standing, one))


async def take_back(ack: Ack, asked: Asked, services: Services) -> None:
    now = services.clock.now()
    async with services.database.writing() as session:
        one = await stored.get(session, as_id(asked.value))
        standing = await standings.get(session, await programs.get(session, asked.workspace, one.program))
        acts_as = await people.check_may(session, asked, "people:see", one.program, playbook=standing.playbook)
        delegations.check_takes_back(one, by=asked.person, may_appoint=may("people:appoint", acts_as))
        await end(session, asked.by, standing.program, one, now, did="people:take-back")
    await ack(text=shown.taken_back(standing, one))


# --- beginning and ending -----------------------------------------------------------------------------------------


async def turn_due(services: Services) -> None:
    """Begin and end what is due, each in a transaction of its own."""
    now = services.clock.now()
    async with services.database.reading() as session:
        due = await stored.due(session, now)
    for workspace, id in due:
        async with services.database.writing() as session:
            one = await stored.get(session, id)
            program = await programs.get(session, workspace, one.program)
            by = Actor(workspace, BOT, "the stand-in's period")
            if one.ends_at <= now:
                await end(session, by, program, one, now)
            elif one.state is DelegationState.PLANNED:
                await _begin(session, by, program, one, now)


async def _begin(session: Session, by: Actor, program: Program, one: Delegation, now: datetime) -> Delegation:
    """From now on the stand-in is asked; where the role changed hands meanwhile, there is nothing to stand in for."""
    standing = await standings.get(session, program)
    held = standing.appointed.get(one.role, ())
    if one.user not in held or one.stand_in in standing.holders.get(one.role, ()):
        return await end(session, by, program, one, now)
    begun = delegations.begun(one, now=now)
    await stored.save(session, begun)
    await stored_people.stand_in(session, by.workspace, begun, now=now)
    standing = await follow(session, by, program, came=(), went=(one.user, one.stand_in), now=now)
    invited = PeopleInvited(program.id, standing.program.people_round)
    await outbox.add(session, by.workspace, Post(invited, in_channel(f"step:{program.id}"), now))
    await _note(session, by, "people:stand-in", standing, one, begun, now)
    return begun


async def end(
    session: Session, by: Actor, program: Program, one: Delegation, now: datetime, *, did: str = "people:stand-down"
) -> Delegation:
    """The role is the holder's again: what waits comes back to them."""
    over = delegations.ended(one, now=now)
    if over == one:
        return one
    await stored.save(session, over)
    await stored_people.stand_down(session, one, now=now)
    standing = await follow(session, by, program, came=(), went=(one.user, one.stand_in), now=now)
    await outbox.refresh(session, by.workspace, StandInNamed(one.id))
    await _note(session, by, did, standing, one, over, now)
    return over


async def _note(
    session: Session, by: Actor, did: str, standing: Standing, before: Delegation, after: Delegation, now: datetime
) -> None:
    to = f"{standing.program.code} {standing.playbook.role(after.role).title}"
    await audit.note(session, by, did=did, to=to, at=now, program=after.program, before=before, after=after)


# --- what the sender says -----------------------------------------------------------------------------------------


async def stand_in_named(session: Session, workspace: UUID, subject: StandInNamed, now: datetime) -> Message:
    one = await stored.get(session, subject.delegation)
    standing = await standings.get(session, await programs.get(session, workspace, one.program))
    return shown.told(standing, one)
