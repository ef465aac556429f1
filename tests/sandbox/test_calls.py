"""Every Web API call: its token, its scopes, its encoding, and what is answered to what is not there."""

import logging

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.client import Slack
from sandbox.workspace import Sandbox
from tests.sandbox.refusals import code, refused


async def test_the_token_says_who_calls(client: AsyncWebClient) -> None:
    answer = await client.auth_test()
    assert (answer["team_id"], answer["user_id"], answer["bot_id"]) == ("T0SANDBOX", "U0PILOTBT", "B0PILOTBT")
    assert "chat:write" in answer.headers["x-oauth-scopes"]
    assert answer.headers["Date"]


async def test_tokens_that_slack_refuses(address: str, sandbox: Sandbox) -> None:
    def calling(token: str) -> AsyncWebClient:
        return AsyncWebClient(token, base_url=f"{address}/api/")

    assert await code(calling("").auth_test()) == "not_authed"
    assert await code(calling("xoxb-wrong").auth_test()) == "invalid_auth"
    assert await code(calling("xapp-sandbox").auth_test()) == "not_allowed_token_type"
    assert await code(calling("").apps_connections_open(app_token="xoxb-sandbox")) == "not_allowed_token_type"
    assert await code(calling("").apps_connections_open(app_token="xapp-wrong")) == "invalid_auth"
    sandbox.team.installation.revoked = True
    assert await code(calling("xoxb-sandbox").auth_test()) == "account_inactive"


async def test_a_missing_scope_names_what_is_needed_and_what_there_is(client: AsyncWebClient, sandbox: Sandbox) -> None:
    sandbox.team.installation.scopes = ["commands", "users:read"]
    refusal = await refused(client.chat_postMessage(channel="C0AIIDEAS", text="x"))
    assert refusal == {"ok": False, "error": "missing_scope", "needed": "chat:write", "provided": "commands,users:read"}


async def test_what_is_not_there_is_said_loudly(
    client: AsyncWebClient, slack: Slack, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "sandbox"):
        assert await code(client.api_call("chat.meMessage", json={})) == "unknown_method"
    assert "chat.meMessage" in caplog.text
    assert (await slack.log("chat.meMessage"))[0]["result"] == "unknown_method"


async def test_forms_json_and_queries_say_the_same(address: str, ideas: str) -> None:
    said = {"channel": ideas, "text": "Hello"}
    headers = {"Authorization": "Bearer xoxb-sandbox"}
    url = f"{address}/api/chat.postMessage"
    async with aiohttp.ClientSession(headers=headers) as session:
        for request in (
            session.post(url, data=said),
            session.post(url, json=said, headers={"Content-Type": "application/json;charset=utf-8"}),
            session.get(url, params=said),
            session.post(url, data={**said, "token": "xoxb-sandbox"}, headers={"Authorization": ""}),
        ):
            async with request as answer:
                body = await answer.json()
            assert (body["ok"], body["message"]["text"]) == (True, "Hello")
            assert "warning" not in body
        async with session.post(url, json=said) as answer:
            assert (await answer.json())["warning"] == "missing_charset"
        async with session.post(url, data=b"[", headers={"Content-Type": "application/json"}) as answer:
            assert (await answer.json())["error"] == "channel_not_found"


@pytest.mark.filterwarnings("ignore:BasicAuth is deprecated")  # slack-sdk uses it
async def test_secrets_stay_out_of_the_log(address: str, slack: Slack) -> None:
    caller = AsyncWebClient(base_url=f"{address}/api/")
    await code(caller.oauth_v2_access(client_id="1111.2222", client_secret="hush", code="hush"))
    assert "hush" not in str(await slack.log())
