"""How fast Slack may be called: one row for each channel and each method of a workspace, shared by all replicas."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Float, ForeignKey, case, delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables import Table
from storage.upserts import insert_into

FARTHEST = 20 * 60.0  # seconds; longer than any wait: a moment beyond it was written before the clock was set back


@dataclass(frozen=True, slots=True)
class Rate:
    """A call every so many seconds; `burst` are the seconds that may be caught up after a silence."""

    every: float
    burst: float = 0.0


class PaceRow(Table):
    """When the next call may leave, in seconds of delivery time; `bucket` is a destination or a method."""

    __tablename__ = "paces"

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"), primary_key=True)
    bucket: Mapped[str] = mapped_column(primary_key=True)
    next_at: Mapped[float] = mapped_column(Float)


async def take(session: AsyncSession, workspace: UUID, bucket: str, rate: Rate, *, wall: float) -> float:
    """Take the next place, where one is free now; returns 0, or the seconds until there is one."""
    earliest = wall - rate.burst
    begun = case((or_(PaceRow.next_at < earliest, PaceRow.next_at > wall + FARTHEST), earliest), else_=PaceRow.next_at)
    insert = insert_into(session, PaceRow).values(workspace_id=workspace, bucket=bucket, next_at=earliest + rate.every)
    taken = await session.scalar(
        insert.on_conflict_do_update(
            index_elements=["workspace_id", "bucket"],
            set_={"next_at": begun + rate.every},
            where=or_(PaceRow.next_at <= wall, PaceRow.next_at > wall + FARTHEST),
        ).returning(PaceRow.__table__.c.bucket)
    )
    if taken:
        return 0.0
    mine = select(PaceRow.next_at).where(PaceRow.workspace_id == workspace, PaceRow.bucket == bucket)
    return max(float(await session.scalar(mine) or wall) - wall, 0.001)


async def hold(session: AsyncSession, workspace: UUID, bucket: str, *, until: float) -> None:
    """Slack said when it takes this again: no replica calls before that."""
    insert = insert_into(session, PaceRow).values(workspace_id=workspace, bucket=bucket, next_at=until)
    later = case((PaceRow.next_at > until, PaceRow.next_at), else_=until)
    await session.execute(
        insert.on_conflict_do_update(index_elements=["workspace_id", "bucket"], set_={"next_at": later})
    )


async def next_free(session: AsyncSession, *, wall: float) -> float | None:
    """The first moment at which a bucket that is taken now is free again."""
    return await session.scalar(
        select(func.min(PaceRow.next_at)).where(PaceRow.next_at > wall, PaceRow.next_at <= wall + FARTHEST)
    )


async def forget(session: AsyncSession, *, before: float) -> None:
    """Buckets that have long been free say nothing any more."""
    await session.execute(delete(PaceRow).where(PaceRow.next_at < before))
