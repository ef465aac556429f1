"""Slack's rates: tiers over a sliding minute, one message a second a channel, and Retry-After."""

from pathlib import Path

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.clock import Clock
from sandbox.errors import SlackError
from sandbox.rates import BURST, Rates
from sandbox.workspace import Sandbox


@pytest.fixture
async def sandbox() -> Sandbox:
    return Sandbox(None, manifest=Path(__file__).with_name("manifest.yml"))


def retry_after(refusal: pytest.ExceptionInfo[SlackApiError]) -> int:
    assert refusal.value.response.status_code == 429
    assert refusal.value.response["error"] == "ratelimited"
    return int(refusal.value.response.headers["Retry-After"])


async def test_a_channel_takes_a_short_burst_and_then_a_message_a_second(
    client: AsyncWebClient, sandbox: Sandbox, ideas: str
) -> None:
    for number in range(BURST):
        await client.chat_postMessage(channel=ideas, text=str(number))
    with pytest.raises(SlackApiError) as refusal:
        await client.chat_postMessage(channel=ideas, text="Too fast")
    assert retry_after(refusal) == 1
    await client.chat_postMessage(channel="U0SPONSOR", text="Another channel")
    sandbox.clock.skip(1.0)
    await client.chat_postMessage(channel=ideas, text="A second later")


async def test_a_tier_is_so_many_calls_a_minute_of_one_method(client: AsyncWebClient, sandbox: Sandbox) -> None:
    for _ in range(20):
        await client.users_list()
    with pytest.raises(SlackApiError) as refusal:
        await client.users_list()
    assert 55 <= retry_after(refusal) <= 60
    await client.users_info(user="U0SPONSOR")
    sandbox.clock.skip(61)
    await client.users_list()


async def test_rates_can_be_switched_off(client: AsyncWebClient, sandbox: Sandbox, ideas: str) -> None:
    sandbox.rates.on = False
    for number in range(2 * BURST):
        await client.chat_postMessage(channel=ideas, text=str(number))


def test_the_window_slides() -> None:
    clock = Clock()
    rates = Rates(clock)
    for _ in range(2):
        for _ in range(10):
            rates.count("T", "users.list", 2)
        clock.skip(31)
    for _ in range(10):
        rates.count("T", "users.list", 2)
    with pytest.raises(SlackError, match="ratelimited"):
        rates.count("T", "users.list", 2)
    rates.count("T-other", "users.list", 2)


def test_a_workspace_takes_some_hundreds_of_messages_a_minute() -> None:
    rates = Rates(Clock())
    for number in range(300):
        rates.count_post("T", f"C{number}")
    with pytest.raises(SlackError, match="ratelimited"):
        rates.count_post("T", "C-one-more")
