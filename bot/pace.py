"""Slack's published rates, kept to by all replicas together: each call takes its place in a row that they share."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from storage.paces import Rate


def _per_minute(calls: int, *, burst: float) -> Rate:
    """So many calls in any minute, with those of `burst` seconds at once after a silence."""
    return Rate((60 + burst) / (calls - 1), burst)


CHANNEL = Rate(1.05)  # one message a second in a channel
METHODS = {
    # Slack takes 300; the rest is for those that take longer on their way there than the ones after them.
    "chat.postMessage": _per_minute(297, burst=1),
    "chat.update": _per_minute(50, burst=10),
    "views.publish": _per_minute(100, burst=10),
    **dict.fromkeys(
        (
            "conversations.history", "conversations.replies", "conversations.invite", "conversations.join",
            "conversations.open", "conversations.info", "conversations.members",
        ),
        _per_minute(50, burst=20),
    ),
    "chat.getPermalink": _per_minute(600, burst=20),
}  # fmt: skip
OTHERS = _per_minute(20, burst=20)


def of(method: str) -> Rate:
    return METHODS.get(method, OTHERS)


class Paced(AsyncWebClient):
    """A client that waits its turn before each call, for work that makes several."""

    def __init__(self, client: AsyncWebClient, turn: Callable[[str], Awaitable[None]]) -> None:
        super().__init__(token=client.token, base_url=client.base_url, session=client.session, retry_handlers=[])
        self._turn = turn

    async def api_call(self, api_method: str, **more: Any) -> AsyncSlackResponse:
        await self._turn(api_method)
        return await super().api_call(api_method, **more)
