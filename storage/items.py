"""Where each item of a program stands; an item nobody has touched has no row."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from program.exemptions import Exemption, ExemptionKind
from program.items import Item, ItemState
from storage.audit import plain
from storage.records import columns, record
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
    exemption: Mapped[dict[str, Any] | None]
    substance: Mapped[str | None]
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
    values = columns(item, ItemRow) | {"exemption": plain(item.exemption)}
    if row is None:
        session.add(ItemRow(program_id=program, version=1, **values))
    else:
        for name, value in values.items():
            setattr(row, name, value)
    await session.flush()


def item(row: ItemRow) -> Item:
    exemption = _exemption(row.exemption) if row.exemption else None
    return record(row, Item, state=ItemState(row.state), facts=row.facts or {}, exemption=exemption)


def _exemption(stored: Mapping[str, Any]) -> Exemption:
    expires, approved_at = stored["expires"], stored["approved_at"]
    return Exemption(
        kind=ExemptionKind(stored["kind"]),
        reason=stored["reason"],
        proposed_by=stored["proposed_by"],
        proposed_at=datetime.fromisoformat(stored["proposed_at"]),
        control=stored["control"],
        expires=date.fromisoformat(expires) if expires else None,
        approved_by=stored["approved_by"],
        approved_at=datetime.fromisoformat(approved_at) if approved_at else None,
    )
