"""What a tick costs with ten thousand running programs: nothing due, all of them due at once, and a third to remind."""

import asyncio
import statistics
import time
from typing import Any

from benchmarks import crowd
from benchmarks.filled import TEAM
from bot import tick
from bot.clock import RealClock
from bot.running import leave_alone
from commands.services import Services
from playbook.loader import load
from storage import backlog
from storage.database import Database

PROGRAMS, ROUNDS = 10_000, 51
PAUSE = 0.005  # seconds between two who want to write, as votes do


TUESDAY = 2


async def measure(url: str, to_remind: str) -> dict[str, Any]:
    """Prompts alone, as on a Monday; and prompts with reminders, which want all that is in hand."""
    reminded = await _measure(to_remind, TUESDAY)
    return {**await _measure(url, crowd.quiet_day()), "all_due_and_a_third_reminded_s": reminded["all_due_s"]}


async def _measure(url: str, day: int) -> dict[str, Any]:
    database = Database(url)
    services = Services(database, load(), RealClock())
    await crowd.gather(database, TEAM, PROGRAMS, day=day)
    await tick.post_what_is_due(services)
    idle = sorted([await _ticked(services) for _ in range(ROUNDS)])
    await crowd.fall_due(database)
    leave_alone()
    waits: list[float] = []
    voting = asyncio.create_task(_wait_to_write(database, waits))
    due = await _ticked(services)
    voting.cancel()
    await asyncio.wait([voting])
    posts = await crowd.count_posts(database)
    await database.close()
    return {
        "programs": PROGRAMS,
        "idle_ms": round(statistics.median(idle) * 1_000, 2),
        "all_due_s": round(due, 2),
        "rows": posts,
        "longest_wait_to_write_ms": round(max(waits, default=0.0) * 1_000),
    }


async def _ticked(services: Services) -> float:
    began = time.perf_counter()
    await tick.post_what_is_due(services)
    return time.perf_counter() - began


async def _wait_to_write(database: Database, waits: list[float]) -> None:
    """Again and again take the writer's place, as a vote would, and note how long that took."""
    while True:
        began = time.perf_counter()
        async with database.writing() as session:
            await backlog.check_writable(session)
            waits.append(time.perf_counter() - began)
        await asyncio.sleep(PAUSE)
