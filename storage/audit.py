"""The audit trail: append-only, one hash chain a program and one for what belongs to no program."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Integer, Row, UniqueConstraint, bindparam, insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from program.audit import GENESIS, Actor, Entry, Head, Link
from storage.tables import Table
from storage.upserts import insert_into

ACTS_FOR = "acts_for"  # in a session: who acts, and on whose behalf


class ChainRow(Table):
    """The head of one chain; locked last in a transaction, so that two links never fork."""

    __tablename__ = "audit_chains"

    chain: Mapped[str] = mapped_column(primary_key=True)
    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    seq: Mapped[int]
    hash: Mapped[str]


class EntryRow(Table):
    __tablename__ = "audit_entries"
    __table_args__ = (UniqueConstraint("chain", "prev"),)

    chain: Mapped[str] = mapped_column(ForeignKey("audit_chains.chain"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    prev: Mapped[str]
    hash: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column("acted_by")
    on_behalf_of: Mapped[str | None]
    where: Mapped[str] = mapped_column("acted_from")
    did: Mapped[str]
    subject: Mapped[str]
    before: Mapped[dict[str, Any] | None] = mapped_column("was")
    after: Mapped[dict[str, Any] | None] = mapped_column("became")


async def note(
    session: AsyncSession,
    actor: Actor,
    *,
    did: str,
    to: str,
    at: datetime,
    program: UUID | None = None,
    before: Any = None,
    after: Any = None,
) -> None:
    """Add a link. Call it last in a transaction: it locks the chain's head until the commit.

    `to` names the subject as people know it (`CLAIMS`, `R-12`); `before` and `after` are dataclasses or plain JSON.
    """
    chain = str(program or actor.workspace)
    person, behalf = session.info.get(ACTS_FOR, (None, None))
    head = await _locked_head(session, chain, actor.workspace)
    entry = Entry(
        chain,
        head.seq + 1,
        head.hash,
        at,
        actor.user,
        actor.on_behalf_of or (behalf if actor.user == person else None),
        actor.where,
        did,
        to,
        plain(before),
        plain(after),
    )
    await session.execute(
        _append,
        {
            "chain": chain, "seq": entry.seq, "prev": entry.prev, "hash": entry.hash, "at": at, "acted_by": entry.by,
            "on_behalf_of": entry.on_behalf_of, "acted_from": entry.where, "did": did, "subject": to,
            "was": entry.before, "became": entry.after,
        },
    )  # fmt: skip


_head = select(ChainRow.seq, ChainRow.hash).where(ChainRow.chain == bindparam("chain")).with_for_update()
_append = insert(EntryRow.__table__)  # type: ignore[arg-type]  # a trigger moves the head, and refuses a fork


async def _locked_head(session: AsyncSession, chain: str, workspace: UUID) -> Row[int, str]:
    head = (await session.execute(_head, {"chain": chain})).one_or_none()
    if head is None:
        begin = insert_into(session, ChainRow).values(chain=chain, workspace_id=workspace, seq=0, hash=GENESIS)
        await session.execute(begin.on_conflict_do_nothing())
        head = (await session.execute(_head, {"chain": chain})).one()
    return head


def plain(value: Any) -> Any:
    """A dataclass, or JSON with dates, ids and enumerations in it, as plain JSON."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(each) for each in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID | StrEnum) else value


# --- reading it ---------------------------------------------------------------------------------------------------


async def list_entries(
    session: AsyncSession, chain: UUID, *, limit: int = 50, before: int | None = None
) -> list[Entry]:
    """Newest first."""
    wanted = select(EntryRow).where(EntryRow.chain == str(chain)).order_by(EntryRow.seq.desc()).limit(limit)
    rows = await session.scalars(wanted if before is None else wanted.where(EntryRow.seq < before))
    return [_entry(row) for row in rows]


async def head(session: AsyncSession, chain: UUID) -> Head:
    """Where the chain ends now; a chain without an entry ends at its beginning."""
    row = (await session.execute(select(ChainRow.seq, ChainRow.hash).where(ChainRow.chain == str(chain)))).one_or_none()
    return Head(str(chain), row.seq, row.hash) if row else Head(str(chain), 0, GENESIS)


def link(row: EntryRow) -> Link:
    return Link(_entry(row), row.hash)


def _entry(row: EntryRow) -> Entry:
    return Entry(
        row.chain,
        row.seq,
        row.prev,
        row.at,
        row.by,
        row.on_behalf_of,
        row.where,
        row.did,
        row.subject,
        row.before,
        row.after,
    )
