"""The interface as a member, what they see: channels, messages, views, Home, and a line whenever that changes."""

import asyncio
from collections.abc import Callable

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox import messages, views
from sandbox.acting import shown_home, shown_view
from sandbox.errors import Failure
from sandbox.records import JSON, Channel, Member, Message
from sandbox.team import Team
from sandbox.workspace import Sandbox


def shown_channel(team: Team, channel: Channel, by: Member) -> JSON:
    partner = next((user for user in channel.members if user != by.id), by.id)
    read = channel.read.get(by.id, "0")
    new = [
        one for one in team.history(channel.id).values() if one.ts > read and one.user != by.id and one.seen_by(by.id)
    ]
    return {
        "id": channel.id,
        "name": team.members[partner].real_name if channel.is_im else channel.name,
        "user": partner if channel.is_im else None,
        "is_im": channel.is_im,
        "is_private": channel.is_private,
        "is_archived": channel.is_archived,
        "is_member": by.id in channel.members,
        "unread": len(new) if by.id in channel.members else 0,
        "member_count": len(channel.members),
        "topic": channel.topic,
        "purpose": channel.purpose,
        "bookmarks": channel.bookmarks,
    }


def shown_message(team: Team, message: Message, by: Member) -> JSON:
    author = team.members[message.user]
    answer = messages.shown(team, message, with_metadata=True)
    return answer | {
        "channel": message.channel,
        "name": author.real_name,
        "is_bot": author.is_bot,
        "blocks": message.blocks or [],
        "ephemeral": message.ephemeral_to is not None,
        "reply_count": len(message.replies),
        "values": message.values.get(by.id, {}),
        "pinned": message.ts in team.channels[message.channel].pins,
    }


def list_channels(team: Team, by: Member, _query: QueryParams) -> object:
    seen = sorted(team.seen_by(by.id), key=lambda channel: (channel.is_im, channel.name, channel.created))
    return [shown_channel(team, channel, by) for channel in seen]


def list_messages(team: Team, by: Member, query: QueryParams) -> object:
    channel = team.channel_of(query.get("channel", ""), by)
    thread = query.get("thread")
    return [
        shown_message(team, message, by)
        for message in team.history(channel.id).values()
        if message.seen_by(by.id) and _belongs(message, thread)
    ]


def list_views(team: Team, by: Member, _query: QueryParams) -> object:
    return [shown_view(team, view) for view in views.stack(team, by.id)]


def home(team: Team, by: Member, _query: QueryParams) -> object:
    return shown_home(team, by)


def channel_info(team: Team, by: Member, query: QueryParams) -> object:
    channel = team.channel_of(query.get("channel", ""), by)
    canvas = team.canvases.get(channel.canvas or "")
    pinned = [team.find_message(channel.id, ts) for ts in channel.pins]
    return shown_channel(team, channel, by) | {
        "members": channel.members,
        "pins": [shown_message(team, message, by) for message in pinned if message],
        "canvas": {"id": canvas.id, "title": canvas.title, "markdown": canvas.markdown} if canvas else None,
    }


SIGHTS: dict[str, Callable[[Team, Member, QueryParams], object]] = {
    "channels": list_channels,
    "messages": list_messages,
    "views": list_views,
    "home": home,
    "channel": channel_info,
}


async def seen(request: Request) -> Response:
    sandbox: Sandbox = request.app.state.sandbox
    key, sight = request.path_params["user"], request.path_params["sight"]
    if sight not in SIGHTS:
        return JSONResponse({"ok": False, "failure": f"One can see {', '.join(SIGHTS)}, not {sight}."}, 404)
    try:
        team = sandbox.team_of(key)
        return JSONResponse(SIGHTS[sight](team, team.get_member(key), request.query_params))
    except Failure as failure:
        return JSONResponse({"ok": False, "failure": str(failure)}, 404)


async def live(socket: WebSocket) -> None:
    sandbox: Sandbox = socket.app.state.sandbox
    key = socket.path_params["user"]
    member = sandbox.team_of(key).find_member(key)
    if member is None:
        await socket.close(1008)
        return
    await socket.accept()
    gone = asyncio.create_task(_until_gone(socket))
    with sandbox.changes.watched_by(member.id) as changes:
        while not gone.done():
            change = asyncio.create_task(changes.get())
            await asyncio.wait({change, gone}, return_when=asyncio.FIRST_COMPLETED)
            if not change.done():
                change.cancel()
                return
            try:
                await socket.send_json(change.result())
            except (WebSocketDisconnect, RuntimeError):
                return


async def _until_gone(socket: WebSocket) -> None:
    try:
        while True:
            await socket.receive()
    except (WebSocketDisconnect, RuntimeError):
        return


def _belongs(message: Message, thread: str | None) -> bool:
    if thread:
        return thread in (message.ts, message.thread_ts)
    return message.thread_ts in (None, message.ts) or message.broadcast


ROUTES: list[BaseRoute] = [
    WebSocketRoute("/as/{user}/live", live),
    Route("/as/{user}/{sight}", seen, methods=["GET"]),
]
