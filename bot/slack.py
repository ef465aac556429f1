"""The bot's connections to Slack: one client that answers people at once, one that delivers."""

from dataclasses import dataclass

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

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


def connect(token: str, api_url: str) -> Slack:
    """Call it inside the event loop. Each client keeps its connections open between calls."""
    clients, sessions = [], []
    for seconds in (ANSWER_WITHIN, DELIVER_WITHIN):
        session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=seconds))
        # slack-sdk would repeat a request whose answer was lost, and so post twice.
        clients.append(AsyncWebClient(token=token, base_url=api_url, session=session, retry_handlers=[]))
        sessions.append(session)
    return Slack(clients[0], clients[1], tuple(sessions))


def code(error: SlackApiError) -> str:
    """Slack's word for what went wrong; empty where a proxy or a broken server answered in its place."""
    data = error.response.data if hasattr(error.response, "data") else error.response
    return str(data.get("error", "")) if isinstance(data, dict) else ""
