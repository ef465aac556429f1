"""Socket Mode and signed HTTP as such: connections, signatures, three seconds, and what people read when it fails."""

import asyncio
import hashlib
import hmac
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from sandbox.client import Slack
from sandbox.serving import listen, serve_app
from sandbox.workspace import Sandbox


class Receiver:
    """A request URL that keeps what comes, and answers what it is told to."""

    def __init__(self) -> None:
        self.requests: list[tuple[dict[str, str], bytes]] = []
        self.answer: Response = PlainTextResponse("")
        self.delay = 0.0

    async def __call__(self, request: Request) -> Response:
        self.requests.append((dict(request.headers), await request.body()))
        await asyncio.sleep(self.delay)
        return self.answer


@pytest.fixture
async def receiver(sandbox: Sandbox) -> AsyncIterator[Receiver]:
    receiver = Receiver()

    async def receive(request: Request) -> Response:
        return await receiver(request)

    async with serve_app(Starlette(routes=[Route("/", receive, methods=["POST"])]), listen()) as address:
        sandbox.deliveries.by_socket = False
        sandbox.deliveries.request_url = f"{address}/"
        yield receiver


async def connection(session: aiohttp.ClientSession, client: AsyncWebClient) -> aiohttp.ClientWebSocketResponse:
    url = (await client.apps_connections_open(app_token="xapp-sandbox"))["url"]
    return await session.ws_connect(url)


async def test_http_is_signed_as_slack_signs(receiver: Receiver, slack: Slack, sandbox: Sandbox) -> None:
    sandbox.clock.skip(1000)
    answer = await slack.as_("sponsor").says("#general", "/example hello & goodbye")
    assert (answer.failure, answer.response) == (None, None)
    headers, body = receiver.requests[0]
    stamp = headers["x-slack-request-timestamp"]
    assert abs(float(stamp) - sandbox.clock.wall()) < 2
    signed = hmac.new(sandbox.signing_secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    assert headers["x-slack-signature"] == f"v0={signed}"
    assert headers["content-type"] == "application/x-www-form-urlencoded"
    assert b"command=%2Fexample" in body


async def test_plain_text_and_json_both_answer_a_command(receiver: Receiver, slack: Slack) -> None:
    receiver.answer = PlainTextResponse("Plain")
    assert (await slack.as_("sponsor").says("#general", "/example")).text == "Plain"
    receiver.answer = Response('{"response_type": "in_channel", "text": "To all"}', media_type="application/json")
    answer = await slack.as_("sponsor").says("#general", "/example")
    assert (answer.text, answer.response and answer.response.ephemeral) == ("To all", False)
    assert "To all" in (await slack.as_("legal").sees("#general"))[-1]


async def test_failures_of_a_command_are_named_as_slack_names_them(
    receiver: Receiver, slack: Slack, sandbox: Sandbox
) -> None:
    sponsor = slack.as_("sponsor")
    receiver.answer = PlainTextResponse("", 500)
    assert (await sponsor.says("#general", "/example")).failure == '/example failed with the error "http_service_error"'
    receiver.answer = Response('{"blocks": [{"type": "nonsense"}]}', media_type="application/json")
    assert (await sponsor.says("#general", "/example")).failure == '/example failed with the error "invalid_blocks"'
    receiver.delay = 3.2
    assert (await sponsor.says("#general", "/example")).failure == '/example failed with the error "operation_timeout"'
    sandbox.deliveries.request_url = "http://127.0.0.1:1/"
    assert (await sponsor.says("#general", "/example")).failure == '/example failed with the error "dispatch_failed"'
    sandbox.deliveries.by_socket = True
    assert (await sponsor.says("#general", "/example")).failure == '/example failed with the error "dispatch_failed"'


async def test_http_retries_say_which_they_are_and_can_be_declined(
    receiver: Receiver, slack: Slack, sandbox: Sandbox, client: AsyncWebClient
) -> None:
    receiver.answer = PlainTextResponse("", 500)
    await client.conversations_open(users="U0SPONSOR")
    await slack.as_("sponsor").says("dm", "Hello")
    await sandbox.deliveries.arrived()
    first, second = receiver.requests
    assert "x-slack-retry-num" not in first[0]
    assert (second[0]["x-slack-retry-num"], second[0]["x-slack-retry-reason"]) == ("1", "http_error")
    receiver.answer = PlainTextResponse("", 500, headers={"X-Slack-No-Retry": "1"})
    await slack.checked("/events/retry", {})
    assert len(receiver.requests) == 3
    await slack.checked("/events/retry", {})
    assert len(receiver.requests) == 3


async def test_an_unacknowledged_envelope_is_a_time_out(client: AsyncWebClient, slack: Slack) -> None:
    async with aiohttp.ClientSession() as session:
        socket = await connection(session, client)
        hello = await socket.receive_json()
        assert (hello["type"], hello["num_connections"]) == ("hello", 1)
        asked = asyncio.create_task(slack.as_("sponsor").says("#general", "/example"))
        envelope = await socket.receive_json()
        assert (envelope["type"], envelope["accepts_response_payload"]) == ("slash_commands", True)
        assert (await asked).failure == '/example failed with the error "operation_timeout"'


async def test_the_load_is_spread_over_the_connections(client: AsyncWebClient, slack: Slack) -> None:
    async with aiohttp.ClientSession() as session:
        sockets = [await connection(session, client) for _ in range(2)]
        got = []
        for socket in sockets:
            await socket.receive_json()
        for socket in (sockets[1], sockets[0]):
            asked = asyncio.create_task(slack.as_("sponsor").says("#general", "/example"))
            envelope = await socket.receive_json(timeout=1)
            got.append(envelope["envelope_id"])
            await socket.send_json({"envelope_id": envelope["envelope_id"], "payload": {"text": "Here"}})
            assert (await asked).text == "Here"
        assert len(set(got)) == 2


async def test_ten_connections_and_no_more(client: AsyncWebClient) -> None:
    async with aiohttp.ClientSession() as session:
        sockets = [await connection(session, client) for _ in range(10)]
        assert [(await socket.receive_json())["num_connections"] for socket in sockets] == list(range(1, 11))
        goodbye = await (await connection(session, client)).receive_json()
        assert (goodbye["type"], goodbye["reason"]) == ("disconnect", "too_many_websockets")


async def test_a_socket_address_is_good_for_one_connection(client: AsyncWebClient) -> None:
    url = (await client.apps_connections_open(app_token="xapp-sandbox"))["url"]
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(url):
            pass
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)


async def test_a_disconnect_brings_the_app_back(app: AsyncApp, slack: Slack, sandbox: Sandbox) -> None:
    @app.command("/example")
    async def listen_(ack: AsyncAck) -> None:
        await ack("Back")

    handler = AsyncSocketModeHandler(app, sandbox.app_token, ping_interval=0.1)
    await handler.connect_async()
    await slack.breaks("*", "disconnect")
    assert (await slack.get("/settings"))["connections"] == 0
    for _ in range(100):
        if sandbox.sockets.connected:
            break
        await asyncio.sleep(0.05)
    assert (await slack.as_("sponsor").says("#general", "/example")).text == "Back"
    await handler.close_async()


async def test_a_buttons_acknowledgement_says_nothing(client: AsyncWebClient, ideas: str, slack: Slack) -> None:
    button = {"type": "button", "text": {"type": "plain_text", "text": "Go"}, "action_id": "go"}
    await client.chat_postMessage(channel=ideas, text="Vote", blocks=[{"type": "actions", "elements": [button]}])
    async with aiohttp.ClientSession() as session:
        socket = await connection(session, client)
        await socket.receive_json()
        pressed: Any = asyncio.create_task(slack.as_("sponsor").presses("Go", in_=ideas))
        envelope = await socket.receive_json()
        assert envelope["accepts_response_payload"] is False
        await socket.send_json({"envelope_id": envelope["envelope_id"], "payload": {"text": "Ignored"}})
        assert (await pressed).failure is None
    assert not [message for message in await slack.as_("sponsor").sees(ideas) if "Ignored" in message]
