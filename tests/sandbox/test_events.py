"""Events: sent to who has subscribed and may read them, and again until they are acknowledged."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.client import Slack
from sandbox.workspace import Sandbox

Connect = Callable[[], Awaitable[None]]


class Heard(list[dict[str, Any]]):
    """The bodies of the events that the app has got."""

    def named(self, kind: str) -> list[dict[str, Any]]:
        return [body["event"] for body in self if body["event"]["type"] == kind]


@pytest.fixture
def heard(app: AsyncApp) -> Heard:
    heard = Heard()

    async def listen(body: dict[str, Any]) -> None:
        heard.append(body)

    for kind in (
        "app_home_opened",
        "app_mention",
        "app_uninstalled",
        "channel_archive",
        "channel_left",
        "member_joined_channel",
        "member_left_channel",
        "message",
        "reaction_added",
        "team_join",
        "user_change",
    ):
        app.event(kind)(listen)
    return heard


async def test_what_is_said_where_the_app_is_reaches_it(
    heard: Heard, connect: Connect, slack: Slack, sandbox: Sandbox, client: AsyncWebClient
) -> None:
    await connect()
    sponsor = slack.as_("sponsor")
    await sponsor.says("#general", "Not there")
    await client.conversations_join(channel="C0AIIDEAS")
    await sponsor.says("#ai-ideas", "Hi @example, see #general & <this>")
    await sponsor.says("dm", "Just us")
    await sandbox.deliveries.arrived()
    said = sorted((event for event in heard.named("message") if "subtype" not in event), key=lambda event: event["ts"])
    assert [(event["text"], event["channel_type"]) for event in said] == [
        ("Hi <@U0PILOTBT>, see <#C0GENERAL> &amp; &lt;this&gt;", "channel"),
        ("Just us", "im"),
    ]
    assert heard.named("app_mention")[0]["text"] == said[0]["text"]
    envelope = heard[0]
    assert (envelope["team_id"], envelope["api_app_id"]) == ("T0SANDBOX", "A0PILOTAPP")
    assert envelope["event_id"].startswith("Ev")
    assert envelope["authorizations"][0]["user_id"] == "U0PILOTBT"


async def test_comings_and_goings_reach_the_app(
    heard: Heard, connect: Connect, slack: Slack, sandbox: Sandbox, client: AsyncWebClient
) -> None:
    await connect()
    made = (await client.conversations_create(name="claims"))["channel"]["id"]
    legal = slack.as_("legal")
    await legal.joins("#claims")
    await legal.leaves("#claims")
    await legal.joins("#claims")
    await sandbox.deliveries.arrived()
    joined = heard.named("member_joined_channel")[-1]
    assert (joined["user"], joined["channel"], joined["channel_type"]) == ("U0LEGALXX", made, "C")
    assert heard.named("member_left_channel")[0]["user"] == "U0LEGALXX"
    await legal.removes_bot("#claims")
    await legal.archives("#claims")
    await sandbox.deliveries.arrived()
    left = heard.named("channel_left")[0]
    assert (left["channel"], left["actor_id"]) == (made, "U0LEGALXX")
    assert heard.named("channel_archive")[0] == {
        "type": "channel_archive",
        "channel": made,
        "user": "U0LEGALXX",
        "event_ts": heard.named("channel_archive")[0]["event_ts"],
    }
    assert (await legal.says("#claims", "Anyone?")).failure == "#claims is archived."


async def test_reactions_and_changes_of_people_reach_the_app(
    heard: Heard, connect: Connect, slack: Slack, sandbox: Sandbox, client: AsyncWebClient, ideas: str
) -> None:
    await connect()
    posted = (await client.chat_postMessage(channel=ideas, text="Nice?"))["ts"]
    await slack.as_("legal").reacts(ideas, posted, "tada")
    await slack.changes_member("legal", deleted=True)
    await slack.checked("/members", {"name": "New Colleague", "tz": "Asia/Tokyo"})
    await sandbox.deliveries.arrived()
    assert heard.named("reaction_added")[0]["item"] == {"type": "message", "channel": ideas, "ts": posted}
    assert heard.named("user_change")[0]["user"]["deleted"]
    joined = heard.named("team_join")[0]["user"]
    assert (joined["name"], joined["tz"]) == ("new-colleague", "Asia/Tokyo")
    assert (await slack.as_("legal").says("#ai-ideas", "x")).failure == "Legal's account is deactivated."


async def test_home_is_published_when_it_is_opened(app: AsyncApp, connect: Connect, slack: Slack) -> None:
    @app.event("app_home_opened")
    async def publish(event: dict[str, Any], client: AsyncWebClient) -> None:
        words = f"{event['tab']}, {'again' if 'view' in event else 'first'}"
        block = {"type": "section", "text": {"type": "mrkdwn", "text": words}}
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [block]})

    await connect()
    assert str(await slack.as_("sponsor").home()) == "home, first"
    assert str(await slack.as_("sponsor").home()) == "home, again"
    await slack.as_("sponsor").dm()


async def test_an_event_without_its_scope_or_subscription_stays_away(
    heard: Heard, connect: Connect, slack: Slack, sandbox: Sandbox, ideas: str
) -> None:
    sandbox.team.installation.scopes.remove("channels:history")
    await connect()
    await slack.as_("sponsor").says(ideas, "Unheard")
    await sandbox.deliveries.arrived()
    assert heard == []


async def test_an_event_is_sent_again_until_it_is_acknowledged(
    app: AsyncApp, connect_http: Connect, slack: Slack, sandbox: Sandbox, ideas: str
) -> None:
    tries: list[tuple[str, str | None]] = []

    @app.event("message")
    async def fail(body: dict[str, Any], request: Any) -> None:
        tries.append((body["event_id"], request.headers.get("x-slack-retry-num", [None])[0]))
        if len(tries) < 4:
            raise RuntimeError("not yet")

    await connect_http()
    await slack.as_("sponsor").says(ideas, "Listen")
    await sandbox.deliveries.arrived()
    assert [number for _, number in tries] == [None, "1"]
    await slack.checked("/events/retry", {})
    await slack.checked("/events/retry", {})
    assert [number for _, number in tries] == [None, "1", "2", "3"]
    assert len({event_id for event_id, _ in tries}) == 1


async def test_over_socket_mode_silence_is_a_reason_to_send_again(
    app: AsyncApp, connect_socket: Connect, slack: Slack, sandbox: Sandbox, ideas: str
) -> None:
    tries: list[str] = []

    @app.event("message")
    async def fail(body: dict[str, Any]) -> None:
        tries.append(body["event_id"])
        if len(tries) < 2:
            raise RuntimeError("not yet")

    await connect_socket()
    await slack.as_("sponsor").says(ideas, "Listen")
    await sandbox.deliveries.arrived()
    assert len(tries) == 2
    assert len(set(tries)) == 1
    results = [entry["result"] for entry in await slack.log("events_api") if entry["what"] == "message.channels"]
    assert results[-2:] == ["operation_timeout", "ok"]


async def test_retries_are_over_when_the_clock_has_been_moved(
    connect_http: Connect, sandbox: Sandbox, slack: Slack, ideas: str
) -> None:
    sandbox.deliveries.by_socket = False
    await slack.as_("sponsor").says(ideas, "Nobody is there")
    before = sandbox.clock.monotonic()
    await slack.moves_clock("+1d")
    assert 360 <= sandbox.clock.monotonic() - before < 370
    results = [entry["result"] for entry in await slack.log("events_api") if entry["what"] == "message.channels"]
    assert results[-4:] == ["dispatch_failed"] * 4


async def test_an_uninstalled_app_loses_its_token(
    heard: Heard, connect: Connect, slack: Slack, sandbox: Sandbox, client: AsyncWebClient
) -> None:
    await connect()
    await client.auth_test()
    await slack.sends_event("app_uninstalled")
    await sandbox.deliveries.arrived()
    await asyncio.sleep(0)
    assert (await slack.as_("sponsor").says("#general", "/example")).failure == "/example is not a valid command."
    results = [entry["result"] for entry in await slack.log("events_api")]
    assert results[0] in ("ok", "operation_timeout", "http_service_error")


async def test_an_event_may_come_twice(heard: Heard, connect_socket: Connect, slack: Slack, sandbox: Sandbox) -> None:
    await connect_socket()
    for _ in range(2):
        await slack.sends_event("app_home_opened", user="U0SPONSOR", event_id="Ev0TWICE")
    await sandbox.deliveries.arrived()
    assert [body["event_id"] for body in heard] == ["Ev0TWICE", "Ev0TWICE"]
