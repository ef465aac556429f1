"""The actions of a program."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, UniqueConstraint
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from program.actions import Action
from program.errors import Refused
from storage.records import columns, copy, record
from storage.tables import Id, ProgramId, Table


class ActionRow(Table):
    __tablename__ = "actions"
    __table_args__ = (UniqueConstraint("program_id", "number"),)

    id: Mapped[Id]
    program_id: Mapped[ProgramId]
    number: Mapped[int]
    what: Mapped[str]
    owner: Mapped[str]
    due: Mapped[date] = mapped_column(Date)
    raised_by: Mapped[str]
    raised_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by: Mapped[str | None]
    outcome: Mapped[str | None]
    hands: Mapped[int]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


async def add(session: AsyncSession, action: Action) -> None:
    session.add(ActionRow(program_id=action.program, version=1, **columns(action, ActionRow)))
    await session.flush()


async def get(session: AsyncSession, id: UUID) -> Action:
    return action(await _get(session, id))


async def save(session: AsyncSession, action: Action) -> None:
    copy(action, await _get(session, action.id))
    await session.flush()


async def _get(session: AsyncSession, id: UUID) -> ActionRow:
    row = await session.get(ActionRow, id)
    if row is None:
        raise Refused("This action is not there any more. `/pilot actions` lists those that are.")
    return row


def action(row: ActionRow) -> Action:
    return record(row, Action, program=row.program_id)
