"""How a row of the outbox gets to Slack: claimed under a lease and a fence, sent, and its outcome stored."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Float, String, and_, bindparam, case, exists, func, null, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from program.posts import SUBJECTS, Kind, Subject
from storage.outbox import PostRow, State
from storage.paces import FARTHEST, PaceRow, next_free

AFTER_ANOTHER = 1.0  # seconds between two updates of one post, so that a hundred changes make few


@dataclass(frozen=True, slots=True)
class Row:
    """One row that this sender holds under a lease; every later write carries its fence."""

    id: int
    workspace: UUID
    key: str
    kind: Kind
    named: str
    about: dict[str, Any]
    goes_to: str
    thread_of: str | None
    due_at: datetime
    expires_at: datetime | None
    wanted: int
    fence: int
    attempts: int
    last_sent_at: float | None
    first_sent_at: datetime | None
    slack_channel: str | None
    slack_ts: str | None
    reposted: bool

    @property
    def subject(self) -> Subject:
        return SUBJECTS[self.named].from_json(self.about)

    @property
    def calls(self) -> str | None:
        """The method whose pace it keeps; `None`: it waits its turn call by call. The same as `_calls` below."""
        if self.kind is Kind.STEP or (self.last_sent_at is not None and not self.slack_ts):
            return None
        if self.goes_to.startswith("home:"):
            return "views.publish"
        return "chat.update" if self.slack_ts else "chat.postMessage"

    @property
    def was_moved(self) -> bool:
        """Its program went to another channel after it was said."""
        return self.goes_to.startswith(("C", "G")) and self.goes_to != self.slack_channel

    @property
    def lane(self) -> str:
        return STEPS if self.kind is Kind.STEP else self.goes_to


# --- claiming -----------------------------------------------------------------------------------------------------

STEPS = "steps"  # one at a time in a workspace: each makes many calls
_other = aliased(PostRow)
_wall: Any = bindparam("wall", type_=Float())


def _lane(row: Any) -> Any:
    return case((row.kind == Kind.STEP.value, STEPS), else_=row.goes_to)


def _is_leased(row: Any) -> Any:
    """A lease that ends in the far future was taken before the clock was set back."""
    return and_(row.state == State.SENDING.value, row.lease_until.between(_wall, _wall + FARTHEST))


_calls = case(
    (PostRow.kind == Kind.STEP.value, null()),
    (PostRow.goes_to.like("home:%"), "views.publish"),
    (PostRow.slack_ts.is_not(None), "chat.update"),
    (PostRow.last_sent_at.is_not(None), null()),  # it is looked for
    else_="chat.postMessage",
)
_is_known = and_(
    PostRow.goes_to.not_like("program:%"),  # its channel is there
    PostRow.subject.in_(sorted(SUBJECTS)),  # and its kind is not one of a newer version, which will send it
)
_is_open = or_(PostRow.state == State.PENDING.value, PostRow.state == State.SENDING.value)


def _is_taken(bucket: Any) -> Any:
    """By the key of its bucket: a workspace has as many as it has channels."""
    return exists().where(
        PaceRow.workspace_id == PostRow.workspace_id,
        PaceRow.bucket == bucket,
        PaceRow.next_at > _wall,
        PaceRow.next_at <= _wall + FARTHEST,
    )


_has_turn = and_(~_is_taken(_calls), ~and_(_calls == "chat.postMessage", _is_taken(PostRow.goes_to)))
_is_alone = ~exists().where(
    _other.workspace_id == PostRow.workspace_id,
    _other.id != PostRow.id,
    _lane(_other) == _lane(PostRow),
    _is_leased(_other),
)


def _first(state: State, is_ready: Any) -> Any:
    """Of one state at a time, so that an index has them in their order: the first that may go ends the search."""
    return (
        select(PostRow.id)
        .where(
            PostRow.state == state.value,
            _has_turn,
            is_ready,
            _is_known,
            _lane(PostRow).not_in(bindparam("busy", expanding=True, type_=String())),
            _is_alone,
        )
        .order_by(PostRow.urgency, PostRow.due_at, PostRow.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )


# What somebody began and left is older than whatever waits.
_pick = func.coalesce(
    _first(State.SENDING, ~_is_leased(PostRow)),
    _first(State.PENDING, or_(PostRow.next_at <= _wall, PostRow.next_at > _wall + FARTHEST)),
)
_claim = (
    update(PostRow)
    .where(PostRow.id == _pick)
    .values(
        state=State.SENDING.value,
        owner=bindparam("by"),
        lease_until=_wall + bindparam("lease", type_=Float()),
        fence=PostRow.fence + 1,
        attempts=PostRow.attempts + 1,
    )
    .returning(PostRow)
    .execution_options(synchronize_session=False)
)


async def claim(session: AsyncSession, *, owner: str, wall: float, lease: float, busy: Iterable[str]) -> Row | None:
    """The most urgent row whose turn it is, under a lease and a raised fence; `busy` are lanes that must wait."""
    parameters = {"wall": wall, "by": owner, "lease": lease, "busy": list(busy)}
    taken = await session.scalar(_claim, parameters)
    return _row(taken) if taken else None


async def next_at(session: AsyncSession, *, wall: float) -> float | None:
    """When to look for a row again, in seconds of delivery time; `None`: nothing waits."""
    moment = case((PostRow.state == State.PENDING.value, PostRow.next_at), else_=PostRow.lease_until)
    first: float | None = await session.scalar(select(func.min(moment)).where(_is_open, _is_known))
    if first is None or wall < first <= wall + FARTHEST:
        return first
    return await next_free(session, wall=wall) or wall


# --- the outcome --------------------------------------------------------------------------------------------------


async def sending_now(session: AsyncSession, row: Row, *, wall: float, now: datetime) -> bool:
    """Commit that the request is about to leave; `False`: another sender has taken the row over."""
    return await _write(session, row, last_sent_at=wall, first_sent_at=func.coalesce(PostRow.first_sent_at, now))


async def posted(
    session: AsyncSession, row: Row, *, channel: str | None, ts: str | None, at: datetime, wall: float
) -> bool:
    """It is in Slack, at this revision; a surface that changed meanwhile comes round again."""
    newer = PostRow.wanted > row.wanted
    return await _write(
        session,
        row,
        state=case((newer, State.PENDING.value), else_=State.POSTED.value),
        shown=row.wanted,
        next_at=wall + AFTER_ANOTHER,
        attempts=0,
        last_sent_at=None,
        first_sent_at=None,
        slack_channel=channel,
        slack_ts=ts,
        posted_at=func.coalesce(PostRow.posted_at, at),
        error=None,
    )


async def message_gone(session: AsyncSession, row: Row) -> bool:
    """The message was deleted in Slack: the next attempt posts it anew, and says so."""
    return await _write(session, row, state=State.PENDING.value, slack_ts=None, reposted=True, next_at=0.0, attempts=0)


async def said_elsewhere(session: AsyncSession, row: Row) -> bool:
    """It stands in a channel that it has left since: it is said in the new one."""
    return await _write(session, row, state=State.PENDING.value, slack_ts=None, next_at=0.0, attempts=0)


async def again(
    session: AsyncSession, row: Row, *, at: float, error: str | None, is_unsure: bool, counts: bool
) -> bool:
    """Try again at that delivery time.

    `is_unsure`: nobody knows whether Slack took it, so look there first; `counts`: the row itself may be at fault.
    """
    known: dict[str, Any] = {} if is_unsure else {"last_sent_at": None}
    attempts = row.attempts if counts else row.attempts - 1
    return await _write(session, row, state=State.PENDING.value, next_at=at, error=error, attempts=attempts, **known)


async def failed(session: AsyncSession, row: Row, *, error: str) -> bool:
    """Slack has not got it and will not take it."""
    return await _write(session, row, state=State.FAILED.value, error=error, last_sent_at=None)


async def unknown(session: AsyncSession, row: Row, *, error: str) -> bool:
    """Slack may have got it, and it cannot be looked up; tried again it is looked for first."""
    return await _write(session, row, state=State.UNKNOWN.value, error=error)


async def skipped(session: AsyncSession, row: Row, *, error: str) -> bool:
    return await _write(session, row, state=State.SKIPPED.value, error=error)


async def _write(session: AsyncSession, row: Row, **values: Any) -> bool:
    mine = update(PostRow).where(PostRow.id == row.id, PostRow.fence == row.fence, PostRow.state == State.SENDING.value)
    result = await session.execute(mine.values(**values).execution_options(synchronize_session=False))
    return bool(result.rowcount)  # type: ignore[attr-defined]


def _row(row: PostRow) -> Row:
    return Row(
        row.id, row.workspace_id, row.key, Kind(row.kind), row.subject, row.about, row.goes_to, row.thread_of,
        row.due_at, row.expires_at, row.wanted, row.fence, row.attempts, row.last_sent_at, row.first_sent_at,
        row.slack_channel, row.slack_ts, row.reposted,
    )  # fmt: skip
