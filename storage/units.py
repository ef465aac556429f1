"""The units of a workspace: their members, as the program office lists them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ForeignKey, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from program.visibility import unit_key
from storage.tables import Table


class UnitMemberRow(Table):
    __tablename__ = "unit_members"

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"), primary_key=True)
    unit: Mapped[str] = mapped_column(primary_key=True)  # by its key: small letters
    user: Mapped[str] = mapped_column("slack_user", primary_key=True)
    name: Mapped[str]  # as people write it


async def list_units(session: AsyncSession, workspace: UUID) -> dict[str, list[str]]:
    """Each unit by the name that people read, with its members."""
    rows = await session.scalars(
        select(UnitMemberRow)
        .where(UnitMemberRow.workspace_id == workspace)
        .order_by(UnitMemberRow.unit, UnitMemberRow.user)
    )
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row.name, []).append(row.user)
    return found


async def list_units_of(session: AsyncSession, workspace: UUID, user: str) -> set[str]:
    """The keys of the units that this person belongs to."""
    rows = await session.scalars(
        select(UnitMemberRow.unit).where(UnitMemberRow.workspace_id == workspace, UnitMemberRow.user == user)
    )
    return set(rows)


async def save(session: AsyncSession, workspace: UUID, name: str, users: Sequence[str]) -> None:
    """These people are the unit from now on; with nobody in it, it is gone."""
    key = unit_key(name)
    await session.execute(
        delete(UnitMemberRow).where(UnitMemberRow.workspace_id == workspace, UnitMemberRow.unit == key)
    )
    session.add_all(UnitMemberRow(workspace_id=workspace, unit=key, user=user, name=name) for user in users)
    await session.flush()
