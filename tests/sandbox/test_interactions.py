"""What people do reaches the app, by Socket Mode and by signed HTTP, and its answers reach them."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.client import Slack
from sandbox.workspace import Sandbox

Connect = Callable[[], Awaitable[None]]
Body = dict[str, Any]


def plain(text: str) -> Body:
    return {"type": "plain_text", "text": text}


def option(text: str, value: str) -> Body:
    return {"text": plain(text), "value": value}


OPTIONS = [option("Low", "1"), option("High", "5")]
FORM: Body = {
    "type": "modal",
    "callback_id": "form",
    "title": plain("A form"),
    "submit": plain("Save"),
    "blocks": [
        {
            "type": "input",
            "block_id": "name",
            "label": plain("Name"),
            "element": {"type": "plain_text_input", "action_id": "value", "min_length": 3},
        }
    ],
}
EVERYTHING: list[tuple[str, Body, Any, Body]] = [
    ("text", {"type": "plain_text_input"}, "Words", {"value": "Words"}),
    ("number", {"type": "number_input", "is_decimal_allowed": True}, "1.5", {"value": "1.5"}),
    ("email", {"type": "email_text_input"}, "a@b.example", {"value": "a@b.example"}),
    ("url", {"type": "url_text_input"}, "https://example.com", {"value": "https://example.com"}),
    ("date", {"type": "datepicker"}, "2026-11-30", {"selected_date": "2026-11-30"}),
    ("time", {"type": "timepicker"}, "09:30", {"selected_time": "09:30"}),
    ("moment", {"type": "datetimepicker"}, 1795462120, {"selected_date_time": 1795462120}),
    ("select", {"type": "static_select", "options": OPTIONS}, "High", {"selected_option": OPTIONS[1]}),
    ("radio", {"type": "radio_buttons", "options": OPTIONS}, "1", {"selected_option": OPTIONS[0]}),
    ("boxes", {"type": "checkboxes", "options": OPTIONS}, ["1", "5"], {"selected_options": OPTIONS}),
    ("several", {"type": "multi_static_select", "options": OPTIONS}, ["Low"], {"selected_options": [OPTIONS[0]]}),
    ("user", {"type": "users_select"}, "legal", {"selected_user": "U0LEGALXX"}),
    ("users", {"type": "multi_users_select"}, ["legal", "U0SPONSOR"], {"selected_users": ["U0LEGALXX", "U0SPONSOR"]}),
    ("channel", {"type": "channels_select"}, "#general", {"selected_channel": "C0GENERAL"}),
    ("place", {"type": "conversations_select"}, "C0AIIDEAS", {"selected_conversation": "C0AIIDEAS"}),
]


def message_with(*elements: Body) -> list[Body]:
    return [{"type": "actions", "block_id": "row", "elements": list(elements)}]


def button(words: str, action: str, **more: Any) -> Body:
    return {"type": "button", "action_id": action, "text": plain(words), **more}


def opens(app: AsyncApp, view: Body) -> None:
    @app.command("/example")
    async def open_view(ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=view)
        await ack()


async def test_a_command_is_answered_to_the_person_alone(app: AsyncApp, connect: Connect, slack: Slack) -> None:
    got: list[Body] = []

    @app.command("/example")
    async def listen(ack: AsyncAck, command: Body) -> None:
        got.append(command)
        await ack(text=f"You said {command['text']}")

    await connect()
    answer = await slack.as_("sponsor").says("#general", "/example hello <b> @legal in #ai-ideas")
    assert answer.text == "You said hello <b> <@U0LEGALXX|legal> in <#C0AIIDEAS|ai-ideas>"
    assert got[0]["text"] == "hello &lt;b&gt; <@U0LEGALXX|legal> in <#C0AIIDEAS|ai-ideas>"
    assert (got[0]["channel_id"], got[0]["channel_name"], got[0]["user_id"]) == ("C0GENERAL", "general", "U0SPONSOR")
    assert [message.ephemeral for message in await slack.as_("sponsor").sees("#general")] == [True]
    assert await slack.as_("legal").sees("#general") == []


async def test_without_should_escape_the_text_comes_as_it_was_typed(
    app: AsyncApp, connect: Connect, slack: Slack
) -> None:
    @app.command("/raw")
    async def listen(ack: AsyncAck, command: Body) -> None:
        await ack(text=command["text"].replace("@", "at "))

    await connect()
    assert (await slack.as_("sponsor").says("dm", "/raw a @legal & b")).text == "a at legal & b"


async def test_commands_that_slack_itself_refuses(slack: Slack) -> None:
    sponsor = slack.as_("sponsor")
    assert (await sponsor.says("#general", "/nothing")).failure == "/nothing is not a valid command."
    in_thread = await sponsor.says("#general", "/example", thread="1.1")
    assert in_thread.failure == "/example is not supported in threads. Sorry!"
    guest = slack.as_("guest")
    assert "sees no channel" in str((await guest.says("#leadership", "/example")).failure)
    outside = await slack.as_("auditor").says("#leadership", "/example")
    assert outside.failure == "Auditor is not in #leadership. Join it first."
    assert "no member “nobody”" in str((await slack.as_("nobody").says("#general", "/example")).failure)


async def test_a_modal_is_opened_filled_in_and_submitted(
    app: AsyncApp, connect: Connect, slack: Slack, ideas: str
) -> None:
    opens(app, FORM)

    @app.view("form")
    async def save(ack: AsyncAck, view: Body, client: AsyncWebClient) -> None:
        name = view["state"]["values"]["name"]["value"]["value"]
        if name == "wrong":
            await ack(response_action="errors", errors={"name": "Not that one."})
            return
        await client.chat_postMessage(channel=ideas, text=f"{name} was saved")
        await ack()

    await connect()
    sponsor = slack.as_("sponsor")
    opened = await sponsor.says("#ai-ideas", "/example")
    assert (opened.modal.title, opened.modal.inputs) == ("A form", ["name"])
    assert (await sponsor.submits()).errors == {"name": "Please complete this required field."}
    assert (await sponsor.submits(name="ab")).errors == {"name": "Please enter at least 3 characters."}
    assert (await sponsor.submits(name="wrong")).errors == {"name": "Not that one."}
    done = await sponsor.submits({"Name": "Claims"})
    assert (done.errors, done.view) == ({}, None)
    assert "Claims was saved" in (await sponsor.sees("#ai-ideas"))[-1]


async def test_every_kind_of_input_arrives_in_its_own_shape(app: AsyncApp, connect: Connect, slack: Slack) -> None:
    got: list[Body] = []
    blocks = [
        {"type": "input", "block_id": name, "label": plain(name), "element": element | {"action_id": "value"}}
        for name, element, _, _ in EVERYTHING
    ]
    opens(app, FORM | {"blocks": blocks})

    @app.view("form")
    async def save(ack: AsyncAck, view: Body) -> None:
        got.append(view["state"]["values"])
        await ack()

    await connect()
    await slack.as_("sponsor").says("#general", "/example")
    answer = await slack.as_("sponsor").submits({name: typed for name, _, typed, _ in EVERYTHING})
    assert answer.errors == {}
    assert got == [{name: {"value": {"type": body["type"], **kept}} for name, body, _, kept in EVERYTHING}]


async def test_a_form_is_submitted_once_at_a_time(app: AsyncApp, connect: Connect, slack: Slack) -> None:
    got: list[Body] = []
    opens(app, FORM)

    @app.view("form")
    async def save(ack: AsyncAck, view: Body) -> None:
        got.append(view)
        await asyncio.sleep(0.2)
        await ack()

    await connect()
    sponsor = slack.as_("sponsor")
    await sponsor.says("#general", "/example")
    twice = await asyncio.gather(sponsor.submits(name="Claims"), sponsor.submits(name="Claims"))
    assert len(got) == 1
    assert sorted(str(answer.failure) for answer in twice) == ["None", "This form is being submitted already."]


async def test_a_button_in_a_message_is_pressed_by_its_label(
    app: AsyncApp, connect: Connect, slack: Slack, ideas: str
) -> None:
    got: list[Body] = []

    @app.action("vote")
    async def vote(ack: AsyncAck, action: Body, body: Body, client: AsyncWebClient) -> None:
        got.append(body)
        place = body["container"]
        await client.chat_update(channel=place["channel_id"], ts=place["message_ts"], text=f"{action['value']} it is")
        await ack()

    await connect()
    blocks = message_with(button(":tada: Go", "vote", value="go", style="primary"))
    posted = await app.client.chat_postMessage(channel=ideas, text="Vote", blocks=blocks)
    assert (await slack.as_("legal").presses("Go", in_="#ai-ideas")).failure is None
    assert "go it is" in (await slack.as_("legal").sees("#ai-ideas"))[-1]
    body = got[0]
    assert body["user"] == {"id": "U0LEGALXX", "username": "legal", "name": "legal", "team_id": "T0SANDBOX"}
    assert body["channel"] == {"id": ideas, "name": "ai-ideas"}
    assert body["message"]["ts"] == body["container"]["message_ts"] == posted["ts"]
    assert body["container"]["is_ephemeral"] is False
    action = body["actions"][0]
    assert (action["type"], action["block_id"], action["style"]) == ("button", "row", "primary")
    assert action["text"]["text"] == ":tada: Go"
    assert body["response_url"].startswith("http")


async def test_an_ephemeral_message_sends_no_message(app: AsyncApp, connect: Connect, slack: Slack) -> None:
    got: list[Body] = []

    @app.command("/example")
    async def offer(ack: AsyncAck) -> None:
        await ack(text="Choose", blocks=message_with(button("Go", "go")))

    @app.action("go")
    async def go(ack: AsyncAck, body: Body, respond: Callable[..., Awaitable[Any]]) -> None:
        got.append(body)
        await respond("Gone", replace_original=True)
        await ack()

    await connect()
    sponsor = slack.as_("sponsor")
    await sponsor.says("#general", "/example")
    await sponsor.presses("Go", in_="#general")
    assert "message" not in got[0]
    assert got[0]["container"]["is_ephemeral"] is True
    assert [message.text for message in await sponsor.sees("#general")] == ["Gone"]


async def test_selects_and_menus_act_with_what_was_chosen(
    app: AsyncApp, connect: Connect, slack: Slack, ideas: str
) -> None:
    got: list[Body] = []

    async def note(ack: AsyncAck, body: Body) -> None:
        got.append(body)
        await ack()

    for action in ("size", "day", "owner", "more"):
        app.action(action)(note)
    await connect()
    blocks = message_with(
        {"type": "static_select", "action_id": "size", "placeholder": plain("Size"), "options": OPTIONS},
        {"type": "datepicker", "action_id": "day", "initial_date": "2026-11-01"},
        {"type": "users_select", "action_id": "owner", "placeholder": plain("Owner")},
        {"type": "overflow", "action_id": "more", "options": OPTIONS},
    )
    await app.client.chat_postMessage(channel=ideas, text="Choose", blocks=blocks)
    legal = slack.as_("legal")
    await legal.presses("Size", in_=ideas, choosing="High")
    await legal.presses("day", in_=ideas, choosing="2026-11-30")
    await legal.presses("owner", in_=ideas, choosing="auditor")
    await legal.presses("more", in_=ideas, choosing="Low")
    actions = [body["actions"][0] for body in got]
    assert actions[0]["selected_option"] == OPTIONS[1]
    assert (actions[1]["selected_date"], actions[1]["initial_date"]) == ("2026-11-30", "2026-11-01")
    assert actions[2]["selected_user"] == "U0AUDITOR"
    assert actions[3]["selected_option"] == OPTIONS[0]
    state = got[-1]["state"]["values"]["row"]
    assert set(state) == {"size", "day", "owner"}
    assert state["day"] == {"type": "datepicker", "selected_date": "2026-11-30"}
    assert (await legal.presses("size", in_=ideas, choosing="Huge")).failure == (
        "“Size” has no option “Huge”; its options are “Low” (1), “High” (5)."
    )
    assert "deactivated" in str((await legal.presses("owner", in_=ideas, choosing="former-colleague")).failure)


async def test_home_and_modals_have_no_response_url(
    app: AsyncApp, connect: Connect, slack: Slack, client: AsyncWebClient
) -> None:
    got: list[Body] = []
    opens(app, FORM | {"blocks": [*FORM["blocks"], *message_with(button("More", "more"))]})

    @app.action("more")
    async def more(ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        got.append(body)
        if body["view"]["type"] == "home":
            await client.views_open(trigger_id=body["trigger_id"], view=FORM)
        else:
            await client.views_push(trigger_id=body["trigger_id"], view=FORM | {"title": plain("Above")})
        await ack()

    await connect()
    sponsor = slack.as_("sponsor")
    await client.views_publish(
        user_id="U0SPONSOR", view={"type": "home", "blocks": message_with(button("More", "more"))}
    )
    assert (await sponsor.presses("More", in_="home")).modal.title == "A form"
    await sponsor.closes()
    await sponsor.says("#general", "/example")
    await sponsor.types("name", "Half a na")
    assert (await sponsor.presses("More")).modal.title == "Above"
    assert [body["container"]["type"] for body in got] == ["view", "view"]
    assert not [body for body in got if "response_url" in body or "message" in body]
    assert got[1]["view"]["state"]["values"]["name"]["value"]["value"] == "Half a na"


async def test_an_input_acts_only_when_it_says_so(app: AsyncApp, connect: Connect, slack: Slack) -> None:
    got: list[Body] = []
    asks = FORM["blocks"][0]
    acting = asks | {"block_id": "acting", "dispatch_action": True}
    opens(app, FORM | {"blocks": [asks, acting]})

    @app.action("value")
    async def note(ack: AsyncAck, action: Body) -> None:
        got.append(action)
        await ack()

    await connect()
    sponsor = slack.as_("sponsor")
    await sponsor.says("#general", "/example")
    refused = await sponsor.presses("value", block="name", choosing="x")
    assert refused.failure == "“Name” is an input of its form: type into it and submit."
    await sponsor.presses("value", block="acting", choosing="Typed")
    assert (got[0]["value"], got[0]["block_id"]) == ("Typed", "acting")


async def test_an_external_select_offers_what_the_app_suggests(
    app: AsyncApp, connect: Connect, slack: Slack, ideas: str
) -> None:
    got: list[Body] = []

    @app.options("city")
    async def suggest(ack: AsyncAck, body: Body) -> None:
        got.append(body)
        await ack(options=[option(f"{body['value']}ville", "v"), option(f"{body['value']}town", "t")])

    @app.action("city")
    async def choose(ack: AsyncAck, action: Body) -> None:
        got.append(action)
        await ack()

    await connect()
    select = {"type": "external_select", "action_id": "city", "placeholder": plain("City"), "min_query_length": 2}
    await app.client.chat_postMessage(channel=ideas, text="Where?", blocks=message_with(select))
    legal = slack.as_("legal")
    assert await legal.looks_up("City", "a", in_=ideas) == []
    assert await legal.looks_up("City", "Axe", in_=ideas) == ["Axeville", "Axetown"]
    assert (got[0]["type"], got[0]["value"], got[0]["action_id"]) == ("block_suggestion", "Axe", "city")
    await legal.presses("City", in_=ideas, choosing="Axetown")
    assert got[1]["selected_option"] == option("Axetown", "t")


async def test_shortcuts_come_from_anywhere_or_from_a_message(
    app: AsyncApp, connect: Connect, slack: Slack, ideas: str
) -> None:
    got: list[Body] = []

    @app.shortcut("wish")
    async def wish(ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        got.append(body)
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)
        await ack()

    @app.shortcut("keep")
    async def keep(ack: AsyncAck, body: Body) -> None:
        got.append(body)
        await ack()

    await connect()
    legal = slack.as_("legal")
    assert (await legal.uses_shortcut("wish")).modal.title == "A form"
    said = await slack.post("/as/sponsor/message", {"channel": ideas, "text": "Worth keeping"})
    await legal.uses_shortcut("keep", on=(ideas, said["ts"]))
    assert [body["type"] for body in got] == ["shortcut", "message_action"]
    assert (got[1]["message"]["text"], got[1]["channel"]["id"]) == ("Worth keeping", ideas)
    assert "channel" not in got[0]
    assert (await legal.uses_shortcut("keep")).failure == "“Keep this” is a message shortcut."
    assert "only wish, keep" in str((await legal.uses_shortcut("nothing")).failure)


async def test_a_failing_app_is_told_of_in_slacks_words(
    app: AsyncApp, connect_http: Connect, slack: Slack, sandbox: Sandbox, ideas: str
) -> None:
    opens(app, FORM)

    async def fail(ack: AsyncAck) -> None:
        raise RuntimeError("a bug")

    app.action("go")(fail)
    app.view("form")(fail)
    app.shortcut("wish")(fail)
    await connect_http()
    await app.client.chat_postMessage(channel=ideas, text="Vote", blocks=message_with(button("Go", "go")))
    sponsor = slack.as_("sponsor")
    assert (await sponsor.presses("Go", in_=ideas)).failure == "This app did not answer with status code 200."
    assert "failed with the error" in str((await sponsor.uses_shortcut("wish")).failure)
    await sponsor.says(ideas, "/example")
    assert (await sponsor.submits(name="Claims")).failure == "We had some trouble connecting. Try again?"


async def test_what_is_not_there_cannot_be_pressed(
    app: AsyncApp, connect_socket: Connect, slack: Slack, ideas: str
) -> None:
    posted = await app.client.chat_postMessage(channel=ideas, text="x", blocks=message_with(button("Go", "go")))
    legal = slack.as_("legal")
    where = {"channel": ideas, "ts": posted["ts"]}
    missing = await slack.post("/as/legal/press", {"container": where, "action_id": "stop"})
    assert missing["failure"] == "There is no “stop” to press here, only “Go” (go)."
    await app.client.chat_delete(channel=ideas, ts=posted["ts"])
    gone = await slack.post("/as/legal/press", {"container": where, "action_id": "go"})
    assert gone["failure"] == "This message is gone."
    assert (await legal.presses("Go")).failure == "This view is not open any more."
