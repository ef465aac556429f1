"""Where Slack calls over Socket Mode: requests under way are answered before the connection is closed."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import aiohttp
import structlog
from slack_bolt.adapter.socket_mode.async_base_handler import AsyncBaseSocketModeHandler
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app, send_async_response
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.outcomes import Fate, fate, held, named

log = structlog.get_logger(__name__)

PING = 5.0  # seconds; who does not answer in four of them is gone
GOOD_FOR = 4.0  # seconds; an address is for one connection, made at once
DRAIN = 10.0  # seconds; closing at once would lose the answer to a click that is being stored


class Client(SocketModeClient):
    """Slack's own, which comes back sooner when Slack fails it.

    By itself it would wait ten seconds after each attempt, and try for ever with an address that Slack takes only once.
    """

    _address: str | None = None
    _issued_at = 0.0

    @property  # type: ignore[override]
    def wss_uri(self) -> str | None:
        return self._address if time.monotonic() - self._issued_at < GOOD_FOR else None

    @wss_uri.setter
    def wss_uri(self, address: str | None) -> None:
        self._address, self._issued_at = address, time.monotonic()

    async def issue_new_wss_url(self) -> str:
        attempt = 0
        while True:
            try:
                return str((await self.web_client.apps_connections_open(app_token=str(self.app_token)))["url"])
            except (TimeoutError, aiohttp.ClientError, SlackApiError) as error:
                what = fate(error)
                if self.closed or what is Fate.REFUSED:
                    raise
                log.warning("Slack gives no connection", error=named(error))
                wait = held(error)[1] if what is Fate.HELD else random.uniform(0.1, min(PING, 0.5 * 2**attempt))  # noqa: S311
            attempt += 1
            await asyncio.sleep(wait)


class Handler(AsyncBaseSocketModeHandler):
    """Bolt's, which knows what it is still working on."""

    app: AsyncApp

    def __init__(self, app: AsyncApp, app_token: str) -> None:
        self.app, self.app_token = app, app_token
        self.client = Client(app_token, logger=app.logger, web_client=app.client, ping_interval=PING)
        self.client.socket_mode_request_listeners.append(self.handle)  # type: ignore[arg-type]
        self._working: set[asyncio.Task[None]] = set()

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        task = asyncio.ensure_future(self._answer(client, req))
        self._working.add(task)
        task.add_done_callback(self._working.discard)
        await task

    async def _answer(self, client: SocketModeClient, req: SocketModeRequest) -> None:
        began = time.time()
        await send_async_response(client, req, await run_async_bolt_app(self.app, req), began)

    async def drain(self) -> None:
        if self._working:
            await asyncio.wait(self._working, timeout=DRAIN)


@asynccontextmanager
async def connected(app: AsyncApp, app_token: str) -> AsyncIterator[Callable[[], Awaitable[bool]]]:
    """Yields what tells whether the connection holds."""
    handler = Handler(app, app_token)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    try:
        yield handler.client.is_connected
    finally:
        await handler.drain()
        await handler.close_async()  # type: ignore[no-untyped-call]
