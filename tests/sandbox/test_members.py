"""What a person sees: channels, unread messages, changes as they happen; and the workspace's own controls."""

import asyncio
from datetime import datetime, timedelta

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.client import Failed, Slack
from sandbox.workspace import Sandbox


async def test_people_see_the_channels_that_they_may_see(slack: Slack) -> None:
    assert await slack.as_("sponsor").channels() == ["ai-ideas", "board-room", "general", "leadership"]
    assert await slack.as_("auditor").channels() == ["ai-ideas", "general", "leadership"]
    assert await slack.as_("guest").channels() == ["ai-ideas", "general"]
    with pytest.raises(Failed, match="Auditor sees no channel “board-room”, only #ai-ideas"):
        await slack.as_("auditor").sees("board-room")


async def test_what_is_new_is_unread_until_it_is_read(client: AsyncWebClient, ideas: str, slack: Slack) -> None:
    async def unread(person: str) -> int:
        channels = await slack.get(f"/as/{person}/channels")
        return next(int(channel["unread"]) for channel in channels if channel["id"] == ideas)

    await slack.checked("/as/legal/read", {"channel": ideas})
    await client.chat_postMessage(channel=ideas, text="One")
    await slack.as_("sponsor").says(ideas, "Two")
    assert (await unread("legal"), await unread("sponsor")) == (2, 0)
    await slack.checked("/as/legal/read", {"channel": ideas})
    assert await unread("legal") == 0


async def test_a_change_is_told_to_those_whom_it_concerns(
    client: AsyncWebClient, address: str, slack: Slack, ideas: str
) -> None:
    async def change(socket: aiohttp.ClientWebSocketResponse) -> dict[str, str]:
        return dict(await socket.receive_json(timeout=2))

    home = {"type": "home", "blocks": [{"type": "divider"}]}
    async with aiohttp.ClientSession() as session:
        legal = await session.ws_connect(f"{address}/as/legal/live")
        guest = await session.ws_connect(f"{address}/as/guest/live")
        await asyncio.sleep(0.05)
        await client.chat_postEphemeral(channel=ideas, user="U0LEGALXX", text="Psst")
        await client.views_publish(user_id="U0LEGALXX", view=home)
        assert await change(legal) == {"changed": "messages", "channel": ideas}
        assert await change(legal) == {"changed": "home"}
        await slack.moves_clock("+1d")
        assert await change(guest) == {"changed": "clock"}


async def test_the_clock_moves_to_a_time_a_step_or_the_next_thing_due(slack: Slack, sandbox: Sandbox) -> None:
    start = datetime.fromisoformat(await slack.now())
    clock = await slack.get("/clock")
    assert (clock["moved"], clock["can_find_next"]) == (False, False)
    moved = datetime.fromisoformat(await slack.moves_clock("+1d"))
    assert timedelta(days=1) <= moved - start < timedelta(days=1, seconds=5)
    with pytest.raises(Failed, match="only moves forward"):
        await slack.moves_clock(start.isoformat())
    with pytest.raises(Failed, match="Nothing is due"):
        await slack.moves_clock("next")
    with pytest.raises(Failed, match="Move the clock to"):
        await slack.moves_clock("tomorrow")
    due = moved + timedelta(hours=3)

    async def next_due() -> datetime:
        return due

    sandbox.clock.next_due = next_due
    assert datetime.fromisoformat(await slack.moves_clock("next")) - due < timedelta(seconds=5)


async def test_members_are_added_and_changed(slack: Slack) -> None:
    await slack.checked("/members", {"name": "Night Owl", "tz": "Pacific/Auckland"})
    owl = next(member for member in await slack.members() if member["name"] == "night-owl")
    assert (owl["real_name"], owl["tz"], owl["is_guest"]) == ("Night Owl", "Pacific/Auckland", False)
    assert "general" in await slack.as_("night-owl").channels()
    with pytest.raises(Failed, match="There is a member named night-owl already"):
        await slack.checked("/members", {"name": "Night Owl"})
    with pytest.raises(Failed, match="not shoe_size"):
        await slack.changes_member("night-owl", shoe_size=44)


async def test_a_clients_errors_name_what_was_there(client: AsyncWebClient, ideas: str, slack: Slack) -> None:
    button = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
    await client.chat_postMessage(channel=ideas, text="x", blocks=[{"type": "actions", "elements": [button]}])
    legal = slack.as_("legal")
    with pytest.raises(Failed, match="legal sees no “Stop” in #ai-ideas; there is to press: Go"):
        await legal.presses("Stop", in_="#ai-ideas")
    with pytest.raises(Failed, match="waits in #ai-ideas for “nothing”, and sees:"):
        await legal.waits_for("#ai-ideas", "nothing", seconds=0.1)
    assert "x" in await legal.waits_for("#ai-ideas", "x")


async def test_people_cannot_do_what_slack_does_not_let_them(slack: Slack, ideas: str) -> None:
    legal = slack.as_("legal")
    assert (await legal.says("#ai-ideas", "   ")).failure == "There is nothing to send."
    assert (await legal.archives("#general")).failure == "The general channel cannot be archived."
    assert (await slack.as_("guest").joins("#leadership")).failure == (
        "Guest sees no channel “#leadership”, only #ai-ideas, #general."
    )
    assert (await slack.post("/as/legal/dance", {}))["failure"].startswith("There is nothing to do by that name")


async def test_people_make_channels_and_bring_others_in(slack: Slack, sandbox: Sandbox) -> None:
    legal = slack.as_("legal")
    assert (await legal.creates("#contracts", is_private=True)).failure is None
    await legal.invites("#contracts", "auditor")
    await legal.adds_bot("#contracts")
    members = (await slack.as_("auditor").channel("#contracts"))["members"]
    assert members == ["U0LEGALXX", "U0AUDITOR", "U0PILOTBT"]
    assert (await legal.creates("contracts")).failure == "This name is taken by another channel."
    assert "lowercase letters" in str((await legal.creates("Con tracts")).failure)
    assert "deactivated" in str((await legal.invites("#contracts", "former-colleague")).failure)
