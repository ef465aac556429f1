"""pins.* and bookmarks.*: what stays at the top of a channel."""

from sandbox.errors import SlackError
from sandbox.ids import new_id
from sandbox.records import JSON
from sandbox.web_api.calls import Call, method

MOST = 100
TITLE_LENGTH = 255


@method("pins.add", tier=2, scopes=("pins:write",))
async def pin(call: Call) -> JSON:
    channel = call.channel(inside=True, alive=True)
    message = call.team.find_message(channel.id, call.get("timestamp", missing="no_item_specified"))
    if message is None or message.ephemeral_to:
        raise SlackError("message_not_found")
    if message.ts in channel.pins:
        raise SlackError("already_pinned")
    if len(channel.pins) >= MOST:
        raise SlackError("too_many_pins")
    channel.pins.append(message.ts)
    call.team.save_channel(channel)
    call.team.tell_messages(message)
    return {}


@method("bookmarks.add", tier=2, scopes=("bookmarks:write",))
async def bookmark(call: Call) -> JSON:
    channel = call.channel("channel_id", inside=True, alive=True)
    title = call.get("title")
    if len(title) > TITLE_LENGTH:
        raise SlackError("invalid_arguments", messages=[f"[ERROR] title is longer than {TITLE_LENGTH} characters"])
    if call.get("type") != "link":
        raise SlackError("invalid_bookmark_type")
    link = call.get("link", missing="invalid_link")
    if not link.startswith(("https://", "http://")):
        raise SlackError("invalid_link")
    if len(channel.bookmarks) >= MOST:
        raise SlackError("too_many_bookmarks")
    added = {
        "id": new_id("Bk"),
        "channel_id": channel.id,
        "title": title,
        "link": link,
        "emoji": call.find("emoji") or "",
        "type": "link",
        "date_created": call.team.seconds(),
        "last_updated_by_user_id": call.bot.id,
    }
    channel.bookmarks.append(added)
    call.team.save_channel(channel)
    return {"bookmark": added}


@method("bookmarks.list", tier=3, scopes=("bookmarks:read",))
async def list_(call: Call) -> JSON:
    return {"bookmarks": call.channel("channel_id", inside=True).bookmarks}
