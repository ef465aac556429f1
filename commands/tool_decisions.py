"""Deciding on AI tools: approved within limits, turned down with something else, looked at again, retired."""

from datetime import datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from commands import people
from commands.dispatch import Ack, Dispatch
from commands.items import present
from commands.services import Asked, Services, as_id
from commands.tools import alternative, approved, card, unit_of, words_of
from program import tools
from program.posts import Home, Post, ToolAsked, ToolDecided, ToolRetired, ToolReview, to_person
from program.tools import State, Terms, Tool
from storage import audit, outbox, units
from storage import people as stored_people
from storage import tools as stored
from storage.database import Session
from templates import tools as shown
from templates.blocks import Message
from templates.words import say

MORNING = time(9)


def register(table: Dispatch) -> None:
    table.action(shown.OPEN_APPROVE, open_approve)
    table.action(shown.OPEN_DOWN, open_down)
    table.action(shown.OPEN_KEEP, open_keep)
    table.action(shown.OPEN_RETIRE, open_retire)
    table.view(shown.APPROVE, approve)
    table.view(shown.DOWN, turn_down)
    table.view(shown.KEEP, keep)
    table.view(shown.RETIRE, retire)
    table.option(shown.OPTIONS, options)
    table.render(ToolAsked, wanted)
    table.render(ToolDecided, decided)
    table.render(ToolReview, review)
    table.render(ToolRetired, retired)


async def open_approve(ack: Ack, asked: Asked, services: Services) -> None:
    today = services.clock.now().date()
    async with services.database.reading() as session:
        tool = await _to_decide(session, asked, services, asked.id)
        names = list(await units.list_units(session, asked.workspace))
    tools.check_can_decide(tool, asked.person)
    view = shown.approve(tool, words_of(services.playbook), names, review_on=today + tools.USUAL)
    await present(asked, view)


async def open_down(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        tool = await _to_decide(session, asked, services, asked.id)
    tools.check_can_decide(tool, asked.person)
    await present(asked, shown.turn_down(tool, words_of(services.playbook), today=services.clock.now().date()))


async def _to_decide(session: Session, asked: Asked, services: Services, id: UUID) -> Tool:
    await people.check_may(session, asked, "tool:decide", playbook=services.playbook)
    return await stored.get(session, asked.workspace, id)


async def approve(ack: Ack, asked: Asked, services: Services) -> None:
    now, form = services.clock.now(), asked.form
    owner = form.user("owner") or ""
    await people.meet(asked, services, [owner])
    async with services.database.writing() as session:
        before = await _to_decide(session, asked, services, asked.about_id("tool"))
        await people.check_holders(session, asked, {"owner": [owner]})
        terms = Terms(
            owner=owner, review_on=form.date("review_on"), data=form.choices("data"), unit=unit_of(asked),
            limits=form.text("limits"), learn=form.text("learn"),
        )  # fmt: skip
        after = tools.approve(before, terms, by=asked.person, now=now)
        await _decide(session, asked, "tool:approve", before, after, now)
        await _remind(session, asked.workspace, after)
        view = await card(session, asked, services, after, say("tool_saved", tool=after))
    await ack(response_action="update", view=view)


async def turn_down(ack: Ack, asked: Asked, services: Services) -> None:
    now, form = services.clock.now(), asked.form
    chosen = form.choice("alternative")
    async with services.database.writing() as session:
        before = await _to_decide(session, asked, services, asked.about_id("tool"))
        other = await stored.get(session, asked.workspace, as_id(chosen)) if chosen else None
        after = tools.turn_down(
            before, by=asked.person, now=now, reason=form.needed("reason"), alternative=other,
            instead=form.text("instead"),
        )  # fmt: skip
        await _decide(session, asked, "tool:turn-down", before, after, now)
        view = await card(session, asked, services, after, say("tool_saved", tool=after))
    await ack(response_action="update", view=view)


async def _decide(session: Session, asked: Asked, did: str, before: Tool, after: Tool, now: datetime) -> None:
    """Whoever asked learns it privately; the others who might have decided see that it is done."""
    await stored.save(session, asked.workspace, after)
    deciders = await stored.list_deciders(session, asked.workspace, but=after.asked_by)
    shows = [subject for user in deciders for subject in (ToolAsked(after.id, user), Home(user))]
    await outbox.refresh(session, asked.workspace, *shows)
    await outbox.add(session, asked.workspace, Post(ToolDecided(after.id), to_person(after.asked_by), now))
    await audit.note(session, asked.by, did=did, to=after.name, at=now, before=before, after=after)


async def _remind(session: Session, workspace: UUID, tool: Tool) -> None:
    """On its day, in the morning, whoever answers for it and whoever approved it."""
    users = [each for each in dict.fromkeys([tool.owner, tool.decided_by]) if each]
    known = await stored_people.list_known(session, workspace, users)
    if (day := tool.review_on) is None:
        return
    posts = []
    for user in users:
        zone = ZoneInfo(known[user].timezone if user in known else "UTC")
        posts.append(Post(ToolReview(tool.id, user, day), to_person(user), datetime.combine(day, MORNING, zone)))
    await outbox.add(session, workspace, *posts)


# --- afterwards ---------------------------------------------------------------------------------------------------


async def open_keep(ack: Ack, asked: Asked, services: Services) -> None:
    today = services.clock.now().date()
    async with services.database.reading() as session:
        tool = await _to_decide(session, asked, services, asked.id)
    tools.check_can_keep(tool, asked.person)
    await present(asked, shown.keep(tool, words_of(services.playbook), review_on=today + tools.USUAL, today=today))


async def keep(ack: Ack, asked: Asked, services: Services) -> None:
    now, form = services.clock.now(), asked.form
    owner = form.user("owner") or ""
    await people.meet(asked, services, [owner])
    async with services.database.writing() as session:
        before = await _to_decide(session, asked, services, asked.about_id("tool"))
        await people.check_holders(session, asked, {"owner": [owner]})
        after = tools.keep(
            before, by=asked.person, now=now, review_on=form.date("review_on"), owner=owner, limits=form.text("limits")
        )
        await stored.save(session, asked.workspace, after)
        await _remind(session, asked.workspace, after)
        await audit.note(session, asked.by, did="tool:keep", to=after.name, at=now, before=before, after=after)
        view = await card(session, asked, services, after, say("tool_saved", tool=after))
    await ack(response_action="update", view=view)


async def open_retire(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        tool = await _to_decide(session, asked, services, asked.id)
    await present(asked, shown.retire(tool))


async def retire(ack: Ack, asked: Asked, services: Services) -> None:
    now = services.clock.now()
    async with services.database.writing() as session:
        before = await _to_decide(session, asked, services, asked.about_id("tool"))
        after = tools.retire(before, by=asked.person, now=now, reason=asked.form.needed("reason"))
        await stored.save(session, asked.workspace, after)
        told = sorted({after.owner, after.asked_by} - {asked.person})
        posts = [Post(ToolRetired(after.id, user), to_person(user), now) for user in told]
        await outbox.add(session, asked.workspace, *posts)
        await audit.note(session, asked.by, did="tool:retire", to=after.name, at=now, before=before, after=after)
        view = await card(session, asked, services, after, say("tool_saved", tool=after))
    await ack(response_action="update", view=view)


async def options(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        await people.check_may(session, asked, "tool:decide", playbook=services.playbook)
        found = approved(await stored.list_open(session, asked.workspace))
    await ack(options=shown.options(tools.in_order(tools.matching(found, asked.words), ())))


# --- what is said unasked -----------------------------------------------------------------------------------------


async def wanted(session: Session, workspace: UUID, subject: ToolAsked, now: datetime) -> Message | None:
    tool = await stored.get(session, workspace, subject.tool)
    other = await alternative(session, workspace, tool)
    return shown.wanted(tool, today=now.date(), alternative=other)


async def decided(session: Session, workspace: UUID, subject: ToolDecided, now: datetime) -> Message | None:
    tool = await stored.get(session, workspace, subject.tool)
    return shown.decided(tool, alternative=await alternative(session, workspace, tool))


async def review(session: Session, workspace: UUID, subject: ToolReview, now: datetime) -> Message | None:
    """Nothing, where somebody looked at it meanwhile or it was retired."""
    tool = await stored.get(session, workspace, subject.tool)
    if tool.state is not State.APPROVED or tool.review_on != subject.day:
        return None
    return shown.review(tool, subject.user)


async def retired(session: Session, workspace: UUID, subject: ToolRetired, now: datetime) -> Message | None:
    return shown.retired(await stored.get(session, workspace, subject.tool))
