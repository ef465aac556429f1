"""What is in production: each time that it was looked at again."""

from datetime import date, datetime

from sqlalchemy import Date, Float
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from program.live_reviews import LiveReview, Way
from storage.records import columns, record
from storage.tables import Id, ProgramId, Table


class LiveReviewRow(Table):
    __tablename__ = "live_reviews"

    id: Mapped[Id]
    program_id: Mapped[ProgramId]
    due: Mapped[date] = mapped_column(Date)
    way: Mapped[str]
    note: Mapped[str]
    next_on: Mapped[date | None] = mapped_column(Date)
    by: Mapped[str] = mapped_column("reviewed_by")
    at: Mapped[datetime] = mapped_column("reviewed_at")
    kpi: Mapped[str | None]
    value: Mapped[float | None] = mapped_column(Float)


async def add(session: AsyncSession, review: LiveReview) -> None:
    session.add(LiveReviewRow(program_id=review.program, **columns(review, LiveReviewRow)))
    await session.flush()


def live_review(row: LiveReviewRow) -> LiveReview:
    return record(row, LiveReview, program=row.program_id, way=Way(row.way))
