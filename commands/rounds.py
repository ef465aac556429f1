"""Selection rounds: opened for a unit, seen, changed and closed; and the reminders before they close."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from commands import people
from commands.dispatch import Ack, Dispatch
from commands.items import present
from commands.services import Asked, Services
from program import rounds
from program.authority import may
from program.posts import RoundNudge
from program.rounds import Round
from program.use_cases import UseCase
from storage import audit, outbox
from storage import people as stored_people
from storage import rounds as stored
from storage import use_cases as stored_cases
from storage.database import Session
from templates import rounds as shown
from templates.blocks import Message

USUAL = timedelta(days=14)


def register(table: Dispatch) -> None:
    table.command("round", show, help="Selection rounds: open, see, close one", may="round:list", in_program=False)
    table.action(shown.SHOW, show)
    table.action(shown.OPEN_NEW, open_new)
    table.action(shown.OPEN_CHANGE, open_change)
    table.action(shown.OPEN_CLOSE, open_close)
    table.view(shown.NEW, add)
    table.view(shown.CHANGE, change)
    table.view(shown.CLOSE, close)
    table.render(RoundNudge, nudge)


async def show(ack: Ack, asked: Asked, services: Services) -> None:
    now = services.clock.now()
    async with services.database.reading() as session:
        roles = await people.check_may(session, asked, "round:list", playbook=services.playbook)
        found = await stored.list_rounds(session, asked.workspace)
        counted = [(each, len(await _candidates(session, asked.workspace, each))) for each in found]
    may_change = {str(each.id): may("round:change", roles | each.standing_of(asked.person)) for each in found}
    may_open = may("round:open", roles)
    message = shown.listed(counted, now.date(), may_open=may_open, may_change=may_change)
    await ack(text=message.text, blocks=message.blocks)


async def _candidates(session: Session, workspace: UUID, round: Round) -> list[UseCase]:
    found = await stored_cases.list_candidates(session, workspace)
    return [each for each in found if each.round == round.id]


# --- open, change, close ------------------------------------------------------------------------------------------


async def open_new(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        await people.check_may(session, asked, "round:open", playbook=services.playbook)
    closes_on = services.clock.now().date() + USUAL
    await present(asked, shown.form(None, owner=asked.person, closes_on=closes_on))


async def add(ack: Ack, asked: Asked, services: Services) -> None:
    now, owner = services.clock.now(), asked.form.user("owner") or ""
    await people.meet(asked, services, [owner])
    async with services.database.writing() as session:
        await people.check_may(session, asked, "round:open", playbook=services.playbook)
        await people.check_holders(session, asked, {"owner": [owner]})
        round = Round(
            uuid4(), asked.form.needed("unit"), owner, asked.form.date("closes_on") or now.date(),
            await _timezone(session, asked.workspace, owner), asked.person, now,
        )  # fmt: skip
        others = await stored.list_rounds(session, asked.workspace, open_only=True)
        rounds.check(round, others=others, now=now)
        due = rounds.next_due(round, services.playbook.cadence, now)
        await stored.add(session, asked.workspace, round, next_due_at=due)
        await audit.note(session, asked.by, did="round:open", to=round.unit, at=now, after=round)
    await ack(response_action="update", view=shown.done(round, 0))


async def _timezone(session: Session, workspace: UUID, owner: str) -> str:
    person = await stored_people.find(session, workspace, owner)
    return person.timezone if person else "UTC"


async def open_change(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        round = await _mine(session, asked, services, asked.id)
    await present(asked, shown.form(round, owner=round.owner, closes_on=round.closes_on))


async def change(ack: Ack, asked: Asked, services: Services) -> None:
    now, owner = services.clock.now(), asked.form.user("owner") or ""
    await people.meet(asked, services, [owner])
    async with services.database.writing() as session:
        before = await _mine(session, asked, services, asked.about_id("round"))
        await people.check_holders(session, asked, {"owner": [owner]})
        after = replace(
            before, unit=asked.form.needed("unit"), owner=owner,
            closes_on=asked.form.date("closes_on") or before.closes_on,
            timezone=await _timezone(session, asked.workspace, owner),
        )  # fmt: skip
        others = await stored.list_rounds(session, asked.workspace, open_only=True)
        rounds.check(after, others=others, now=now)
        due = rounds.next_due(after, services.playbook.cadence, now)
        await stored.save(session, asked.workspace, after, next_due_at=due)
        count = len(await _candidates(session, asked.workspace, after))
        await audit.note(session, asked.by, did="round:change", to=after.unit, at=now, before=before, after=after)
    await ack(response_action="update", view=shown.done(after, count))


async def open_close(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        round = await _mine(session, asked, services, asked.id)
        count = len(await _candidates(session, asked.workspace, round))
    await present(asked, shown.closing(round, count))


async def close(ack: Ack, asked: Asked, services: Services) -> None:
    now = services.clock.now()
    async with services.database.writing() as session:
        before = await _mine(session, asked, services, asked.about_id("round"))
        count = len(await _candidates(session, asked.workspace, before))
        after = rounds.close(before, count=count, why=asked.form.text("count_why"), by=asked.person, now=now)
        await stored.save(session, asked.workspace, after, next_due_at=None)
        await audit.note(session, asked.by, did="round:close", to=after.unit, at=now, before=before, after=after)
    await ack(response_action="update", view=shown.done(after, count))


async def _mine(session: Session, asked: Asked, services: Services, id: UUID) -> Round:
    round = await stored.get(session, asked.workspace, id)
    also = round.standing_of(asked.person)
    await people.check_may(session, asked, "round:change", playbook=services.playbook, also=also)
    rounds.check_open(round)
    return round


# --- reminders ----------------------------------------------------------------------------------------------------


async def post_due(services: Services) -> None:
    """Today's reminders of each round whose time has come; a day that was missed is not made up for."""
    now, cadence = services.clock.now(), services.playbook.cadence
    async with services.database.writing() as session:
        for workspace, round in await stored.due(session, now):
            found = await _candidates(session, workspace, round)
            await outbox.add(session, workspace, *rounds.due_posts(round, found, cadence, now))
            await stored.look_again(session, round.id, rounds.next_due(round, cadence, now))


async def nudge(session: Session, workspace: UUID, subject: RoundNudge, now: datetime) -> Message | None:
    """Nothing, where it was closed or answered meanwhile."""
    round = await stored.get(session, workspace, subject.round)
    found = await _candidates(session, workspace, round)
    owing = rounds.owing(found)
    is_owner, mine = subject.user == round.owner, owing.get(subject.user, [])
    if not round.is_open or not (is_owner or mine):
        return None
    return shown.nudge(round, found, mine, subject.day, is_owner=is_owner, waiting=sorted(owing))
