"""Delivery time that runs faster than the wall clock, for the replicas and for Slack's rates alike.

Leases, quarantine, back-off, pace and time-outs keep their lengths and their proportions in it; so a storm of half a
minute has room for quarantines of one. Program time, and what people wait for, keep the machine's pace; program time
begins on a Monday, shortly before the weekly prompts are due.
"""

import asyncio
import os
import time
from datetime import UTC, datetime

from sandbox.clock import Clock, Moved

SPEED, SINCE, BEGINS = "STORM_SPEED", "STORM_SINCE", "STORM_BEGINS"  # the same for each replica, and at each start


class FastClock(Clock):
    """`since` is the moment of the machine's clock at which program time `begins`."""

    def __init__(self, speed: float, since: float, begins: datetime) -> None:
        super().__init__()
        self.speed, self.since, self.begins = speed, since, begins
        self.shift = Moved(begins - datetime.fromtimestamp(since, UTC))

    def wall(self) -> float:
        return self.since + (time.time() - self.since) * self.speed

    def monotonic(self) -> float:
        return time.monotonic() * self.speed

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / self.speed)

    def told(self) -> dict[str, str]:
        """What a replica must know to have the same time."""
        return {SPEED: str(self.speed), SINCE: str(self.since), BEGINS: self.begins.isoformat()}


def told() -> FastClock:
    begins = datetime.fromisoformat(os.environ[BEGINS])
    return FastClock(float(os.environ[SPEED]), float(os.environ[SINCE]), begins)
