"""Each request of Slack's gets an id, which its lines in the log carry, and its answer is timed."""

from secrets import token_hex
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.response import BoltResponse
from structlog.contextvars import bound_contextvars, get_contextvars

from bot.metrics import ACK

KINDS = {"block_actions", "view_submission", "view_closed", "block_suggestion", "shortcut", "message_action"}


class App(AsyncApp):
    """Bolt's own, around which every request passes."""

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse:
        with bound_contextvars(request=token_hex(4)), ACK.labels(kind(req.body)).time():
            return await super().async_dispatch(req)


def kind(body: dict[str, Any]) -> str:
    """Few words, whatever arrives: each is a series of its own for whoever collects them."""
    if "command" in body:
        return "command"
    if "event" in body:
        return "event"
    return str(body["type"]) if body.get("type") in KINDS else "other"


def reference() -> str:
    """The id of the request in hand, by which a person's error message is found in the log."""
    return str(get_contextvars().get("request") or token_hex(4))
