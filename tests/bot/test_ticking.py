"""The tick goes on when the machine's clock is set back, though APScheduler plans by that clock."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from bot.ticking import TICK, ticking
from sandbox.clock import Clock


class Ticks:
    """What was ticked, and a stopwatch that the test moves."""

    def __init__(self) -> None:
        self.stopwatch, self.count, self.came = Clock(), 0, asyncio.Event()
        self.holds = asyncio.Event()
        self.holds.set()

    async def tick(self) -> None:
        self.count += 1
        self.came.set()
        await self.holds.wait()

    async def after(self, seconds: float) -> int:
        """How many ticks there have been when so much time has passed."""
        self.came.clear()
        await asyncio.sleep(0)  # the guard goes to sleep
        self.stopwatch.skip(seconds)
        with suppress(TimeoutError):
            await asyncio.wait_for(self.came.wait(), 0.5)
        return self.count


async def test_the_tick_goes_on_when_the_clock_is_set_back_by_an_hour() -> None:
    ticks = Ticks()
    async with ticking(ticks.tick, ticks.stopwatch) as job:
        job.modify(next_run_time=datetime.now(UTC) + timedelta(hours=1))  # where a clock that was set back leaves it
        assert await ticks.after(TICK) == 0, "not late yet"
        assert await ticks.after(TICK) == 1
        upcoming = job.next_run_time - datetime.now(UTC)
        assert upcoming < timedelta(seconds=TICK + 1), "and APScheduler goes on by itself from there"


async def test_a_tick_that_takes_long_is_not_doubled() -> None:
    ticks = Ticks()
    ticks.holds.clear()
    async with ticking(ticks.tick, ticks.stopwatch) as job:
        job.modify(next_run_time=datetime.now(UTC))
        assert await ticks.after(0) == 1
        assert await ticks.after(2 * TICK) == 1
        ticks.holds.set()
        assert await ticks.after(2 * TICK) == 2
