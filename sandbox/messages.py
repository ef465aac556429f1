"""Messages are posted, edited, deleted and reacted to: the same for the app and for a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.elements import with_ids
from sandbox.errors import SlackError
from sandbox.files import shown_file
from sandbox.mrkdwn import mentions
from sandbox.records import JSON, Channel, Member, Message
from sandbox.team import Team


@dataclass(frozen=True)
class Draft:
    """What is about to be posted; `ephemeral_to` is the one person who will see it."""

    text: str = ""
    blocks: Sequence[JSON] | None = None
    metadata: JSON | None = None
    thread_ts: str | None = None
    broadcast: bool = False
    files: Sequence[str] = ()
    subtype: str | None = None
    ephemeral_to: str | None = None


def post(team: Team, channel: Channel, by: Member, draft: Draft) -> Message:
    message = Message(
        channel.id,
        team.next_ts(),
        by.id,
        draft.text,
        bot_id=by.bot_id,
        blocks=with_ids(draft.blocks) if draft.blocks else None,
        metadata=draft.metadata,
        broadcast=draft.broadcast,
        files=list(draft.files),
        subtype=draft.subtype,
        ephemeral_to=draft.ephemeral_to,
    )
    if draft.thread_ts:
        _reply(team, message, draft.thread_ts)
    team.save_message(message)
    if message.ephemeral_to is None:
        channel.read[by.id] = message.ts
        _announce(team, channel, message)
    return message


def edit(
    team: Team, message: Message, *, text: str, blocks: Sequence[JSON] | None, metadata: JSON | None = None
) -> Message:
    """The text and the blocks take the place of the old ones: no blocks means that there are none any more."""
    before = shown(team, message)
    message.text = text
    message.blocks = with_ids(blocks) if blocks else None
    message.values = {}
    message.metadata = metadata or message.metadata
    message.edited = {"user": message.user, "ts": team.next_ts()}
    team.save_message(message)
    if message.ephemeral_to is None:
        after = {"message": shown(team, message), "previous_message": before}
        _happened(team, message, {"subtype": "message_changed", "hidden": True} | after)
    return message


def delete(team: Team, message: Message) -> None:
    before = shown(team, message)
    parent = team.find_message(message.channel, message.thread_ts or "")
    if parent is not None and message.ts in parent.replies:
        parent.replies.remove(message.ts)
        team.save_message(parent)
    channel = team.channels[message.channel]
    if message.ts in channel.pins:
        channel.pins.remove(message.ts)
        team.save_channel(channel)
    team.remove_message(message)
    if message.ephemeral_to is None:
        gone = {"subtype": "message_deleted", "hidden": True, "deleted_ts": message.ts, "previous_message": before}
        _happened(team, message, gone)


def react(team: Team, message: Message, name: str, by: Member) -> None:
    found = next((entry for entry in message.reactions if entry["name"] == name), None)
    if found and by.id in found["users"]:
        raise SlackError("already_reacted")
    if found:
        found["users"].append(by.id)
        found["count"] += 1
    else:
        message.reactions.append({"name": name, "users": [by.id], "count": 1})
    team.save_message(message)
    _reacted(team, "reaction_added", message, name, by)


def unreact(team: Team, message: Message, name: str, by: Member) -> None:
    found = next((entry for entry in message.reactions if entry["name"] == name and by.id in entry["users"]), None)
    if found is None:
        raise SlackError("no_reaction")
    found["users"].remove(by.id)
    found["count"] -= 1
    message.reactions = [entry for entry in message.reactions if entry["count"]]
    team.save_message(message)
    _reacted(team, "reaction_removed", message, name, by)


def shown(team: Team, message: Message, *, with_metadata: bool = False) -> JSON:
    """The message as the Web API and events give it."""
    answer: JSON = {"type": "message", "user": message.user, "text": message.text, "ts": message.ts, "team": team.id}
    optional: dict[str, Any] = {
        "subtype": message.subtype or ("thread_broadcast" if message.broadcast else None),
        "bot_id": message.bot_id,
        "app_id": team.installation.app_id if message.bot_id == team.bot.bot_id else None,
        "blocks": message.blocks,
        "edited": message.edited,
        "thread_ts": message.thread_ts,
        "reactions": message.reactions,
        "metadata": message.metadata if with_metadata else None,
        "files": [shown_file(team, name) for name in message.files],
        "pinned_to": [message.channel] if message.ts in team.channels[message.channel].pins else None,
    }
    answer |= {key: value for key, value in optional.items() if value}
    if message.replies:
        answer |= {
            "reply_count": len(message.replies),
            "reply_users": message.reply_users,
            "reply_users_count": len(message.reply_users),
            "latest_reply": message.replies[-1],
        }
    elif message.thread_ts and message.thread_ts != message.ts:
        parent = team.find_message(message.channel, message.thread_ts)
        answer |= {"parent_user_id": parent.user} if parent else {}
    return answer


def _reply(team: Team, message: Message, thread_ts: str) -> None:
    parent = team.find_message(message.channel, thread_ts)
    if parent is None:
        raise SlackError("thread_not_found")
    if parent.ephemeral_to or (parent.thread_ts and parent.thread_ts != parent.ts):
        raise SlackError("cannot_reply_to_message")
    message.thread_ts = thread_ts
    if message.ephemeral_to:
        return
    parent.thread_ts = parent.ts
    parent.replies.append(message.ts)
    if message.user not in parent.reply_users:
        parent.reply_users.append(message.user)
    team.save_message(parent)


def _announce(team: Team, channel: Channel, message: Message) -> None:
    _happened(team, message, shown(team, message, with_metadata=True))
    if team.installation.bot_user in mentions(message.text) and not channel.is_im and not message.subtype:
        mention = {"type": "app_mention", "channel": channel.id, "event_ts": message.ts}
        team.happened(shown(team, message) | mention)


def _happened(team: Team, message: Message, event: JSON) -> None:
    channel = team.channels[message.channel]
    kind = "im" if channel.is_im else "group" if channel.is_private else "channel"
    where = {"type": "message", "channel": channel.id, "channel_type": kind}
    ts = {"ts": event.get("ts", message.ts), "event_ts": event.get("ts", message.ts)}
    team.happened(event | where | ts)


def _reacted(team: Team, kind: str, message: Message, name: str, by: Member) -> None:
    item = {"type": "message", "channel": message.channel, "ts": message.ts}
    event = {"type": kind, "user": by.id, "reaction": name, "item": item, "item_user": message.user}
    team.happened(event | {"event_ts": team.next_ts()})
