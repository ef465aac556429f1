"""The sender against a Slack that fails in every way it is known to: each message is said once, or shown as failed."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import aiohttp
import pytest

from bot import slack as connections
from bot.sender import LEASE, Sender
from commands.dispatch import Dispatch
from commands.services import Services
from playbook.loader import load
from program.people import Person
from program.posts import (
    AgreementGiven,
    BlockerRaised,
    GatePassed,
    Home,
    Post,
    Subject,
    WeeklyPrompt,
    on_home,
    to_person,
)
from program.workspaces import Workspace
from sandbox.client import Seen, Slack, visit
from sandbox.clock import Clock
from sandbox.serving import serve
from sandbox.workspace import Sandbox
from storage import deliveries, outbox, people, workspaces
from storage.database import Database, Session
from templates.blocks import Message, home, section

GENERAL, NOW = "C0GENERAL", datetime.now(UTC)
MANIFEST = Path(__file__).parents[2] / "manifest.yml"


@dataclass
class Desk:
    """A sender at its desk, with a table of its own: what it says is `words`."""

    sender: Sender
    slack: Slack
    services: Services
    workspace: Workspace
    clock: Clock
    words: str = "Hello"

    async def add(self, *posts: Post) -> None:
        async with self.services.database.writing() as session:
            await outbox.add(session, self.workspace.id, *posts)

    async def show(self, post: Post) -> None:
        async with self.services.database.writing() as session:
            await outbox.show(session, self.workspace.id, post)

    async def state(self, subject: Subject) -> outbox.State | None:
        async with self.services.database.reading() as session:
            return await outbox.state_of(session, self.workspace.id, subject.key)

    async def settle(self) -> None:
        """Deliver until nothing waits; the sandbox's clock jumps over every wait."""
        await self.clock.move_to(self.clock.now() + timedelta(seconds=1))

    async def posts(self) -> list[Seen]:
        seen = await self.slack.as_("sponsor").sees("#general")
        return [each for each in seen if each.body["is_bot"] and "subtype" not in each.body]

    async def said(self) -> list[str]:
        return [each.text for each in await self.posts()]


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Desk]:
    clock = Clock()
    sandbox = Sandbox(None, manifest=MANIFEST, clock=clock)
    async with serve(sandbox) as address, visit(address) as slack:
        connection = connections.connect(sandbox.bot_token, f"{address}/api/")
        database = Database(database_url)
        me = await connection.delivering.auth_test()
        async with database.writing() as session:
            workspace = await workspaces.meet(
                session, team=me["team_id"], enterprise=None, name="Acme", bot_user=me["user_id"]
            )
            await people.save(session, workspace.id, [Person("U0SPONSOR", "Sponsor")])
        table = Dispatch()
        services = Services(database, load(), clock)
        made = Desk(Sender(services, connection, table, name="test"), slack, services, workspace, clock)
        _fill(table, made)
        await slack.as_("sponsor").adds_bot("#general")
        clock.on_move.append(made.sender.settle)
        yield made
        await connection.close()
        await database.close()


def _fill(table: Dispatch, desk: Desk) -> None:
    async def render(session: Session, workspace: UUID, subject: Subject, now: datetime) -> Message:
        return Message(desk.words, [section(desk.words)])

    async def render_home(session: Session, workspace: UUID, subject: Home, now: datetime) -> dict[str, object]:
        return home([section(desk.words)])

    async def break_down(session: Session, workspace: UUID, subject: GatePassed, now: datetime) -> Message:
        raise ZeroDivisionError

    table.render(GatePassed, break_down)
    table.render(WeeklyPrompt, render)
    table.render(AgreementGiven, render)
    table.render(BlockerRaised, render)
    table.render(Home, render_home)


def a_post(to: str = GENERAL, **more: Any) -> Post:
    return Post(AgreementGiven(uuid4()), to, NOW, **more)


async def test_a_message_is_said_once(desk: Desk) -> None:
    post = a_post()
    await desk.add(post)
    await desk.add(post)

    await desk.settle()

    assert await desk.said() == ["Hello"]
    assert await desk.state(post.subject) is outbox.State.POSTED


@pytest.mark.parametrize("kind", ["drop_answer", "timeout", "500", "429", "error"])
async def test_a_message_is_said_once_whatever_slack_does(desk: Desk, kind: str) -> None:
    await desk.slack.breaks("chat.postMessage", kind, error="internal_error")
    await desk.add(a_post())

    await desk.settle()

    assert await desk.said() == ["Hello"]


async def test_a_reply_whose_answer_was_lost_is_found_in_its_thread(desk: Desk) -> None:
    parent = a_post()
    await desk.add(parent)
    await desk.settle()
    await desk.slack.breaks("chat.postMessage", "drop_answer")
    await desk.add(a_post(thread_of=parent.subject))

    await desk.settle()

    sponsor = desk.slack.as_("sponsor")
    root = (await desk.posts())[0]
    thread = await sponsor.sees("#general", thread=root.ts)
    assert [each.text for each in thread] == ["Hello", "Hello"]


async def test_a_reply_waits_for_its_parent(desk: Desk) -> None:
    parent = a_post()
    await desk.add(a_post(thread_of=parent.subject))
    await desk.add(parent)

    await desk.settle()

    root = (await desk.posts())[0]
    assert root.body["reply_count"] == 1


async def test_a_hundred_changes_are_one_message_and_few_updates(desk: Desk) -> None:
    surface = Post(BlockerRaised(uuid4()), GENERAL, NOW)
    for number in range(100):
        desk.words = f"{number} votes"
        await desk.show(surface)

    await desk.settle()

    assert await desk.said() == ["99 votes"]
    assert len(await desk.slack.log("chat.update")) <= 2


async def test_a_surface_whose_message_was_deleted_is_posted_anew(desk: Desk) -> None:
    surface = Post(BlockerRaised(uuid4()), GENERAL, NOW)
    await desk.show(surface)
    await desk.settle()
    await desk.slack.breaks("chat.update", "error", error="message_not_found")
    desk.words = "Cleared"
    await desk.show(surface)

    await desk.settle()

    assert await desk.said() == ["Hello", "Cleared\n(posted again, since the earlier message is gone)"]


async def test_direct_messages_are_opened_once(desk: Desk) -> None:
    await desk.add(*(Post(AgreementGiven(uuid4()), to_person("U0SPONSOR"), NOW) for _ in range(3)))

    await desk.settle()

    assert [each.text for each in await desk.slack.as_("sponsor").dm()] == ["Hello"] * 3
    assert len(await desk.slack.log("conversations.open")) == 1


async def test_home_is_published(desk: Desk) -> None:
    await desk.show(Post(Home("U0SPONSOR"), on_home("U0SPONSOR"), NOW))

    await desk.settle()

    assert "Hello" in await desk.slack.as_("sponsor").home()


async def test_what_slack_will_never_take_is_shown_as_failed(desk: Desk) -> None:
    post = a_post("C0NOWHERE")
    await desk.add(post)

    await desk.settle()

    assert await desk.state(post.subject) is outbox.State.FAILED


async def test_what_cannot_be_put_into_words_is_given_up_and_holds_up_nobody(desk: Desk) -> None:
    poison = Post(GatePassed(uuid4(), "discovery"), GENERAL, NOW)
    await desk.add(poison, a_post())

    await desk.settle()

    assert await desk.said() == ["Hello"]
    assert await desk.state(poison.subject) is outbox.State.FAILED


async def test_what_comes_too_late_is_shown_as_skipped(desk: Desk) -> None:
    late = Post(WeeklyPrompt(uuid4(), date(2020, 1, 6)), GENERAL, NOW - timedelta(days=3))
    await desk.add(late)

    await desk.settle()

    assert await desk.said() == []
    assert await desk.state(late.subject) is outbox.State.SKIPPED


async def test_a_row_whose_sender_died_is_looked_up_before_it_is_sent_again(desk: Desk) -> None:
    """Killed between Slack's answer and the commit: the message is there, and the row does not know it."""
    post = a_post()
    await desk.add(post)
    await desk.slack.breaks("chat.postMessage", "drop_answer")
    clock = desk.services.clock
    async with desk.services.database.writing() as session:
        row = await deliveries.claim(session, owner="dead", wall=clock.wall(), lease=LEASE, busy=())
    assert row
    async with desk.services.database.writing() as session:
        assert await deliveries.sending_now(session, row, wall=clock.wall(), now=NOW)
    with pytest.raises(aiohttp.ClientError):
        await desk.sender.slack.delivering.chat_postMessage(
            channel=GENERAL, text="Hello", metadata={"event_type": "pilot_post", "event_payload": {"key": row.key}}
        )

    await desk.settle()

    assert await desk.said() == ["Hello"]
    assert await desk.state(post.subject) is outbox.State.POSTED


async def test_a_fenced_off_sender_changes_nothing(desk: Desk) -> None:
    post = a_post()
    await desk.add(post)
    wall = desk.services.clock.wall()
    async with desk.services.database.writing() as session:
        slow = await deliveries.claim(session, owner="slow", wall=wall, lease=1, busy=())
    async with desk.services.database.writing() as session:
        quick = await deliveries.claim(session, owner="quick", wall=wall + 2, lease=60, busy=())
    assert slow and quick and slow.id == quick.id

    async with desk.services.database.writing() as session:
        assert not await deliveries.sending_now(session, slow, wall=wall, now=NOW)
        assert await deliveries.posted(session, quick, channel=GENERAL, ts="1.2", at=NOW, wall=wall)
        assert not await deliveries.failed(session, slow, error="too late")

    assert await desk.state(post.subject) is outbox.State.POSTED
