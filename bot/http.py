"""Where Slack calls over HTTP, with signed requests; and the server that also answers probes."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.signature import Clock as SignatureClock
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

EVERYWHERE = "0.0.0.0"  # noqa: S104 - Slack calls from outside


class _Wall(SignatureClock):
    """Signatures are of delivery time, which a rehearsal may move."""

    def __init__(self, wall: Callable[[], float]) -> None:
        self.now = wall  # type: ignore[method-assign]


def build(app: AsyncApp, signing_secret: str, wall: Callable[[], float], others: Sequence[BaseRoute] = ()) -> Starlette:
    handler, verifier = AsyncSlackRequestHandler(app), SignatureVerifier(signing_secret, _Wall(wall))

    async def events(request: Request) -> Response:
        timestamp = request.headers.get("x-slack-request-timestamp", "")
        signature = request.headers.get("x-slack-signature")
        # Bolt's own check would answer 500 to a timestamp that is no number.
        if not timestamp.isdecimal() or not verifier.is_valid(await request.body(), timestamp, signature):
            return PlainTextResponse("not signed by Slack", status_code=401)
        return await handler.handle(request)

    return Starlette(routes=[Route("/slack/events", events, methods=["POST"]), *others])


class _Server(uvicorn.Server):
    """Stops when bot.running says so, not by signals of its own."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def serving(app: Starlette, port: int, host: str = EVERYWHERE) -> AsyncIterator[str]:
    """Yields the address that Slack calls; port 0 takes any that is free. Requests under way are answered first."""
    listener = socket.create_server((host, port))
    # asyncio does so itself only where the socket says that it is TCP; without it, every answer takes 40 ms longer.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    server = _Server(uvicorn.Config(app, log_config=None, lifespan="off"))
    task = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/slack/events"
    finally:
        server.should_exit = True
        await task
