"""Candidates, with what was answered about them."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Date, ForeignKey, UniqueConstraint, and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from program import inquiries
from program.errors import Refused
from program.inquiries import Reply
from program.use_cases import OVER, UseCase, UseCaseState
from storage.records import columns, copy, record
from storage.tables import Id, Table, WorkspaceId

OPEN = [UseCaseState.PROPOSED.value, UseCaseState.PRIMARY.value, UseCaseState.BACKUP.value]
CLOSED = sorted(each.value for each in OVER)


class UseCaseRow(Table):
    __tablename__ = "use_cases"
    __table_args__ = (UniqueConstraint("workspace_id", "number"),)

    id: Mapped[Id]
    workspace_id: Mapped[WorkspaceId]
    number: Mapped[int]
    title: Mapped[str]
    problem: Mapped[str]
    who_feels_it: Mapped[str]
    cost_today: Mapped[str | None]
    outcome: Mapped[str | None]
    measured_by: Mapped[str | None]
    measured_on: Mapped[date | None] = mapped_column(Date)
    sponsor: Mapped[str | None]
    product_owner: Mapped[str | None]
    impact: Mapped[int | None]
    data_readiness: Mapped[int | None]
    complexity: Mapped[int | None]
    unit: Mapped[str]
    proposed_by: Mapped[str]
    proposed_at: Mapped[datetime]
    state: Mapped[str]
    round: Mapped[UUID | None] = mapped_column("round_id", ForeignKey("rounds.id"))
    example: Mapped[str | None]
    closed_why: Mapped[str | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class ReplyRow(Table):
    """One form of one candidate; each has a row of its own, so that two people may answer at once."""

    __tablename__ = "replies"

    workspace_id: Mapped[WorkspaceId]
    use_case_id: Mapped[UUID] = mapped_column(ForeignKey("use_cases.id", ondelete="CASCADE"), primary_key=True)
    inquiry: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    asked_of: Mapped[str | None]
    asked_by: Mapped[str | None]
    asked_at: Mapped[datetime | None]
    facts: Mapped[dict[str, Any]]
    answered_by: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    unknown_by: Mapped[str | None]
    unknown_on: Mapped[date | None] = mapped_column(Date)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


async def next_number(session: AsyncSession, workspace: UUID) -> int:
    """Two proposals at the same moment meet at the unique key; the second is asked to repeat."""
    last = await session.scalar(select(func.max(UseCaseRow.number)).where(UseCaseRow.workspace_id == workspace))
    return (last or 0) + 1


async def add(session: AsyncSession, workspace: UUID, use_case: UseCase) -> None:
    session.add(UseCaseRow(workspace_id=workspace, version=1, **columns(use_case, UseCaseRow)))
    await session.flush()


async def get(session: AsyncSession, workspace: UUID, id: UUID) -> UseCase:
    [found] = await _whole(session, [await _get(session, workspace, id)])
    return found


async def get_by_name(session: AsyncSession, workspace: UUID, name: str) -> UseCase:
    """`UC-3`, or its number alone."""
    number = name.strip().upper().removeprefix("UC-")
    wanted = UseCaseRow.number == int(number) if number.isdecimal() and len(number) < 9 else None  # noqa: PLR2004
    row = (
        await session.scalar(select(UseCaseRow).where(UseCaseRow.workspace_id == workspace, wanted))
        if wanted is not None
        else None
    )
    if row is None:
        raise Refused(f"There is no candidate “{name.strip()[:40]}”. `/pilot candidates` lists those that there are.")
    [found] = await _whole(session, [row])
    return found


async def list_candidates(session: AsyncSession, workspace: UUID) -> list[UseCase]:
    """Those that are open: neither running programs nor taken out, oldest first."""
    return await _list(session, workspace, OPEN)


async def list_over(session: AsyncSession, workspace: UUID) -> list[UseCase]:
    """Those that were withdrawn or archived."""
    return await _list(session, workspace, CLOSED)


async def _list(session: AsyncSession, workspace: UUID, states: Sequence[str]) -> list[UseCase]:
    rows = await session.scalars(
        select(UseCaseRow)
        .where(UseCaseRow.workspace_id == workspace, UseCaseRow.state.in_(states))
        .order_by(UseCaseRow.number)
    )
    return await _whole(session, list(rows))


async def list_owed(session: AsyncSession, workspace: UUID, user: str) -> list[tuple[UseCase, Reply]]:
    """The forms about open candidates that wait for this person."""
    asked = and_(ReplyRow.answered_at.is_(None), ReplyRow.asked_of == user)
    unknown = and_(ReplyRow.answered_at.is_not(None), ReplyRow.unknown_by == user)
    rows = await session.scalars(
        select(UseCaseRow)
        .join(ReplyRow, ReplyRow.use_case_id == UseCaseRow.id)
        .where(ReplyRow.workspace_id == workspace, or_(asked, unknown), UseCaseRow.state.in_(OPEN))
        .order_by(UseCaseRow.number)
        .distinct()
    )
    found = await _whole(session, list(rows))
    return [(each, reply) for each in found for reply in inquiries.owed(each.replies, user)]


async def save(session: AsyncSession, workspace: UUID, use_case: UseCase) -> None:
    """Two people at once: the second one's change is refused."""
    copy(use_case, await _get(session, workspace, use_case.id))
    await session.flush()


async def save_reply(session: AsyncSession, workspace: UUID, use_case: UUID, reply: Reply) -> None:
    row = await session.get(ReplyRow, (use_case, reply.inquiry))
    if row is None:
        session.add(ReplyRow(workspace_id=workspace, use_case_id=use_case, version=1, **columns(reply, ReplyRow)))
    else:
        copy(reply, row)
    await session.flush()


async def save_state(session: AsyncSession, workspace: UUID, id: UUID, state: UseCaseState) -> None:
    (await _get(session, workspace, id)).state = state.value
    await session.flush()


async def clear_states(session: AsyncSession, workspace: UUID, round: UUID | None, *states: UseCaseState) -> None:
    """Back to plain candidates of that round: a new selection replaces the one before."""
    await session.execute(
        update(UseCaseRow)
        .where(
            UseCaseRow.workspace_id == workspace,
            UseCaseRow.round.is_(None) if round is None else UseCaseRow.round == round,
            UseCaseRow.state.in_([each.value for each in states]),
        )
        .values(state=UseCaseState.PROPOSED.value)
    )


async def _get(session: AsyncSession, workspace: UUID, id: UUID) -> UseCaseRow:
    row = await session.get(UseCaseRow, id)
    if row is None or row.workspace_id != workspace:
        raise Refused("This use case is not there any more. `/pilot candidates` lists those that are.")
    return row


async def _whole(session: AsyncSession, rows: Sequence[UseCaseRow]) -> list[UseCase]:
    """With the replies to their forms."""
    replies: dict[UUID, list[Reply]] = defaultdict(list)
    if rows:
        wanted = select(ReplyRow).where(ReplyRow.use_case_id.in_([row.id for row in rows])).order_by(ReplyRow.inquiry)
        for each in await session.scalars(wanted):
            replies[each.use_case_id].append(record(each, Reply))
    return [record(row, UseCase, state=UseCaseState(row.state), replies=tuple(replies[row.id])) for row in rows]
