"""Which events of Slack are handled already: Slack repeats one until it hears that it was."""

from enum import Enum
from uuid import UUID

from sqlalchemy import Float, ForeignKey, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables import Table
from storage.upserts import insert_into


class Begun(Enum):
    MINE = "nobody has handled it, and this caller does now"
    BUSY = "another one is at it"
    DONE = "it was handled"


class RequestRow(Table):
    """`lease_until` is empty once it is handled; times are seconds of delivery time."""

    __tablename__ = "requests"

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    begun_at: Mapped[float] = mapped_column(Float, index=True)
    lease_until: Mapped[float | None] = mapped_column(Float)


async def begin(session: AsyncSession, workspace: UUID, key: str, *, wall: float, lease: float) -> Begun:
    """Claim an event; one that was begun and never finished is free again after its lease."""
    insert = insert_into(session, RequestRow).values(
        workspace_id=workspace, key=key, begun_at=wall, lease_until=wall + lease
    )
    abandoned = or_(RequestRow.lease_until < wall, RequestRow.lease_until > wall + lease)
    mine = await session.scalar(
        insert.on_conflict_do_update(
            index_elements=["workspace_id", "key"],
            set_={"begun_at": wall, "lease_until": wall + lease},
            where=abandoned,
        ).returning(RequestRow.__table__.c.key)
    )
    if mine:
        return Begun.MINE
    row = select(RequestRow.lease_until).where(RequestRow.workspace_id == workspace, RequestRow.key == key)
    return Begun.DONE if (await session.execute(row)).scalar_one_or_none() is None else Begun.BUSY


async def finish(session: AsyncSession, workspace: UUID, key: str, *, wall: float) -> None:
    insert = insert_into(session, RequestRow).values(workspace_id=workspace, key=key, begun_at=wall)
    await session.execute(
        insert.on_conflict_do_update(index_elements=["workspace_id", "key"], set_={"lease_until": None})
    )


async def release(session: AsyncSession, workspace: UUID, key: str) -> None:
    """It could not be handled: whoever gets it next may."""
    await session.execute(delete(RequestRow).where(RequestRow.workspace_id == workspace, RequestRow.key == key))


async def forget(session: AsyncSession, *, before: float) -> None:
    """Slack repeats an event for some minutes; older ones need no remembering."""
    await session.execute(delete(RequestRow).where(RequestRow.begun_at < before))
