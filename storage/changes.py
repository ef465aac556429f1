"""Changes of what is live, and the word of each role that was asked."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Date, ForeignKey, UniqueConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from program.changes import Answer, Change
from program.errors import Refused
from storage.records import columns, record
from storage.tables import Id, ProgramId, Table


class ChangeRow(Table):
    __tablename__ = "changes"
    __table_args__ = (UniqueConstraint("program_id", "number"),)

    id: Mapped[Id]
    program_id: Mapped[ProgramId]
    number: Mapped[int]
    kind: Mapped[str]
    what: Mapped[str]
    why: Mapped[str]
    effect: Mapped[str]
    planned_on: Mapped[date] = mapped_column(Date)
    roles: Mapped[list[Any]]
    by: Mapped[str] = mapped_column("proposed_by")
    at: Mapped[datetime] = mapped_column("proposed_at")
    live_on: Mapped[date | None] = mapped_column(Date)
    live_by: Mapped[str | None]
    withdrawn_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class ChangeAnswerRow(Table):
    """One a role: a double click, or two holders at once, is refused by the key."""

    __tablename__ = "change_answers"
    __table_args__ = (UniqueConstraint("change_id", "role"),)

    id: Mapped[Id]
    change: Mapped[UUID] = mapped_column("change_id", ForeignKey("changes.id", ondelete="CASCADE"), index=True)
    role: Mapped[str]
    user: Mapped[str] = mapped_column("answered_by")
    approves: Mapped[bool]
    reason: Mapped[str | None]
    at: Mapped[datetime] = mapped_column("answered_at")


async def add(session: AsyncSession, change: Change) -> None:
    values = columns(change, ChangeRow) | {"roles": list(change.roles)}
    session.add(ChangeRow(program_id=change.program, version=1, **values))
    await session.flush()


async def program_of(session: AsyncSession, id: UUID) -> UUID:
    """Also keeps the row's version: whoever was faster is not overwritten."""
    return (await _get(session, id)).program_id


async def save(session: AsyncSession, change: Change) -> None:
    """What can change: its answers are rows of their own."""
    row = await _get(session, change.id)
    row.live_on, row.live_by, row.withdrawn_at = change.live_on, change.live_by, change.withdrawn_at
    await session.flush()


async def add_answers(session: AsyncSession, answers: Sequence[Answer]) -> None:
    session.add_all(ChangeAnswerRow(**columns(each, ChangeAnswerRow)) for each in answers)
    await session.flush()


async def get(session: AsyncSession, id: UUID) -> Change:
    row = await _get(session, id)
    answers = await session.scalars(
        select(ChangeAnswerRow).where(ChangeAnswerRow.change == id).order_by(ChangeAnswerRow.at)
    )
    return change(row, list(answers))


async def _get(session: AsyncSession, id: UUID) -> ChangeRow:
    row = await session.get(ChangeRow, id)
    if row is None:
        raise Refused("This change is not there any more. `/pilot changes` lists those that are.")
    return row


def change(row: ChangeRow, answers: Sequence[ChangeAnswerRow]) -> Change:
    given = tuple(record(each, Answer) for each in answers)
    return record(row, Change, program=row.program_id, roles=tuple(row.roles), answers=given)
