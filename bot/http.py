"""Where Slack calls over HTTP: its requests, and whether the bot is alive."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route


def build(app: AsyncApp) -> Starlette:
    handler = AsyncSlackRequestHandler(app)

    async def events(request: Request) -> Response:
        if not request.headers.get("x-slack-request-timestamp", "").isdigit():
            return PlainTextResponse("no valid timestamp", status_code=401)  # Bolt itself would fail with 500
        return await handler.handle(request)

    async def alive(_: Request) -> Response:
        return PlainTextResponse("ok")

    return Starlette(routes=[Route("/slack/events", events, methods=["POST"]), Route("/livez", alive)])


@asynccontextmanager
async def serving(app: AsyncApp, port: int, host: str = "0.0.0.0") -> AsyncIterator[str]:  # noqa: S104 - Slack calls from outside
    """Yields the address that Slack calls; port 0 takes any that is free."""
    listener = socket.create_server((host, port))
    # asyncio does so itself only where the socket says that it is TCP; without it, every answer takes 40 ms longer.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    server = uvicorn.Server(uvicorn.Config(build(app), log_config=None, lifespan="off"))
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]  # stopping is bot.running's
    task = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/slack/events"
    finally:
        server.should_exit = True
        await task
