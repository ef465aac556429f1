"""What a candidate says it has of the checklist, before there is a program."""

from collections.abc import Set
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables import Table
from storage.upserts import insert_into


class AssessmentRow(Table):
    __tablename__ = "assessments"

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"), primary_key=True)
    use_case_id: Mapped[UUID] = mapped_column(ForeignKey("use_cases.id", ondelete="CASCADE"), primary_key=True)
    there: Mapped[list[Any]]
    by: Mapped[str] = mapped_column("assessed_by")
    at: Mapped[datetime] = mapped_column("assessed_at")


async def find(session: AsyncSession, workspace: UUID, use_case: UUID) -> frozenset[str] | None:
    """The keys that were ticked; `None`: nobody has gone through the checklist yet."""
    wanted = select(AssessmentRow.there).where(
        AssessmentRow.workspace_id == workspace, AssessmentRow.use_case_id == use_case
    )
    there = await session.scalar(wanted)
    return None if there is None else frozenset(there)


async def save(
    session: AsyncSession, workspace: UUID, use_case: UUID, there: Set[str], *, by: str, now: datetime
) -> None:
    ticked = {"there": sorted(there), "assessed_by": by, "assessed_at": now}
    row = insert_into(session, AssessmentRow).values(workspace_id=workspace, use_case_id=use_case, **ticked)
    await session.execute(row.on_conflict_do_update(index_elements=["workspace_id", "use_case_id"], set_=ticked))
