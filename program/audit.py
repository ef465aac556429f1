"""What the audit trail keeps of each change, and how anyone can see that nobody has tampered with it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
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
            self.chain, self.seq, self.prev, self.at.astimezone(UTC).isoformat(), self.by, self.on_behalf_of,
            self.where, self.did, self.subject, self.before, self.after,
        ]  # fmt: skip
        return sha256(dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()


# --- the chain ----------------------------------------------------------------------------------------------------

SHORT = 12  # hexadecimal digits of a hash that are enough to compare


@dataclass(frozen=True, slots=True)
class Head:
    """Where a chain ends, or ended when somebody wrote it down; then a hash may be its first digits only."""

    chain: str
    seq: int
    hash: str

    @property
    def fingerprint(self) -> str:
        return self.hash[:SHORT]

    def __str__(self) -> str:
        return f"{self.chain}:{self.seq}:{self.hash}"


@dataclass(frozen=True, slots=True)
class Link:
    """An entry, and the hash that was stored with it."""

    entry: Entry
    hash: str

    @property
    def chain(self) -> str:
        return self.entry.chain


@dataclass(frozen=True, slots=True)
class Broken:
    """The first link of a chain that is not as it was written."""

    chain: str
    seq: int
    why: str


@dataclass(slots=True)
class Walk:
    """Along the chains, link by link, so that none has to fit into memory.

    `anchors` are heads that somebody kept outside: a chain that was rewritten or cut whole shows only against them.
    """

    anchors: Sequence[Head] = ()
    ends: dict[str, Head] = field(default_factory=dict)  # how far each chain was followed

    def follow(self, link: Link) -> Broken | None:
        entry = link.entry
        end = self._end(entry.chain)
        self.ends[entry.chain] = here = Head(entry.chain, entry.seq, link.hash)
        if entry.seq > end.seq + 1:
            return Broken(entry.chain, end.seq + 1, "it is missing")
        if entry.seq <= end.seq:
            return Broken(entry.chain, entry.seq, "it is there twice, or out of order")
        if entry.prev != end.hash:
            return Broken(entry.chain, entry.seq, "it does not follow the link before it")
        if entry.hash != link.hash:
            return Broken(entry.chain, entry.seq, "it is not what was written: its content does not match its hash")
        if any(_differ(anchor, here) for anchor in self.anchors):
            return Broken(entry.chain, entry.seq, "it is another one than the anchor says: the chain was rewritten")
        return None

    def arrive(self, heads: Iterable[Head]) -> Broken | None:
        """After the last link; `heads` are those stored beside the entries."""
        ended = {head.chain: head for head in heads}
        for end in self.ends.values():
            if end.chain not in ended:
                return Broken(end.chain, end.seq, "nothing says that the chain ends here: its head is gone")
        for head in ended.values():
            end = self._end(head.chain)
            if head.seq > end.seq:
                return Broken(head.chain, end.seq + 1, f"it is missing: the chain's head is at {head.seq}")
            if (head.seq, head.hash) != (end.seq, end.hash):
                return Broken(head.chain, end.seq, "it is not what the chain's head says")
        for anchor in self.anchors:
            end = self._end(anchor.chain)
            if anchor.seq > end.seq:
                return Broken(anchor.chain, end.seq + 1, f"it was cut off: the anchor says there were {anchor.seq}")
        return None

    def _end(self, chain: str) -> Head:
        return self.ends.get(chain, Head(chain, 0, GENESIS))


def verify(links: Iterable[Link], heads: Iterable[Head], anchors: Sequence[Head] = ()) -> Broken | None:
    """The first broken link of chains that come one after another, each in its order."""
    walk = Walk(anchors)
    broken = next((found for link in links if (found := walk.follow(link))), None)
    return broken or walk.arrive(heads)


def _differ(anchor: Head, here: Head) -> bool:
    return (anchor.chain, anchor.seq) == (here.chain, here.seq) and not here.hash.startswith(anchor.hash)
