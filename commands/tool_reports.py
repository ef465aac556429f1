"""Telling about a tool in use that nobody approved, with or without a name, and seeing to it."""

from datetime import datetime
from uuid import UUID, uuid4

from commands import people
from commands.dispatch import Ack, Dispatch
from commands.items import present
from commands.services import Asked, Services
from commands.tools import data_of, unit_of, words_of
from program import tool_reports
from program.posts import Home, Post, Subject, ToolInUse, ToolReportSettled, to_person
from program.tool_reports import Report
from storage import assessments, audit, outbox, tools, units
from storage import tool_reports as stored
from storage.database import Session
from templates import tool_reports as shown
from templates import tools as shown_tools
from templates.blocks import Message
from templates.words import say


def register(table: Dispatch) -> None:
    table.action(shown_tools.OPEN_REPORT, open_form)
    table.action(shown.OPEN, open_card)
    table.action(shown.OPEN_SETTLE, open_settling)
    table.action(shown.OPEN_ASK, open_ask)
    table.view(shown.REPORT, report)
    table.view(shown.SETTLE, settle)
    table.render(ToolInUse, in_use)
    table.render(ToolReportSettled, settled)


async def open_form(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        await people.check_may(session, asked, "tool:report", playbook=services.playbook)
        names = list(await units.list_units(session, asked.workspace))
    await present(asked, shown.form(words_of(services.playbook), names))


async def report(ack: Ack, asked: Asked, services: Services) -> None:
    """Who left their name out is stored nowhere: not with it, not in the record, and not by whom it is not sent to."""
    now, form = services.clock.now(), asked.form
    told_by, actor = tool_reports.signed(form.choice("named"), asked.by)
    async with services.database.writing() as session:
        await people.check_may(session, asked, "tool:report", playbook=services.playbook)
        told = Report(
            uuid4(), " ".join(form.needed("name").split()), form.needed("purpose"), now.date(), told_by,
            unit_of(asked), data_of(asked, services.playbook),
        )  # fmt: skip
        await stored.add(session, asked.workspace, told)
        deciders = await tools.list_deciders(session, asked.workspace)
        posts = [Post(ToolInUse(told.id, user), to_person(user), now) for user in deciders]
        await outbox.show(session, asked.workspace, *posts)
        await outbox.refresh(session, asked.workspace, *(Home(user) for user in deciders))
        found = await assessments.list_all(session, asked.workspace)
        pilot = tool_reports.inventoried(told, found, id=uuid4(), now=now)
        if pilot:
            await assessments.add(session, asked.workspace, pilot)
        after = {"report": told, "pilot": pilot}
        await audit.note(session, actor, did="tool:report", to=told.name, at=now, after=after)
    await ack(response_action="update", view=shown.thanks(told))


# --- seeing to it -------------------------------------------------------------------------------------------------


async def open_card(ack: Ack, asked: Asked, services: Services) -> None:
    await present(asked, shown.card(await _look(asked, services)))


async def open_settling(ack: Ack, asked: Asked, services: Services) -> None:
    told = await _look(asked, services)
    tool_reports.check_open(told)
    await present(asked, shown.settling(told))


async def open_ask(ack: Ack, asked: Asked, services: Services) -> None:
    """Whoever takes it up asks for it like anybody; somebody else then decides."""
    told = await _look(asked, services)
    async with services.database.reading() as session:
        names = list(await units.list_units(session, asked.workspace))
    view = shown_tools.ask(words_of(services.playbook), names, by=asked.person, name=told.name, purpose=told.purpose)
    await present(asked, view)


async def _look(asked: Asked, services: Services) -> Report:
    async with services.database.reading() as session:
        return await _get(session, asked, services, asked.id)


async def _get(session: Session, asked: Asked, services: Services, id: UUID) -> Report:
    await people.check_may(session, asked, "tool:decide", playbook=services.playbook)
    return await stored.get(session, asked.workspace, id)


async def settle(ack: Ack, asked: Asked, services: Services) -> None:
    now = services.clock.now()
    async with services.database.writing() as session:
        before = await _get(session, asked, services, asked.about_id("report"))
        after = tool_reports.settle(before, asked.form.needed("outcome"), by=asked.person, now=now)
        await stored.save(session, asked.workspace, after)
        deciders = await tools.list_deciders(session, asked.workspace)
        await outbox.refresh(session, asked.workspace, *shown_to(after.id, deciders))
        if after.told_by:
            await outbox.add(session, asked.workspace, Post(ToolReportSettled(after.id), to_person(after.told_by), now))
        await audit.note(session, asked.by, did="tool:settle-report", to=after.name, at=now, before=before, after=after)
    await ack(response_action="update", view=shown.card(after, news=say("tool_report_saved", report=after)))


def shown_to(report: UUID, deciders: list[str]) -> list[Subject]:
    return [subject for user in deciders for subject in (ToolInUse(report, user), Home(user))]


async def in_use(session: Session, workspace: UUID, subject: ToolInUse, now: datetime) -> Message | None:
    return shown.in_use(await stored.get(session, workspace, subject.report))


async def settled(session: Session, workspace: UUID, subject: ToolReportSettled, now: datetime) -> Message | None:
    return shown.settled(await stored.get(session, workspace, subject.report))
