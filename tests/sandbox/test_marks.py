"""Reactions, pins and bookmarks."""

from slack_sdk.web.async_client import AsyncWebClient

from sandbox.client import Slack
from tests.sandbox.refusals import code


async def test_a_reaction_is_given_once_and_taken_back_once(client: AsyncWebClient, ideas: str, slack: Slack) -> None:
    ts = (await client.chat_postMessage(channel=ideas, text="Nice?"))["ts"]
    await client.reactions_add(channel=ideas, timestamp=ts, name="tada")
    await slack.as_("legal").reacts(ideas, ts, "tada")
    reactions = (await client.reactions_get(channel=ideas, timestamp=ts))["message"]["reactions"]
    assert reactions == [{"name": "tada", "users": ["U0PILOTBT", "U0LEGALXX"], "count": 2}]
    assert await code(client.reactions_add(channel=ideas, timestamp=ts, name="tada")) == "already_reacted"
    assert (await slack.as_("legal").reacts(ideas, ts, "tada")).failure == "You have reacted with this already."
    await client.reactions_remove(channel=ideas, timestamp=ts, name="tada")
    assert await code(client.reactions_remove(channel=ideas, timestamp=ts, name="tada")) == "no_reaction"


async def test_reactions_that_slack_refuses(client: AsyncWebClient, ideas: str) -> None:
    assert await code(client.reactions_add(channel=ideas, timestamp="1.1", name="tada")) == "message_not_found"
    assert await code(client.reactions_add(channel=ideas, timestamp="", name="tada")) == "no_item_specified"
    ts = (await client.chat_postMessage(channel=ideas, text="x"))["ts"]
    assert await code(client.reactions_add(channel=ideas, timestamp=ts, name="not an emoji")) == "invalid_name"
    assert await code(client.reactions_add(channel="C0GENERAL", timestamp=ts, name="tada")) == "not_in_channel"


async def test_a_message_is_pinned_once(client: AsyncWebClient, ideas: str, slack: Slack) -> None:
    ts = (await client.chat_postMessage(channel=ideas, text="The plan"))["ts"]
    await client.pins_add(channel=ideas, timestamp=ts)
    assert await code(client.pins_add(channel=ideas, timestamp=ts)) == "already_pinned"
    assert await code(client.pins_add(channel=ideas, timestamp="1.1")) == "message_not_found"
    assert [pin["text"] for pin in (await slack.as_("legal").channel(ideas))["pins"]] == ["The plan"]
    await client.chat_delete(channel=ideas, ts=ts)
    assert (await slack.as_("legal").channel(ideas))["pins"] == []


async def test_a_bookmark_is_a_link(client: AsyncWebClient, ideas: str, slack: Slack) -> None:
    plan = {"channel_id": ideas, "title": "Plan", "type": "link"}
    added = await client.bookmarks_add(**plan, link="https://example.com", emoji=":flag:")
    assert added["bookmark"]["title"] == "Plan"
    assert [one["link"] for one in (await slack.as_("legal").channel(ideas))["bookmarks"]] == ["https://example.com"]
    assert (await client.bookmarks_list(channel_id=ideas))["bookmarks"] == [added["bookmark"]]
    assert await code(client.bookmarks_add(**plan, link="javascript:alert(1)")) == "invalid_link"
    assert await code(client.bookmarks_add(**plan)) == "invalid_link"
    assert await code(client.bookmarks_add(channel_id=ideas, title="x", type="note")) == "invalid_bookmark_type"
    outside = client.bookmarks_add(channel_id="C0GENERAL", title="x", type="link", link="https://example.com")
    assert await code(outside) == "not_in_channel"
    assert await code(client.bookmarks_list(channel_id="C0GENERAL")) == "not_in_channel"
