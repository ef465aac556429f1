"""A Slack workspace that the bot serves, and its settings."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Workspace:
    """`team` and `enterprise` are Slack's ids; `digest_channel` is where the weekly digest goes, if anywhere."""

    id: UUID
    team: str
    enterprise: str | None
    name: str
    bot_user: str
    digest_channel: str | None
    timezone: str
    next_digest_at: datetime | None
