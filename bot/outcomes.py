"""What a failed request to Slack means: not sent, refused, or nobody knows."""

from enum import Enum

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.slack import code

LONGEST_HOLD = 15 * 60.0


class Fate(Enum):
    HELD = "too fast: not done, and to be asked again when Slack says"
    UNSENT = "Slack has not seen it"
    LOST = "the answer was lost: it may have been done"
    GONE = "the message to change is not there any more"
    REFUSED = "not done, and the answer will be the same next time"
    FAILED = "not done; it may work the next time"


HELD = {"ratelimited", "rate_limited"}
LOST = {"internal_error", "fatal_error", "service_unavailable", "request_timeout", ""}
GONE = {"message_not_found", "cant_update_message"}
REFUSED = {
    "channel_not_found", "not_in_channel", "is_archived", "is_inactive", "restricted_action", "user_not_found",
    "user_disabled", "cannot_dm_bot", "invalid_blocks", "invalid_arguments", "msg_too_long", "msg_blocks_too_long",
    "no_text", "account_inactive", "token_revoked", "invalid_auth", "not_authed", "missing_scope", "thread_not_found",
    "cannot_reply_to_message", "edit_window_closed",
}  # fmt: skip

Failure = TimeoutError | aiohttp.ClientError | SlackApiError


def fate(error: Failure) -> Fate:
    if isinstance(error, aiohttp.ClientConnectorError):  # refused, or no such host
        return Fate.UNSENT
    if not isinstance(error, SlackApiError):
        return Fate.LOST
    word, status = code(error), error.response.status_code if hasattr(error.response, "status_code") else 0
    if status == 429 or word in HELD:  # noqa: PLR2004
        return Fate.HELD
    if status >= 500 or word in LOST:  # noqa: PLR2004 - an answer without a word is a proxy's or a broken server's
        return Fate.LOST
    if word in GONE:
        return Fate.GONE
    return Fate.REFUSED if word in REFUSED or word.startswith("invalid_name") else Fate.FAILED


def named(error: Failure) -> str:
    """Slack's own word for it, or the error's."""
    return (code(error) if isinstance(error, SlackApiError) else "") or type(error).__name__


def is_of_slack(error: Failure) -> bool:
    """Slack itself answered, so that the row may be at fault; else it is the way there."""
    return isinstance(error, SlackApiError) and bool(code(error))


def held(error: Failure) -> tuple[str, float]:
    """The method, and for how many seconds Slack does not want to hear of it."""
    response = getattr(error, "response", None)
    method = str(getattr(response, "api_url", "")).rpartition("/")[2]
    seconds = getattr(response, "headers", {}).get("Retry-After", "30")
    return method, min(float(seconds), LONGEST_HOLD)
