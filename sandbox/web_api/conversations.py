"""conversations.*: channels, direct messages and what was said in them."""

from collections.abc import Callable

from sandbox import channels, messages
from sandbox.errors import SlackError
from sandbox.records import JSON, Channel, Member, Message
from sandbox.web_api.calls import Call, method

MANAGE = ("channels:manage", "groups:write")
READ = ("channels:read", "groups:read", "im:read", "mpim:read")
MOST_REPLIES = 1000
HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")
KINDS = {"public_channel": "channels", "private_channel": "groups", "im": "im", "mpim": "mpim"}


def shown(call: Call, channel: Channel) -> JSON:
    if channel.is_im:
        partner = next(user for user in channel.members if user != call.bot.id)
        return {"id": channel.id, "is_im": True, "user": partner, "created": channel.created, "is_open": True}
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": not channel.is_private,
        "is_group": channel.is_private,
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.is_private,
        "is_archived": channel.is_archived,
        "is_general": channel.is_general,
        "is_member": call.bot.id in channel.members,
        "created": channel.created,
        "creator": channel.creator,
        "context_team_id": call.team.id,
        "topic": {"value": channel.topic, "creator": channel.creator, "last_set": 0},
        "purpose": {"value": channel.purpose, "creator": channel.creator, "last_set": 0},
        **({"properties": {"canvas": {"file_id": channel.canvas}}} if channel.canvas else {}),
    }


@method("conversations.create", tier=2, scopes=MANAGE)
async def create(call: Call) -> JSON:
    is_private = call.flag("is_private")
    call.needs("groups:write" if is_private else "channels:manage")
    name = call.get("name", missing="invalid_name_required")
    channel = channels.create(call.team, name, by=call.bot, is_private=is_private)
    return {"channel": shown(call, channel)}


@method("conversations.open", tier=3, scopes=("im:write", "mpim:write"))
async def open_(call: Call) -> JSON:
    if call.find("channel"):
        return {"no_op": True, "already_open": True, "channel": shown(call, call.channel())}
    users = _users(call, missing="users_list_not_supplied")
    if len(users) > 1:
        raise SlackError("method_not_supported_for_channel_type")
    member = users[0]
    if member.is_bot:
        raise SlackError("cannot_dm_bot")
    if member.deleted:
        raise SlackError("user_disabled")
    before = len(call.team.channels)
    channel = call.team.direct_message(member)
    known = before == len(call.team.channels)
    whole = shown(call, channel) if call.flag("return_im") else {"id": channel.id}
    return {"no_op": known, "already_open": known, "channel": whole}


@method("conversations.info", tier=3, scopes=READ)
async def info(call: Call) -> JSON:
    channel = call.channel()
    call.needs(f"{call.kind(channel)}:read")
    number = {"num_members": len(channel.members)} if call.flag("include_num_members") else {}
    return {"channel": shown(call, channel) | number}


@method("conversations.list", tier=2, scopes=READ)
async def list_(call: Call) -> JSON:
    wanted = _kinds(call)
    for kind in wanted:
        call.needs(f"{kind}:read")
    visible = [channel for channel in call.team.channels.values() if _listed(call, channel, wanted)]
    page, metadata = call.page(sorted(visible, key=lambda channel: channel.id))
    entries = [shown(call, channel) | {"num_members": len(channel.members)} for channel in page]
    return {"channels": entries, "response_metadata": metadata}


@method("users.conversations", tier=3, scopes=READ)
async def of_user(call: Call) -> JSON:
    user = call.find("user") or call.bot.id
    wanted = _kinds(call)
    for kind in wanted:
        call.needs(f"{kind}:read")
    visible = [
        channel for channel in call.team.channels.values() if _listed(call, channel, wanted) and user in channel.members
    ]
    page, metadata = call.page(sorted(visible, key=lambda channel: channel.id))
    return {"channels": [shown(call, channel) for channel in page], "response_metadata": metadata}


@method("conversations.history", tier=3, scopes=HISTORY)
async def history(call: Call) -> JSON:
    channel = _readable(call)
    said = [
        message
        for message in reversed(call.team.history(channel.id).values())
        if not message.ephemeral_to and (message.thread_ts in (None, message.ts) or message.broadcast)
    ]
    page, metadata = call.page([message for message in said if _between(call)(message)])
    more = bool(metadata["next_cursor"])
    answer = {
        "messages": [_message(call, message) for message in page],
        "has_more": more,
        "pin_count": len(channel.pins),
    }
    return answer | ({"response_metadata": metadata} if more else {})


@method("conversations.replies", tier=3, scopes=HISTORY)
async def replies(call: Call) -> JSON:
    channel = _readable(call)
    parent = call.team.find_message(channel.id, call.get("ts", missing="thread_not_found"))
    if parent is None or parent.ephemeral_to:
        raise SlackError("thread_not_found")
    inside = [message for message in call.team.thread(parent) if _between(call)(message)]
    page, metadata = call.page([parent, *inside], limit=MOST_REPLIES)
    more = bool(metadata["next_cursor"])
    answer = {"messages": [_message(call, message) for message in page], "has_more": more}
    return answer | ({"response_metadata": metadata} if more else {})


@method("conversations.members", tier=4, scopes=READ)
async def members(call: Call) -> JSON:
    channel = call.channel()
    call.needs(f"{call.kind(channel)}:read")
    page, metadata = call.page(channel.members)
    return {"members": page, "response_metadata": metadata}


@method("conversations.invite", tier=3, scopes=(*MANAGE, "channels:write.invites", "groups:write.invites"))
async def invite(call: Call) -> JSON:
    channel = call.channel(inside=True, alive=True)
    _needs_manage(call, channel, "write.invites")
    if channel.is_im:
        raise SlackError("method_not_supported_for_channel_type")
    users = _users(call, missing="no_user")
    refused = [(member, code) for member in users if (code := _uninvitable(call, channel, member))]
    if refused and not call.flag("force"):
        errors = [{"user": member.id, "ok": False, "error": code} for member, code in refused]
        raise SlackError(refused[0][1], errors=errors)
    for member in users:
        if member not in [one for one, _ in refused]:
            channels.join(call.team, channel, member, inviter=call.bot)
    return {"channel": shown(call, channel)}


@method("conversations.join", tier=3, scopes=("channels:join",))
async def join(call: Call) -> JSON:
    channel = call.channel(alive=True)
    if channel.is_private or channel.is_im:
        raise SlackError("method_not_supported_for_channel_type")
    if call.bot.id in channel.members:
        call.warnings.append("already_in_channel")
    else:
        channels.join(call.team, channel, call.bot)
    return {"channel": shown(call, channel)}


@method("conversations.setTopic", tier=2, scopes=(*MANAGE, "channels:write.topic", "groups:write.topic"))
async def set_topic(call: Call) -> JSON:
    channel = call.channel(inside=True, alive=True)
    _needs_manage(call, channel, "write.topic")
    channels.set_topic(call.team, channel, str(call.arguments.get("topic", "")), by=call.bot)
    return {"channel": shown(call, channel)}


@method("conversations.archive", tier=2, scopes=MANAGE)
async def archive(call: Call) -> JSON:
    channel = call.channel()
    _needs_manage(call, channel)
    if call.bot.id not in channel.members:
        raise SlackError("not_in_channel")
    channels.archive(call.team, channel, by=call.bot)
    return {}


def _readable(call: Call) -> Channel:
    channel = call.channel(inside=True)
    call.needs(f"{call.kind(channel)}:history")
    return channel


def _needs_manage(call: Call, channel: Channel, *narrower: str) -> None:
    """The scope to change a channel of this kind, or a narrower one that is enough."""
    kind = call.kind(channel)
    call.needs("groups:write" if kind == "groups" else "channels:manage", *(f"{kind}:{scope}" for scope in narrower))


def _message(call: Call, message: Message) -> JSON:
    return messages.shown(call.team, message, with_metadata=call.flag("include_all_metadata"))


def _between(call: Call) -> Callable[[Message], bool]:
    oldest, latest = call.find("oldest"), call.find("latest")
    inclusive = call.flag("inclusive")

    def wanted(message: Message) -> bool:
        ts = float(message.ts)
        if inclusive and message.ts in (oldest, latest):
            return True
        return (oldest is None or ts > float(oldest)) and (latest is None or ts < float(latest))

    return wanted


def _kinds(call: Call) -> set[str]:
    given = (call.find("types") or "public_channel").replace(" ", "").split(",")
    if not set(given) <= set(KINDS):
        raise SlackError("invalid_types")
    return {KINDS[kind] for kind in given}


def _listed(call: Call, channel: Channel, kinds: set[str]) -> bool:
    if call.kind(channel) not in kinds or (channel.is_archived and call.flag("exclude_archived")):
        return False
    return call.kind(channel) == "channels" or call.bot.id in channel.members


def _users(call: Call, *, missing: str) -> list[Member]:
    given = call.arguments.get("users")
    names = given if isinstance(given, list) else [name for name in str(given or "").split(",") if name.strip()]
    if not names:
        raise SlackError(missing)
    found = [call.team.members.get(str(name).strip()) for name in names]
    if unknown := [str(name) for name, member in zip(names, found, strict=True) if member is None]:
        raise SlackError(
            "user_not_found", errors=[{"user": name, "ok": False, "error": "user_not_found"} for name in unknown]
        )
    return [member for member in found if member is not None]


def _uninvitable(call: Call, channel: Channel, member: Member) -> str | None:
    if member.id == call.bot.id:
        return "cant_invite_self"
    if member.id in channel.members:
        return "already_in_channel"
    return "cant_invite" if member.deleted else None
