"""Troubles to order: each kind, and what it leaves behind."""

import asyncio

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.client import Failed, Slack
from tests.sandbox.refusals import code


async def texts(client: AsyncWebClient, channel: str) -> list[str]:
    history = await client.conversations_history(channel=channel)
    return [message["text"] for message in history["messages"] if "subtype" not in message]


async def test_a_429_blocks_the_method_until_its_time_has_passed(
    client: AsyncWebClient, ideas: str, slack: Slack
) -> None:
    await slack.breaks("chat.postMessage", "429", retry_after=30)
    for _ in range(2):
        with pytest.raises(SlackApiError) as refusal:
            await client.chat_postMessage(channel=ideas, text="x")
        assert refusal.value.response.status_code == 429
        assert refusal.value.response.headers["Retry-After"] == "30"
    await client.users_info(user="U0SPONSOR")
    await slack.checked("/clock", {"skip": 31})
    await client.chat_postMessage(channel=ideas, text="At last")
    assert await texts(client, ideas) == ["At last"]


async def test_a_500_has_no_effect(client: AsyncWebClient, ideas: str, slack: Slack) -> None:
    await slack.breaks("chat.postMessage", "500", times=2)
    for _ in range(2):
        with pytest.raises(SlackApiError) as refusal:
            await client.chat_postMessage(channel=ideas, text="x")
        assert refusal.value.response.status_code == 500
    await client.chat_postMessage(channel=ideas, text="Third time")
    assert await texts(client, ideas) == ["Third time"]


async def test_a_time_out_never_answers(client: AsyncWebClient, ideas: str, slack: Slack) -> None:
    await slack.breaks("chat.postMessage", "timeout")
    client.timeout = 0.2  # type: ignore[assignment]  # slack-sdk hands it to aiohttp, which takes fractions
    with pytest.raises(asyncio.TimeoutError):
        await client.chat_postMessage(channel=ideas, text="x")
    assert await texts(client, ideas) == []


async def test_a_dropped_answer_has_had_its_effect(client: AsyncWebClient, ideas: str, slack: Slack) -> None:
    await slack.breaks("chat.postMessage", "drop_answer")
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await client.chat_postMessage(channel=ideas, text="Posted all the same")
    assert await texts(client, ideas) == ["Posted all the same"]


async def test_a_definite_error_is_the_one_that_was_asked_for(client: AsyncWebClient, ideas: str, slack: Slack) -> None:
    await slack.breaks("*", "error", error="fatal_error")
    assert await code(client.conversations_info(channel=ideas)) == "fatal_error"
    await client.conversations_info(channel=ideas)


async def test_a_fault_may_wait_for_one_channel(client: AsyncWebClient, ideas: str, slack: Slack) -> None:
    await slack.breaks("chat.postMessage", "error", error="internal_error", channel=ideas)
    await client.chat_postMessage(channel="U0SPONSOR", text="Spared")
    assert len(await slack.get("/faults")) == 1
    assert await code(client.chat_postMessage(channel=ideas, text="x")) == "internal_error"
    assert await slack.get("/faults") == []


async def test_faults_are_cleared_and_wrong_ones_named(client: AsyncWebClient, ideas: str, slack: Slack) -> None:
    await slack.breaks("chat.postMessage", "500", times=9)
    await slack.heals()
    await client.chat_postMessage(channel=ideas, text="x")
    with pytest.raises(Failed, match="kind is one of"):
        await slack.breaks("chat.postMessage", "earthquake")
    with pytest.raises(Failed, match="A fault has method"):
        await slack.breaks("chat.postMessage", "500", size=3)
