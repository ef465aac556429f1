"""Changes of what is live: proposed, answered by each role that must approve, and marked live once all have."""

from datetime import datetime
from uuid import UUID, uuid4

from commands import items, people
from commands.dispatch import Ack, Dispatch
from commands.services import Asked, Services
from program import approvals, changes
from program.authority import may
from program.changes import Answer, Change, ChangeState
from program.posts import ChangeAnswered, ChangeAsked, ChangeProposed, Home, Post, in_program, to_person
from program.standings import Standing
from storage import audit, outbox, programs, standings
from storage import changes as stored
from storage.database import Session
from templates import changes as shown
from templates.blocks import Message


def register(table: Dispatch) -> None:
    table.command("change", open_form, help="Change the model, a prompt, the provider or scope", may="change:propose")
    table.command("changes", show, help="Changes of what is live, and whose word is missing", may="program:see")
    table.action(shown.OPEN, open_form)
    table.action(shown.LIST, show)
    table.action(shown.LIST_OF, show_of)
    table.action(shown.APPROVE, approve)
    table.action(shown.OPEN_REFUSE, open_refuse)
    table.action(shown.OPEN_LIVE, open_live)
    table.action(shown.WITHDRAW, withdraw)
    table.view(shown.PROPOSE, propose)
    table.view(shown.REFUSE, refuse)
    table.view(shown.LIVE, go_live)
    table.render(ChangeAsked, change_asked)
    table.render(ChangeProposed, change_proposed)
    table.render(ChangeAnswered, change_answered)


async def show(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing, roles = await items.find_standing(session, asked, "program:see")
    page = asked.value.partition("/")[2]
    message = shown.listed(
        standing, asked.person, may_go_live=may("change:live", roles), page=int(page) if page.isdigit() else 0
    )
    await ack(text=message.text, blocks=message.blocks)


async def show_of(ack: Ack, asked: Asked, services: Services) -> None:
    """The changes of the program that one of them belongs to, where a list of what is owed names it."""
    async with services.database.reading() as session:
        standing, _ = await _find(session, asked, asked.id, "program:see")
        roles = await people.check_may(session, asked, "program:see", standing.program.id, playbook=standing.playbook)
    message = shown.listed(standing, asked.person, may_go_live=may("change:live", roles))
    await ack(text=message.text, blocks=message.blocks)


async def open_form(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing, _ = await items.find_standing(session, asked, "change:propose")
    approvals.check_time(standing)
    await items.present(asked, shown.form(standing, today=standing.program.today(services.clock.now())))


async def propose(ack: Ack, asked: Asked, services: Services) -> None:
    now, form = services.clock.now(), asked.form
    async with services.database.writing() as session:
        standing, _ = await items.find_standing(session, asked, "change:propose")
        approvals.check_time(standing)
        program, kind = standing.program, approvals.kind(standing.playbook, form.choice("kind") or "")
        today = program.today(now)
        change = Change(
            uuid4(), program.id, await programs.next_number(session, program.id, "change"), kind.key,
            form.text("what") or "", form.text("why") or "", form.text("effect") or "",
            form.date("planned_on") or today, approvals.roles(standing, kind), asked.person, now,
        )  # fmt: skip
        await stored.add(session, changes.check(change, today=today))
        to = program.channel or in_program(program.id)
        await outbox.show(session, asked.workspace, Post(ChangeProposed(change.id), to, now))
        users = approvals.asked(standing, change)
        asks = [Post(ChangeAsked(change.id, user), to_person(user), now) for user in users]
        await outbox.show(session, asked.workspace, *asks)
        await outbox.refresh(session, asked.workspace, *(Home(user) for user in users))
        await audit.note(
            session, asked.by, did="change:propose", to=f"{program.code} {change.code}", at=now, program=program.id,
            after=change,
        )  # fmt: skip
    await ack(response_action="update", view=shown.proposed(standing, change))


# --- the answers --------------------------------------------------------------------------------------------------


async def approve(ack: Ack, asked: Asked, services: Services) -> None:
    standing, change = await _answer(asked, services, asked.id, reason=None)
    await ack(text=shown.answered(standing, change).text)


async def open_refuse(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing, change = await _find(session, asked, asked.id, "change:answer")
    approvals.wanted_of(standing, change, asked.person)
    await items.present(asked, shown.refuse(standing, change))


async def refuse(ack: Ack, asked: Asked, services: Services) -> None:
    standing, change = await _answer(asked, services, asked.about_id("change"), reason=asked.form.text("reason") or "")
    await ack(response_action="update", view=shown.settled(standing, change))


async def _answer(asked: Asked, services: Services, id: UUID, *, reason: str | None) -> tuple[Standing, Change]:
    """In all the roles in which this person's word is wanted; with a reason it is a refusal."""
    now = services.clock.now()
    async with services.database.writing() as session:
        standing, before = await _find(session, asked, id, "change:answer", hold=True)
        approvals.check_time(standing)
        roles = approvals.wanted_of(standing, before, asked.person)
        answers = [Answer(uuid4(), id, role, asked.person, reason is None, reason, now) for role in roles]
        after = changes.answered(before, answers)
        await stored.add_answers(session, answers)
        by = people.acting(asked, standing, roles[0])
        did = "change:approve" if reason is None else "change:refuse"
        await audit.note(
            session, by, did=did, to=f"{standing.program.code} {after.code}", at=now, program=after.program,
            before=before, after=after,
        )  # fmt: skip
        await _show_again(session, asked, standing, before)
        if after.state is not ChangeState.WAITING:
            told = Post(ChangeAnswered(after.id, after.by), to_person(after.by), now)
            await outbox.add(session, asked.workspace, told)
    return standing, after


async def _show_again(session: Session, asked: Asked, standing: Standing, change: Change) -> None:
    """In place, for everybody who was asked, and in the channel."""
    users = {*approvals.asked(standing, change), *(each.user for each in change.answers), asked.person, change.by}
    asks = [ChangeAsked(change.id, user) for user in sorted(users)]
    await outbox.refresh(session, asked.workspace, ChangeProposed(change.id), *asks, *map(Home, sorted(users)))


# --- live, or taken back ------------------------------------------------------------------------------------------


async def open_live(ack: Ack, asked: Asked, services: Services) -> None:
    now = services.clock.now()
    async with services.database.reading() as session:
        standing, change = await _find(session, asked, asked.id, "change:live")
    today = standing.program.today(now)
    _live(standing, change, asked, now)
    await items.present(asked, shown.live(standing, change, today=today))


async def go_live(ack: Ack, asked: Asked, services: Services) -> None:
    now = services.clock.now()
    async with services.database.writing() as session:
        standing, before = await _find(session, asked, asked.about_id("change"), "change:live", hold=True)
        approvals.check_time(standing)
        after = _live(standing, before, asked, now)
        await _store(session, asked, standing, "change:live", before, after, now)
    await ack(response_action="update", view=shown.settled(standing, after))


def _live(standing: Standing, change: Change, asked: Asked, now: datetime) -> Change:
    today = standing.program.today(now)
    return changes.live(
        change,
        on=asked.form.date("on") or today,
        by=asked.person,
        waits_for=", ".join(title for title, _ in approvals.waits_for(standing, change)),
        approved_on=approvals.approved_on(standing, change),
        today=today,
    )


async def withdraw(ack: Ack, asked: Asked, services: Services) -> None:
    now = services.clock.now()
    async with services.database.writing() as session:
        standing, before = await _find(session, asked, asked.id, "change:propose", hold=True)
        after = changes.withdraw(before, by=asked.person, now=now)
        await _store(session, asked, standing, "change:withdraw", before, after, now)
    await ack(text=shown.answered(standing, after).text)


async def _store(
    session: Session, asked: Asked, standing: Standing, did: str, before: Change, after: Change, now: datetime
) -> None:
    await stored.save(session, after)
    await _show_again(session, asked, standing, before)
    to = f"{standing.program.code} {after.code}"
    await audit.note(session, asked.by, did=did, to=to, at=now, program=after.program, before=before, after=after)


async def _find(
    session: Session, asked: Asked, id: UUID, action: str, *, hold: bool = False
) -> tuple[Standing, Change]:
    """A change of this workspace, for someone who may do this to it; held, nobody else changes it meanwhile."""
    program = await programs.get(session, asked.workspace, await stored.program_of(session, id))
    if hold:
        await programs.next_number(session, program.id, "change-answer")
    standing = await standings.get(session, program)
    await people.check_may(session, asked, action, program.id, playbook=standing.playbook)
    return standing, next(each for each in standing.changes if each.id == id)


# --- what the sender says -----------------------------------------------------------------------------------------


async def change_asked(session: Session, workspace: UUID, subject: ChangeAsked, now: datetime) -> Message:
    standing, change = await _read(session, workspace, subject.change)
    return shown.asked(standing, change, subject.user)


async def change_proposed(session: Session, workspace: UUID, subject: ChangeProposed, now: datetime) -> Message:
    return shown.shown(*await _read(session, workspace, subject.change))


async def change_answered(session: Session, workspace: UUID, subject: ChangeAnswered, now: datetime) -> Message:
    return shown.told(*await _read(session, workspace, subject.change))


async def _read(session: Session, workspace: UUID, id: UUID) -> tuple[Standing, Change]:
    standing = await standings.get(
        session, await programs.get(session, workspace, await stored.program_of(session, id))
    )
    return standing, next(each for each in standing.changes if each.id == id)
