"""What is not in Slack yet, or never came there: how much, how long, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from program.posts import Kind
from storage.outbox import PostRow, State
from storage.workspaces import WorkspaceRow

WAITING = (State.PENDING, State.SENDING)
LACKING = (State.FAILED, State.UNKNOWN, State.SKIPPED)


@dataclass(frozen=True, slots=True)
class Backlog:
    """`oldest`: seconds that the oldest due row has waited; `counts`: rows by state, all but the posted."""

    oldest: float
    counts: Mapping[str, int]


async def backlog(session: AsyncSession, now: datetime) -> Backlog:
    """In one statement, by the index on states."""
    is_due = and_(PostRow.state.in_(WAITING), PostRow.due_at <= now)
    rows = await session.execute(
        select(PostRow.state, func.count(), func.min(PostRow.due_at).filter(is_due))
        .where(PostRow.state.in_([*WAITING, *LACKING]))
        .group_by(PostRow.state)
    )
    found = rows.all()
    oldest = min((row[2] for row in found if row[2]), default=now)
    counts = dict.fromkeys((*WAITING, *LACKING), 0) | {State(row[0]): row[1] for row in found}
    return Backlog((now - oldest).total_seconds(), {state.value: count for state, count in counts.items()})


async def look_for_all(session: AsyncSession, *, wall: float) -> int:
    """After a restore: what is not known to be in Slack is looked for before it is sent; returns how many rows.

    A Home and an update may be sent again without harm, and a step looks for itself at what is there.
    """
    unsure = and_(
        PostRow.state.in_(WAITING),
        PostRow.kind != Kind.STEP.value,
        PostRow.slack_ts.is_(None),
        PostRow.goes_to.not_like("home:%"),
    )
    doubtful = update(PostRow).where(unsure).values(state=State.PENDING.value, next_at=0.0, last_sent_at=wall)
    result = await session.execute(doubtful.execution_options(synchronize_session=False))
    return int(result.rowcount)  # type: ignore[attr-defined]


async def check_writable(session: AsyncSession) -> None:
    """Raises where the database takes no writes; changes nothing."""
    nobody = update(WorkspaceRow).where(WorkspaceRow.team == "").values(name="")
    await session.execute(nobody.execution_options(synchronize_session=False))
