"""The bot inside the sandbox: the same bot over the same wires, but with a clock that can be moved."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Protocol

from bot.running import Bot, built, listening, working
from bot.settings import Settings
from bot.tick import next_due
from commands.services import Clock
from storage import workspaces
from storage.database import Database


class MovableClock(Clock, Protocol):
    """Moving it waits for each of `on_move`, and stops on its way wherever `next_due` says."""

    on_move: list[Callable[[], Awaitable[None]]]
    next_due: Callable[[], Awaitable[datetime | None]] | None


@asynccontextmanager
async def rehearsing(
    settings: Settings, clock: MovableClock, *, port: int | None = None
) -> AsyncIterator[tuple[Bot, str]]:
    """Yields the bot at work, and where it listens."""
    async with built(settings, clock) as bot, working(bot), listening(bot, settings, port=port) as how:

        async def due() -> datetime | None:
            return await next_due(bot.services)

        clock.on_move.append(bot.settle)
        clock.next_due = due
        try:
            yield bot, how
        finally:
            clock.on_move.remove(bot.settle)
            clock.next_due = None


async def is_unused(database_url: str) -> bool:
    """Whether no bot has met a workspace with this database."""
    database = Database(database_url)
    try:
        async with database.reading() as session:
            return not await workspaces.list_all(session)
    finally:
        await database.close()
