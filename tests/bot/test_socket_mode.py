"""A connection that Slack refuses for the moment is asked for again soon, with a new address each time."""

import time
from pathlib import Path

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError

from bot import socket_mode
from bot.socket_mode import Client, connected
from sandbox.client import visit
from sandbox.serving import serve
from sandbox.workspace import Sandbox

MANIFEST = Path(__file__).parents[2] / "manifest.yml"


@pytest.mark.parametrize("kind", ["500", "drop_answer", "error"])
async def test_slack_that_fails_is_asked_again_within_a_second_or_two(kind: str) -> None:
    sandbox = Sandbox(None, manifest=MANIFEST)
    async with serve(sandbox) as address, visit(address) as slack:
        app = AsyncApp(token=sandbox.bot_token, request_verification_enabled=False)
        app.client.base_url, app.client.retry_handlers = f"{address}/api/", []
        await slack.breaks("apps.connections.open", kind, times=2)
        began = time.monotonic()
        async with connected(app, sandbox.app_token) as is_connected:
            assert await is_connected() and sandbox.sockets.connected == 1
        assert time.monotonic() - began < 3


async def test_a_token_that_slack_refuses_is_not_asked_again_and_again() -> None:
    sandbox = Sandbox(None, manifest=MANIFEST)
    async with serve(sandbox) as address:
        app = AsyncApp(token=sandbox.bot_token, request_verification_enabled=False)
        app.client.base_url = f"{address}/api/"
        client = Client("xapp-other", web_client=app.client)
        with pytest.raises(SlackApiError):
            await client.issue_new_wss_url()
        await client.close()


async def test_an_address_is_good_for_one_connection_made_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    client, once = Client("xapp-any"), "ws://127.0.0.1/once"
    client.wss_uri = once
    found = [client.wss_uri]
    monkeypatch.setattr(socket_mode, "GOOD_FOR", 0.0)
    found.append(client.wss_uri)
    assert found == [once, None], "else it would be tried for ever"
    await client.close()
