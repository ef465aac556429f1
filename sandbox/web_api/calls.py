"""One Web API call: its arguments, who makes it, and what it may."""

import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from sandbox.errors import SlackError
from sandbox.records import JSON, Channel, Member
from sandbox.team import Team
from sandbox.workspace import Sandbox

LIMIT = 100
MOST = 1000


@dataclass
class Call:
    sandbox: Sandbox
    team: Team
    method: str
    arguments: JSON
    address: str
    authorization: str = ""
    warnings: list[str] = field(default_factory=list)

    @property
    def bot(self) -> Member:
        return self.team.bot

    def find(self, name: str) -> str | None:
        value = self.arguments.get(name)
        return None if value in (None, "") else str(value)

    def get(self, name: str, *, missing: str = "invalid_arguments") -> str:
        """The argument, or Slack's error for its absence."""
        if (value := self.find(name)) is None:
            words = {"messages": [f"[ERROR] missing required field: {name}"]} if missing == "invalid_arguments" else {}
            raise SlackError(missing, **words)
        return value

    def flag(self, name: str) -> bool:
        value = self.arguments.get(name)
        return value.lower() in ("true", "1") if isinstance(value, str) else bool(value)

    def number(self, name: str, default: int) -> int:
        try:
            return int(self.arguments.get(name, default))
        except (TypeError, ValueError):
            raise SlackError("invalid_arguments", messages=[f"[ERROR] {name} must be a number"]) from None

    def object(self, name: str, *, wrong: str = "invalid_arguments") -> Any:
        """A JSON argument, which a form carries as text."""
        value = self.arguments.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except json.JSONDecodeError:
            raise SlackError(wrong, messages=[f"[ERROR] {name} is no valid JSON"]) from None

    def needs(self, *scopes: str) -> None:
        """Refuse unless one of these scopes was granted."""
        granted = self.team.installation.scopes
        if scopes and not set(scopes) & set(granted):
            raise SlackError("missing_scope", needed=scopes[0], provided=",".join(granted))

    def channel(self, name: str = "channel", *, inside: bool = False, alive: bool = False) -> Channel:
        """The channel of this argument, as far as the bot can see it."""
        channel = self.team.channels.get(self.get(name, missing="channel_not_found"))
        return self.usable(channel, inside=inside, alive=alive)

    def usable(self, channel: Channel | None, *, inside: bool = False, alive: bool = False) -> Channel:
        if channel is None:
            raise SlackError("channel_not_found")
        is_member = self.bot.id in channel.members
        if not is_member and (channel.is_private or channel.is_im):
            raise SlackError("channel_not_found")
        if alive and channel.is_archived:
            raise SlackError("is_archived")
        if inside and not is_member:
            raise SlackError("not_in_channel")
        return channel

    def member(self, name: str = "user") -> Member:
        member = self.team.members.get(self.get(name, missing="user_not_found"))
        if member is None:
            raise SlackError("user_not_found")
        return member

    def page(self, items: list[Any], *, limit: int = LIMIT) -> tuple[list[Any], JSON]:
        """One page by cursor, and the metadata that says how to get the next."""
        cursor = self.find("cursor") or ""
        start = 0
        if cursor:
            if not (match := re.fullmatch(r"dGVhbTo(\d+)", cursor)):
                raise SlackError("invalid_cursor")
            start = int(match[1])
        size = self.number("limit", limit) or limit
        if not 0 < size <= MOST:
            raise SlackError("invalid_limit")
        following = f"dGVhbTo{start + size}" if start + size < len(items) else ""
        return items[start : start + size], {"next_cursor": following}

    def kind(self, channel: Channel) -> Literal["channels", "groups", "im"]:
        return "im" if channel.is_im else "groups" if channel.is_private else "channels"


Run = Callable[[Call], Awaitable[JSON]]


@dataclass(frozen=True)
class Method:
    """`scopes`: one of them is needed; `takes`: which kind of token; `tier` 0 keeps a rate of its own."""

    name: str
    run: Run
    tier: int
    scopes: tuple[str, ...]
    takes: Literal["bot", "app", "none"]


METHODS: dict[str, Method] = {}


def method(
    name: str, *, tier: int, scopes: tuple[str, ...] = (), takes: Literal["bot", "app", "none"] = "bot"
) -> Callable[[Run], Run]:
    def register(run: Run) -> Run:
        METHODS[name] = Method(name, run, tier, scopes, takes)
        return run

    return register
