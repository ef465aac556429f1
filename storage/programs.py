"""Programs, their visible numbers, and which of them the tick must look at."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Date, ForeignKey, Index, UniqueConstraint, Uuid, bindparam, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from program.errors import Refused
from program.programs import Extension, Move, Program, ProgramState
from program.tiers import Profile
from program.visibility import Visibility, unknown
from storage.records import columns, record
from storage.tables import Id, Table, UtcDateTime, WorkspaceId
from storage.upserts import insert_into


class ProgramRow(Table):
    __tablename__ = "programs"
    __table_args__ = (
        UniqueConstraint("workspace_id", "code"),
        Index("ix_programs_due", "next_due_at"),
        Index("ix_programs_lapses", "lapses_at"),
        Index("ix_programs_signs", "signs_at"),
        Index("ix_programs_channel", "workspace_id", "channel"),
    )

    id: Mapped[Id]
    workspace_id: Mapped[WorkspaceId]
    code: Mapped[str]
    title: Mapped[str]
    use_case: Mapped[UUID] = mapped_column("use_case_id", ForeignKey("use_cases.id"), unique=True)
    backup: Mapped[UUID | None] = mapped_column("backup_id", ForeignKey("use_cases.id"))
    playbook: Mapped[str] = mapped_column("playbook_digest", ForeignKey("playbooks.digest"))
    start: Mapped[date] = mapped_column(Date)
    timezone: Mapped[str]
    channel: Mapped[str | None]
    channel_name: Mapped[str]
    state: Mapped[str]
    extensions: Mapped[list[Any]]
    people_round: Mapped[int]
    started_by: Mapped[str]
    started_at: Mapped[datetime | None]
    next_due_at: Mapped[datetime | None]
    lapses_at: Mapped[datetime | None]  # when something in it may lapse next
    signs_at: Mapped[datetime | None]  # since when signs of trouble wait to be looked for
    profile: Mapped[dict[str, Any] | None]
    visibility: Mapped[str | None]
    unit: Mapped[str | None]
    moves: Mapped[list[Any] | None]
    country: Mapped[str | None]
    holidays: Mapped[list[Any] | None]
    follows: Mapped[UUID | None] = mapped_column("follows_id", unique=True)
    adopted: Mapped[str | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class CounterRow(Table):
    """The last number given in a program to a risk, a KPI, a blocker."""

    __tablename__ = "counters"

    program_id: Mapped[UUID] = mapped_column(ForeignKey("programs.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int]


async def add(session: AsyncSession, workspace: UUID, program: Program, *, next_due_at: datetime | None) -> None:
    values = columns(program, ProgramRow) | {
        "extensions": _plain(program.extensions),
        "profile": asdict(program.profile),
        "moves": [asdict(each) for each in program.moves],
        "holidays": _days(program.holidays),
    }
    session.add(ProgramRow(workspace_id=workspace, next_due_at=next_due_at, version=1, **values))
    await session.flush()


async def get(session: AsyncSession, workspace: UUID, id: UUID) -> Program:
    return _program(await _get(session, workspace, id))


async def find_by_code(session: AsyncSession, workspace: UUID, code: str) -> Program | None:
    row = await session.scalar(
        select(ProgramRow).where(ProgramRow.workspace_id == workspace, ProgramRow.code == code.upper())
    )
    return _program(row) if row else None


async def find_by_use_case(session: AsyncSession, workspace: UUID, use_case: UUID) -> Program | None:
    row = await session.scalar(
        select(ProgramRow).where(ProgramRow.workspace_id == workspace, ProgramRow.use_case == use_case)
    )
    return _program(row) if row else None


async def find_following(session: AsyncSession, workspace: UUID, before: UUID) -> Program | None:
    """The next cycle of a program, where there is one."""
    row = await session.scalar(
        select(ProgramRow).where(ProgramRow.workspace_id == workspace, ProgramRow.follows == before)
    )
    return _program(row) if row else None


async def get_by_code(session: AsyncSession, workspace: UUID, code: str) -> Program:
    program = await find_by_code(session, workspace, code)
    if program is None:
        raise unknown(code)
    return program


_in_channel = (
    select(ProgramRow)
    .where(ProgramRow.workspace_id == bindparam("workspace", type_=Uuid()), ProgramRow.channel == bindparam("channel"))
    .order_by(ProgramRow.state == ProgramState.FINISHED.value, ProgramRow.started_at.desc())
    .limit(1)
)


async def find_in_channel(session: AsyncSession, workspace: UUID, channel: str) -> Program | None:
    """The program of this channel; of several one that is not finished, and of those the one started last."""
    row = await session.scalar(_in_channel, {"workspace": workspace, "channel": channel})
    return _program(row) if row else None


async def list_programs(session: AsyncSession, workspace: UUID, ids: Sequence[UUID] | None = None) -> list[Program]:
    """All of a workspace, or those asked for, by code; to look at, since a change wants the row itself (see `get`)."""
    values = [each.class_attribute for each in ProgramRow.__mapper__.column_attrs]
    wanted = select(*values).where(ProgramRow.workspace_id == workspace).order_by(ProgramRow.code)
    rows = await session.execute(wanted if ids is None else wanted.where(ProgramRow.id.in_(ids)))
    return [_program(row) for row in rows]


async def list_codes(session: AsyncSession, workspace: UUID) -> set[str]:
    return set(await session.scalars(select(ProgramRow.code).where(ProgramRow.workspace_id == workspace)))


async def save(session: AsyncSession, workspace: UUID, program: Program) -> None:
    """What can change in a running program; raises through `Database.writing` when somebody else was faster."""
    row = await _get(session, workspace, program.id)
    row.channel, row.state, row.people_round = program.channel, program.state.value, program.people_round
    row.playbook = program.playbook
    row.extensions, row.profile = _plain(program.extensions), asdict(program.profile)
    row.visibility, row.unit = program.visibility.value, program.unit
    row.moves, row.country = [asdict(each) for each in program.moves], program.country
    row.holidays = _days(program.holidays)
    await session.flush()


async def due(session: AsyncSession, now: datetime, *, limit: int) -> list[tuple[UUID, UUID, datetime]]:
    """Workspace, program and since when, of those whose time has come; an index, not a scan."""
    rows = await session.execute(
        select(ProgramRow.workspace_id, ProgramRow.id, ProgramRow.next_due_at)
        .where(ProgramRow.next_due_at <= now)
        .order_by(ProgramRow.next_due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return [(row.workspace_id, row.id, row.next_due_at) for row in rows if row.next_due_at]


async def look_again(session: AsyncSession, program: UUID, at: datetime | None) -> None:
    """When the tick looks at this program next; after a change that moves a date: now."""
    await plan(session, {program: at})


_plan = (
    update(ProgramRow.__table__)  # type: ignore[arg-type]
    .where(ProgramRow.__table__.c.id == bindparam("program", type_=Uuid()))
    .values(next_due_at=bindparam("at", type_=UtcDateTime()))
)


async def plan(session: AsyncSession, moments: Mapping[UUID, datetime | None]) -> None:
    """The same for many programs at once."""
    if moments:
        await session.execute(_plan, [{"program": program, "at": at} for program, at in moments.items()])
        session.info["has_posts"] = True


async def look_by(session: AsyncSession, program: UUID, at: datetime) -> None:
    """Then, where it would else look later; what is due before stays due."""
    later = or_(ProgramRow.next_due_at.is_(None), ProgramRow.next_due_at > at)
    await session.execute(update(ProgramRow).where(ProgramRow.id == program, later).values(next_due_at=at))


_signs = (
    update(ProgramRow.__table__)  # type: ignore[arg-type]
    .where(ProgramRow.__table__.c.id == bindparam("program", type_=Uuid()))
    .values(signs_at=bindparam("at", type_=UtcDateTime()))
)


async def look_for_signs(session: AsyncSession, programs: Sequence[UUID], at: datetime | None) -> None:
    """Signs of trouble in these wait to be looked for; without a moment, they have been."""
    if programs:
        await session.execute(_signs, [{"program": each, "at": at} for each in programs])


async def list_for_signs(session: AsyncSession, now: datetime, *, limit: int) -> list[tuple[UUID, UUID]]:
    """Workspace and program, longest waiting first."""
    rows = await session.execute(
        select(ProgramRow.workspace_id, ProgramRow.id)
        .where(ProgramRow.signs_at <= now)
        .order_by(ProgramRow.signs_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return [(row.workspace_id, row.id) for row in rows]


async def earliest_due(session: AsyncSession) -> datetime | None:
    return await session.scalar(
        select(ProgramRow.next_due_at)
        .where(ProgramRow.next_due_at.is_not(None))
        .order_by(ProgramRow.next_due_at)
        .limit(1)
    )


async def next_number(session: AsyncSession, program: UUID, kind: str) -> int:
    """1, 2, 3… for each kind of a program; the row stays locked until the commit, so no number is given twice."""
    first = insert_into(session, CounterRow).values(program_id=program, kind=kind, value=1)
    counted = first.on_conflict_do_update(index_elements=["program_id", "kind"], set_={"value": CounterRow.value + 1})
    return int(await session.scalar(counted.returning(CounterRow.value)))


async def _get(session: AsyncSession, workspace: UUID, id: UUID) -> ProgramRow:
    row = await session.get(ProgramRow, id)
    if row is None or row.workspace_id != workspace:
        raise Refused("This program is not there any more. `/pilot status` lists those that are.")
    return row


def _plain(extensions: Sequence[Extension]) -> list[dict[str, Any]]:
    return [{"after_week": each.after_week, "weeks": each.weeks, "reason": each.reason} for each in extensions]


def _program(row: Any) -> Program:
    return record(
        row,
        Program,
        state=ProgramState(row.state),
        extensions=tuple(Extension(**each) for each in row.extensions),
        profile=_profile(row.profile or {}),
        visibility=Visibility(row.visibility or Visibility.WORKSPACE),
        moves=tuple(Move(**each) for each in row.moves or ()),
        country=row.country or "",
        adopted=row.adopted or "",
        holidays=frozenset(date.fromisoformat(each) for each in row.holidays or ()),
    )


def _days(days: Iterable[date]) -> list[str]:
    return [each.isoformat() for each in sorted(days)]


def _profile(stored: Mapping[str, Any]) -> Profile:
    return Profile(tuple(stored.get("traits", ())), stored.get("pattern"), stored.get("approach", ""))
