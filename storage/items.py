"""Where each item of a program stands; an item nobody has touched has no row."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from program.items import Item, ItemState
from storage.records import columns, copy, record
from storage.tables import Table


class ItemRow(Table):
    __tablename__ = "items"

    program_id: Mapped[UUID] = mapped_column(ForeignKey("programs.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]
    owner: Mapped[str | None]
    evidence: Mapped[str | None]
    reason: Mapped[str | None]
    changed_by: Mapped[str | None]
    changed_at: Mapped[datetime | None]
    facts: Mapped[dict[str, Any] | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


async def get(session: AsyncSession, program: UUID, key: str) -> Item:
    """Open, where nobody has touched it."""
    row = await session.get(ItemRow, (program, key))
    return item(row) if row else Item(key)


async def list_items(session: AsyncSession, program: UUID) -> dict[str, Item]:
    rows = await session.scalars(select(ItemRow).where(ItemRow.program_id == program))
    return {row.key: item(row) for row in rows}


async def save(session: AsyncSession, program: UUID, item: Item) -> None:
    """Two people at once: the second one's change is refused, and they are told to look again."""
    row = await session.get(ItemRow, (program, item.key))
    if row is None:
        session.add(ItemRow(program_id=program, version=1, **columns(item, ItemRow)))
    else:
        copy(item, row)
    await session.flush()


def item(row: ItemRow) -> Item:
    return record(row, Item, state=ItemState(row.state), facts=row.facts or {})
