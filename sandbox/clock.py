"""Two times: program time, which can be moved forward, and delivery time, which jumps over waits while it is moved."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

A_SECOND = timedelta(seconds=1)

_settling: ContextVar["Settling | None"] = ContextVar("settling", default=None)


class ClockRefused(Exception):
    """The clock cannot be moved there. The person sees the message as it stands."""


@dataclass(frozen=True)
class Moved:
    """How far both times are from the machine's own: what has to be kept over a restart."""

    program: timedelta = timedelta()
    delivery: float = 0.0


@dataclass
class Settling:
    active: bool = True


class Clock:
    """Program time (`now`) and delivery time (`monotonic`, `wall`, `sleep`), shared by the bot and the sandbox.

    Inside `move_to`, whatever the hooks await (and the tasks they start) jumps over its sleeps; what runs beside them
    keeps real time, and wakes early when a jump passes its deadline.
    """

    def __init__(self, start: datetime | None = None) -> None:
        program = start - datetime.now(UTC) if start else timedelta()
        self.shift = Moved(program)
        self.on_move: list[Callable[[], Awaitable[None]]] = []
        self.next_due: Callable[[], Awaitable[datetime | None]] | None = None
        self.keep: Callable[[Moved], None] | None = None
        self._jumped: asyncio.Event | None = None
        self._moving = asyncio.Lock()

    @property
    def moved(self) -> bool:
        return self.shift.program != timedelta()

    @property
    def settling(self) -> bool:
        return self._moving.locked()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.shift.program

    def wall(self) -> float:
        return time.time() + self.shift.delivery

    def monotonic(self) -> float:
        return time.monotonic() + self.shift.delivery

    async def sleep(self, seconds: float) -> None:
        deadline = self.monotonic() + seconds
        settling = _settling.get()
        if settling is not None and settling.active:
            await asyncio.sleep(0)  # so that sleeps begun together end together, instead of one after the other
            self.skip(deadline - self.monotonic())
            return
        while (left := deadline - self.monotonic()) > 0:
            try:
                await asyncio.wait_for(self._next_jump().wait(), left)
            except TimeoutError:
                continue

    async def move_to(self, instant: datetime) -> None:
        """Go forward to `instant`, by way of everything that is due before it; each stop is settled before the next."""
        async with self._moving:
            if instant < self.now():
                raise ClockRefused("The clock only moves forward. Choose a time after the one it shows.")
            with self._settled():
                reached: datetime | None = None
                while (due := await self._due()) and due < instant and (reached is None or due > reached):
                    reached = due
                    await self._arrive(max(due, self.now()))
                await self._arrive(max(instant, self.now()))

    def skip(self, seconds: float) -> None:
        """Let delivery time pass at once; whoever sleeps beyond it wakes up."""
        if seconds <= 0:
            return
        self.shift = Moved(self.shift.program, self.shift.delivery + seconds)
        if self._jumped is not None:
            self._jumped.set()
            self._jumped = None

    def resume(self, shift: Moved) -> None:
        """Take up the times that were kept."""
        self.shift = shift

    async def _due(self) -> datetime | None:
        return await self.next_due() if self.next_due else None

    async def _arrive(self, instant: datetime) -> None:
        program = instant - datetime.now(UTC)
        is_present = -A_SECOND < program <= timedelta()  # moved up to now: the machine's own time again
        self._shift(Moved(timedelta() if is_present else program, self.shift.delivery))
        for hook in self.on_move:
            await hook()
        self._shift(self.shift)

    def _shift(self, shift: Moved) -> None:
        self.shift = shift
        if self.keep:
            self.keep(shift)

    @contextmanager
    def _settled(self) -> Iterator[None]:
        settling = Settling()
        token = _settling.set(settling)
        try:
            yield
        finally:
            settling.active = False
            _settling.reset(token)

    def _next_jump(self) -> asyncio.Event:
        if self._jumped is None:
            self._jumped = asyncio.Event()
        return self._jumped
