"""The launch: what it waits for, who has it since then, and every later change of the group or the share."""

from datetime import datetime
from uuid import UUID, uuid4

from commands import items
from commands.dispatch import Ack, Dispatch
from commands.services import Asked, Services
from program import approvals, launches, shares
from program.authority import may
from program.errors import Refused
from program.posts import Home, Post, ShareChanged, in_program
from program.shares import Share
from program.standings import Standing
from storage import audit, outbox, programs, standings
from storage import launches as stored
from storage.database import Session
from templates import launches as shown
from templates.blocks import Message


def register(table: Dispatch) -> None:
    table.command("launch", show, help="What the launch waits for; then who has it, and how it goes", may="program:see")
    table.action(shown.SHOW, show)
    table.action(shown.OPEN, open_form)
    table.view(shown.CHANGE, change)
    table.render(ShareChanged, share_changed)


async def show(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing, roles = await items.find_standing(session, asked, "program:see")
    today = standing.program.today(services.clock.now())
    message = shown.launch(standing, today=today, may_change=may("launch:change", roles))
    await ack(text=message.text, blocks=message.blocks)


async def open_form(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing, _ = await items.find_standing(session, asked, "launch:change")
    now = launches.live(standing)
    if now is None:
        raise Refused("It is not live yet: `/pilot launch` shows what the launch waits for.")
    await items.present(asked, shown.form(standing, now, today=standing.program.today(services.clock.now())))


async def change(ack: Ack, asked: Asked, services: Services) -> None:
    now, form = services.clock.now(), asked.form
    async with services.database.writing() as session:
        standing, _ = await items.find_standing(session, asked, "launch:change")
        program = standing.program
        approvals.check_time(standing)
        today, live = program.today(now), launches.live(standing)
        share = Share(
            uuid4(), program.id, form.needed("group"), form.number("percent") or 0.0, form.date("since") or today,
            form.text("reason") or "", asked.person, now,
        )  # fmt: skip
        shares.check(share, live, most=standing.playbook.limits.launch_share, today=today)
        await stored.add(session, share)
        to = program.channel or in_program(program.id)
        await outbox.add(session, asked.workspace, Post(ShareChanged(program.id, share.id), to, now))
        await outbox.refresh(session, asked.workspace, *(Home(each.user) for each in standing.appointments))
        await audit.note(
            session, asked.by, did="launch:change", to=program.code, at=now, program=program.id, before=live,
            after=share,
        )  # fmt: skip
    await ack(response_action="update", view=shown.done(share))


# --- what the sender says -----------------------------------------------------------------------------------------


async def share_changed(session: Session, workspace: UUID, subject: ShareChanged, now: datetime) -> Message:
    standing: Standing = await standings.get(session, await programs.get(session, workspace, subject.program))
    return shown.changed(standing, subject.share)
