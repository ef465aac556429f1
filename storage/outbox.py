"""The outbox: what the bot will say or do in Slack, written in the transaction of its cause."""

from collections.abc import Sequence
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
    bindparam,
    case,
    false,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from program.posts import Post, Subject
from storage.programs import ProgramRow
from storage.tables import Table
from storage.upserts import prebuilt


class State(StrEnum):
    PENDING = "pending"
    SENDING = "sending"
    POSTED = "posted"
    FAILED = "failed"
    UNKNOWN = "unknown"  # sent, but Slack's answer was lost, and whether it is there could not be found out
    SKIPPED = "skipped"


class PostRow(Table):
    """`wall` times are seconds of delivery time; `due_at` and `expires_at` are program time."""

    __tablename__ = "posts"
    __table_args__ = (
        UniqueConstraint("workspace_id", "key"),
        Index("ix_posts_next", "state", "next_at"),
        Index("ix_posts_order", "state", "urgency", "due_at", "id"),
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
    last_sent_at: Mapped[float | None] = mapped_column(Float)  # set while nobody knows whether Slack has taken it
    first_sent_at: Mapped[datetime | None]  # program time, as Slack dates its messages
    slack_channel: Mapped[str | None]
    slack_ts: Mapped[str | None]
    reposted: Mapped[bool] = mapped_column(server_default=false())  # its message was deleted in Slack, and said again
    posted_at: Mapped[datetime | None]
    error: Mapped[str | None]


async def add(session: AsyncSession, workspace: UUID, *posts: Post) -> None:
    """Rows whose key is there already are left as they are."""
    if not posts:
        return
    await session.execute(_add(session), [_values(workspace, post) | _WAITS for post in posts])
    session.info["has_posts"] = True


async def add_skipped(session: AsyncSession, workspace: UUID, *posts: Post, why: str) -> None:
    """What should have been said and never will be, so that the record shows it."""
    if posts:
        never = {"state": State.SKIPPED.value, "error": why}
        await session.execute(_add(session), [_values(workspace, post) | never for post in posts])


async def show(session: AsyncSession, workspace: UUID, *posts: Post) -> None:
    """Add surfaces, or raise `wanted` of those that are there, so that they are rendered and sent again."""
    if not posts:
        return
    await session.execute(_show(session), [_values(workspace, post) | _WAITS for post in posts])
    session.info["has_posts"] = True


async def refresh(session: AsyncSession, workspace: UUID, *subjects: Subject) -> None:
    """Raise `wanted` of surfaces that may be there; those that are not are not made."""
    await session.execute(_refresh, {"workspace": workspace, "keys": [subject.key for subject in subjects]})
    session.info["has_posts"] = True


# A skipped one stays skipped, one in hand comes round.
_IS_LOST = or_(PostRow.state == State.FAILED.value, PostRow.state == State.UNKNOWN.value)  # `IN` is not for many rows
_IS_RESTING = or_(PostRow.state == State.POSTED.value, _IS_LOST)
_RAISED: dict[str, Any] = {
    "wanted": PostRow.wanted + 1,
    # One that is posted keeps its `next_at`, a moment after the last time: so many changes make few updates.
    "next_at": case((_IS_LOST, 0.0), else_=PostRow.next_at),
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
# One row after the other: a statement that holds a hundred rows takes far longer to put together than to run.
_add = prebuilt(PostRow, lambda insert: insert.on_conflict_do_nothing())
_show = prebuilt(
    PostRow, lambda insert: insert.on_conflict_do_update(index_elements=["workspace_id", "key"], set_=_RAISED)
)
_WAITS = {"state": State.PENDING.value, "error": None}


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
        "wanted": 1,
        "shown": 0,
        "next_at": 0.0,
        "fence": 0,
        "attempts": 0,
    }


async def find_channels(session: AsyncSession) -> None:
    """What was written in the very moment in which its program's channel was found goes there too."""
    waiting = await session.scalars(select(PostRow.goes_to).where(PostRow.goes_to.like("program:%")).distinct())
    programs = [UUID(each.removeprefix("program:")) for each in waiting]
    known = select(ProgramRow.id, ProgramRow.channel).where(
        ProgramRow.id.in_(programs), ProgramRow.channel.is_not(None)
    )
    for program, channel in (await session.execute(known)).all() if programs else ():
        await found_channel(session, program, str(channel))


async def found_channel(session: AsyncSession, program: UUID, channel: str) -> None:
    """What was waiting for the program's channel goes there."""
    await session.execute(update(PostRow).where(PostRow.goes_to == f"program:{program}").values(goes_to=channel))
    session.info["has_posts"] = True


async def retry(session: AsyncSession, workspace: UUID, *places: str) -> None:
    """What could not be said or done there is tried again; what has expired meanwhile is skipped by the sender."""
    failed_there = update(PostRow).where(
        PostRow.workspace_id == workspace, PostRow.goes_to.in_(places), PostRow.state.in_([State.FAILED, State.UNKNOWN])
    )
    await session.execute(failed_there.values(state=State.PENDING.value, next_at=0.0, attempts=0))
    session.info["has_posts"] = True


async def move(session: AsyncSession, workspace: UUID, *, old: str, new: str, anew: Sequence[Subject]) -> None:
    """From now on everything goes to the new channel, and `anew` is said again there at once.

    What stands in the old one is kept current for as long as Slack allows.
    """
    mine = update(PostRow).where(PostRow.workspace_id == workspace)
    await session.execute(mine.where(PostRow.goes_to == old).values(goes_to=new))
    keys = [subject.key for subject in anew]
    await session.execute(mine.where(PostRow.key.in_(keys)).values(slack_channel=None, slack_ts=None))
    await refresh(session, workspace, *anew)
    await retry(session, workspace, new)


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
