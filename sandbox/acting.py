"""The interface as a member, what they do: commands, presses, forms, messages, comings and goings."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from json import JSONDecodeError
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox import channels, messages, views
from sandbox.errors import Failure, SlackError
from sandbox.mrkdwn import typed
from sandbox.records import JSON, Channel, Member, Message, View
from sandbox.team import Team
from sandbox.workspace import Sandbox

REASONS = {
    "is_archived": "This channel is archived.",
    "already_archived": "This channel is archived already.",
    "cant_archive_general": "The general channel cannot be archived.",
    "already_reacted": "You have reacted with this already.",
    "no_reaction": "You have not reacted with this.",
    "thread_not_found": "This thread is gone.",
    "cannot_reply_to_message": "This message cannot have a thread.",
    "not_found": "This is not open any more.",
    "name_taken": "This name is taken by another channel.",
    "invalid_name_required": "A channel needs a name.",
    "invalid_name_specials": "A channel's name has lowercase letters, digits, hyphens and underscores only.",
    "invalid_name_punctuation": "A channel's name needs a letter or a digit.",
    "invalid_name_maxlength": "A channel's name has 80 characters at most.",
}


@dataclass(frozen=True)
class Act:
    """One thing that one person does."""

    sandbox: Sandbox
    team: Team
    by: Member
    body: JSON

    def get(self, name: str) -> Any:
        if name not in self.body:
            raise Failure(f"“{name}” is missing.")
        return self.body[name]

    def channel(self, *, inside: bool = True) -> Channel:
        channel = self.team.channel_of(str(self.get("channel")), self.by)
        if inside and self.by.id not in channel.members:
            raise Failure(f"{self.by.real_name} is not in #{channel.name}. Join it first.")
        if inside and channel.is_archived:
            raise Failure(f"#{channel.name} is archived.")
        return channel

    def message(self, where: JSON) -> Message:
        channel = self.team.channel_of(str(where.get("channel")), self.by)
        message = self.team.find_message(channel.id, str(where.get("ts")))
        if message is None or not message.seen_by(self.by.id):
            raise Failure("This message is gone.")
        return message

    def view(self, key: Any) -> View:
        """A modal of this person's, or their Home; only the uppermost modal can be used."""
        home = self.team.homes.get(self.by.id)
        if home is not None and key in (home.id, "home"):
            return home
        top = views.top(self.team, self.by.id)
        if top is None or key not in (top.id, "top"):
            raise Failure("This view is not open any more.")
        return top

    def place(self) -> Message | View:
        container = self.get("container")
        return self.view(container["view"]) if "view" in container else self.message(container)

    def seen_top(self) -> JSON | None:
        top = views.top(self.team, self.by.id)
        return shown_view(self.team, top) if top else None


async def command(act: Act) -> JSON:
    name = str(act.get("command"))
    if act.body.get("thread_ts"):
        raise Failure(f"{name} is not supported in threads. Sorry!")
    said = await act.sandbox.interactions.command(act.team, act.by, act.channel(), name, str(act.body.get("text", "")))
    response = None
    if said is not None:
        kind = "ephemeral" if said.ephemeral_to else "in_channel"
        response = {"ts": said.ts, "text": said.text, "blocks": said.blocks, "response_type": kind}
    return {"response": response, "view": act.seen_top()}


async def press(act: Act) -> JSON:
    wanted = act.body.get("selected", act.body.get("value"))
    action, block = str(act.get("action_id")), act.body.get("block_id")
    await act.sandbox.interactions.press(act.team, act.by, act.place(), action, wanted, block_id=block)
    return {"view": act.seen_top()}


async def type_(act: Act) -> JSON:
    view = act.view(act.get("view"))
    act.sandbox.interactions.type(act.team, view, str(act.get("block_id")), act.get("value"))
    return {}


async def submit(act: Act) -> JSON:
    view = act.view(act.get("view"))
    errors = await act.sandbox.interactions.submit(act.team, act.by, view, act.body.get("values", {}))
    return {"errors": errors or None, "view": act.seen_top()}


async def close(act: Act) -> JSON:
    view = act.view(act.get("view"))
    await act.sandbox.interactions.close(act.team, act.by, view, everything=bool(act.body.get("all")))
    return {"view": act.seen_top()}


async def options(act: Act) -> JSON:
    query = str(act.body.get("query", ""))
    return await act.sandbox.interactions.suggest(act.team, act.by, act.place(), str(act.get("action_id")), query)


async def shortcut(act: Act) -> JSON:
    shortcuts = act.sandbox.manifest.shortcuts
    found = shortcuts.get(str(act.get("callback_id")))
    if found is None:
        raise Failure(f"There is no such shortcut, only {', '.join(shortcuts) or 'none'}.")
    where = act.body.get("message")
    if (found.type == "message") != (where is not None):
        raise Failure(f"“{found.name}” is a {found.type} shortcut.")
    await act.sandbox.interactions.shortcut(act.team, act.by, found, act.message(where) if where else None)
    return {"view": act.seen_top()}


async def say(act: Act) -> JSON:
    text = str(act.get("text"))
    if not text.strip():
        raise Failure("There is nothing to send.")
    channel, thread = act.channel(), act.body.get("thread_ts")
    message = messages.post(act.team, channel, act.by, messages.Draft(typed(text, act.team), thread_ts=thread))
    return {"channel": channel.id, "ts": message.ts}


async def react(act: Act) -> JSON:
    change = messages.unreact if act.body.get("remove") else messages.react
    change(act.team, act.message(act.body), str(act.get("name")), act.by)
    return {}


async def home(act: Act) -> JSON:
    """Open the Home tab; the answer is what the app has published when it has acknowledged."""
    if not act.sandbox.manifest.home_tab:
        raise Failure(f"{act.team.bot.real_name} has no Home tab.")
    channel = act.team.direct_message(act.by)
    view = act.team.homes.get(act.by.id)
    event: JSON = {"type": "app_home_opened", "user": act.by.id, "channel": channel.id, "tab": "home"}
    if view is not None:
        event["view"] = views.shown(act.team, view)
    act.team.happened(event)
    await act.sandbox.deliveries.arrived()
    return {"view": shown_home(act.team, act.by)}


async def direct(act: Act) -> JSON:
    channel = act.team.direct_message(act.by)
    act.team.happened({"type": "app_home_opened", "user": act.by.id, "channel": channel.id, "tab": "messages"})
    return {"channel": channel.id}


async def join(act: Act) -> JSON:
    channel = act.channel(inside=False)
    if channel.is_archived:
        raise Failure(f"#{channel.name} is archived.")
    if act.by.id not in channel.members:
        channels.join(act.team, channel, act.by)
    return {"channel": channel.id}


async def leave(act: Act) -> JSON:
    channel = act.channel()
    channels.leave(act.team, channel, act.by)
    return {"channel": channel.id}


async def archive(act: Act) -> JSON:
    channel = act.channel()
    channels.archive(act.team, channel, by=act.by)
    return {"channel": channel.id}


async def remove_bot(act: Act) -> JSON:
    channel = act.channel()
    if act.team.bot.id not in channel.members:
        raise Failure(f"{act.team.bot.real_name} is not in #{channel.name}.")
    channels.leave(act.team, channel, act.team.bot, removed_by=act.by)
    return {"channel": channel.id}


async def create(act: Act) -> JSON:
    name = str(act.get("name")).removeprefix("#")
    channel = channels.create(act.team, name, by=act.by, is_private=bool(act.body.get("is_private")))
    return {"channel": channel.id}


async def invite(act: Act) -> JSON:
    """Someone, or without a name the app, comes into the channel."""
    channel = act.channel()
    member = act.team.get_member(str(act.body["user"])) if "user" in act.body else act.team.bot
    if member.deleted:
        raise Failure(f"{member.real_name}'s account is deactivated.")
    if member.id not in channel.members:
        channels.join(act.team, channel, member, inviter=act.by)
    return {"channel": channel.id}


async def read(act: Act) -> JSON:
    """The person has seen the channel up to its newest message."""
    channel = act.channel(inside=False)
    channel.read[act.by.id] = max(act.team.history(channel.id), default="0")
    act.team.save_channel(channel)
    return {}


def shown_view(team: Team, view: View) -> JSON:
    return views.shown(team, view) | {"errors": view.errors}


def shown_home(team: Team, by: Member) -> JSON | None:
    home = team.homes.get(by.id)
    return shown_view(team, home) if home else None


ACTS: dict[str, Callable[[Act], Awaitable[JSON]]] = {
    "command": command,
    "press": press,
    "type": type_,
    "submit": submit,
    "close": close,
    "options": options,
    "shortcut": shortcut,
    "message": say,
    "react": react,
    "home": home,
    "dm": direct,
    "join": join,
    "leave": leave,
    "archive": archive,
    "remove_bot": remove_bot,
    "create": create,
    "invite": invite,
    "read": read,
}


async def acted(request: Request) -> Response:
    sandbox: Sandbox = request.app.state.sandbox
    try:
        act = await _act(request, sandbox)
        answer = {"ok": True, **await ACTS[request.path_params["act"]](act)}
    except Failure as failure:
        answer = {"ok": False, "failure": str(failure)}
    except SlackError as refusal:
        answer = {"ok": False, "failure": REASONS.get(refusal.code, f"Slack refused this: {refusal.code}.")}
    return JSONResponse(answer)


async def _act(request: Request, sandbox: Sandbox) -> Act:
    key = request.path_params["user"]
    team = sandbox.team_of(key)
    by = team.get_member(key)
    if by.deleted:
        raise Failure(f"{by.real_name}'s account is deactivated.")
    if request.path_params["act"] not in ACTS:
        raise Failure(f"There is nothing to do by that name, only {', '.join(ACTS)}.")
    try:
        body = await request.json() if await request.body() else {}
    except JSONDecodeError:
        raise Failure("The request is no valid JSON.") from None
    return Act(sandbox, team, by, body)


ROUTES = [Route("/as/{user}/{act}", acted, methods=["POST"])]
