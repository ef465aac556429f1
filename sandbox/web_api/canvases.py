"""canvases.*: documents in Markdown, alone or as a channel's own."""

import re
from typing import Any

from sandbox.errors import SlackError
from sandbox.ids import new_id
from sandbox.records import JSON, Canvas
from sandbox.web_api.calls import Call, method

CELLS = 300
HEADINGS = 3
OPERATIONS = {"insert_at_start", "insert_at_end", "replace", "rename"}


@method("canvases.create", tier=2, scopes=("canvases:write",))
async def create(call: Call) -> JSON:
    if call.sandbox.free_plan:
        raise SlackError("free_teams_cannot_create_non_tabbed_canvases")
    canvas = Canvas(new_id("F"), call.find("title") or "Untitled", _markdown(call), call.team.seconds())
    call.team.save_canvas(canvas)
    return {"canvas_id": canvas.id}


@method("conversations.canvases.create", tier=2, scopes=("canvases:write",))
async def create_in_channel(call: Call) -> JSON:
    channel = call.channel("channel_id", inside=True, alive=True)
    if channel.canvas:
        raise SlackError("channel_canvas_already_exists")
    title = call.find("title") or channel.name
    canvas = Canvas(new_id("F"), title, _markdown(call), call.team.seconds(), channel.id)
    call.team.save_canvas(canvas)
    channel.canvas = canvas.id
    call.team.save_channel(channel)
    return {"canvas_id": canvas.id}


@method("canvases.edit", tier=3, scopes=("canvases:write",))
async def edit(call: Call) -> JSON:
    canvas = call.team.canvases.get(call.get("canvas_id", missing="canvas_not_found"))
    if canvas is None:
        raise SlackError("canvas_not_found")
    changes = call.object("changes")
    if not isinstance(changes, list) or len(changes) != 1:
        raise SlackError("invalid_arguments", messages=["[ERROR] changes must be a list of exactly one change"])
    _change(canvas, changes[0])
    call.team.save_canvas(canvas)
    if canvas.channel:
        call.team.save_channel(call.team.channels[canvas.channel])
    return {}


def _change(canvas: Canvas, change: JSON) -> None:
    operation = change.get("operation")
    if operation not in OPERATIONS or change.get("section_id"):
        raise SlackError("canvas_editing_failed", messages=[f"[ERROR] this sandbox edits by {sorted(OPERATIONS)}"])
    if operation == "rename":
        canvas.title = str(change.get("title_content", {}).get("markdown", ""))
        return
    text = check(change.get("document_content"), "canvas_editing_failed")
    before = canvas.markdown
    whole = {"insert_at_start": f"{text}\n{before}", "insert_at_end": f"{before}\n{text}", "replace": text}
    canvas.markdown = whole[str(operation)]


def _markdown(call: Call) -> str:
    content = call.object("document_content")
    return check(content, "canvas_creation_failed") if content is not None else ""


def check(content: Any, error: str) -> str:
    """A canvas takes Markdown with headings to the third level and tables of 300 cells."""
    if not isinstance(content, dict) or content.get("type") != "markdown":
        raise SlackError("invalid_arguments", messages=["[ERROR] document_content must be of type markdown"])
    text = str(content.get("markdown", ""))
    if re.search(rf"^#{{{HEADINGS + 1},}} ", text, re.MULTILINE):
        raise SlackError(error, detail=f"a heading is deeper than {HEADINGS} levels")
    for table in re.findall(r"(?:^\|.*\n?)+", text, re.MULTILINE):
        rows = [row.strip().strip("|").split("|") for row in table.strip().splitlines()]
        if sum(len(row) for index, row in enumerate(rows) if index != 1) > CELLS:
            raise SlackError(error, detail=f"a table has more than {CELLS} cells")
    return text
