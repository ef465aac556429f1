"""The Slack workspaces that the bot serves, and each one's settings."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped

from program.workspaces import Workspace
from storage.records import record
from storage.tables import Id, Table
from storage.upserts import insert_into


class WorkspaceRow(Table):
    __tablename__ = "workspaces"
    __table_args__ = (UniqueConstraint("team"),)

    id: Mapped[Id]
    team: Mapped[str]
    enterprise: Mapped[str | None]
    name: Mapped[str]
    bot_user: Mapped[str]
    digest_channel: Mapped[str | None]
    timezone: Mapped[str]
    next_digest_at: Mapped[datetime | None]


async def find(session: AsyncSession, team: str) -> Workspace | None:
    row = await session.scalar(select(WorkspaceRow).where(WorkspaceRow.team == team))
    return _workspace(row) if row else None


async def get(session: AsyncSession, workspace: UUID) -> Workspace:
    return _workspace(await session.get_one(WorkspaceRow, workspace))


async def list_all(session: AsyncSession) -> list[Workspace]:
    return [_workspace(row) for row in await session.scalars(select(WorkspaceRow).order_by(WorkspaceRow.team))]


async def meet(session: AsyncSession, *, team: str, enterprise: str | None, name: str, bot_user: str) -> Workspace:
    """The workspace of a team, added at the first meeting; two processes may meet it at the same moment."""
    values = {"enterprise": enterprise, "name": name, "bot_user": bot_user}
    await session.execute(
        insert_into(session, WorkspaceRow)
        .values(team=team, timezone="UTC", **values)
        .on_conflict_do_update(index_elements=["team"], set_=values)
    )
    found = await find(session, team)
    assert found, "it was written one line above"  # noqa: S101
    return found


async def save_digest(
    session: AsyncSession, workspace: UUID, *, channel: str | None, timezone: str, next_at: datetime | None
) -> None:
    """Where the weekly digest goes from now on, and when it goes next."""
    await session.execute(
        update(WorkspaceRow)
        .where(WorkspaceRow.id == workspace)
        .values(digest_channel=channel, timezone=timezone, next_digest_at=next_at)
    )


async def due_for_digest(session: AsyncSession, now: datetime) -> list[Workspace]:
    rows = await session.scalars(select(WorkspaceRow).where(WorkspaceRow.next_digest_at <= now))
    return [_workspace(row) for row in rows]


async def earliest_digest(session: AsyncSession) -> datetime | None:
    return await session.scalar(select(func.min(WorkspaceRow.next_digest_at)))


def _workspace(row: WorkspaceRow) -> Workspace:
    return record(row, Workspace)
