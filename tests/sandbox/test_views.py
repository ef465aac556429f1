"""views.*: trigger ids, the stack of three, hashes, and what was typed."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.client import Slack
from sandbox.workspace import Sandbox
from tests.sandbox.refusals import code, refused


def modal(title: str = "A form", **more: Any) -> dict[str, Any]:
    return {
        "type": "modal",
        "title": {"type": "plain_text", "text": title},
        "submit": {"type": "plain_text", "text": "Save"},
        "callback_id": "form",
        "blocks": [asking("name")],
        **more,
    }


def asking(block: str, **more: Any) -> dict[str, Any]:
    element = {"type": "plain_text_input", "action_id": "value", **more}
    return {"type": "input", "block_id": block, "label": {"type": "plain_text", "text": block}, "element": element}


def home(words: str) -> dict[str, Any]:
    return {"type": "home", "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": words}}]}


async def test_a_trigger_opens_one_modal_within_three_seconds(
    client: AsyncWebClient, sandbox: Sandbox, slack: Slack
) -> None:
    trigger = sandbox.triggers.trigger("U0SPONSOR")
    opened = (await client.views_open(trigger_id=trigger, view=modal()))["view"]
    assert opened["root_view_id"] == opened["id"]
    assert opened["state"]["values"] == {"name": {"value": {"type": "plain_text_input", "value": None}}}
    assert await code(client.views_open(trigger_id=trigger, view=modal())) == "exchanged_trigger_id"
    late = sandbox.triggers.trigger("U0SPONSOR")
    sandbox.clock.skip(3.1)
    assert await code(client.views_open(trigger_id=late, view=modal())) == "expired_trigger_id"
    assert await code(client.views_open(trigger_id="nonsense", view=modal())) == "invalid_trigger_id"
    assert str(await slack.as_("sponsor").view()).startswith("A form")
    assert await slack.as_("legal").view() is None


async def test_a_refused_view_leaves_its_trigger_usable(client: AsyncWebClient, sandbox: Sandbox) -> None:
    trigger = sandbox.triggers.trigger("U0SPONSOR")
    assert not (await refused(client.views_open(trigger_id=trigger, view=modal("x" * 25))))["ok"]
    await client.views_open(trigger_id=trigger, view=modal())


async def test_the_stack_holds_three(client: AsyncWebClient, sandbox: Sandbox) -> None:
    def trigger() -> str:
        return sandbox.triggers.trigger("U0SPONSOR")

    assert await code(client.views_push(trigger_id=trigger(), view=modal())) == "not_found"
    first = (await client.views_open(trigger_id=trigger(), view=modal("One")))["view"]
    second = (await client.views_push(trigger_id=trigger(), view=modal("Two")))["view"]
    await client.views_push(trigger_id=trigger(), view=modal("Three"))
    assert (second["previous_view_id"], second["root_view_id"]) == (first["id"], first["id"])
    assert await code(client.views_push(trigger_id=trigger(), view=modal("Four"))) == "push_limit_reached"


async def test_an_update_keeps_what_was_typed_where_the_ids_stay(
    client: AsyncWebClient, sandbox: Sandbox, slack: Slack
) -> None:
    opened = (await client.views_open(trigger_id=sandbox.triggers.trigger("U0SPONSOR"), view=modal()))["view"]
    await slack.as_("sponsor").types("name", "Claims")
    blocks = [asking("name"), asking("why", initial_value="Because")]
    updated = (await client.views_update(view_id=opened["id"], view=modal(blocks=blocks)))["view"]
    assert updated["state"]["values"]["name"]["value"]["value"] == "Claims"
    assert updated["state"]["values"]["why"]["value"]["value"] == "Because"
    renamed = (await client.views_update(view_id=opened["id"], view=modal(blocks=[asking("title")])))["view"]
    assert renamed["state"]["values"] == {"title": {"value": {"type": "plain_text_input", "value": None}}}


async def test_an_old_hash_is_a_conflict(client: AsyncWebClient, sandbox: Sandbox) -> None:
    trigger = sandbox.triggers.trigger("U0SPONSOR")
    opened = (await client.views_open(trigger_id=trigger, view=modal(external_id="mine")))["view"]
    await client.views_update(external_id="mine", hash=opened["hash"], view=modal(external_id="mine"))
    late = client.views_update(external_id="mine", hash=opened["hash"], view=modal())
    assert await code(late) == "hash_conflict"
    another = sandbox.triggers.trigger("U0LEGALXX")
    assert await code(client.views_open(trigger_id=another, view=modal(external_id="mine"))) == "duplicate_external_id"
    assert await code(client.views_update(view_id="V0NOTHERE", view=modal())) == "not_found"


async def test_home_is_published_for_one_person(client: AsyncWebClient, slack: Slack) -> None:
    published = (await client.views_publish(user_id="U0SPONSOR", view=home("Yours")))["view"]
    again = await client.views_publish(user_id="U0SPONSOR", view=home("Still yours"), hash=published["hash"])
    assert again["view"]["id"] == published["id"]
    late = client.views_publish(user_id="U0SPONSOR", view=home("Late"), hash=published["hash"])
    assert await code(late) == "hash_conflict"
    assert "Still yours" in await slack.as_("sponsor").home()
    assert (await slack.get("/as/legal/home")) is None
    assert await code(client.views_publish(user_id="U0NOBODY0", view=home("x"))) == "user_not_found"


async def test_a_modal_is_no_home_and_home_no_modal(client: AsyncWebClient, sandbox: Sandbox) -> None:
    trigger = sandbox.triggers.trigger("U0SPONSOR")
    assert await code(client.views_open(trigger_id=trigger, view=home("x"))) == "invalid_arguments"
    assert await code(client.views_publish(user_id="U0SPONSOR", view=modal())) == "invalid_arguments"
    assert await code(client.api_call("views.open", json={"trigger_id": trigger})) == "invalid_arguments"


async def test_submitting_with_every_response_action(app: AsyncApp, connect: Any, slack: Slack) -> None:
    answers: list[dict[str, Any]] = []

    @app.command("/example")
    async def open_form(ack, body, client) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=modal())
        await ack()

    @app.view("form")
    async def save(ack) -> None:
        await ack(**answers.pop(0))

    await connect()
    sponsor = slack.as_("sponsor")
    await sponsor.says("#general", "/example")
    answers += [
        {"response_action": "errors", "errors": {"name": "Another one, please."}},
        {"response_action": "update", "view": modal("Updated")},
        {"response_action": "push", "view": modal("Pushed")},
        {},
        {"response_action": "push", "view": modal("Again")},
        {"response_action": "clear"},
    ]
    assert (await sponsor.submits(name="Claims")).errors == {"name": "Another one, please."}
    assert (await slack.get("/as/sponsor/views"))[-1]["errors"] == {"name": "Another one, please."}
    assert (await sponsor.submits()).modal.title == "Updated"
    assert (await sponsor.submits()).modal.title == "Pushed"
    assert (await sponsor.submits(name="Pushed")).modal.title == "Updated"
    assert (await sponsor.submits()).modal.title == "Again"
    assert (await sponsor.submits(name="Done")).view is None
    assert await slack.get("/as/sponsor/views") == []


async def test_an_impossible_answer_is_trouble_and_keeps_the_form(app: AsyncApp, connect: Any, slack: Slack) -> None:
    answers: list[dict[str, Any]] = [
        {"response_action": "errors", "errors": {"nowhere": "No such input."}},
        {"response_action": "update", "view": modal("x" * 25)},
        {"response_action": "dance"},
    ]

    @app.command("/example")
    async def open_form(ack, body, client) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=modal())
        await ack()

    @app.view("form")
    async def save(ack) -> None:
        await ack(answers.pop(0))

    await connect()
    sponsor = slack.as_("sponsor")
    await sponsor.says("#general", "/example")
    for _ in range(3):
        assert (await sponsor.submits(name="Claims")).failure == "We had some trouble connecting. Try again?"
    kept = (await slack.get("/as/sponsor/views"))[-1]
    assert kept["state"]["values"]["name"]["value"]["value"] == "Claims"
    assert [entry for entry in await slack.log("") if "refused" in entry["result"]]


async def test_closing_tells_the_app_only_if_it_asked(
    app: AsyncApp, connect: Any, slack: Slack, sandbox: Sandbox
) -> None:
    closed: list[bool] = []

    @app.view_closed("form")
    async def note(ack, body) -> None:
        closed.append(body["is_cleared"])
        await ack()

    await connect()
    sponsor, client = slack.as_("sponsor"), app.client
    for asked in (False, True):
        trigger = sandbox.triggers.trigger("U0SPONSOR")
        await client.views_open(trigger_id=trigger, view=modal(notify_on_close=asked))
        await sponsor.closes()
    for _ in range(2):
        trigger = sandbox.triggers.trigger("U0SPONSOR")
        await client.views_open(trigger_id=trigger, view=modal(notify_on_close=True))
    await sponsor.closes(all_=True)
    assert closed == [False, True, True]
    assert (await sponsor.closes()).failure == "This view is not open any more."


async def test_a_modal_below_another_cannot_be_submitted(
    client: AsyncWebClient, slack: Slack, sandbox: Sandbox
) -> None:
    below = (await client.views_open(trigger_id=sandbox.triggers.trigger("U0SPONSOR"), view=modal("Below")))["view"]
    await client.views_push(trigger_id=sandbox.triggers.trigger("U0SPONSOR"), view=modal("Above"))
    answer = await slack.post("/as/sponsor/submit", {"view": below["id"], "values": {}})
    assert answer == {"ok": False, "failure": "This view is not open any more."}
