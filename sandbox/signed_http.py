"""Delivery to the app's request URL, signed as Slack signs."""

import hashlib
import hmac
import json
from http import HTTPStatus
from urllib.parse import urlencode

import aiohttp

from sandbox.clock import Clock
from sandbox.parcels import ACK_SECONDS, Parcel, Reply


class SignedHttp:
    def __init__(self, clock: Clock, *, signing_secret: str) -> None:
        self.request_url: str | None = None
        self._signing_secret = signing_secret
        self._clock = clock
        self._session: aiohttp.ClientSession | None = None

    async def send(self, parcel: Parcel) -> Reply:
        if self.request_url is None:
            return Reply(failure="dispatch_failed", detail="no request URL is set")
        body, content_type = _encoded(parcel)
        headers = self._signed(body) | {"Content-Type": content_type}
        if parcel.attempt:
            headers |= {"X-Slack-Retry-Num": str(parcel.attempt), "X-Slack-Retry-Reason": parcel.reason}
        timeout = aiohttp.ClientTimeout(total=ACK_SECONDS)
        try:
            async with self._client().post(self.request_url, data=body, headers=headers, timeout=timeout) as answer:
                return _reply(answer, await answer.text())
        except TimeoutError:
            return Reply(failure="operation_timeout")
        except aiohttp.ClientError as trouble:
            return Reply(failure="dispatch_failed", detail=str(trouble))

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    def _signed(self, body: bytes) -> dict[str, str]:
        timestamp = str(int(self._clock.wall()))
        signature = hmac.new(self._signing_secret.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256)
        return {
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": f"v0={signature.hexdigest()}",
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        }

    def _client(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession()
        return self._session


def _encoded(parcel: Parcel) -> tuple[bytes, str]:
    if parcel.kind == "events_api":
        return json.dumps(parcel.payload, ensure_ascii=False).encode(), "application/json"
    is_command = parcel.kind == "slash_commands"
    fields = parcel.payload if is_command else {"payload": json.dumps(parcel.payload, ensure_ascii=False)}
    return urlencode(fields).encode(), "application/x-www-form-urlencoded"


def _reply(answer: aiohttp.ClientResponse, text: str) -> Reply:
    if answer.status != HTTPStatus.OK:
        no_retry = answer.headers.get("X-Slack-No-Retry") == "1"
        return Reply(failure="http_service_error", detail=f"HTTP {answer.status}", no_retry=no_retry)
    if not text:
        return Reply()
    if answer.content_type == "application/json":
        return Reply(json.loads(text))
    return Reply({"text": text})
