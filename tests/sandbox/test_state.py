"""What the sandbox remembers over a restart, the moved clock included."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.client import visit
from sandbox.clock import Clock
from sandbox.manifest import ManifestUnusable
from sandbox.serving import PortTaken, listen, serve
from sandbox.workspace import Sandbox

MANIFEST = Path(__file__).with_name("manifest.yml")


async def test_everything_is_there_again(tmp_path: Path) -> None:
    state = tmp_path / "slack.db"
    first = Sandbox(state, manifest=MANIFEST, rates=False)
    async with serve(first) as address, visit(address) as slack:
        client = AsyncWebClient(first.bot_token, base_url=f"{address}/api/")
        channel = (await client.conversations_create(name="claims"))["channel"]["id"]
        posted = (await client.chat_postMessage(channel=channel, text="Kept"))["ts"]
        await client.chat_postMessage(channel=channel, text="A reply", thread_ts=posted)
        await client.pins_add(channel=channel, timestamp=posted)
        gone = (await client.chat_postMessage(channel=channel, text="Gone"))["ts"]
        await client.chat_delete(channel=channel, ts=gone)
        home = {"type": "home", "blocks": [{"type": "divider"}]}
        await client.views_publish(user_id="U0LEGALXX", view=home)
        file = (await client.files_upload_v2(content=b"x", filename="x.txt"))["file"]["id"]
        await slack.changes_member("legal", title="Judge")
        await slack.moves_clock("+1w")
        moved = first.clock.now()

    again = Sandbox(state, manifest=MANIFEST, rates=False)
    async with serve(again) as address, visit(address) as slack:
        client = AsyncWebClient(again.bot_token, base_url=f"{address}/api/")
        assert timedelta() <= again.clock.now() - moved < timedelta(seconds=5)
        thread = (await client.conversations_replies(channel=channel, ts=posted))["messages"]
        assert [message["text"] for message in thread] == ["Kept", "A reply"]
        assert [pin["text"] for pin in (await slack.as_("legal").channel("general"))["pins"]] == []
        assert again.team.channels[channel].pins == [posted]
        assert gone not in again.team.history(channel)
        assert again.team.homes["U0LEGALXX"].type == "home"
        assert again.store.uploaded(file) == b"x"
        assert again.team.get_member("legal").title == "Judge"
        later = (await client.chat_postMessage(channel=channel, text="Later"))["ts"]
        assert float(later) > float(posted)


async def test_a_message_is_dated_by_the_clock_and_after_the_one_before(tmp_path: Path) -> None:
    start = datetime(2026, 1, 5, 9, tzinfo=UTC)
    sandbox = Sandbox(None, manifest=MANIFEST, clock=Clock(start))
    first, second = sandbox.team.next_ts(), sandbox.team.next_ts()
    assert 0 <= float(first) - start.timestamp() < 5
    assert float(second) > float(first)


def test_the_demo_workspace_has_a_person_for_every_role() -> None:
    team = Sandbox(None, manifest=MANIFEST).team
    roles = "sponsor program-manager product-owner business-owner data-owner operations engineering-lead security "
    roles += "privacy compliance legal risk-owner change-lead on-call auditor proposer guest former-colleague lunch-bot"
    assert set(roles.split()) == {member.name for member in team.members.values()} - {"example"}
    assert {channel.name for channel in team.channels.values()} == {"general", "leadership", "ai-ideas", "board-room"}


@pytest.mark.parametrize("text", ["", "name: x", "a: [", "[1, 2]"])
def test_an_unusable_manifest_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "manifest.yml"
    path.write_text(text)
    with pytest.raises(ManifestUnusable, match=r"manifest\.yml"):
        Sandbox(None, manifest=path)


async def test_a_taken_port_is_named() -> None:
    with listen() as listener:
        port = listener.getsockname()[1]
        with pytest.raises(PortTaken, match=f"Port {port} on 127.0.0.1 is not free"):
            async with serve(Sandbox(None, manifest=MANIFEST), port=port):
                pass
