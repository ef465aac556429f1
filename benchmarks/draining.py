"""How fast, how evenly and how sparingly the outbox is said, against the sandbox with Slack's rates enforced."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from benchmarks import crowd
from benchmarks.process import MANIFEST, resident_mb, started
from bot import slack, tick
from bot.sender import Sender
from commands import table
from commands.services import Services
from sandbox.clock import Clock
from sandbox.log import Log
from sandbox.records import Channel
from sandbox.serving import serve
from sandbox.workspace import Sandbox
from storage import workspaces
from storage.database import Database

PERMITTED = 300  # messages a minute in a workspace, as Slack publishes it and the sandbox counts it
POSTS, PROGRAMS = 2_000, 10_000
WATCHED = 60.0  # seconds


class Counted(Log):
    """Counts the calls by method and result, and forgets their arguments: what is measured is the bot."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.counts: dict[tuple[str, str], int] = {}
        self.said_at: list[float] = []  # delivery time

    def call(self, method: str, arguments: Any, *, result: str, detail: Any = None) -> None:
        self.counts[method, result] = self.counts.get((method, result), 0) + 1
        if (method, result) == ("chat.postMessage", "ok"):
            self.said_at.append(self._clock.monotonic())

    @property
    def said(self) -> int:
        return len(self.said_at)

    @property
    def refused(self) -> int:
        return sum(count for (_, result), count in self.counts.items() if result == "ratelimited")


@asynccontextmanager
async def full_slack(clock: Clock, channels: tuple[str, ...]) -> AsyncIterator[tuple[Sandbox, Counted, str]]:
    """A Slack with a channel for each program, and the bot in all of them."""
    sandbox = Sandbox(None, manifest=MANIFEST, clock=clock)
    log = sandbox.log = Counted(clock)
    team = sandbox.team
    for number, id in enumerate(channels, 1):
        team.save_channel(Channel(id, f"p-{number}", team.seconds(), team.bot.id, members=[team.bot.id]))
    async with serve(sandbox) as address:
        yield sandbox, log, address


async def in_virtual_time(url: str) -> dict[str, Any]:
    """From the first message to the last, in the time that bot and sandbox share: waits are skipped."""
    clock, database = Clock(), Database(url)
    services = Services(database, crowd.PLAYBOOK, clock)
    many = await _crowd(database, POSTS - 1)
    await crowd.fall_due(database)
    async with full_slack(clock, many.channels) as (sandbox, log, address):
        await _digest(services, many)
        await tick.post_what_is_due(services)
        connection = slack.connect(sandbox.bot_token, f"{address}/api/")
        sender = Sender(services, connection, table.build(), name="bench")
        clock.on_move.append(sender.settle)
        real = time.perf_counter()
        await clock.move_to(clock.now() + timedelta(seconds=1))
        minutes, real = (log.said_at[-1] - log.said_at[0]) / 60, time.perf_counter() - real
        await connection.close()
    await database.close()
    return {
        "said": log.said,
        "minutes_of_delivery_time": round(minutes, 2),
        "share_of_permitted_rate": round((log.said - 1) / minutes / PERMITTED, 3),
        "refused_429": log.refused,
        "took_s": round(real, 1),
    }


async def in_real_time(url: str) -> dict[str, Any]:
    """The first minute of `pilot run` on ten thousand due programs, as a process of its own; nothing is skipped."""
    database, clock = Database(url), Clock()
    many = await _crowd(database, PROGRAMS)
    await crowd.fall_due(database)
    async with (
        full_slack(clock, many.channels) as (sandbox, log, address),
        started(url, address, sandbox) as running,
    ):
        await _until_all_is_written(database)
        first, sizes, began = log.said, [resident_mb(running.pid)], time.perf_counter()
        while time.perf_counter() - began < WATCHED:
            await asyncio.sleep(1)
            sizes.append(resident_mb(running.pid))
        minutes, said = (time.perf_counter() - began) / 60, log.said - first
    await database.close()
    return {
        "rows": await _rows(url),
        "said": said,
        "seconds": round(minutes * 60, 1),
        "share_of_permitted_rate": round(said / minutes / PERMITTED, 3),
        "refused_429": log.refused,
        "memory_mb": {"at_first": round(sizes[0], 1), "most": round(max(sizes), 1), "at_last": round(sizes[-1], 1)},
    }


async def _crowd(database: Database, count: int) -> crowd.Crowd:
    """In the sandbox's own workspace, all roles held by one of its members."""
    team = Sandbox(None, manifest=MANIFEST).team
    return await crowd.gather(database, team.id, count, holder=team.get_member("sponsor").id)


async def _until_all_is_written(database: Database) -> None:
    while await crowd.count_due(database):  # noqa: ASYNC110 - another process writes it
        await asyncio.sleep(0.2)


async def _rows(url: str) -> int:
    database = Database(url)
    try:
        return await crowd.count_posts(database)
    finally:
        await database.close()


async def _digest(services: Services, many: crowd.Crowd) -> None:
    """Due today, too: all programs in one message."""
    async with services.database.writing() as session:
        await workspaces.save_digest(
            session, many.workspace.id, channel=many.channels[0], timezone="UTC", next_at=services.clock.now()
        )
