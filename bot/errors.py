"""Turns what a handler raised into what the person sees; handlers themselves never catch."""

from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from bot.requests import reference
from bot.slack import code
from program.errors import Refused
from templates.blocks import View, modal, section

log = structlog.get_logger(__name__)

AWAY = "Our database was out of reach for a moment. Look whether yours was stored; if it was not, press it once more."
TOO_SLOW = "Slack did not take that in time. Nothing of yours was stored: press it once more."
EXPIRED = {"expired_trigger_id", "trigger_expired", "exchanged_trigger_id", "trigger_exchanged", "ratelimited"}
MOST_ERROR = 2000  # what Slack shows under a field


def explained(error: Exception) -> Refused:
    """The sentence for the person; a bug gets a reference that the log has too."""
    if isinstance(error, Refused):
        return error
    if isinstance(error, TimeoutError | aiohttp.ClientError):
        return Refused(TOO_SLOW)
    if isinstance(error, SlackApiError) and code(error) in EXPIRED:
        return Refused(TOO_SLOW)
    if isinstance(error, OSError) or (isinstance(error, DBAPIError) and _is_lost(error)):
        log.warning("the database was out of reach", error=type(error).__name__)
        return Refused(AWAY)
    known_as = reference()
    log.error("a bug", reference=known_as, exc_info=error)
    return Refused(
        f"Something went wrong on our side, and nothing of yours was stored. Please try once more; if it happens again,"
        f" give your administrator the reference {known_as}."
    )


def _is_lost(error: DBAPIError) -> bool:
    """The connection, not the statement, was at fault: a commit may have been done all the same."""
    return error.connection_invalidated or isinstance(error, InterfaceError | OperationalError)


def field_errors(refused: Refused, view: dict[str, Any]) -> dict[str, Any]:
    """Under the field at fault; without one under the last input; where there is none, on a page of its own."""
    inputs = {_field(block["block_id"]): block["block_id"] for block in view["blocks"] if block["type"] == "input"}
    message = str(refused)
    if not inputs:
        return {"response_action": "push", "view": notice(message)}
    field = inputs.get(refused.field or "") or list(inputs.values())[-1]
    return {"response_action": "errors", "errors": {field: message[:MOST_ERROR]}}


def _field(block: str) -> str:
    """The name of a question; what follows a tilde tells its block from an earlier one with the same question."""
    return block.partition("~")[0]


def notice(message: str) -> View:
    return modal("Pilot", "notice", [section(message)], close="Back")
