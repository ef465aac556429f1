"""The bot's connections to Slack: one client that answers people at once, one that delivers."""

from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.metrics import CALLS

ANSWER_WITHIN = 2.0  # seconds; a trigger id lives three
DELIVER_WITHIN = 10.0  # seconds; far below the lease of a row


@dataclass(frozen=True, slots=True)
class Slack:
    """`answering` opens modals for who waits, `delivering` sends the outbox; neither repeats a request by itself."""

    answering: AsyncWebClient
    delivering: AsyncWebClient
    sessions: tuple[aiohttp.ClientSession, ...]

    async def close(self) -> None:
        for session in self.sessions:
            await session.close()


class Client(AsyncWebClient):
    """Slack's own, with every call counted by what came of it."""

    async def api_call(self, api_method: str, **call: Any) -> AsyncSlackResponse:
        result = "no answer"
        try:
            answer = await super().api_call(api_method, **call)
            result = "ok"
        except SlackApiError as error:
            result = code(error) or "no answer of Slack's"
            raise
        else:
            return answer
        finally:
            CALLS.labels(api_method, result).inc()


def connect(token: str, api_url: str) -> Slack:
    """Call it inside the event loop. Each client keeps its connections open between calls."""
    clients, sessions = [], []
    for seconds in (ANSWER_WITHIN, DELIVER_WITHIN):
        session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=seconds))
        # slack-sdk would repeat a request whose answer was lost, and so post twice.
        clients.append(Client(token=token, base_url=api_url, session=session, retry_handlers=[]))
        sessions.append(session)
    return Slack(clients[0], clients[1], tuple(sessions))


def code(error: SlackApiError) -> str:
    """Slack's word for what went wrong; empty where a proxy or a broken server answered in its place."""
    data = error.response.data if hasattr(error.response, "data") else error.response
    return str(data.get("error", "")) if isinstance(data, dict) else ""
