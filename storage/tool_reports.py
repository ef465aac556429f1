"""Tools in use that nobody approved, as they were told of; no column leads to who left their name out."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Date, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from program.errors import Refused
from program.tool_reports import Report
from storage.records import columns, copy, record
from storage.tables import Id, Table, WorkspaceId


class ReportRow(Table):
    __tablename__ = "tool_reports"

    id: Mapped[Id]
    workspace_id: Mapped[WorkspaceId]
    name: Mapped[str]
    purpose: Mapped[str]
    told_on: Mapped[date] = mapped_column(Date)
    told_by: Mapped[str | None]
    unit: Mapped[str | None]
    data: Mapped[dict[str, Any]]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str | None]
    outcome: Mapped[str | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


async def add(session: AsyncSession, workspace: UUID, report: Report) -> None:
    session.add(ReportRow(workspace_id=workspace, version=1, **columns(report, ReportRow)))
    await session.flush()


async def get(session: AsyncSession, workspace: UUID, id: UUID) -> Report:
    return record(await _get(session, workspace, id), Report)


async def save(session: AsyncSession, workspace: UUID, report: Report) -> None:
    copy(report, await _get(session, workspace, report.id))
    await session.flush()


async def list_open(session: AsyncSession, workspace: UUID) -> list[Report]:
    """What waits longest, first; of one day by name, which says nothing of who came first."""
    rows = await session.scalars(
        select(ReportRow)
        .where(ReportRow.workspace_id == workspace, ReportRow.settled_at.is_(None))
        .order_by(ReportRow.told_on, ReportRow.name, ReportRow.id)
    )
    return [record(row, Report) for row in rows]


async def count_open(session: AsyncSession, workspace: UUID) -> int:
    waiting = select(func.count()).where(ReportRow.workspace_id == workspace, ReportRow.settled_at.is_(None))
    return await session.scalar(waiting) or 0


async def _get(session: AsyncSession, workspace: UUID, id: UUID) -> ReportRow:
    row = await session.get(ReportRow, id)
    if row is None or row.workspace_id != workspace:
        raise Refused("This is not there any more. `/pilot tools` shows what is.")
    return row
