"""The people of a staging pilot, its rounds of questions, and the answers of the round that is open."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Date, ForeignKey, Index, UniqueConstraint, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from program import surveys
from program.errors import Refused
from program.pilots import Pilot
from program.surveys import Answer, Survey
from storage.programs import ProgramRow
from storage.records import columns, copy, record
from storage.tables import Id, ProgramId, Table


class PilotRow(Table):
    __tablename__ = "pilots"

    program_id: Mapped[UUID] = mapped_column(ForeignKey("programs.id", ondelete="CASCADE"), primary_key=True)
    people: Mapped[dict[str, Any]]
    why: Mapped[str | None]
    stopped: Mapped[list[Any]]
    changed_by: Mapped[str | None]
    changed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class SurveyRow(Table):
    __tablename__ = "surveys"
    __table_args__ = (UniqueConstraint("program_id", "number"), Index("ix_surveys_due", "next_due_at"))

    id: Mapped[Id]
    program_id: Mapped[ProgramId]
    number: Mapped[int]
    closes_on: Mapped[date] = mapped_column(Date)
    opened_by: Mapped[str]
    opened_at: Mapped[datetime]
    closed_by: Mapped[str | None]
    closed_at: Mapped[datetime | None]
    results: Mapped[dict[str, Any]]
    next_due_at: Mapped[datetime | None]


class SurveyAnswerRow(Table):
    """Only of open rounds: what was said is counted at the closing, and these rows are thrown away."""

    __tablename__ = "survey_answers"
    __table_args__ = (UniqueConstraint("survey_id", "slack_user"),)

    id: Mapped[Id]
    program_id: Mapped[ProgramId]
    survey: Mapped[UUID] = mapped_column("survey_id", ForeignKey("surveys.id", ondelete="CASCADE"))
    group: Mapped[str] = mapped_column("questionnaire")
    user: Mapped[str] = mapped_column("slack_user")
    facts: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


# --- who takes part -----------------------------------------------------------------------------------------------


async def get_pilot(session: AsyncSession, program: UUID) -> Pilot:
    row = await session.get(PilotRow, program)
    return record(row, Pilot, program=program) if row else Pilot(program)


async def save_pilot(session: AsyncSession, pilot: Pilot) -> None:
    row = await session.get(PilotRow, pilot.program)
    if row is None:
        session.add(PilotRow(program_id=pilot.program, version=1, **columns(pilot, PilotRow)))
    else:
        copy(pilot, row)
    await session.flush()


def enrolled(row: Any) -> int:
    return sum(len(users) for users in row.people.values())


# --- rounds -------------------------------------------------------------------------------------------------------


async def add(session: AsyncSession, survey: Survey, asked: Sequence[Answer], *, next_due_at: datetime | None) -> None:
    session.add(SurveyRow(program_id=survey.program, next_due_at=next_due_at, **_columns(survey)))
    await session.flush()
    session.add_all(SurveyAnswerRow(program_id=survey.program, **columns(each, SurveyAnswerRow)) for each in asked)
    await session.flush()


async def lock(session: AsyncSession, workspace: UUID, id: UUID) -> Survey:
    """So that nobody answers while it is closed, and no answer is counted that is changed at this moment."""
    row = await session.scalar(_mine(workspace, id).with_for_update())
    return _found(row)


async def get(session: AsyncSession, workspace: UUID, id: UUID) -> Survey:
    return _found(await session.scalar(_mine(workspace, id)))


def _mine(workspace: UUID, id: UUID) -> Any:
    own = select(ProgramRow.id).where(ProgramRow.workspace_id == workspace)
    return select(SurveyRow).where(SurveyRow.id == id, SurveyRow.program_id.in_(own))


def _found(row: SurveyRow | None) -> Survey:
    if row is None:
        raise Refused("This survey is not there any more. `/pilot survey` shows those that are.")
    return survey(row)


async def close(session: AsyncSession, after: Survey) -> None:
    """Keeps what was counted, and throws the answers away."""
    row = await session.get_one(SurveyRow, after.id)
    for name, value in _columns(after).items():
        setattr(row, name, value)
    row.next_due_at = None
    await session.execute(delete(SurveyAnswerRow).where(SurveyAnswerRow.survey == after.id))
    await session.flush()


def _columns(survey: Survey) -> dict[str, Any]:
    return columns(survey, SurveyRow) | {"results": surveys.as_json(survey.results)}


def survey(row: Any) -> Survey:
    return record(row, Survey, program=row.program_id, results=surveys.from_json(row.results))


async def list_surveys(session: AsyncSession, program: UUID) -> list[Survey]:
    """Oldest first."""
    rows = await session.scalars(select(SurveyRow).where(SurveyRow.program_id == program).order_by(SurveyRow.number))
    return [survey(row) for row in rows]


async def due(session: AsyncSession, now: datetime) -> list[tuple[UUID, UUID]]:
    """With their workspaces."""
    found = (
        select(ProgramRow.workspace_id, SurveyRow.id)
        .join(ProgramRow, ProgramRow.id == SurveyRow.program_id)
        .where(SurveyRow.next_due_at <= now)
    )
    return [(row[0], row[1]) for row in await session.execute(found)]


async def look_again(session: AsyncSession, survey: UUID, at: datetime | None) -> None:
    await session.execute(update(SurveyRow).where(SurveyRow.id == survey).values(next_due_at=at))


async def earliest_due(session: AsyncSession) -> datetime | None:
    return await session.scalar(select(func.min(SurveyRow.next_due_at)))


# --- answers ------------------------------------------------------------------------------------------------------


async def list_answers(session: AsyncSession, survey: UUID) -> list[Answer]:
    rows = await session.scalars(select(SurveyAnswerRow).where(SurveyAnswerRow.survey == survey))
    return [record(row, Answer) for row in rows]


async def find_answer(session: AsyncSession, survey: UUID, user: str) -> Answer | None:
    row = await session.scalar(
        select(SurveyAnswerRow).where(SurveyAnswerRow.survey == survey, SurveyAnswerRow.user == user)
    )
    return record(row, Answer) if row else None


async def save_answer(session: AsyncSession, answer: Answer) -> None:
    facts = dict(answer.facts) if answer.facts is not None else None
    await session.execute(update(SurveyAnswerRow).where(SurveyAnswerRow.id == answer.id).values(facts=facts))
