"""Where Slack calls over Socket Mode: requests under way are answered before the connection is closed."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

DRAIN = 10.0  # seconds; closing at once would lose the answer to a click that is being stored


class Handler(AsyncSocketModeHandler):
    """Bolt's own, which knows what it is still working on."""

    def __init__(self, app: AsyncApp, app_token: str) -> None:
        super().__init__(app, app_token)
        self._working: set[asyncio.Task[None]] = set()

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        task = asyncio.ensure_future(super().handle(client, req))
        self._working.add(task)
        task.add_done_callback(self._working.discard)
        await task

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
