"""The inventory of pilots that have no program."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from program.assessments import Assessed, Running
from program.errors import Refused
from storage.records import columns, copy, record
from storage.tables import Id, Table, WorkspaceId


class AssessedRow(Table):
    """`open_key` is its name: two people never add the same pilot at once."""

    __tablename__ = "assessed_pilots"
    __table_args__ = (UniqueConstraint("workspace_id", "open_key"),)

    id: Mapped[Id]
    workspace_id: Mapped[WorkspaceId]
    open_key: Mapped[str]
    name: Mapped[str]
    what: Mapped[str]
    unit: Mapped[str]
    state: Mapped[str]
    answers: Mapped[dict[str, Any]]
    added_by: Mapped[str | None]
    added_at: Mapped[datetime]
    owner: Mapped[str | None]
    owner_name: Mapped[str | None]
    use_case: Mapped[UUID | None] = mapped_column("use_case_id", ForeignKey("use_cases.id"))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


async def add(session: AsyncSession, workspace: UUID, *pilots: Assessed) -> None:
    session.add_all(
        AssessedRow(workspace_id=workspace, open_key=each.name.casefold(), version=1, **columns(each, AssessedRow))
        for each in pilots
    )
    await session.flush()


async def list_all(session: AsyncSession, workspace: UUID) -> list[Assessed]:
    rows = await session.scalars(select(AssessedRow).where(AssessedRow.workspace_id == workspace))
    return [_assessed(row) for row in rows]


async def get(session: AsyncSession, workspace: UUID, id: UUID) -> Assessed:
    return _assessed(await _get(session, workspace, id))


async def save(session: AsyncSession, workspace: UUID, pilot: Assessed) -> None:
    row = await _get(session, workspace, pilot.id)
    copy(pilot, row)
    row.open_key = pilot.name.casefold()
    await session.flush()


async def _get(session: AsyncSession, workspace: UUID, id: UUID) -> AssessedRow:
    row = await session.get(AssessedRow, id)
    if row is None or row.workspace_id != workspace:
        raise Refused("This pilot is not in the inventory any more: `/pilot assess` shows it.")
    return row


def _assessed(row: AssessedRow) -> Assessed:
    return record(row, Assessed, state=Running(row.state))
