"""Everything that Slack sends to the app, by Socket Mode or by signed HTTP; events again until they arrive."""

import asyncio
import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlencode
from uuid import uuid4

import aiohttp

from sandbox.clock import Clock
from sandbox.log import Log
from sandbox.records import JSON
from sandbox.socket_mode import Sockets

Kind = Literal["slash_commands", "interactive", "events_api"]
ACK_SECONDS = 3.0
RETRIES = (0.0, 60.0, 300.0)


@dataclass(frozen=True)
class Reply:
    """The app's acknowledgement: its body, or the reason why there is none, as Slack names it."""

    body: Any = None
    failure: Literal["operation_timeout", "dispatch_failed", "http_service_error"] | None = None
    detail: str = ""
    no_retry: bool = False

    @property
    def ok(self) -> bool:
        return self.failure is None


class Deliveries:
    def __init__(self, clock: Clock, log: Log, sockets: Sockets, *, signing_secret: str, by_socket: bool) -> None:
        self.by_socket = by_socket
        self.request_url: str | None = None
        self.signing_secret = signing_secret
        self._clock, self._log, self._sockets = clock, log, sockets
        self._session: aiohttp.ClientSession | None = None
        self._events: set[asyncio.Task[None]] = set()
        self._waiting: dict[asyncio.Task[None], float] = {}

    async def deliver(self, kind: Kind, what: str, payload: JSON, *, answers: bool = True) -> Reply:
        """Send once and wait three seconds; `answers` tells the app that its acknowledgement may say something."""
        reply = await (self._over_socket if self.by_socket else self._over_http)(kind, payload, answers, attempt=0, reason="")
        self._note(kind, what, reply)
        return reply

    def send_event(self, what: str, payload: JSON) -> None:
        """Send now, and again at once, after one and after five minutes, until it is acknowledged."""
        task = asyncio.get_running_loop().create_task(self._send_event(what, payload))
        self._events.add(task)
        task.add_done_callback(self._events.discard)

    async def retry_now(self) -> None:
        """Let pass the time until the next retry of every event that waits for one."""
        for deadline in sorted(self._waiting.values()):
            self._clock.skip(deadline - self._clock.monotonic())
            await asyncio.sleep(0)

    async def arrived(self) -> None:
        """Return when every event that is under way has been answered, or has to wait for its next try."""
        while busy := self._events - self._waiting.keys():
            await asyncio.wait(busy, return_when=asyncio.FIRST_COMPLETED, timeout=0.01)

    async def settle(self) -> None:
        """Return when every event has arrived or been given up; jumps over the waits while the clock is moved."""
        while self._events:
            await self.arrived()
            if self._waiting:
                await self._clock.sleep(min(self._waiting.values()) - self._clock.monotonic())
                await asyncio.sleep(0.001)

    async def close(self) -> None:
        for task in self._events:
            task.cancel()
        await asyncio.gather(*self._events, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    async def _send_event(self, what: str, payload: JSON) -> None:
        reason = ""
        for attempt in range(len(RETRIES) + 1):
            if attempt:
                await self._wait(RETRIES[attempt - 1])
            send = self._over_socket if self.by_socket else self._over_http
            reply = await send("events_api", payload, False, attempt=attempt, reason=reason)
            self._note("events_api", what, reply, attempt=attempt)
            if reply.ok or reply.no_retry:
                return
            reason = "http_timeout" if reply.failure == "operation_timeout" else "http_error"

    async def _wait(self, seconds: float) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._waiting[task] = self._clock.monotonic() + seconds
        try:
            await self._clock.sleep(seconds)
        finally:
            del self._waiting[task]

    def _note(self, kind: str, what: str, reply: Reply, *, attempt: int = 0) -> None:
        detail: JSON = {"retry": attempt} if attempt else {}
        if reply.detail:
            detail |= {"detail": reply.detail}
        by = "socket" if self.by_socket else "http"
        self._log.delivery(kind, what, by=by, result=reply.failure or "ok", detail=detail)

    async def _over_socket(self, kind: Kind, payload: JSON, answers: bool, *, attempt: int, reason: str) -> Reply:
        envelope: JSON = {
            "envelope_id": str(uuid4()),
            "type": kind,
            "payload": payload,
            "accepts_response_payload": answers,
        }
        if kind == "events_api":
            envelope |= {"retry_attempt": attempt, "retry_reason": reason}
        try:
            return Reply(await self._sockets.send(envelope, timeout=ACK_SECONDS))
        except TimeoutError:
            return Reply(failure="operation_timeout")
        except ConnectionError as gone:
            return Reply(failure="dispatch_failed", detail=str(gone))

    async def _over_http(self, kind: Kind, payload: JSON, answers: bool, *, attempt: int, reason: str) -> Reply:
        if self.request_url is None:
            return Reply(failure="dispatch_failed", detail="no request URL is set")
        body, content_type = _encoded(kind, payload)
        headers = self._signed(body) | {"Content-Type": content_type}
        if attempt:
            headers |= {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": reason}
        timeout = aiohttp.ClientTimeout(total=ACK_SECONDS)
        try:
            async with self._client().post(self.request_url, data=body, headers=headers, timeout=timeout) as answer:
                return _reply(answer, await answer.text())
        except TimeoutError:
            return Reply(failure="operation_timeout")
        except aiohttp.ClientError as trouble:
            return Reply(failure="dispatch_failed", detail=str(trouble))

    def _signed(self, body: bytes) -> dict[str, str]:
        timestamp = str(int(self._clock.wall()))
        signature = hmac.new(self.signing_secret.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256)
        return {
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": f"v0={signature.hexdigest()}",
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        }

    def _client(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession()
        return self._session


def _encoded(kind: Kind, payload: JSON) -> tuple[bytes, str]:
    if kind == "events_api":
        return json.dumps(payload, ensure_ascii=False).encode(), "application/json"
    fields = payload if kind == "slash_commands" else {"payload": json.dumps(payload, ensure_ascii=False)}
    return urlencode(fields).encode(), "application/x-www-form-urlencoded"


def _reply(answer: aiohttp.ClientResponse, text: str) -> Reply:
    if answer.status != 200:
        no_retry = answer.headers.get("X-Slack-No-Retry") == "1"
        return Reply(failure="http_service_error", detail=f"HTTP {answer.status}", no_retry=no_retry)
    if not text:
        return Reply()
    if answer.content_type == "application/json":
        return Reply(json.loads(text))
    return Reply({"text": text})
