"""The app is installed: asked for, allowed, exchanged for a token, once."""

from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.workspace import Sandbox
from tests.sandbox.refusals import code

pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated")  # slack-sdk uses it
SECRETS = {"client_id": "1111.2222", "client_secret": "sandbox-client-secret"}


async def authorize(address: str, **query: str) -> tuple[int, str]:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{address}/oauth/v2/authorize", params=query, allow_redirects=False) as answer,
    ):
        return answer.status, answer.headers.get("Location", await answer.text())


async def test_a_code_becomes_a_token(address: str, sandbox: Sandbox) -> None:
    wanted = {"client_id": "1111.2222", "scope": "chat:write,commands", "state": "s-1"}
    status, location = await authorize(address, **wanted, redirect_uri="https://bot.example/back")
    answer = parse_qs(urlsplit(location).query)
    assert (status, location.split("?")[0], answer["state"]) == (302, "https://bot.example/back", ["s-1"])
    caller = AsyncWebClient(base_url=f"{address}/api/")
    granted = await caller.oauth_v2_access(**SECRETS, code=answer["code"][0])
    assert (granted["scope"], granted["team"]["id"]) == ("chat:write,commands", "T0SANDBOX")
    assert granted["access_token"] == sandbox.bot_token
    assert (await AsyncWebClient(granted["access_token"], base_url=f"{address}/api/").auth_test())["ok"]
    assert await code(caller.oauth_v2_access(**SECRETS, code=answer["code"][0])) == "invalid_code"


async def test_installations_that_slack_refuses(address: str, sandbox: Sandbox) -> None:
    caller = AsyncWebClient(base_url=f"{address}/api/")
    fresh = sandbox.new_code(sandbox.team)
    unknown = caller.oauth_v2_access(client_id="9", client_secret="x", code=fresh)
    assert await code(unknown) == "invalid_client_id"
    wrong = caller.oauth_v2_access(client_id="1111.2222", client_secret="x", code=fresh)
    assert await code(wrong) == "bad_client_secret"
    assert await authorize(address, client_id="9") == (400, "invalid_client_id")
    assert await authorize(address, client_id="1111.2222", scope="admin") == (400, "invalid_scope: admin")
