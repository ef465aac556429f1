"""A small app of Bolt's own that uses everything the page can show: what the page's tests have at the far end."""

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

Json = dict[str, Any]
CITIES = [f"City {number}" for number in range(1, 151)]


def plain(words: str) -> Json:
    return {"type": "plain_text", "text": words}


def option(words: str, value: str = "") -> Json:
    return {"text": plain(words), "value": value or words.lower()}


def button(words: str, action: str, **more: Any) -> Json:
    return {"type": "button", "text": plain(words), "action_id": action, **more}


def asks(label: str, block: str, element: Json, **more: Any) -> Json:
    return {
        "type": "input",
        "block_id": block,
        "label": plain(label),
        "element": element | {"action_id": "value"},
        **more,
    }


def poll(votes: dict[str, str]) -> list[Json]:
    counts = {choice: list(votes.values()).count(choice) for choice in ("go", "no-go")}
    return [
        {
            "type": "section",
            "text": {"type": "mrkdwn", "text": f"*Go or no-go?*\nGo: {counts['go']}, No-go: {counts['no-go']}"},
        },
        {
            "type": "actions",
            "block_id": "vote",
            "elements": [
                button("Go", "vote-go", value="go", style="primary"),
                button(
                    "No-go",
                    "vote-no-go",
                    value="no-go",
                    style="danger",
                    confirm={
                        "title": plain("Vote no-go?"),
                        "text": plain("The program stops if most vote so."),
                        "confirm": plain("Vote no-go"),
                        "deny": plain("Back"),
                    },
                ),
                {
                    "type": "overflow",
                    "action_id": "vote-more",
                    "options": [option("Abstain"), option("Take my vote back", "back")],
                },
            ],
        },
    ]


def form() -> Json:
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain("Propose"),
        "submit": plain("Send"),
        "close": plain("Not now"),
        "blocks": [
            {"type": "alert", "text": plain("Nothing is sent before you press Send."), "level": "info"},
            asks(
                "Problem", "problem", {"type": "plain_text_input", "multiline": True}, hint=plain("In business terms.")
            ),
            asks("Cost a month", "cost", {"type": "number_input", "is_decimal_allowed": False, "min_value": "0"}),
            asks("Sponsor", "sponsor", {"type": "users_select", "placeholder": plain("Who?")}),
            asks("City", "city", {"type": "external_select", "min_query_length": 0}, optional=True),
            asks("Impact", "impact", {"type": "static_select", "options": [option("Low"), option("High")]}),
            asks("When", "when", {"type": "datepicker"}, optional=True),
            asks("At", "at", {"type": "timepicker", "initial_time": "09:00"}, optional=True),
            asks(
                "Units", "units", {"type": "checkboxes", "options": [option("Claims"), option("Sales")]}, optional=True
            ),
            asks(
                "Data",
                "data",
                {"type": "radio_buttons", "options": [option("Ready"), option("Missing")]},
                optional=True,
            ),
            asks("Reviewers", "reviewers", {"type": "multi_users_select"}, optional=True),
            asks("Room", "room", {"type": "channels_select"}, optional=True),
            {"type": "actions", "block_id": "more", "elements": [button("Explain", "explain")]},
        ],
    }


EXPLAINED: Json = {
    "type": "modal",
    "title": plain("Explained"),
    "close": plain("Back"),
    "blocks": [{"type": "section", "text": plain("A problem is what it costs today.")}],
}


def home(pressed: int) -> Json:
    times = "once" if pressed == 1 else f"{pressed} times"
    said = f"*Waiting for you*\nPressed {times}." if pressed else "*Waiting for you*\nNothing yet."
    return {
        "type": "home",
        "blocks": [
            {"type": "header", "text": plain("What waits for you")},
            {
                "type": "section",
                "text": {"type": "mrkdwn", "text": said},
                "accessory": button("Press me", "home-press"),
            },
        ],
    }


LINES = [[40, 44, 51, 63, 70], [60, 60, 60, 60, 60]]


def chart(kind: str) -> Json:
    weeks = [f"Week {number}" for number in range(1, 6)]
    series = [
        {"name": name, "data": [{"label": week, "value": value} for week, value in zip(weeks, values, strict=True)]}
        for name, values in zip(("Handled", "Target"), LINES, strict=True)
    ]
    return {"type": kind, "series": series, "axis_config": {"categories": weeks, "y_label": "% of claims"}}


PIE = {
    "type": "pie",
    "segments": [{"label": "Done", "value": 24}, {"label": "Open", "value": 11}, {"label": "Late", "value": 5}],
}


def figures(*charts: Json) -> list[Json]:
    return [{"type": "data_visualization", "title": f"Drawn as {one['type']}", "chart": one} for one in charts]


def cell(value: object) -> Json:
    if isinstance(value, int):
        return {"type": "raw_number", "value": value, "text": str(value)}
    return {"type": "raw_text", "text": str(value)}


def tables() -> list[Json]:
    rows: list[list[object]] = [
        ["Risk", "Owner", "Score"],
        *[[f"Risk {number}", "Security", number * 3] for number in range(1, 13)],
    ]
    return [
        {
            "type": "data_table",
            "caption": "Risks",
            "page_size": 5,
            "rows": [[cell(value) for value in row] for row in rows],
        },
        {
            "type": "table",
            "rows": [[cell(value) for value in row] for row in rows[:4]],
            "column_settings": [{"is_wrapped": True}],
        },
    ]


WORDS = """*Bold*, _italic_, ~struck~ and `code` with snake_case_words and 2 * 3 * 4.
> A quote by <@U0SPONSOR>
• one for <#C0AIIDEAS>
• two, due <!date^1764493200^{date_short_pretty} at {time}|some day>

See <https://example.com/path?a=1&amp;b=2|the page>, <mailto:a@example.com|write>, :white_check_mark: :unknown_code:
```
if a &lt; b: return "&amp;"
```
Not markup: &lt;b&gt;bold&lt;/b&gt; &lt;!channel&gt; &amp;lt;"""


def gallery() -> list[Json]:
    return [
        {"type": "header", "text": plain("A gallery :sparkles:")},
        {"type": "section", "text": {"type": "mrkdwn", "text": WORDS}},
        {"type": "divider"},
        {"type": "section", "fields": [{"type": "mrkdwn", "text": f"*Field {n}*\nValue {n}"} for n in range(1, 5)]},
        {
            "type": "context",
            "elements": [{"type": "mrkdwn", "text": "Phase *Discovery*, week 3"}, plain("plain :eyes:")],
        },
        {
            "type": "rich_text",
            "elements": [
                {
                    "type": "rich_text_list",
                    "style": "ordered",
                    "elements": [
                        {
                            "type": "rich_text_section",
                            "elements": [{"type": "text", "text": "First", "style": {"bold": True}}],
                        },
                        {"type": "rich_text_section", "elements": [{"type": "user", "user_id": "U0SECURIT"}]},
                    ],
                }
            ],
        },
        {"type": "markdown", "text": "## Markdown\n\n1. **One**\n2. [two](https://example.com)\n\n- `three`"},
        {
            "type": "actions",
            "elements": [
                {"type": "static_select", "placeholder": plain("Pick one"), "options": [option("One"), option("Two")]},
                {"type": "datepicker", "initial_date": "2026-11-30"},
                {"type": "users_select", "placeholder": plain("Anyone")},
            ],
        },
    ]


class PageApp:
    """The listeners, and what they remember."""

    def __init__(self) -> None:
        self.votes: dict[str, str] = {}
        self.pressed = 0

    async def command(self, ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        post, channel = client.chat_postMessage, body["channel_id"]
        match body["text"].split():
            case ["form"]:
                await client.views_open(trigger_id=body["trigger_id"], view=form())
            case ["poll"]:
                await post(channel=channel, text="Go or no-go?", blocks=poll(self.votes))
            case ["gallery"]:
                for blocks in (gallery(), figures(PIE, chart("line")), figures(chart("bar"), chart("area")), tables()):
                    await post(channel=channel, text="A gallery", blocks=blocks)
            case ["slow"]:
                return
            case _:
                await ack(f"You said: {body['text']}")
                return
        await ack()

    async def vote(self, ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        self.votes[body["user"]["id"]] = body["actions"][0]["value"]
        channel, ts = body["channel"]["id"], body["message"]["ts"]
        await client.chat_update(channel=channel, ts=ts, text="Go or no-go?", blocks=poll(self.votes))
        await ack()

    async def more(self, ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        chosen = body["actions"][0]["selected_option"]["text"]["text"]
        who, where = body["user"]["id"], body["channel"]["id"]
        await client.chat_postEphemeral(channel=where, user=who, text=f"You chose: {chosen}")
        await ack()

    async def explain(self, ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await client.views_push(trigger_id=body["trigger_id"], view=EXPLAINED)
        await ack()

    async def cities(self, ack: AsyncAck, payload: Json) -> None:
        found = [city for city in CITIES if payload["value"].lower() in city.lower()]
        await ack(options=[option(city) for city in found[:100]])

    async def submitted(self, ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        values = {block: next(iter(held.values())) for block, held in body["view"]["state"]["values"].items()}
        if len(values["problem"]["value"]) < 10:
            await ack(response_action="errors", errors={"problem": "Say it in ten characters or more."})
            return
        city = (values["city"]["selected_option"] or {}).get("value")
        said = [
            values["problem"]["value"],
            values["cost"]["value"],
            f"<@{values['sponsor']['selected_user']}>",
            str(city),
        ]
        await client.chat_postMessage(channel="C0AIIDEAS", text=f"Proposed: {' | '.join(said)}")
        await ack()

    async def opened(self, event: Json, client: AsyncWebClient) -> None:
        await client.views_publish(user_id=event["user"], view=home(self.pressed))

    async def press(self, ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        self.pressed += 1
        await client.views_publish(user_id=body["user"]["id"], view=home(self.pressed))
        await ack()

    async def heard(self) -> None:
        return

    async def acknowledged(self, ack: AsyncAck) -> None:
        await ack()


def register(app: AsyncApp) -> None:
    own = PageApp()
    app.command("/example")(own.command)
    app.action(re.compile("vote-(no-)?go"))(own.vote)
    app.action("vote-more")(own.more)
    app.action("explain")(own.explain)
    app.action("home-press")(own.press)
    app.action(re.compile(".*"))(own.acknowledged)
    app.options("value")(own.cities)
    app.view("form")(own.submitted)
    app.event("app_home_opened")(own.opened)
    app.event(re.compile(".*"))(own.heard)
