"""What a workspace is made of; every field is plain JSON, so that a record is kept as it stands."""

from dataclasses import dataclass, field
from typing import Any

JSON = dict[str, Any]


@dataclass
class Member:
    id: str
    name: str
    real_name: str
    title: str = ""
    email: str = ""
    tz: str = "Europe/Berlin"
    is_admin: bool = False
    is_bot: bool = False
    is_restricted: bool = False
    deleted: bool = False
    bot_id: str | None = None
    updated: int = 0


@dataclass
class Channel:
    id: str
    name: str
    created: int
    creator: str
    is_private: bool = False
    is_im: bool = False
    is_archived: bool = False
    is_general: bool = False
    user: str | None = None
    topic: str = ""
    purpose: str = ""
    canvas: str | None = None
    members: list[str] = field(default_factory=list)
    pins: list[str] = field(default_factory=list)
    bookmarks: list[JSON] = field(default_factory=list)
    read: dict[str, str] = field(default_factory=dict)


@dataclass
class Message:
    channel: str
    ts: str
    user: str
    text: str
    bot_id: str | None = None
    blocks: list[JSON] | None = None
    metadata: JSON | None = None
    edited: JSON | None = None
    thread_ts: str | None = None
    broadcast: bool = False
    replies: list[str] = field(default_factory=list)
    reply_users: list[str] = field(default_factory=list)
    reactions: list[JSON] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    subtype: str | None = None
    ephemeral_to: str | None = None
    values: dict[str, JSON] = field(default_factory=dict)

    def seen_by(self, user: str) -> bool:
        return self.ephemeral_to in (None, user)


@dataclass
class View:
    id: str
    user: str
    body: JSON
    hash: str
    root: str
    previous: str | None = None
    values: JSON = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    submitting: bool = False

    @property
    def type(self) -> str:
        return str(self.body.get("type", "modal"))

    @property
    def blocks(self) -> list[JSON]:
        return list(self.body.get("blocks", []))


@dataclass
class File:
    id: str
    name: str
    title: str
    size: int
    user: str
    created: int
    mimetype: str
    alt_text: str = ""
    complete: bool = False
    uploaded: bool = False
    channels: list[str] = field(default_factory=list)


@dataclass
class Canvas:
    id: str
    title: str
    markdown: str
    created: int
    channel: str | None = None


@dataclass
class UserGroup:
    id: str
    name: str
    handle: str
    users: list[str] = field(default_factory=list)


@dataclass
class Installation:
    """The app in one workspace: its bot user, its token and the scopes that were granted."""

    app_id: str
    bot_user: str
    bot_id: str
    token: str
    scopes: list[str]
    revoked: bool = False
