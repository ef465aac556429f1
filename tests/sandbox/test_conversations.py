"""conversations.*: channels made, joined, listed and archived, and the names that Slack refuses."""

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.client import Slack
from sandbox.workspace import Sandbox
from tests.sandbox.refusals import code, refused


async def test_a_channel_is_created_with_its_maker_in_it(client: AsyncWebClient) -> None:
    made = (await client.conversations_create(name="claims-triage"))["channel"]
    assert made["is_member"]
    assert made["creator"] == "U0PILOTBT"
    info = await client.conversations_info(channel=made["id"], include_num_members=True)
    assert (info["channel"]["name"], info["channel"]["num_members"]) == ("claims-triage", 1)


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("general", "name_taken"),
        ("Upper", "invalid_name_specials"),
        ("with space", "invalid_name_specials"),
        ("dot.ted", "invalid_name_specials"),
        ("--", "invalid_name_punctuation"),
        ("x" * 81, "invalid_name_maxlength"),
        ("", "invalid_name_required"),
    ],
)
async def test_names_that_slack_refuses(client: AsyncWebClient, name: str, error: str) -> None:
    assert await code(client.conversations_create(name=name)) == error


async def test_the_name_of_an_archived_channel_stays_taken(client: AsyncWebClient) -> None:
    made = (await client.conversations_create(name="once"))["channel"]["id"]
    await client.conversations_archive(channel=made)
    assert await code(client.conversations_create(name="once")) == "name_taken"
    assert await code(client.conversations_archive(channel=made)) == "already_archived"
    assert await code(client.conversations_join(channel=made)) == "is_archived"


async def test_people_are_invited_once(client: AsyncWebClient, slack: Slack) -> None:
    made = (await client.conversations_create(name="secret", is_private=True))["channel"]["id"]
    await client.conversations_invite(channel=made, users="U0SPONSOR,U0LEGALXX")
    assert (await client.conversations_members(channel=made))["members"] == ["U0PILOTBT", "U0SPONSOR", "U0LEGALXX"]
    assert "secret" in await slack.as_("legal").channels()
    assert "secret" not in await slack.as_("auditor").channels()


async def test_invitations_that_slack_refuses(client: AsyncWebClient, ideas: str) -> None:
    refusal = await refused(client.conversations_invite(channel=ideas, users="U0SPONSOR"))
    assert refusal["error"] == "already_in_channel"
    assert refusal["errors"] == [{"user": "U0SPONSOR", "ok": False, "error": "already_in_channel"}]
    assert await code(client.conversations_invite(channel=ideas, users="U0PILOTBT")) == "cant_invite_self"
    assert await code(client.conversations_invite(channel=ideas, users="U0NOBODY0")) == "user_not_found"
    assert await code(client.conversations_invite(channel=ideas, users="U0FORMERX")) == "cant_invite"
    assert await code(client.conversations_invite(channel=ideas, users="")) == "no_user"
    assert await code(client.conversations_invite(channel="C0GENERAL", users="U0LEGALXX")) == "not_in_channel"


async def test_with_force_those_who_can_be_invited_are(client: AsyncWebClient) -> None:
    made = (await client.conversations_create(name="forced"))["channel"]["id"]
    await client.conversations_invite(channel=made, users="U0SPONSOR,U0FORMERX", force=True)
    assert (await client.conversations_members(channel=made))["members"] == ["U0PILOTBT", "U0SPONSOR"]


async def test_joining_twice_is_a_warning(client: AsyncWebClient, ideas: str) -> None:
    assert (await client.conversations_join(channel=ideas))["warning"] == "already_in_channel"
    assert await code(client.conversations_join(channel="C0BOARDRM")) == "channel_not_found"


async def test_a_direct_message_is_opened_once(client: AsyncWebClient) -> None:
    first = await client.conversations_open(users="U0SPONSOR")
    again = await client.conversations_open(users=["U0SPONSOR"], return_im=True)
    assert first["channel"]["id"] == again["channel"]["id"]
    assert (first["already_open"], again["already_open"]) == (False, True)
    assert again["channel"]["user"] == "U0SPONSOR"
    assert await code(client.conversations_open(users="")) == "users_list_not_supplied"
    assert await code(client.conversations_open(users="U0OTHRBOT")) == "cannot_dm_bot"
    assert await code(client.conversations_open(users="U0FORMERX")) == "user_disabled"


async def test_lists_come_in_pages(client: AsyncWebClient) -> None:
    for number in range(5):
        await client.conversations_create(name=f"page-{number}")
    seen: list[str] = []
    async for page in await client.conversations_list(limit=3):
        seen += [channel["name"] for channel in page["channels"]]
    assert sorted(seen) == ["ai-ideas", "general", "leadership", *(f"page-{number}" for number in range(5))]
    assert await code(client.conversations_list(cursor="nonsense")) == "invalid_cursor"
    assert await code(client.conversations_list(limit=5000)) == "invalid_limit"
    assert await code(client.conversations_list(types="secret")) == "invalid_types"


async def test_a_private_channel_shows_itself_only_from_inside(client: AsyncWebClient) -> None:
    made = (await client.conversations_create(name="inside", is_private=True))["channel"]["id"]
    listed = await client.conversations_list(types="public_channel,private_channel")
    names = [channel["name"] for channel in listed["channels"]]
    assert "inside" in names
    assert "board-room" not in names
    assert await code(client.conversations_info(channel="C0BOARDRM")) == "channel_not_found"
    mine = await client.users_conversations(types="private_channel")
    assert [channel["id"] for channel in mine["channels"]] == [made]


async def test_history_is_read_newest_first_and_between_times(client: AsyncWebClient, ideas: str) -> None:
    stamps = [(await client.chat_postMessage(channel=ideas, text=str(number)))["ts"] for number in range(4)]
    newest = await client.conversations_history(channel=ideas, limit=2)
    assert [message["text"] for message in newest["messages"]] == ["3", "2"]
    assert newest["has_more"]
    between = await client.conversations_history(channel=ideas, oldest=stamps[0], latest=stamps[2])
    assert [message["text"] for message in between["messages"]] == ["1"]
    inclusive = await client.conversations_history(channel=ideas, oldest=stamps[2], inclusive=True)
    assert [message["text"] for message in inclusive["messages"]] == ["3", "2"]
    assert await code(client.conversations_history(channel="C0GENERAL")) == "not_in_channel"
    assert await code(client.conversations_replies(channel=ideas, ts="1.000001")) == "thread_not_found"


async def test_a_topic_is_set_by_who_is_inside(client: AsyncWebClient, ideas: str, slack: Slack) -> None:
    await client.conversations_setTopic(channel=ideas, topic="Week 6")
    assert (await slack.as_("sponsor").channel("#ai-ideas"))["topic"] == "Week 6"
    assert await code(client.conversations_setTopic(channel=ideas, topic="x" * 251)) == "too_long"
    assert await code(client.conversations_setTopic(channel="C0GENERAL", topic="x")) == "not_in_channel"


async def test_scopes_follow_the_kind_of_channel(client: AsyncWebClient, sandbox: Sandbox) -> None:
    sandbox.team.installation.scopes.remove("groups:read")
    refusal = await refused(client.conversations_list(types="private_channel"))
    assert (refusal["error"], refusal["needed"]) == ("missing_scope", "groups:read")
    assert "channels:read" in refusal["provided"]
    sandbox.team.installation.scopes.remove("groups:write")
    assert await code(client.conversations_create(name="x", is_private=True)) == "missing_scope"
