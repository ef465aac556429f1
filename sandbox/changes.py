"""Who is looking, and what has changed for them: the source of the live WebSocket."""

import asyncio
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from sandbox.records import JSON


class Changes:
    def __init__(self) -> None:
        self._watching: dict[asyncio.Queue[JSON], str] = {}

    @contextmanager
    def watched_by(self, user: str) -> Iterator[asyncio.Queue[JSON]]:
        queue: asyncio.Queue[JSON] = asyncio.Queue()
        self._watching[queue] = user
        try:
            yield queue
        finally:
            del self._watching[queue]

    def tell(self, changed: str, *, channel: str | None = None, to: Collection[str] | None = None) -> None:
        """Tell everyone who looks, or only the people named."""
        change = {"changed": changed} | ({"channel": channel} if channel else {})
        for queue, user in self._watching.items():
            if to is None or user in to:
                queue.put_nowait(change)
