"""chat.*: the app's messages."""

from sandbox import messages
from sandbox.block_kit import check_message
from sandbox.errors import SlackError
from sandbox.files import check_slack_files
from sandbox.mrkdwn import sent
from sandbox.records import JSON, Channel, Message
from sandbox.refusals import refuse
from sandbox.web_api.calls import Call, method

POSTED_LENGTH = 40_000
UPDATED_LENGTH = 4_000


@method("chat.postMessage", tier=0, scopes=("chat:write",))
async def post_message(call: Call) -> JSON:
    channel = _destination(call)
    call.sandbox.rates.count_post(call.team.id, channel.id)
    payload = _payload(call)
    draft = messages.Draft(
        sent(payload["text"] or "")[:POSTED_LENGTH],
        payload["blocks"],
        metadata=_metadata(call),
        thread_ts=call.find("thread_ts"),
        broadcast=call.flag("reply_broadcast"),
    )
    message = messages.post(call.team, channel, call.bot, draft)
    return {"channel": channel.id, "ts": message.ts, "message": _shown(call, message)}


@method("chat.update", tier=3, scopes=("chat:write",))
async def update(call: Call) -> JSON:
    message = _own(call, refusal="cant_update_message")
    if call.team.channels[message.channel].is_archived:
        raise SlackError("is_inactive")
    payload = _payload(call, update=True)
    if payload["text"] is None and not payload["blocks"]:
        raise SlackError("no_text")
    text = sent(payload["text"]) if payload["text"] is not None else message.text
    messages.edit(call.team, message, text=text, blocks=payload["blocks"], metadata=_metadata(call))
    return {"channel": message.channel, "ts": message.ts, "text": text, "message": _shown(call, message)}


@method("chat.delete", tier=3, scopes=("chat:write",))
async def delete(call: Call) -> JSON:
    message = _own(call, refusal="cant_delete_message")
    messages.delete(call.team, message)
    return {"channel": message.channel, "ts": message.ts}


@method("chat.postEphemeral", tier=4, scopes=("chat:write",))
async def post_ephemeral(call: Call) -> JSON:
    channel = call.channel(inside=True, alive=True)
    user = call.member()
    if user.id not in channel.members:
        raise SlackError("user_not_in_channel")
    payload = _payload(call)
    text, thread = sent(payload["text"] or ""), call.find("thread_ts")
    draft = messages.Draft(text, payload["blocks"], thread_ts=thread, ephemeral_to=user.id)
    message = messages.post(call.team, channel, call.bot, draft)
    return {"message_ts": message.ts}


@method("chat.getPermalink", tier=5)
async def get_permalink(call: Call) -> JSON:
    channel = call.channel()
    message = call.team.find_message(channel.id, call.get("message_ts", missing="message_not_found"))
    if message is None or message.ephemeral_to:
        raise SlackError("message_not_found")
    return {"channel": channel.id, "permalink": permalink(call, message)}


def permalink(call: Call, message: Message) -> str:
    return f"{call.team.address}/archives/{message.channel}/p{message.ts.replace('.', '')}"


def _destination(call: Call) -> Channel:
    """A channel by id or name, or a person, whose conversation with the bot is begun."""
    key = call.get("channel", missing="channel_not_found")
    if key in call.team.members:
        member = call.team.members[key]
        if member.is_bot or member.deleted:
            raise SlackError("cannot_dm_bot" if member.is_bot else "channel_not_found")
        return call.team.direct_message(member)
    channel = call.usable(call.team.find_channel(key), alive=True)
    if channel.is_im and call.team.members[str(channel.user)].deleted:
        raise SlackError("is_archived")
    if call.bot.id not in channel.members and "chat:write.public" not in call.team.installation.scopes:
        raise SlackError("not_in_channel")
    return channel


def _payload(call: Call, *, update: bool = False) -> JSON:
    """Text and blocks, checked; `chat.update` holds the text to its own, shorter limit."""
    text = call.arguments.get("text")
    blocks = call.object("blocks", wrong="invalid_blocks_format")
    if not text and not blocks and not (update and text is not None):
        raise SlackError("no_text")
    payload = {"text": None if text is None else str(text), "blocks": blocks or None}
    refuse(check_message({key: value for key, value in payload.items() if value is not None}))
    check_slack_files(call.team, blocks)
    if update and text and len(str(text)) > UPDATED_LENGTH:
        raise SlackError("msg_too_long")
    if blocks and not text:
        call.warnings.append("missing_text_in_message")
    return payload


def _metadata(call: Call) -> JSON | None:
    metadata = call.object("metadata", wrong="invalid_metadata_format")
    if metadata is None:
        return None
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_payload"), dict):
        raise SlackError("invalid_metadata_format")
    if not metadata.get("event_type"):
        raise SlackError("invalid_metadata_schema")
    return metadata


def _own(call: Call, *, refusal: str) -> Message:
    channel = call.channel()
    message = call.team.find_message(channel.id, call.get("ts", missing="message_not_found"))
    if message is None:
        raise SlackError("message_not_found")
    if message.user != call.bot.id or message.ephemeral_to or message.subtype:
        raise SlackError(refusal)
    return message


def _shown(call: Call, message: Message) -> JSON:
    return messages.shown(call.team, message, with_metadata=True)
