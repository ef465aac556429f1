"""The weekly digest: where it goes, what it says, and when it falls due."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from commands import channels, people, status
from commands.dispatch import Ack, Dispatch
from commands.services import Asked, Services
from program import schedule
from program.playbook import Cadence
from program.posts import Post, WeeklyDigest, in_channel
from program.programs import Program
from program.visibility import Visibility
from program.workspaces import Workspace
from storage import audit, outbox, programs, standings, workspaces
from storage import people as stored_people
from storage.database import Session
from templates import digests as shown
from templates.blocks import Message, done, section
from templates.words import say


def register(table: Dispatch) -> None:
    table.command("digest", preview, help="The weekly digest, over all programs", may="digest:see", in_program=False)
    table.command("digest settings", open_settings, help="Where the digest goes", may="digest:set", in_program=False)
    table.action(shown.OPEN_SETTINGS, open_settings)
    table.view(shown.SETTINGS, save_settings)
    table.render(WeeklyDigest, render)


async def preview(ack: Ack, asked: Asked, services: Services) -> None:
    """The digest as it would be posted now, over the programs that this person may see."""
    now = services.clock.now()
    async with services.database.reading() as session:
        visible = await status.see_all(session, asked)
    message = shown.digest(visible, _monday(now.date()), now)
    await ack(text=message.text, blocks=message.blocks)


async def open_settings(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        await people.check_may(session, asked, "digest:set", playbook=services.playbook)
        workspace = await workspaces.get(session, asked.workspace)
    await asked.open(shown.settings(workspace))


async def save_settings(ack: Ack, asked: Asked, services: Services) -> None:
    now, channel = services.clock.now(), asked.form.channel("channel")
    if channel:
        await channels.check_usable(asked, channel)
        await channels.enter(asked.slack, channel)
    async with services.database.writing() as session:
        await people.check_may(session, asked, "digest:set", playbook=services.playbook)
        before = await workspaces.get(session, asked.workspace)
        person = await stored_people.find(session, asked.workspace, asked.person)
        timezone = person.timezone if person else "UTC"
        next_at = next_digest(services.playbook.cadence, timezone, now) if channel else None
        await workspaces.save_digest(session, asked.workspace, channel=channel, timezone=timezone, next_at=next_at)
        await audit.note(
            session, asked.by, did="digest:set", to="digest", at=now,
            before={"channel": before.digest_channel}, after={"channel": channel, "timezone": timezone},
        )  # fmt: skip
    words = say("digest_settings", channel=channel, next_at=next_at)
    await ack(response_action="update", view=done("Weekly digest", Message(words, [section(words)])))


def next_digest(cadence: Cadence, timezone: str, now: datetime) -> datetime:
    """The next time that the digest's day and hour come round in that time zone."""
    zone = ZoneInfo(timezone)
    today = now.astimezone(zone).date()
    day = today + timedelta(days=(cadence.digest_weekday - today.weekday()) % 7)
    at = datetime.combine(day, cadence.digest_time, zone).astimezone(UTC)
    return at if at > now else datetime.combine(day + timedelta(days=7), cadence.digest_time, zone).astimezone(UTC)


async def post_due(services: Services) -> None:
    """The latest digest that has fallen due, once; older ones that were missed are not said late."""
    now, cadence = services.clock.now(), services.playbook.cadence
    async with services.database.writing() as session:
        for workspace in await workspaces.due_for_digest(session, now):
            if workspace.digest_channel and workspace.next_digest_at:
                next_at = next_digest(cadence, workspace.timezone, now)
                due_at = next_at - timedelta(days=7)
                monday = _monday(due_at.astimezone(ZoneInfo(workspace.timezone)).date())
                post = Post(WeeklyDigest(monday), in_channel(workspace.digest_channel), due_at)
                await outbox.add(session, workspace.id, post)
                await outbox.add_skipped(session, workspace.id, *_missed(workspace, post, monday), why=schedule.MISSED)
                await workspaces.save_digest(
                    session,
                    workspace.id,
                    channel=workspace.digest_channel,
                    timezone=workspace.timezone,
                    next_at=next_at,
                )


def _missed(workspace: Workspace, latest: Post, monday: date) -> list[Post]:
    """The digests since the one that was to come next, which nobody was there to send."""
    assert workspace.next_digest_at is not None  # noqa: S101 - it has fallen due
    first = _monday(workspace.next_digest_at.astimezone(ZoneInfo(workspace.timezone)).date())
    weeks = (timedelta(days=7 * week) for week in range(1, (monday - first).days // 7 + 1))
    return [Post(WeeklyDigest(monday - ago), latest.to, latest.due_at - ago) for ago in weeks]


async def render(session: Session, workspace: UUID, subject: WeeklyDigest, now: datetime) -> Message:
    running = await programs.list_programs(session, workspace)
    found = await standings.list_standings(session, running)
    return shown.digest([each for each in found if _shows(each.program)], subject.monday, now)


def _shows(program: Program) -> bool:
    """Whoever reads the channel must be somebody to whom the program shows."""
    return program.visibility is Visibility.WORKSPACE


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
