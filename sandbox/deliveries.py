"""Everything that Slack sends to the app, by Socket Mode or by signed HTTP; events again until they arrive."""

import asyncio
from dataclasses import dataclass, field, replace

from sandbox.clock import Clock
from sandbox.log import Log
from sandbox.parcels import Parcel, Reply
from sandbox.records import JSON
from sandbox.signed_http import SignedHttp
from sandbox.socket_mode import Sockets

RETRIES = (0.0, 60.0, 300.0)


@dataclass(frozen=True)
class Pause:
    """An event waits for its next try."""

    until: float
    over: asyncio.Event = field(default_factory=asyncio.Event)


class Deliveries:
    """`by_socket` says which way everything goes, and can be changed at any time."""

    def __init__(self, clock: Clock, log: Log, sockets: Sockets, http: SignedHttp, *, by_socket: bool) -> None:
        self.by_socket = by_socket
        self._http = http
        self._clock, self._log, self._sockets = clock, log, sockets
        self._events: set[asyncio.Task[None]] = set()
        self._waiting: dict[asyncio.Task[None], Pause] = {}

    @property
    def request_url(self) -> str | None:
        """Where signed HTTP goes."""
        return self._http.request_url

    @request_url.setter
    def request_url(self, url: str | None) -> None:
        self._http.request_url = url

    async def deliver(self, what: str, parcel: Parcel) -> Reply:
        """Send once, and wait three seconds; `what` is for the log."""
        way: Sockets | SignedHttp = self._sockets if self.by_socket else self._http
        reply = await way.send(parcel)
        self._note(what, parcel, reply, by="socket" if way is self._sockets else "http")
        return reply

    def send_event(self, what: str, payload: JSON) -> None:
        """Send now, and again at once, after one and after five minutes, until it is acknowledged."""
        task = asyncio.get_running_loop().create_task(self._send_event(what, payload))
        self._events.add(task)
        task.add_done_callback(self._events.discard)

    async def retry_now(self) -> None:
        """Let the time pass until every event that waits for its next try has had it."""
        if self._waiting:
            self._clock.skip(max(self._pauses()) - self._clock.monotonic())
            await self._woken()
            await self.arrived()

    async def arrived(self) -> None:
        """Return when every event that is under way has been answered, or has to wait for its next try."""
        while busy := self._events - self._waiting.keys():
            await asyncio.wait(busy, return_when=asyncio.FIRST_COMPLETED, timeout=0.01)

    async def settle(self) -> None:
        """Return when every event has arrived or been given up; jumps over the waits while the clock is moved."""
        while self._events:
            await self.arrived()
            if self._waiting:
                await self._clock.sleep(min(self._pauses()) - self._clock.monotonic())
                await self._woken()

    async def close(self) -> None:
        for task in self._events:
            task.cancel()
        await asyncio.gather(*self._events, return_exceptions=True)
        await self._http.close()

    async def _send_event(self, what: str, payload: JSON) -> None:
        parcel = Parcel("events_api", payload, answers=False)
        for seconds in (*RETRIES, None):
            reply = await self.deliver(what, parcel)
            if reply.ok or reply.no_retry or seconds is None:
                return
            await self._wait(seconds)
            reason = "http_timeout" if reply.failure == "operation_timeout" else "http_error"
            parcel = replace(parcel, attempt=parcel.attempt + 1, reason=reason)

    async def _wait(self, seconds: float) -> None:
        if not seconds or (task := asyncio.current_task()) is None:
            return
        pause = self._waiting[task] = Pause(self._clock.monotonic() + seconds)
        try:
            await self._clock.sleep(seconds)
        finally:
            del self._waiting[task]
            pause.over.set()

    def _pauses(self) -> list[float]:
        return [pause.until for pause in self._waiting.values()]

    async def _woken(self) -> None:
        """Return when nobody waits any more for a time that has passed."""
        for pause in list(self._waiting.values()):
            if pause.until <= self._clock.monotonic():
                await pause.over.wait()

    def _note(self, what: str, parcel: Parcel, reply: Reply, *, by: str) -> None:
        detail: JSON = {"retry": parcel.attempt} if parcel.attempt else {}
        if reply.detail:
            detail |= {"detail": reply.detail}
        self._log.delivery(parcel.kind, what, by=by, result=reply.failure or "ok", detail=detail)
