"""Response URLs: five times within half an hour, in place of the message or beside it."""

from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp

from sandbox.client import Slack
from sandbox.workspace import Sandbox

Connect = Callable[[], Awaitable[None]]
BUTTON = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
BLOCKS = [{"type": "actions", "elements": [BUTTON]}]


@pytest.fixture
async def url(app: AsyncApp, connect_socket: Connect, slack: Slack, ideas: str) -> str:
    """The response URL of a button in a message that everyone sees."""
    urls: list[str] = []

    @app.action("go")
    async def go(ack: AsyncAck, body: dict[str, Any]) -> None:
        urls.append(body["response_url"])
        await ack()

    await connect_socket()
    await app.client.chat_postMessage(channel=ideas, text="Vote", blocks=BLOCKS)
    await slack.as_("legal").presses("Go", in_=ideas)
    return urls[0]


async def post(url: str, **body: Any) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.post(url, json=body) as answer:
        return answer.status, (await answer.json()).get("error", "ok")


async def test_an_answer_is_for_the_person_unless_it_says_otherwise(url: str, slack: Slack, ideas: str) -> None:
    await post(url, text="For you")
    await post(url, text="For all", response_type="in_channel")
    assert [message.text for message in await slack.as_("legal").sees(ideas)][-2:] == ["For you", "For all"]
    assert [message.text for message in await slack.as_("sponsor").sees(ideas)][-2:] == ["Vote", "For all"]


async def test_the_original_is_replaced_or_deleted(url: str, slack: Slack, ideas: str) -> None:
    await post(url, text="Voted", replace_original=True)
    replaced = (await slack.as_("sponsor").sees(ideas))[-1]
    assert (replaced.text, replaced.blocks) == ("Voted", [])
    await post(url, delete_original=True)
    assert "Voted" not in [message.text for message in await slack.as_("sponsor").sees(ideas)]
    assert await post(url, delete_original=True) == (400, "message_not_found")


async def test_five_times_and_no_more(url: str) -> None:
    for _ in range(5):
        assert await post(url, text="x") == (200, "ok")
    assert await post(url, text="x") == (404, "used_url")


async def test_half_an_hour_and_no_longer(url: str, sandbox: Sandbox) -> None:
    sandbox.clock.skip(1801)
    assert await post(url, text="x") == (404, "expired_url")


async def test_what_is_wrong_with_an_answer_is_named(url: str) -> None:
    assert await post(url) == (400, "no_text")
    assert await post(url, text="x", blocks=[{"type": "nonsense"}]) == (400, "invalid_blocks")
    assert await post(f"{url}x", text="x") == (404, "no_service")


async def test_it_works_where_the_app_is_not(app: AsyncApp, connect_socket: Connect, slack: Slack) -> None:
    @app.command("/example")
    async def answer(ack: AsyncAck, respond: Callable[..., Awaitable[Any]]) -> None:
        await ack()
        await respond("Later", response_type="in_channel")

    await connect_socket()
    await slack.as_("sponsor").says("#general", "/example")
    assert (await slack.as_("legal").sees("#general"))[-1].text == "Later"
