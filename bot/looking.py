"""Looks in Slack for a message whose answer was lost, by the key that it carries."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack import code
from storage.deliveries import Row

MARGIN = timedelta(hours=1)  # by which Slack's clock may be behind ours
A_PAGE = 200


async def find(slack: AsyncWebClient, row: Row, channel: str, *, thread: str | None) -> str | None:
    """The `ts` of the message with this row's key: in its thread, or in the channel since it was first sent."""
    oldest = str(((row.first_sent_at or row.due_at) - MARGIN).timestamp())
    async for message in _messages(slack, channel, thread, oldest):
        if _key_of(message) == row.key:
            return str(message["ts"])
    return None


async def _messages(
    slack: AsyncWebClient, channel: str, thread: str | None, oldest: str
) -> AsyncIterator[dict[str, Any]]:
    cursor: str | None = None
    while True:
        asked: dict[str, Any] = {
            "channel": channel, "oldest": oldest, "limit": A_PAGE, "include_all_metadata": True, "cursor": cursor,
        }  # fmt: skip
        try:
            answer = await (
                slack.conversations_replies(ts=thread, **asked) if thread else slack.conversations_history(**asked)
            )
        except SlackApiError as error:
            if code(error) == "thread_not_found":  # it went with the message that it answers
                return
            raise
        for message in answer["messages"]:
            yield message
        cursor = (answer.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return


def _key_of(message: dict[str, Any]) -> str | None:
    return ((message.get("metadata") or {}).get("event_payload") or {}).get("key")
