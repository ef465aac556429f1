"""The outbox: what the bot will say or do in Slack, written in the transaction of its cause."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Float,
    ForeignKey,
    Index,
    Integer,
    UniqueConstraint,
    Uuid,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from program.posts import SUBJECTS, Kind, Post, Subject
from storage.tables import Table
from storage.upserts import insert_into


class State(StrEnum):
    PENDING = "pending"
    SENDING = "sending"
    POSTED = "posted"
    FAILED = "failed"
    SKIPPED = "skipped"


class PostRow(Table):
    """`wall` times are seconds of delivery time; `due_at` and `expires_at` are program time."""

    __tablename__ = "posts"
    __table_args__ = (
        UniqueConstraint("workspace_id", "key"),
        Index("ix_posts_next", "state", "next_at"),
        Index("ix_posts_goes_to", "workspace_id", "goes_to"),
    )

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)
    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    key: Mapped[str]
    kind: Mapped[str]
    urgency: Mapped[int]
    subject: Mapped[str]
    about: Mapped[dict[str, Any]]
    goes_to: Mapped[str]  # a channel's id, `program:<id>`, `@<user>` or `home:<user>`
    thread_of: Mapped[str | None]  # the key of the post whose thread it belongs to
    due_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    state: Mapped[str]
    wanted: Mapped[int]  # a surface's newest revision, and the one that Slack shows
    shown: Mapped[int]
    next_at: Mapped[float] = mapped_column(Float)
    owner: Mapped[str | None]
    lease_until: Mapped[float | None] = mapped_column(Float)
    fence: Mapped[int]
    attempts: Mapped[int]
    last_sent_at: Mapped[float | None] = mapped_column(Float)
    slack_channel: Mapped[str | None]
    slack_ts: Mapped[str | None]
    posted_at: Mapped[datetime | None]
    error: Mapped[str | None]


@dataclass(frozen=True, slots=True)
class Row:
    """One row that this sender holds under a lease; every later write carries its fence."""

    id: int
    workspace: UUID
    key: str
    kind: Kind
    subject: Subject
    goes_to: str
    thread_of: str | None
    due_at: datetime
    expires_at: datetime | None
    wanted: int
    fence: int
    attempts: int
    last_sent_at: float | None
    slack_channel: str | None
    slack_ts: str | None


async def add(session: AsyncSession, workspace: UUID, *posts: Post) -> None:
    """Rows whose key is there already are left as they are."""
    if not posts:
        return
    rows = [_values(workspace, post) for post in posts]
    await session.execute(insert_into(session, PostRow).values(rows).on_conflict_do_nothing())
    session.info["has_posts"] = True


async def show(session: AsyncSession, workspace: UUID, *posts: Post) -> None:
    """Add surfaces, or raise `wanted` of those that are there, so that they are rendered and sent again."""
    if not posts:
        return
    statement = insert_into(session, PostRow).values([_values(workspace, post) for post in posts])
    await session.execute(statement.on_conflict_do_update(index_elements=["workspace_id", "key"], set_=_RAISED))
    session.info["has_posts"] = True


async def refresh(session: AsyncSession, workspace: UUID, *subjects: Subject) -> None:
    """Raise `wanted` of surfaces that may be there; those that are not are not made."""
    await session.execute(_refresh, {"workspace": workspace, "keys": [subject.key for subject in subjects]})
    session.info["has_posts"] = True


_IS_RESTING = PostRow.state.in_([State.POSTED, State.FAILED])  # a skipped one stays skipped, one in hand comes round
_RAISED: dict[str, Any] = {
    "wanted": PostRow.wanted + 1,
    "next_at": case((_IS_RESTING, 0.0), else_=PostRow.next_at),
    "attempts": case((_IS_RESTING, 0), else_=PostRow.attempts),
    "state": case((_IS_RESTING, State.PENDING.value), else_=PostRow.state),
}
_refresh = (  # built once: every vote runs it
    update(PostRow.__table__)  # type: ignore[arg-type]
    .where(
        PostRow.workspace_id == bindparam("workspace", type_=Uuid()), PostRow.key.in_(bindparam("keys", expanding=True))
    )
    .values(_RAISED)
)


def _values(workspace: UUID, post: Post) -> dict[str, Any]:
    return {
        "workspace_id": workspace,
        "key": post.subject.key,
        "kind": post.subject.kind.value,
        "urgency": post.subject.urgency,
        "subject": type(post.subject).__name__,
        "about": post.subject.as_json(),
        "goes_to": post.to,
        "thread_of": post.thread_of.key if post.thread_of else None,
        "due_at": post.due_at,
        "expires_at": post.expires_at,
        "state": State.PENDING.value,
        "wanted": 1,
        "shown": 0,
        "next_at": 0.0,
        "fence": 0,
        "attempts": 0,
    }


# --- for the sender -----------------------------------------------------------------------------------------------


async def claim(session: AsyncSession, *, owner: str, wall: float, lease: float, busy: Iterable[str]) -> Row | None:
    """The next row to send, under a lease and a raised fence; `busy` are destinations that must wait."""
    ready = and_(PostRow.state == State.PENDING, PostRow.next_at <= wall)
    abandoned = and_(PostRow.state == State.SENDING, PostRow.lease_until < wall)
    pick = (
        select(PostRow.id)
        .where(or_(ready, abandoned), PostRow.goes_to.not_in(list(busy)), PostRow.goes_to.not_like("program:%"))
        .order_by(PostRow.urgency, PostRow.due_at, PostRow.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    taken = await session.execute(
        update(PostRow)
        .where(PostRow.id == pick)
        .values(
            state=State.SENDING.value,
            owner=owner,
            lease_until=wall + lease,
            fence=PostRow.fence + 1,
            attempts=PostRow.attempts + 1,
        )
        .returning(PostRow)
    )
    row = taken.scalar_one_or_none()
    return _row(row) if row else None


async def next_at(session: AsyncSession) -> float | None:
    """When the next pending row may be sent, in seconds of delivery time; `None`: nothing waits."""
    return await session.scalar(
        select(func.min(PostRow.next_at)).where(
            PostRow.state == State.PENDING.value, PostRow.goes_to.not_like("program:%")
        )
    )


async def sending_now(session: AsyncSession, row: Row, *, wall: float) -> bool:
    """Commit that the request is about to leave; `False`: another sender has taken the row over."""
    return await _write(session, row, last_sent_at=wall)


async def posted(session: AsyncSession, row: Row, *, channel: str | None, ts: str | None, at: datetime) -> bool:
    """It is in Slack, at this revision; a surface that changed meanwhile comes round again."""
    newer = PostRow.wanted > row.wanted
    return await _write(
        session,
        row,
        state=case((newer, State.PENDING.value), else_=State.POSTED.value),
        shown=row.wanted,
        next_at=0.0,
        attempts=0,
        last_sent_at=None,
        slack_channel=channel,
        slack_ts=ts,
        posted_at=func.coalesce(PostRow.posted_at, at),
        error=None,
    )


async def forget_message(session: AsyncSession, row: Row) -> bool:
    """The message was deleted in Slack: the next attempt posts it anew."""
    return await _write(session, row, state=State.PENDING.value, slack_ts=None, last_sent_at=None, next_at=0.0)


async def again(session: AsyncSession, row: Row, *, at: float, error: str | None, was_sent: bool) -> bool:
    """Try again at that delivery time; `was_sent`: nobody knows whether Slack took it, so look there first."""
    kept = {} if was_sent else {"last_sent_at": row.last_sent_at}
    return await _write(session, row, state=State.PENDING.value, next_at=at, error=error, **kept)


async def failed(session: AsyncSession, row: Row, *, error: str) -> bool:
    return await _write(session, row, state=State.FAILED.value, error=error, last_sent_at=None)


async def skipped(session: AsyncSession, row: Row, *, error: str) -> bool:
    return await _write(session, row, state=State.SKIPPED.value, error=error)


async def _write(session: AsyncSession, row: Row, **values: Any) -> bool:
    mine = update(PostRow).where(PostRow.id == row.id, PostRow.fence == row.fence, PostRow.state == State.SENDING.value)
    result = await session.execute(mine.values(**values))
    return bool(result.rowcount)  # type: ignore[attr-defined]


async def found_channel(session: AsyncSession, program: UUID, channel: str) -> None:
    """What was waiting for the program's channel goes there."""
    await session.execute(update(PostRow).where(PostRow.goes_to == f"program:{program}").values(goes_to=channel))
    session.info["has_posts"] = True


async def find_message(session: AsyncSession, workspace: UUID, key: str) -> tuple[str, str] | None:
    """The channel and `ts` of what was posted under this key."""
    found = await session.execute(
        select(PostRow.slack_channel, PostRow.slack_ts).where(PostRow.workspace_id == workspace, PostRow.key == key)
    )
    row = found.one_or_none()
    return (row[0], row[1]) if row and row[0] and row[1] else None


async def state_of(session: AsyncSession, workspace: UUID, key: str) -> State | None:
    found = await session.scalar(select(PostRow.state).where(PostRow.workspace_id == workspace, PostRow.key == key))
    return State(found) if found else None


def _row(row: PostRow) -> Row:
    return Row(
        row.id, row.workspace_id, row.key, Kind(row.kind), SUBJECTS[row.subject].from_json(row.about), row.goes_to,
        row.thread_of, row.due_at, row.expires_at, row.wanted, row.fence, row.attempts, row.last_sent_at,
        row.slack_channel, row.slack_ts,
    )  # fmt: skip
