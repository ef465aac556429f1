"""Channels come into being, gain and lose people, and are archived: the same for the app and for a person."""

import re

from sandbox.errors import SlackError
from sandbox.ids import new_id
from sandbox.messages import Draft, post
from sandbox.records import Channel, Member
from sandbox.team import Team

NAME_LENGTH = 80
TOPIC_LENGTH = 250


def check_name(team: Team, name: str) -> None:
    if not name:
        raise SlackError("invalid_name_required")
    if len(name) > NAME_LENGTH:
        raise SlackError("invalid_name_maxlength")
    if not any(character.isalnum() for character in name):
        raise SlackError("invalid_name_punctuation")
    if name != name.lower() or not re.fullmatch(r"[\w-]+", name):
        raise SlackError("invalid_name_specials")
    if any(channel.name == name for channel in team.channels.values()):
        raise SlackError("name_taken")


def create(team: Team, name: str, *, by: Member, is_private: bool = False) -> Channel:
    check_name(team, name)
    channel = Channel(new_id("C"), name, team.seconds(), by.id, is_private=is_private, members=[by.id])
    team.save_channel(channel)
    team.happened({"type": "channel_created", "channel": {"id": channel.id, "name": name, "creator": by.id}})
    return channel


def join(team: Team, channel: Channel, member: Member, *, inviter: Member | None = None) -> None:
    channel.members.append(member.id)
    team.save_channel(channel)
    words = f"was added to #{channel.name} by <@{inviter.id}>." if inviter else "has joined the channel"
    post(team, channel, member, Draft(f"<@{member.id}> {words}", subtype="channel_join"))
    event = {"type": "member_joined_channel", "user": member.id, "channel": channel.id, "team": team.id}
    team.happened(event | {"channel_type": _letter(channel)} | ({"inviter": inviter.id} if inviter else {}))


def leave(team: Team, channel: Channel, member: Member, *, removed_by: Member | None = None) -> None:
    # The app hears of it while it can still see the channel.
    event = {"type": "member_left_channel", "user": member.id, "channel": channel.id, "team": team.id}
    team.happened(event | {"channel_type": _letter(channel)})
    if member.id == team.installation.bot_user:
        team.happened({"type": "channel_left", "channel": channel.id, "actor_id": (removed_by or member).id})
    channel.members.remove(member.id)
    team.save_channel(channel)
    post(team, channel, member, Draft(f"<@{member.id}> has left the channel", subtype="channel_leave"))


def set_topic(team: Team, channel: Channel, topic: str, *, by: Member) -> None:
    if len(topic) > TOPIC_LENGTH:
        raise SlackError("too_long")
    channel.topic = topic
    team.save_channel(channel)
    post(team, channel, by, Draft(f"<@{by.id}> set the channel topic: {topic}", subtype="channel_topic"))


def archive(team: Team, channel: Channel, *, by: Member) -> None:
    if channel.is_archived:
        raise SlackError("already_archived")
    if channel.is_general:
        raise SlackError("cant_archive_general")
    team.happened({"type": "channel_archive", "channel": channel.id, "user": by.id})
    channel.is_archived = True
    team.save_channel(channel)


def _letter(channel: Channel) -> str:
    return "G" if channel.is_private else "C"
