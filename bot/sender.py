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
from storage.database import Session
from storage.deliveries import Row

Claimed = tuple[Row, float]

log = structlog.get_logger(__name__)

LEASE = 60.0  # seconds
WORKERS = 4
IDLE = 1.0  # seconds until a worker looks again, for what other replicas wrote


class Sender:
    """Several workers take turns; a destination is worked on by one at a time, so its order holds."""

    def __init__(self, services: Services, slack: Slack, table: Dispatch, *, name: str) -> None:
        self.services, self.slack, self.table, self.name = services, slack, table, name
        self._busy: set[str] = set()
        self._asking = asyncio.Lock()
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
        while not self._stopping:
            try:
                async with self._asking:
                    row = await self._wait_for_row()
                if row:
                    await self._deliver(row)
            except Exception:
                log.exception("the sender could not go on")
                await asyncio.sleep(1)

    async def _wait_for_row(self) -> Claimed | None:
        """One worker asks for all: to find that nothing may go yet costs as much as there is waiting."""
        waiting = self.services.database.has_posts
        waiting.clear()
        if self._stopping:
            return None
        if claimed := await self._claim():
            return claimed
        wait = await self._next_turn()
        with suppress(TimeoutError):
            if not self._stopping:  # it may have been told meanwhile
                await asyncio.wait_for(waiting.wait(), timeout=min(wait or IDLE, IDLE))
        return None

    async def _next_turn(self) -> float | None:
        wall = self.services.clock.wall()
        async with self.services.database.reading() as session:
            at = await deliveries.next_at(session, wall=wall)
        return None if at is None else max(at - wall, 0.05)

    async def deliver_one(self) -> bool:
        """`False`: nothing can be sent now."""
        if claimed := await self._claim():
            await self._deliver(claimed)
        return claimed is not None

    async def _deliver(self, claimed: Claimed) -> None:
        row, deadline = claimed
        try:
            await Delivery(self.services, self.slack.delivering, self.table, row, deadline).deliver()
        finally:
            self._busy.discard(row.lane)

    async def _claim(self) -> Claimed | None:
        """A row whose turn it is, and until when it may leave."""
        deadline, wall = self.services.clock.monotonic() + LEAVES_WITHIN, self.services.clock.wall()
        async with self.services.database.writing() as session:
            row = await deliveries.claim(session, owner=self.name, wall=wall, lease=LEASE, busy=self._busy)
            if row is None:
                return None
            wait = await self._take_turn(session, row, wall)
            if wait:  # another replica was faster
                await deliveries.again(session, row, at=wall + wait, error=None, is_unsure=False, counts=False)
        if wait:
            return None
        self._busy.add(row.lane)
        return row, deadline

    async def _take_turn(self, session: Session, row: Row, wall: float) -> float:
        """Seconds until it may go; 0 once it holds its place."""
        if row.calls is None:
            return 0.0
        wait = 0.0
        if row.calls == "chat.postMessage":
            wait = await paces.take(session, row.workspace, row.goes_to, pace.CHANNEL, wall=wall)
        return wait or await paces.take(session, row.workspace, row.calls, pace.of(row.calls), wall=wall)
