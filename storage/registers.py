"""The rows of a program's registers, whatever the playbook says they are."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from program.errors import Refused
from program.registers import Row
from storage.records import columns, copy, record
from storage.tables import Id, ProgramId, Table


class RegisterRow(Table):
    __tablename__ = "register_rows"
    __table_args__ = (UniqueConstraint("program_id", "register", "number"),)

    id: Mapped[Id]
    program_id: Mapped[ProgramId]
    register: Mapped[str]
    number: Mapped[int]
    facts: Mapped[dict[str, Any]]
    added_by: Mapped[str]
    added_at: Mapped[datetime]
    changed_by: Mapped[str | None]
    changed_at: Mapped[datetime | None]
    withdrawn: Mapped[str | None]
    topic: Mapped[str | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


async def add(session: AsyncSession, row: Row) -> None:
    session.add(RegisterRow(program_id=row.program, version=1, **columns(row, RegisterRow)))
    await session.flush()


async def get(session: AsyncSession, id: UUID) -> Row:
    return row(await _get(session, id))


async def save(session: AsyncSession, row: Row) -> None:
    """Two people at once: the second one's change is refused, and they are told to look again."""
    copy(row, await _get(session, row.id))
    await session.flush()


async def _get(session: AsyncSession, id: UUID) -> RegisterRow:
    found = await session.get(RegisterRow, id)
    if found is None:
        raise Refused("This entry is not there any more. `/pilot register` lists those that are.")
    return found


def row(found: RegisterRow) -> Row:
    return record(found, Row, program=found.program_id)
