"""Over HTTP only Slack is heard."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.signature import SignatureVerifier

from bot import http

SECRET, NOW = "a signing secret", 1_800_000_000.0
BODY = "command=%2Fpilot&text=help&user_id=U1&team_id=T1"


@pytest.fixture
async def address() -> AsyncIterator[str]:
    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1")

    app = AsyncApp(authorize=authorize, request_verification_enabled=False, process_before_response=True)

    @app.command("/pilot")
    async def _(ack) -> None:
        await ack("heard")

    async with http.serving(http.build(app, SECRET, lambda: NOW), 0, "127.0.0.1") as address:
        yield address


async def ask(address: str, timestamp: str | None, *, secret: str = SECRET) -> tuple[int, str]:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    if timestamp is not None:
        headers["X-Slack-Request-Timestamp"] = timestamp
        headers["X-Slack-Signature"] = str(SignatureVerifier(secret).generate_signature(timestamp=timestamp, body=BODY))
    async with aiohttp.ClientSession() as session, session.post(address, data=BODY, headers=headers) as answer:
        return answer.status, await answer.text()


async def test_a_signed_request_is_heard(address: str) -> None:
    assert await ask(address, str(int(NOW))) == (200, "heard")


@pytest.mark.parametrize("timestamp", [None, "", "soon", "-5", "1e9", "²", str(int(NOW) - 301), str(int(NOW) + 301)])
async def test_a_request_of_no_time_or_another_is_refused(address: str, timestamp: str | None) -> None:
    assert (await ask(address, timestamp))[0] == 401


async def test_a_request_signed_by_somebody_else_is_refused(address: str) -> None:
    assert (await ask(address, str(int(NOW)), secret="another"))[0] == 401
