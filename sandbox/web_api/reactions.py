"""reactions.*: what a message is answered with, without words."""

import re

from sandbox import messages
from sandbox.errors import SlackError
from sandbox.records import JSON, Message
from sandbox.web_api.calls import Call, method

NAME = re.compile(r"[a-z0-9_+'-]+(::skin-tone-[2-6])?")
MOST = 23


@method("reactions.add", tier=3, scopes=("reactions:write",))
async def add(call: Call) -> JSON:
    message, name = _message(call, missing="no_item_specified"), _name(call)
    if len(message.reactions) >= MOST and name not in [entry["name"] for entry in message.reactions]:
        raise SlackError("too_many_emoji")
    messages.react(call.team, message, name, call.bot)
    return {}


@method("reactions.remove", tier=2, scopes=("reactions:write",))
async def remove(call: Call) -> JSON:
    messages.unreact(call.team, _message(call, missing="no_item_specified"), _name(call), call.bot)
    return {}


@method("reactions.get", tier=3, scopes=("reactions:read",))
async def get(call: Call) -> JSON:
    message = _message(call, missing="no_item_specified")
    return {"type": "message", "channel": message.channel, "message": messages.shown(call.team, message)}


def _message(call: Call, *, missing: str) -> Message:
    if call.find("channel") is None or call.find("timestamp") is None:
        raise SlackError(missing)
    channel = call.channel(inside=True)
    message = call.team.find_message(channel.id, call.get("timestamp"))
    if message is None or message.ephemeral_to:
        raise SlackError("message_not_found")
    if channel.is_archived:
        raise SlackError("is_archived")
    return message


def _name(call: Call) -> str:
    name = call.get("name", missing="invalid_name").strip(":")
    if not NAME.fullmatch(name):
        raise SlackError("invalid_name")
    return name
