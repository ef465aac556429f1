"""Blockers: reported from an item, by command or from a message; cleared by whoever can; listed while they are open."""

from datetime import datetime
from uuid import UUID, uuid4

from commands import items, people
from commands.dispatch import Ack, Dispatch
from commands.services import Asked, Services
from program import blockers, surfaces
from program.blockers import Blocker
from program.errors import Refused
from program.playbook import Entry
from program.posts import BlockerAsked, BlockerCleared, BlockerRaised, Home, Post, Subject, in_program, to_person
from program.programs import Program, check_unfinished
from program.standings import Standing
from storage import audit, outbox, playbooks, programs, standings
from storage import blockers as stored
from storage import people as stored_people
from storage.database import Session
from templates import blockers as shown
from templates.blocks import Message
from templates.words import as_typed, mentioned


def register(table: Dispatch) -> None:
    table.command("blocker", open_report, help="Report what stands in the way", may="blocker:raise")
    table.command("blockers", list_open, help="What is blocked, and who can clear it", may="program:see")
    table.shortcut("report-blocker", open_from_message)
    table.action(shown.OPEN, open_report)
    table.action(shown.LIST, list_open)
    table.action(shown.OPEN_CLEAR, open_clear)
    table.view(shown.REPORT, report)
    table.view(shown.CLEAR, clear)
    table.render(BlockerRaised, blocker_raised)
    table.render(BlockerAsked, blocker_raised)
    table.render(BlockerCleared, blocker_cleared)


# --- report -------------------------------------------------------------------------------------------------------


async def open_report(ack: Ack, asked: Asked, services: Services) -> None:
    """About the item whose button was pressed, if it was an item's."""
    await _open(asked, services, what=None)


async def open_from_message(ack: Ack, asked: Asked, services: Services) -> None:
    """The message's words are the first draft; its channel says which program."""
    text = str((asked.message or {}).get("text") or "")
    async with services.database.reading() as session:
        known = await stored_people.list_known(session, asked.workspace, mentioned(text))
    await _open(asked, services, what=as_typed(text, {user: person.name for user, person in known.items()}))


async def _open(asked: Asked, services: Services, *, what: str | None) -> None:
    async with services.database.reading() as session:
        standing, _ = await items.find_standing(session, asked, "blocker:raise")
    check_unfinished(standing.program)
    key = asked.value.partition("/")[2]
    entry = standing.playbook.item(key) if key else None
    today = standing.program.today(services.clock.now())
    await items.present(
        asked,
        shown.report(
            standing, wanted_by=blockers.suggested_day(today), entry=entry, what=what, page=items.page_of(asked)
        ),
    )


async def report(ack: Ack, asked: Asked, services: Services) -> None:
    now, form = services.clock.now(), asked.form
    holder = form.user("holder") or ""
    await people.meet(asked, services, [holder])

    async with services.database.writing() as session:
        standing, _ = await items.find_standing(session, asked, "blocker:raise")
        program, key = standing.program, form.choice("item")
        check_unfinished(program)
        await people.check_holders(session, asked, {"holder": [holder]})
        entry = standing.playbook.item(key) if key else None
        blocker = blockers.check(
            Blocker(
                id=uuid4(),
                program=program.id,
                number=await programs.next_number(session, program.id, "blocker"),
                item=key,
                what=form.needed("what"),
                holder=holder,
                wanted_by=form.date("wanted_by") or program.today(now),
                raised_by=asked.person,
                raised_at=now,
            ),
            today=program.today(now),
        )
        await stored.add(session, blocker)
        is_outside = not any(each.user == holder for each in standing.appointments)
        await outbox.add(session, asked.workspace, *_asking(program, blocker, now, is_outside=is_outside))
        await outbox.refresh(session, asked.workspace, *_seen_by(standing, blocker, entry, now))
        to = f"{program.code} {blocker.code}"
        await audit.note(session, asked.by, did="blocker:raise", to=to, at=now, program=program.id, after=blocker)

    await ack(response_action="update", view=shown.reported(program, blocker, is_outside=is_outside))


def _asking(program: Program, blocker: Blocker, now: datetime, *, is_outside: bool) -> list[Post]:
    """In the channel; and to whoever holds no role and does not read there."""
    post = Post(BlockerRaised(blocker.id), program.channel or in_program(program.id), now)
    return [post, *([Post(BlockerAsked(blocker.id), to_person(blocker.holder), now)] if is_outside else [])]


def _seen_by(standing: Standing, blocker: Blocker, entry: Entry | None, now: datetime) -> list[Subject]:
    prompts = surfaces.of_prompt(standing, now, entry)
    return [BlockerRaised(blocker.id), BlockerAsked(blocker.id), Home(blocker.holder), *prompts]


# --- clear --------------------------------------------------------------------------------------------------------


async def open_clear(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        _, blocker = await _find(session, asked, asked.id)
    if not blocker.is_open:
        raise Refused(f"{blocker.code} is cleared already: “{blocker.how}”")
    await items.present(asked, shown.clear(blocker))


async def clear(ack: Ack, asked: Asked, services: Services) -> None:
    now, how = services.clock.now(), asked.form.text("how")

    async with services.database.writing() as session:
        standing, before = await _find(session, asked, asked.about_id("blocker"))
        after = blockers.clear(before, how=how, by=asked.person, now=now)
        if after != before:
            await _store(session, asked, standing, before, after)


async def _store(session: Session, asked: Asked, standing: Standing, before: Blocker, after: Blocker) -> None:
    program, now = standing.program, after.cleared_at or before.raised_at
    await stored.save(session, after)
    if after.raised_by != asked.person:
        raised, to = BlockerRaised(after.id), program.channel or in_program(program.id)
        await outbox.add(session, asked.workspace, Post(BlockerCleared(after.id), to, now, thread_of=raised))
    entry = standing.playbook.item(after.item) if after.item else None
    await outbox.refresh(session, asked.workspace, *_seen_by(standing, after, entry, now))
    to = f"{program.code} {after.code}"
    await audit.note(
        session, asked.by, did="blocker:clear", to=to, at=now, program=program.id, before=before, after=after
    )


async def _find(session: Session, asked: Asked, id: UUID) -> tuple[Standing, Blocker]:
    """A blocker of this workspace, for someone who may clear it."""
    blocker = await stored.get(session, id)
    standing = await standings.get(session, await programs.get(session, asked.workspace, blocker.program))
    also = {"holder"} if blocker.holder == asked.person else set()
    await people.check_may(session, asked, "blocker:clear", blocker.program, playbook=standing.playbook, also=also)
    return standing, blocker


# --- the list, and what the sender says ---------------------------------------------------------------------------


async def list_open(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing, _ = await items.find_standing(session, asked, "program:see")
    page = int(asked.value.partition("/")[2] or 0)
    message = shown.blockers(standing, services.clock.now(), page=page)
    await ack(text=message.text, blocks=message.blocks)


async def blocker_raised(
    session: Session, workspace: UUID, subject: BlockerRaised | BlockerAsked, now: datetime
) -> Message:
    blocker = await stored.get(session, subject.blocker)
    program = await programs.get(session, workspace, blocker.program)
    playbook = await playbooks.get(session, program.playbook)
    return shown.post(program, blocker, playbook.item(blocker.item) if blocker.item else None)


async def blocker_cleared(session: Session, workspace: UUID, subject: BlockerCleared, now: datetime) -> Message:
    return shown.cleared(await stored.get(session, subject.blocker))
