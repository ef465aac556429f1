"""Actions: given to one person with a day, handed over, finished with what came of it; listed while they are open."""

from datetime import datetime
from uuid import UUID, uuid4

from commands import items, people
from commands.dispatch import Ack, Dispatch
from commands.services import Asked, Services
from program import actions
from program.actions import Action
from program.blockers import suggested_day
from program.posts import ActionDone, ActionGiven, Home, Post, to_person
from program.programs import check_unfinished
from program.standings import Standing
from storage import actions as stored
from storage import audit, outbox, programs, standings
from storage.database import Session
from templates import actions as shown
from templates.blocks import Message


def register(table: Dispatch) -> None:
    table.command("action", open_give, help="Give somebody something to do, by a day", may="action:give")
    table.command("actions", list_open, help="What is to be done, by whom, by when", may="program:see")
    table.action(shown.OPEN, open_give)
    table.action(shown.LIST, list_open)
    table.action(shown.OPEN_DONE, open_done)
    table.action(shown.OPEN_MOVE, open_move)
    table.view(shown.GIVE, give)
    table.view(shown.DONE, finish)
    table.view(shown.MOVE, move)
    table.render(ActionGiven, action_given)
    table.render(ActionDone, action_done)


async def list_open(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing, _ = await items.find_standing(session, asked, "program:see")
    message = shown.actions(standing, services.clock.now(), page=int(asked.value.partition("/")[2] or 0))
    await ack(text=message.text, blocks=message.blocks)


async def open_give(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing, _ = await items.find_standing(session, asked, "action:give")
    check_unfinished(standing.program)
    due = suggested_day(standing.program.today(services.clock.now()))
    await items.present(asked, shown.give(standing, due=due))


async def give(ack: Ack, asked: Asked, services: Services) -> None:
    now, form, owner = services.clock.now(), asked.form, asked.form.user("owner") or ""
    await people.meet(asked, services, [owner])

    async with services.database.writing() as session:
        standing, _ = await items.find_standing(session, asked, "action:give")
        program = standing.program
        check_unfinished(program)
        await people.check_holders(session, asked, {"owner": [owner]})
        today = program.today(now)
        action = actions.check(
            Action(
                id=uuid4(),
                program=program.id,
                number=await programs.next_number(session, program.id, "action"),
                what=form.needed("what"),
                owner=owner,
                due=form.date("due") or today,
                raised_by=asked.person,
                raised_at=now,
            ),
            today=today,
        )
        await stored.add(session, action)
        await _tell_owner(session, asked, action, now)
        await programs.look_by(session, program.id, now)
        to = f"{program.code} {action.code}"
        await audit.note(session, asked.by, did="action:give", to=to, at=now, program=program.id, after=action)

    await ack(response_action="update", view=shown.given(program, action))


async def _tell_owner(session: Session, asked: Asked, action: Action, now: datetime) -> None:
    """Whoever gives it to themselves knows already."""
    await outbox.refresh(session, asked.workspace, Home(action.owner))
    if action.owner != asked.person:
        given = ActionGiven(action.id, action.owner, action.hands)
        await outbox.add(session, asked.workspace, Post(given, to_person(action.owner), now))


async def open_done(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        _, action = await _find(session, asked, asked.id, "action:finish")
    actions.check_open(action)
    await items.present(asked, shown.done(action))


async def open_move(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        _, action = await _find(session, asked, asked.id, "action:move")
    actions.check_open(action)
    await items.present(asked, shown.move(action))


async def finish(ack: Ack, asked: Asked, services: Services) -> None:
    now, outcome = services.clock.now(), asked.form.text("outcome")
    async with services.database.writing() as session:
        standing, before = await _find(session, asked, asked.about_id("action"), "action:finish")
        after = actions.finish(before, outcome=outcome, by=asked.person, now=now)
        if after != before:
            await _store(session, asked, standing, "action:finish", before, after, now)
            if after.raised_by != asked.person:
                told = Post(ActionDone(after.id), to_person(after.raised_by), now)
                await outbox.add(session, asked.workspace, told)


async def move(ack: Ack, asked: Asked, services: Services) -> None:
    now, form, owner = services.clock.now(), asked.form, asked.form.user("owner") or ""
    await people.meet(asked, services, [owner])
    async with services.database.writing() as session:
        standing, before = await _find(session, asked, asked.about_id("action"), "action:move")
        await people.check_holders(session, asked, {"owner": [owner]})
        today, due = standing.program.today(now), form.date("due") or before.due
        after = actions.hand_over(before, to=owner, due=due, today=today)
        await _store(session, asked, standing, "action:move", before, after, now)
        if after.owner != before.owner:
            await _tell_owner(session, asked, after, now)


async def _store(
    session: Session, asked: Asked, standing: Standing, did: str, before: Action, after: Action, now: datetime
) -> None:
    await stored.save(session, after)
    given = [ActionGiven(after.id, each.owner, each.hands) for each in (before, after)]
    await outbox.refresh(session, asked.workspace, *given, Home(before.owner), Home(after.owner))
    await programs.look_by(session, after.program, now)
    to = f"{standing.program.code} {after.code}"
    await audit.note(session, asked.by, did=did, to=to, at=now, program=after.program, before=before, after=after)


async def _find(session: Session, asked: Asked, id: UUID, action: str) -> tuple[Standing, Action]:
    """An action of this workspace, for someone who may do this to it."""
    found = await stored.get(session, id)
    standing = await standings.get(session, await programs.get(session, asked.workspace, found.program))
    also = {"holder"} if found.owner == asked.person else set()
    await people.check_may(session, asked, action, found.program, playbook=standing.playbook, also=also)
    return standing, found


# --- what the sender says -----------------------------------------------------------------------------------------


async def action_given(session: Session, workspace: UUID, subject: ActionGiven, now: datetime) -> Message:
    action = await stored.get(session, subject.action)
    return shown.asked(await programs.get(session, workspace, action.program), action, subject.user)


async def action_done(session: Session, workspace: UUID, subject: ActionDone, now: datetime) -> Message:
    return shown.finished(await stored.get(session, subject.action))
