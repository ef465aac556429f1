"""What the audit trail keeps of each change: who, what, when, for whom, from where, before and after."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from json import dumps
from typing import Any
from uuid import UUID

GENESIS = "0" * 64
BOT = "pilot"  # who acted, where no person did: a deadline that passed, a prompt that fell due


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and from where in Slack (a command, a message, a modal, Home, or the schedule)."""

    workspace: UUID
    user: str
    where: str
    on_behalf_of: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One link of a chain; `prev` is the hash of the link before it."""

    chain: str
    seq: int
    prev: str
    at: datetime
    by: str
    on_behalf_of: str | None
    where: str
    did: str
    subject: str
    before: Any
    after: Any

    @property
    def hash(self) -> str:
        told = [
            self.chain, self.seq, self.prev, self.at.isoformat(), self.by, self.on_behalf_of, self.where,
            self.did, self.subject, self.before, self.after,
        ]  # fmt: skip
        return sha256(dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()
