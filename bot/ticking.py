"""Keeps the tick going, whatever happens to the machine's clock."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from typing import Protocol

import structlog
from apscheduler.job import Job
from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = structlog.get_logger(__name__)

TICK = 5.0  # seconds


class Stopwatch(Protocol):
    """Time that only goes forward, at its own pace: a `Clock` has it."""

    def monotonic(self) -> float: ...
    async def sleep(self, seconds: float) -> None: ...


class Guard:
    """APScheduler plans by the machine's clock: set back by an hour, it would not tick for an hour.

    So the time since the last tick is watched by a clock that is never set, and a tick that is late is called.
    """

    def __init__(self, tick: Callable[[], Awaitable[None]], stopwatch: Stopwatch) -> None:
        self._tick, self._stopwatch = tick, stopwatch
        self._ticked_at = stopwatch.monotonic()
        self._is_ticking = False

    async def tick(self) -> None:
        self._is_ticking = True
        try:
            await self._tick()
        finally:
            self._is_ticking = False
            self._ticked_at = self._stopwatch.monotonic()

    async def watch(self, job: Job) -> None:
        while True:
            await self._stopwatch.sleep(TICK)
            if not self._is_ticking and self._stopwatch.monotonic() - self._ticked_at >= 2 * TICK:
                log.warning("the tick is late: was the machine's clock set back?")
                job.modify(next_run_time=datetime.now(UTC))


@asynccontextmanager
async def ticking(tick: Callable[[], Awaitable[None]], stopwatch: Stopwatch) -> AsyncIterator[Job]:
    """Ticks every few seconds inside the block, one tick at a time; yields APScheduler's job."""
    scheduler, guard = AsyncIOScheduler(timezone="UTC"), Guard(tick, stopwatch)
    job = scheduler.add_job(
        guard.tick,
        "interval",
        seconds=TICK,
        misfire_grace_time=None,  # else a run that is a second late is dropped
        coalesce=True,
        max_instances=1,
    )
    scheduler.start()
    watching = asyncio.create_task(guard.watch(job))
    try:
        yield job
    finally:
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching
        scheduler.shutdown(wait=False)
