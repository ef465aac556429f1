"""What the outbox promises beyond one sender and one failure: pages, replicas, frozen processes, lost answers."""

from datetime import timedelta
from uuid import uuid4

import pytest

from bot.delivery import LEAVES_WITHIN, MOST_ATTEMPTS, MOST_PATIENT
from bot.sender import Sender
from program.posts import BlockerRaised, Home, Post, on_home
from storage import deliveries, outbox
from storage.outbox import State
from tests.bot.test_sender import GENERAL, NOW, Desk, a_post, desk

__all__ = ["desk"]


async def test_a_lost_message_is_found_however_much_was_said_since(desk: Desk) -> None:
    await desk.slack.breaks("chat.postMessage", "drop_answer")
    await desk.add(post := a_post())
    assert await desk.sender.deliver_one()
    for number in range(250):
        desk.clock.skip(1.0)
        await desk.sender.slack.delivering.chat_postMessage(channel=GENERAL, text=f"Small talk {number}")

    await desk.settle()

    assert (await desk.said()).count("Hello") == 1
    assert await desk.state(post.subject) is State.POSTED
    assert len(await desk.slack.log("conversations.history")) == 2


async def test_a_sender_that_was_frozen_sends_nothing_any_more(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    await desk.add(a_post())
    thaw = desk.services.clock.monotonic

    def late() -> float:
        return thaw() + LEAVES_WITHIN + 1

    with monkeypatch.context() as frozen:
        claimed = desk.sender._claim

        async def claim_then_freeze() -> object:
            row = await claimed()
            frozen.setattr(desk.clock, "monotonic", late)
            return row

        frozen.setattr(desk.sender, "_claim", claim_then_freeze)
        assert await desk.sender.deliver_one()
    assert await desk.said() == []

    await desk.settle()

    assert await desk.said() == ["Hello"]


async def test_what_cannot_be_looked_for_is_called_unknown_and_not_failed(desk: Desk) -> None:
    await desk.slack.breaks("chat.postMessage", "drop_answer")
    await desk.slack.breaks("conversations.history", "error", error="not_in_channel")
    await desk.add(post := a_post())

    await desk.settle()

    assert await desk.state(post.subject) is State.UNKNOWN
    assert await desk.said() == ["Hello"]


async def test_a_message_deleted_twice_is_not_said_a_third_time(desk: Desk) -> None:
    surface = Post(BlockerRaised(uuid4()), GENERAL, NOW)
    await desk.show(surface)
    for _ in range(3):
        await desk.settle()
        await desk.slack.breaks("chat.update", "error", error="message_not_found")
        await desk.show(surface)
    await desk.settle()

    assert [text.count("posted again") for text in await desk.said()] == [0, 1]
    assert await desk.state(surface.subject) is State.SKIPPED


async def test_replicas_keep_to_slacks_rates_together(desk: Desk) -> None:
    other = Sender(desk.services, desk.sender.slack, desk.sender.table, name="other")
    await desk.add(*(a_post() for _ in range(20)), *(a_post(f"@U0{name}") for name in ("SPONSOR", "SECURIT")))
    async with desk.services.database.writing() as session:
        homes = [Post(Home(f"U{number}"), on_home("U0SPONSOR"), NOW) for number in range(5)]
        await outbox.show(session, desk.workspace.id, *homes)
    desk.clock.on_move.insert(0, other.settle)

    await desk.settle()

    assert len([text for text in await desk.said() if text == "Hello"]) == 20
    assert {entry["result"] for entry in await desk.slack.log("chat.postMessage")} == {"ok"}


async def test_when_slack_says_too_fast_every_replica_waits(desk: Desk) -> None:
    other = Sender(desk.services, desk.sender.slack, desk.sender.table, name="other")
    await desk.slack.breaks("chat.postMessage", "429", retry_after=30)
    await desk.add(a_post("C0AIIDEAS"), a_post())
    assert await desk.sender.deliver_one()
    assert not await other.deliver_one()
    assert len(await desk.slack.log("chat.postMessage")) == 1


async def test_an_outage_of_the_network_uses_up_no_attempts(desk: Desk) -> None:
    await desk.slack.breaks("chat.postMessage", "500", times=MOST_ATTEMPTS + 3)
    await desk.add(post := a_post())

    await desk.settle()

    assert await desk.said() == ["Hello"]
    assert await desk.state(post.subject) is State.POSTED


async def test_a_row_that_always_kills_its_sender_is_given_up(desk: Desk) -> None:
    await desk.add(post := a_post())
    for _ in range(MOST_ATTEMPTS):
        assert await desk.sender._claim()
        desk.sender._busy.clear()  # the next one knows nothing of it
        desk.clock.skip(61)

    await desk.clock.move_to(desk.clock.now() + timedelta(seconds=1))

    assert await desk.state(post.subject) is State.FAILED


async def test_a_surface_that_was_shown_often_waits_no_longer_when_an_answer_is_lost(desk: Desk) -> None:
    await desk.show(home := Post(Home("U0SPONSOR"), on_home("U0SPONSOR"), NOW))
    for _ in range(12):
        await desk.show(home)
        await desk.settle()
    for _ in range(3):
        await desk.slack.breaks("views.publish", "drop_answer")
        await desk.show(home)
        desk.clock.skip(60)
        assert await desk.sender.deliver_one()
        async with desk.services.database.reading() as session:
            due = await deliveries.next_at(session, wall=desk.clock.wall())
        assert due is not None and due - desk.clock.wall() <= 2.0**MOST_PATIENT

    await desk.settle()
    assert await desk.state(home.subject) is State.POSTED
