"""The sandbox behind an address: uvicorn in the event loop that is running."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from sandbox.app import build
from sandbox.workspace import Sandbox


class PortTaken(Exception):
    """The address cannot be listened at; the message says what to do."""


@asynccontextmanager
async def serve(
    sandbox: Sandbox, host: str = "127.0.0.1", port: int = 0, *, listener: socket.socket | None = None
) -> AsyncIterator[str]:
    """Serve until the block ends, then close the sandbox; yields the address.

    Port 0 takes any that is free; a `listener` that is there already takes the place of both.
    """
    async with serve_app(build(sandbox), listener or listen(host, port)) as address:
        sandbox.serve_at(address)
        try:
            yield address
        finally:
            await sandbox.close()


@asynccontextmanager
async def serve_app(app: ASGIApp, listener: socket.socket) -> AsyncIterator[str]:
    """Serve any ASGI application in the running event loop; a request's `sandbox.cut` drops its connection.

    The socket listens already when this yields: who connects before the server is up waits a moment.
    """
    with listener:
        cuttable = _cutting(app, lambda: server.server_state.connections)
        config = uvicorn.Config(cuttable, log_level="warning", lifespan="off", timeout_graceful_shutdown=1)
        server = _Server(config)
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        try:
            yield "http://{}:{}".format(*listener.getsockname())
        finally:
            server.should_exit = True
            await serving


def listen(host: str = "127.0.0.1", port: int = 0) -> socket.socket:
    """A socket that listens; refuses a port that somebody else has."""
    # Named as TCP, asyncio switches Nagle off for its connections; else every answer takes 40 ms longer.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as taken:
        listener.close()
        raise PortTaken(f"Port {port} on {host} is not free. Choose another one.") from taken
    listener.listen()
    return listener


class _Server(uvicorn.Server):
    """A server that leaves signals to the program it runs in."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _cutting(app: ASGIApp, connections: Callable[[], Iterable[Any]]) -> ASGIApp:
    """Give every request a `sandbox.cut` that closes its connection without an answer."""

    async def with_cut(scope: Scope, receive: Receive, send: Send) -> None:
        def cut() -> None:
            for connection in list(connections()):
                if connection.client == scope["client"]:
                    connection.transport.abort()

        scope.setdefault("extensions", {})["sandbox.cut"] = cut
        await app(scope, receive, send)

    return with_cut
