"""Files and canvases: uploaded in three steps, written in Markdown."""

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.client import Slack
from sandbox.workspace import Sandbox
from tests.sandbox.refusals import code

PICTURE = b"\x89PNG-not-really"


async def test_a_file_is_uploaded_and_shared(client: AsyncWebClient, ideas: str, slack: Slack) -> None:
    uploaded = await client.files_upload_v2(
        content=PICTURE, filename="trend.png", title="The trend", channel=ideas, initial_comment="See & judge"
    )
    name = uploaded["file"]["id"]
    shared = (await slack.as_("legal").sees(ideas))[-1]
    assert shared.text == "See &amp; judge"
    assert [(file["id"], file["title"], file["mimetype"]) for file in shared.body["files"]] == [
        (name, "The trend", "image/png")
    ]
    info = (await client.files_info(file=name))["file"]
    assert (info["size"], info["channels"]) == (len(PICTURE), [ideas])
    async with aiohttp.ClientSession() as session, session.get(info["url_private"]) as answer:
        assert (await answer.read(), answer.content_type) == (PICTURE, "image/png")
        assert answer.headers["Content-Security-Policy"] == "sandbox"


async def test_an_uploaded_picture_is_shown_by_a_block(client: AsyncWebClient, ideas: str) -> None:
    uploaded = await client.files_upload_v2(content=PICTURE, filename="trend.png")
    image = {"type": "image", "alt_text": "The trend", "slack_file": {"id": uploaded["file"]["id"]}}
    await client.chat_postMessage(channel=ideas, text="The trend", blocks=[image])
    unknown = image | {"slack_file": {"id": "F0NOWHERE"}}
    assert await code(client.chat_postMessage(channel=ideas, text="x", blocks=[unknown])) == "invalid_blocks"


async def test_an_upload_with_alt_text_is_not_shared(client: AsyncWebClient, ideas: str, slack: Slack) -> None:
    await client.files_upload_v2(content=PICTURE, filename="trend.png", alt_txt="A line", channel=ideas)
    assert not [message for message in await slack.as_("legal").sees(ideas) if message.body.get("files")]
    assert [entry for entry in await slack.log("") if "alt_txt" in entry["result"]]


async def test_uploads_that_slack_refuses(client: AsyncWebClient, address: str) -> None:
    assert await code(client.files_getUploadURLExternal(filename="x.png", length=0)) == "invalid_arguments"
    started = await client.files_getUploadURLExternal(filename="x.png", length=10)
    unfinished = [{"id": started["file_id"], "title": "x"}]
    assert await code(client.files_completeUploadExternal(files=unfinished)) == "file_not_found"
    async with aiohttp.ClientSession() as session:
        async with session.post(started["upload_url"], data=b"short") as answer:
            assert answer.status == 400
        form = aiohttp.FormData()
        form.add_field("file", b"0123456789", filename="x.png")
        async with session.post(started["upload_url"], data=form) as answer:
            assert (answer.status, await answer.text()) == (200, "OK - 10")
        async with session.get(f"{address}/files/{started['file_id']}") as answer:
            assert answer.status == 404
    assert await code(client.files_info(file=started["file_id"])) == "file_not_found"
    elsewhere = client.files_completeUploadExternal(files=unfinished, channel_id="C0GENERAL")
    assert await code(elsewhere) == "not_in_channel"


async def test_a_channel_has_one_canvas(client: AsyncWebClient, ideas: str, slack: Slack) -> None:
    content = {"type": "markdown", "markdown": "# Plan\n\n| a | b |\n|---|---|\n| 1 | 2 |"}
    made = await client.conversations_canvases_create(channel_id=ideas, document_content=content)
    more = {"operation": "insert_at_end", "document_content": {"type": "markdown", "markdown": "Done."}}
    await client.canvases_edit(canvas_id=made["canvas_id"], changes=[more])
    canvas = (await slack.as_("legal").channel(ideas))["canvas"]
    assert (canvas["title"], canvas["markdown"].splitlines()[-1]) == ("ai-ideas", "Done.")
    again = client.conversations_canvases_create(channel_id=ideas, document_content=content)
    assert await code(again) == "channel_canvas_already_exists"


async def test_canvases_that_slack_refuses(client: AsyncWebClient, sandbox: Sandbox) -> None:
    def written(markdown: str) -> dict[str, str]:
        return {"type": "markdown", "markdown": markdown}

    assert await code(client.canvases_create(document_content=written("#### Deep"))) == "canvas_creation_failed"
    row = "|" + "x|" * 20 + "\n"
    table = row + "|" + "---|" * 20 + "\n"
    await client.canvases_create(title="Full", document_content=written(table + row * 14))
    too_much = client.canvases_create(document_content=written(table + row * 15))
    assert await code(too_much) == "canvas_creation_failed"
    html = {"type": "html", "markdown": "x"}
    assert await code(client.canvases_create(document_content=html)) == "invalid_arguments"
    assert await code(client.canvases_edit(canvas_id="F0NOWHERE", changes=[])) == "canvas_not_found"
    sandbox.free_plan = True
    refused = client.canvases_create(document_content=written("x"))
    assert await code(refused) == "free_teams_cannot_create_non_tabbed_canvases"
