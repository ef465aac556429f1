"""chat.*: what is kept, what is escaped, and what is refused with which of Slack's errors."""

from slack_sdk.web.async_client import AsyncWebClient

from sandbox.client import Slack
from sandbox.workspace import Sandbox
from tests.sandbox.refusals import code, refused

BUTTON = {"type": "button", "text": {"type": "plain_text", "text": "Go"}}
ACTIONS = [{"type": "actions", "elements": [BUTTON]}]
METADATA = {"event_type": "said", "event_payload": {"key": "k-1"}}


async def test_a_post_returns_the_whole_message(client: AsyncWebClient, ideas: str) -> None:
    answer = await client.chat_postMessage(channel=ideas, text="Hello", blocks=ACTIONS, metadata=METADATA)
    message = answer["message"]
    assert (answer["channel"], answer["ts"]) == (ideas, message["ts"])
    assert message["text"] == "Hello"
    assert message["bot_id"] == "B0PILOTBT"
    assert message["metadata"] == METADATA
    assert message["blocks"][0]["block_id"]
    assert message["blocks"][0]["elements"][0]["action_id"]


async def test_metadata_is_returned_only_when_asked_for(client: AsyncWebClient, ideas: str) -> None:
    await client.chat_postMessage(channel=ideas, text="Hello", metadata=METADATA)
    with_it = await client.conversations_history(channel=ideas, include_all_metadata=True, limit=1)
    without = await client.conversations_history(channel=ideas, limit=1)
    assert with_it["messages"][0]["metadata"] == METADATA
    assert "metadata" not in without["messages"][0]


async def test_text_keeps_its_tokens_and_escapes_the_rest(client: AsyncWebClient, ideas: str) -> None:
    said = "<@U0SPONSOR> & <b> &lt;b&gt; <https://example.com|there> <!date^1^{date}|then> <!channel>"
    answer = await client.chat_postMessage(channel=ideas, text=said)
    assert answer["message"]["text"] == (
        "<@U0SPONSOR> &amp; &lt;b&gt; &lt;b&gt; <https://example.com|there> <!date^1^{date}|then> <!channel>"
    )


async def test_timestamps_are_never_the_same(client: AsyncWebClient, ideas: str) -> None:
    stamps = [(await client.chat_postMessage(channel=ideas, text=str(number)))["ts"] for number in range(20)]
    assert stamps == sorted(set(stamps))


async def test_a_person_is_written_to_in_a_direct_message(client: AsyncWebClient, slack: Slack) -> None:
    answer = await client.chat_postMessage(channel="U0LEGALXX", text="For you")
    assert answer["channel"].startswith("D")
    assert "For you" in (await slack.as_("legal").sees("dm"))[-1]
    assert await slack.as_("sponsor").sees("dm") == []


async def test_posts_that_slack_refuses(client: AsyncWebClient, ideas: str) -> None:
    assert await code(client.chat_postMessage(channel="C0NOWHERE", text="x")) == "channel_not_found"
    assert await code(client.chat_postMessage(channel="C0BOARDRM", text="x")) == "channel_not_found"
    assert await code(client.chat_postMessage(channel="C0GENERAL", text="x")) == "not_in_channel"
    assert await code(client.api_call("chat.postMessage", json={"channel": ideas, "text": ""})) == "no_text"
    assert await code(client.chat_postMessage(channel=ideas, text="x", thread_ts="1.000001")) == "thread_not_found"
    assert await code(client.chat_postMessage(channel="U0OTHRBOT", text="x")) == "cannot_dm_bot"
    wrong = {"event_type": "", "event_payload": {}}
    assert await code(client.chat_postMessage(channel=ideas, text="x", metadata=wrong)) == "invalid_metadata_schema"


async def test_wrong_blocks_are_named_where_they_are_wrong(client: AsyncWebClient, ideas: str) -> None:
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}]
    refusal = await refused(client.chat_postMessage(channel=ideas, text="x", blocks=blocks))
    assert refusal["error"] == "invalid_blocks"
    assert "/blocks/0/text/text" in refusal["response_metadata"]["messages"][0]


async def test_an_archived_channel_takes_no_posts(client: AsyncWebClient, ideas: str) -> None:
    posted = await client.chat_postMessage(channel=ideas, text="Before")
    await client.conversations_archive(channel=ideas)
    assert await code(client.chat_postMessage(channel=ideas, text="x")) == "is_archived"
    assert await code(client.chat_update(channel=ideas, ts=posted["ts"], text="x")) == "is_inactive"


async def test_an_update_without_blocks_deletes_the_blocks(client: AsyncWebClient, ideas: str, slack: Slack) -> None:
    posted = await client.chat_postMessage(channel=ideas, text="Vote", blocks=ACTIONS)
    updated = await client.chat_update(channel=ideas, ts=posted["ts"], text="Closed")
    assert updated["text"] == "Closed"
    seen = (await slack.as_("sponsor").sees("#ai-ideas"))[-1]
    assert (seen.text, seen.blocks, seen.buttons) == ("Closed", [], [])
    assert seen.body["edited"]


async def test_updates_that_slack_refuses(client: AsyncWebClient, ideas: str, slack: Slack) -> None:
    posted = await client.chat_postMessage(channel=ideas, text="Mine")
    said = await slack.post("/as/sponsor/message", {"channel": "#ai-ideas", "text": "Not the bot's"})
    assert await code(client.chat_update(channel=ideas, ts="1.000001", text="x")) == "message_not_found"
    assert await code(client.chat_update(channel=ideas, ts=said["ts"], text="x")) == "cant_update_message"
    assert await code(client.chat_update(channel=ideas, ts=posted["ts"], text="x" * 4001)) == "msg_too_long"
    nothing = client.api_call("chat.update", json={"channel": ideas, "ts": posted["ts"]})
    assert await code(nothing) == "no_text"
    assert await code(client.chat_delete(channel=ideas, ts=said["ts"])) == "cant_delete_message"


async def test_a_deleted_message_is_gone(client: AsyncWebClient, ideas: str, slack: Slack) -> None:
    posted = await client.chat_postMessage(channel=ideas, text="Oops")
    reply = await client.chat_postMessage(channel=ideas, text="Indeed", thread_ts=posted["ts"])
    await client.chat_delete(channel=ideas, ts=reply["ts"])
    await client.chat_delete(channel=ideas, ts=posted["ts"])
    assert not [message for message in await slack.as_("sponsor").sees("#ai-ideas") if "Oops" in message]
    assert await code(client.chat_delete(channel=ideas, ts=posted["ts"])) == "message_not_found"


async def test_an_ephemeral_message_is_for_one_person_and_not_in_the_history(
    client: AsyncWebClient, ideas: str, slack: Slack
) -> None:
    await client.chat_postEphemeral(channel=ideas, user="U0LEGALXX", text="Between us")
    assert (await slack.as_("legal").sees("#ai-ideas"))[-1].ephemeral
    assert "Between us" not in (await slack.as_("sponsor").sees("#ai-ideas"))[-1]
    history = await client.conversations_history(channel=ideas)
    assert "Between us" not in [message["text"] for message in history["messages"]]
    outside = client.chat_postEphemeral(channel=ideas, user="U0OTHRBOT", text="x")
    assert await code(outside) == "user_not_in_channel"


async def test_replies_form_a_thread(client: AsyncWebClient, ideas: str, slack: Slack) -> None:
    parent = (await client.chat_postMessage(channel=ideas, text="Parent"))["ts"]
    reply = (await client.chat_postMessage(channel=ideas, text="Reply", thread_ts=parent))["ts"]
    await client.chat_postMessage(channel=ideas, text="To all", thread_ts=parent, reply_broadcast=True)
    assert await code(client.chat_postMessage(channel=ideas, text="x", thread_ts=reply)) == "cannot_reply_to_message"
    replies = (await client.conversations_replies(channel=ideas, ts=parent))["messages"]
    assert [message["text"] for message in replies] == ["Parent", "Reply", "To all"]
    assert (replies[0]["reply_count"], replies[1]["parent_user_id"]) == (2, "U0PILOTBT")
    seen = [message.text for message in await slack.as_("sponsor").sees("#ai-ideas")]
    assert seen[-2:] == ["Parent", "To all"]


async def test_a_permalink_names_channel_and_message(client: AsyncWebClient, ideas: str) -> None:
    posted = (await client.chat_postMessage(channel=ideas, text="Here"))["ts"]
    link = (await client.chat_getPermalink(channel=ideas, message_ts=posted))["permalink"]
    assert link.endswith(f"/archives/{ideas}/p{posted.replace('.', '')}")
    assert await code(client.chat_getPermalink(channel=ideas, message_ts="1.000001")) == "message_not_found"


async def test_blocks_without_text_are_remarked_upon(client: AsyncWebClient, ideas: str, sandbox: Sandbox) -> None:
    answer = await client.api_call("chat.postMessage", json={"channel": ideas, "blocks": ACTIONS})
    assert answer["warning"] == "missing_text_in_message"
