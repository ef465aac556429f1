"""Response URLs: what the app answers to an interaction, five times within half an hour."""

from json import JSONDecodeError

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox import messages
from sandbox.block_kit import check_message
from sandbox.errors import SlackError
from sandbox.mrkdwn import sent
from sandbox.records import JSON, Message
from sandbox.refusals import refuse
from sandbox.triggers import ResponseUrl
from sandbox.workspace import Sandbox

GONE = {"no_service", "expired_url", "used_url"}


async def hook(request: Request) -> Response:
    sandbox: Sandbox = request.app.state.sandbox
    try:
        body = await request.json()
    except JSONDecodeError:
        body = None
    try:
        _use(sandbox, sandbox.triggers.use(request.path_params["name"]), body)
    except SlackError as refusal:
        sandbox.log.call(
            "response_url", body if isinstance(body, dict) else {}, result=refusal.code, detail=refusal.more
        )
        return JSONResponse({"ok": False, "error": refusal.code}, 404 if refusal.code in GONE else 400)
    sandbox.log.call("response_url", body, result="ok")
    return JSONResponse({"ok": True})


def _use(sandbox: Sandbox, url: ResponseUrl, body: JSON) -> None:
    if not isinstance(body, dict):
        raise SlackError("invalid_payload")
    team = sandbox.teams[url.team]
    original = team.find_message(url.channel, url.original) if url.original else None
    if body.get("delete_original"):
        if original is None:
            raise SlackError("message_not_found")
        messages.delete(team, original)
        return
    if not body.get("text") and not body.get("blocks"):
        raise SlackError("no_text")
    refuse(check_message(body))
    text, blocks = sent(body.get("text") or ""), body.get("blocks")
    if body.get("replace_original") and original is not None:
        messages.edit(team, original, text=text, blocks=blocks, metadata=body.get("metadata"))
        return
    channel = team.channels[url.channel]
    to = None if body.get("response_type") == "in_channel" else url.user
    thread = body.get("thread_ts") or _thread(original)
    draft = messages.Draft(text, blocks, thread_ts=thread, ephemeral_to=to)
    messages.post(team, channel, team.bot, draft)


def _thread(original: Message | None) -> str | None:
    """A reply's thread goes on; a message without one does not begin one."""
    return original.thread_ts if original and original.thread_ts != original.ts else None


ROUTES = [Route("/hooks/{name}", hook, methods=["POST"])]
