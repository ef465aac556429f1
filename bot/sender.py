"""The one road out: takes rows from the outbox and says them in Slack, each once."""

import asyncio
from contextlib import suppress

import structlog

from bot import pace
from bot.delivery import LEAVES_WITHIN, Delivery
from bot.slack import Slack
from commands.dispatch import Dispatch
from commands.services import Services
from storage import deliveries, paces
from storage.deliveries import Row

log = structlog.get_logger(__name__)

LEASE = 60.0  # seconds
WORKERS = 4
IDLE = 1.0  # seconds until a worker looks again, for what other replicas wrote


class Sender:
    """Several workers take turns; a destination is worked on by one at a time, so its order holds."""

    def __init__(self, services: Services, slack: Slack, table: Dispatch, *, name: str) -> None:
        self.services, self.slack, self.table, self.name = services, slack, table, name
        self._busy: set[str] = set()
        self._stopping = False

    async def run(self) -> None:
        """Deliver until `stop`; woken by every commit that fills the outbox."""
        await asyncio.gather(*(self._work() for _ in range(WORKERS)))

    def stop(self) -> None:
        self._stopping = True
        self.services.database.has_posts.set()

    async def settle(self) -> None:
        """Deliver until nothing waits, however long that takes in delivery time: the rehearsal's way."""
        while True:
            if await self.deliver_one():
                continue
            wait = await self._next_turn()
            if wait is None and not self._busy:
                return
            await self.services.clock.sleep(0.05 if self._busy else min(wait or 0.0, LEASE))

    async def _work(self) -> None:
        waiting = self.services.database.has_posts
        while not self._stopping:
            try:
                waiting.clear()
                if await self.deliver_one():
                    continue
                wait = await self._next_turn()
            except Exception:
                log.exception("the sender could not go on")
                await asyncio.sleep(1)
                continue
            with suppress(TimeoutError):
                if not self._stopping:
                    await asyncio.wait_for(waiting.wait(), timeout=min(wait or IDLE, IDLE))

    async def _next_turn(self) -> float | None:
        wall = self.services.clock.wall()
        async with self.services.database.reading() as session:
            at = await deliveries.next_at(session, wall=wall)
        return None if at is None else max(at - wall, 0.05)

    async def deliver_one(self) -> bool:
        """`False`: nothing can be sent now."""
        deadline = self.services.clock.monotonic() + LEAVES_WITHIN
        row = await self._claim()
        if row is None:
            return False
        self._busy.add(row.lane)
        try:
            await Delivery(self.services, self.slack.delivering, self.table, row, deadline).deliver()
        finally:
            self._busy.discard(row.lane)
        return True

    async def _claim(self) -> Row | None:
        wall = self.services.clock.wall()
        async with self.services.database.writing() as session:
            row = await deliveries.claim(session, owner=self.name, wall=wall, lease=LEASE, busy=self._busy)
            if row is None or row.calls is None:
                return row
            wait = 0.0
            if row.calls == "chat.postMessage":
                wait = await paces.take(session, row.workspace, row.goes_to, pace.CHANNEL, wall=wall)
            wait = wait or await paces.take(session, row.workspace, row.calls, pace.of(row.calls), wall=wall)
            if wait:  # another replica was faster
                await deliveries.again(session, row, at=wall + wait, error=None, is_unsure=False, counts=False)
        return None if wait else row
