"""What people do reaches the app, by Socket Mode and by signed HTTP, and its answers reach them."""

from slack_bolt.async_app import AsyncApp

MODAL = {
    "type": "modal",
    "callback_id": "form",
    "title": {"type": "plain_text", "text": "A form"},
    "submit": {"type": "plain_text", "text": "Save"},
    "blocks": [
        {
            "type": "input",
            "block_id": "name",
            "label": {"type": "plain_text", "text": "Name"},
            "element": {"type": "plain_text_input", "action_id": "value", "min_length": 3},
        }
    ],
}


async def test_a_command_is_answered_to_the_person_alone(app: AsyncApp, connect, slack) -> None:
    @app.command("/example")
    async def listen(ack, command) -> None:
        await ack(text=f"You said {command['text']}")

    await connect()
    answer = await slack.as_("sponsor").says("#general", "/example hello <b> @legal")
    assert answer.text == "You said hello <b> <@U0LEGALXX|legal>"
    assert answer.response.ephemeral
    assert [message.ephemeral for message in await slack.as_("sponsor").sees("#general")] == [True]
    assert await slack.as_("legal").sees("#general") == []


async def test_a_modal_is_opened_filled_in_and_submitted(app: AsyncApp, connect, slack) -> None:
    @app.command("/example")
    async def open_form(ack, body, client) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=MODAL)
        await ack()

    @app.view("form")
    async def save(ack, view, client, body) -> None:
        name = view["state"]["values"]["name"]["value"]["value"]
        if name == "wrong":
            await ack(response_action="errors", errors={"name": "Not that one."})
            return
        await client.chat_postMessage(channel="C0AIIDEAS", text=f"{name} was saved")
        await ack()

    await connect()
    await client_in_ideas(app)
    sponsor = slack.as_("sponsor")
    opened = await sponsor.says("#ai-ideas", "/example")
    assert opened.view.title == "A form"
    assert (await sponsor.submits()).errors == {"name": "Please complete this required field."}
    assert (await sponsor.submits(name="ab")).errors == {"name": "Please enter at least 3 characters."}
    assert (await sponsor.submits(name="wrong")).errors == {"name": "Not that one."}
    done = await sponsor.submits({"Name": "Claims"})
    assert done.errors == {} and done.view is None
    assert "Claims was saved" in (await sponsor.sees("#ai-ideas"))[-1]


async def test_a_button_in_a_message_is_pressed_by_its_label(app: AsyncApp, connect, slack) -> None:
    @app.action("vote")
    async def vote(ack, action, body, client) -> None:
        place = body["container"]
        await client.chat_update(channel=place["channel_id"], ts=place["message_ts"], text=f"{action['value']} it is")
        await ack()

    await connect()
    await client_in_ideas(app)
    button = {"type": "button", "action_id": "vote", "value": "go", "text": {"type": "plain_text", "text": ":tada: Go"}}
    blocks = [{"type": "actions", "elements": [button]}]
    await app.client.chat_postMessage(channel="C0AIIDEAS", text="Vote", blocks=blocks)
    assert (await slack.as_("legal").presses("Go", in_="#ai-ideas")).failure is None
    assert "go it is" in (await slack.as_("legal").sees("#ai-ideas"))[-1]


async def client_in_ideas(app: AsyncApp) -> None:
    await app.client.conversations_join(channel="C0AIIDEAS")
