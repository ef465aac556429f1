"""files.*: an upload in three steps, and what became of it."""

import mimetypes

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from sandbox import messages
from sandbox.errors import SlackError
from sandbox.files import shown_file
from sandbox.ids import new_id
from sandbox.mrkdwn import sent
from sandbox.records import JSON, Channel, File
from sandbox.web_api.calls import Call, method
from sandbox.workspace import Sandbox

MOST_BYTES = 1_000_000_000


@method("files.getUploadURLExternal", tier=4, scopes=("files:write",))
async def get_upload_url(call: Call) -> JSON:
    name = call.get("filename")
    size = call.number("length", 0)
    if not 0 < size <= MOST_BYTES:
        raise SlackError("invalid_arguments", messages=["[ERROR] length must be the file's size in bytes"])
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    alt = call.find("alt_txt") or ""
    file = File(new_id("F"), name, name, size, call.bot.id, call.team.seconds(), kind, alt)
    call.team.save_file(file)
    return {"upload_url": f"{call.address}/upload/{call.team.id}/{file.id}", "file_id": file.id}


@method("files.completeUploadExternal", tier=4, scopes=("files:write",))
async def complete_upload(call: Call) -> JSON:
    given = call.object("files")
    if not isinstance(given, list) or not given:
        raise SlackError("invalid_arguments", messages=["[ERROR] missing required field: files"])
    files = [_uploaded(call, entry) for entry in given]
    channel = _shared_to(call)
    for file, entry in zip(files, given, strict=True):
        file.title, file.complete = entry.get("title") or file.name, True
        call.team.save_file(file)
    if channel:
        _share(call, channel, files)
    return {"files": [shown_file(call.team, file.id) for file in files]}


@method("files.info", tier=4, scopes=("files:read",))
async def info(call: Call) -> JSON:
    file = call.team.files.get(call.get("file", missing="file_not_found"))
    if file is None or not file.complete:
        raise SlackError("file_not_found")
    return {"file": shown_file(call.team, file.id), "comments": [], "response_metadata": {"next_cursor": ""}}


async def receive(request: Request) -> Response:
    sandbox: Sandbox = request.app.state.sandbox
    team = sandbox.teams.get(request.path_params["team"])
    file = team.files.get(request.path_params["file"]) if team else None
    if team is None or file is None or file.complete:
        return PlainTextResponse("Not Found", 404)
    content = await _content(request)
    if len(content) != file.size:
        return PlainTextResponse(f"{len(content)} bytes came instead of {file.size}", 400)
    sandbox.store.upload(file.id, content)
    file.uploaded = True
    team.save_file(file)
    return PlainTextResponse(f"OK - {len(content)}")


async def send(request: Request) -> Response:
    sandbox: Sandbox = request.app.state.sandbox
    name = request.path_params["file"]
    file = next((team.files[name] for team in sandbox.teams.values() if name in team.files), None)
    content = sandbox.store.uploaded(name)
    if file is None or content is None or not file.complete:
        return PlainTextResponse("Not Found", 404)
    # What an app uploads must not run as a page of the sandbox's own.
    safe = {"Content-Security-Policy": "sandbox", "X-Content-Type-Options": "nosniff"}
    return Response(content, media_type=file.mimetype, headers=safe)


async def _content(request: Request) -> bytes:
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await request.body()
    async with request.form() as form:
        part = form.get("file") or form.get("filename")
        return b"" if part is None or isinstance(part, str) else await part.read()


def _uploaded(call: Call, entry: JSON) -> File:
    file = call.team.files.get(str(entry.get("id")))
    if file is None or not file.uploaded:
        raise SlackError("file_not_found")
    return file


def _shared_to(call: Call) -> Channel | None:
    name = "channel_id" if call.find("channel_id") else "channels"
    return call.channel(name, inside=True, alive=True) if call.find(name) else None


def _share(call: Call, channel: Channel, files: list[File]) -> None:
    # A bug of Slack's own that apps have to live with: an upload with alt text may complete and yet not be shared.
    if any(file.alt_text for file in files):
        call.sandbox.log.alert("A file uploaded with alt_txt was completed, but not shared: Slack does that, too.")
        return
    for file in files:
        file.channels.append(channel.id)
        call.team.save_file(file)
    comment, thread = sent(call.find("initial_comment") or ""), call.find("thread_ts")
    draft = messages.Draft(comment, files=[file.id for file in files], thread_ts=thread)
    messages.post(call.team, channel, call.bot, draft)


ROUTES = [
    Route("/upload/{team}/{file}", receive, methods=["POST"]),
    Route("/files/{file}", send, methods=["GET"]),
    Route("/files/{file}/{name}", send, methods=["GET"]),
]
