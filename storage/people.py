"""The people of a workspace as Slack describes them, the program office, and who holds which role of a program."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Uuid, and_, bindparam, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from program.delegations import Delegation
from program.people import NOBODY, Appointment, Capacity, Person
from program.visibility import Visibility, sees, unit_key
from storage.programs import ProgramRow
from storage.tables import Id, ProgramId, Table
from storage.units import list_units_of
from storage.upserts import insert_into


class PersonRow(Table):
    __tablename__ = "people"

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"), primary_key=True)
    user: Mapped[str] = mapped_column("slack_user", primary_key=True)
    name: Mapped[str]
    timezone: Mapped[str]
    is_bot: Mapped[bool]
    is_guest: Mapped[bool]
    is_admin: Mapped[bool]
    is_active: Mapped[bool]
    in_office: Mapped[bool] = mapped_column(default=False)
    dm: Mapped[str | None]  # their direct-message channel with the bot, once it was opened


class AppointmentRow(Table):
    __tablename__ = "appointments"
    __table_args__ = (
        Index("ix_appointments_user", "workspace_id", "slack_user", "until"),
        Index(
            "uq_appointments_current",
            "program_id",
            "role",
            "slack_user",
            unique=True,
            sqlite_where=text("until IS NULL"),
            postgresql_where=text("until IS NULL"),
        ),
    )

    id: Mapped[Id]
    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    program_id: Mapped[ProgramId]
    role: Mapped[str]
    user: Mapped[str] = mapped_column("slack_user")
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    appointed_by: Mapped[str]
    for_user: Mapped[str | None]  # whom this person stands in for


async def find(session: AsyncSession, workspace: UUID, user: str) -> Person | None:
    row = await session.get(PersonRow, (workspace, user))
    return _person(row) if row else None


async def list_known(session: AsyncSession, workspace: UUID, users: Iterable[str]) -> dict[str, Person]:
    rows = await session.scalars(
        select(PersonRow).where(PersonRow.workspace_id == workspace, PersonRow.user.in_(set(users)))
    )
    return {row.user: _person(row) for row in rows}


async def save(session: AsyncSession, workspace: UUID, people: Sequence[Person]) -> None:
    """What Slack says of them now; their office and their direct messages stay as they are."""
    if not people:
        return
    statement = insert_into(session, PersonRow)
    fresh = {
        name: statement.excluded[name] for name in ("name", "timezone", "is_bot", "is_guest", "is_admin", "is_active")
    }
    await session.execute(
        statement.on_conflict_do_update(index_elements=["workspace_id", "slack_user"], set_=fresh),
        [
            {
                "workspace_id": workspace,
                "slack_user": each.user,
                "name": each.name,
                "timezone": each.timezone,
                "is_bot": each.is_bot,
                "is_guest": each.is_guest,
                "is_admin": each.is_admin,
                "is_active": each.is_active,
                "in_office": False,
            }
            for each in people
        ],
    )


async def save_dm(session: AsyncSession, workspace: UUID, user: str, channel: str) -> None:
    await session.execute(
        update(PersonRow).where(PersonRow.workspace_id == workspace, PersonRow.user == user).values(dm=channel)
    )


async def find_dm(session: AsyncSession, workspace: UUID, user: str) -> str | None:
    return await session.scalar(select(PersonRow.dm).where(PersonRow.workspace_id == workspace, PersonRow.user == user))


# --- the program office -------------------------------------------------------------------------------------------


async def list_office(session: AsyncSession, workspace: UUID) -> list[str]:
    rows = await session.scalars(
        select(PersonRow.user).where(PersonRow.workspace_id == workspace, PersonRow.in_office).order_by(PersonRow.name)
    )
    return list(rows)


async def save_office(session: AsyncSession, workspace: UUID, users: Iterable[str]) -> None:
    mine = update(PersonRow).where(PersonRow.workspace_id == workspace)
    wanted = set(users)
    await session.execute(mine.where(PersonRow.in_office, PersonRow.user.not_in(wanted)).values(in_office=False))
    await session.execute(mine.where(PersonRow.user.in_(wanted)).values(in_office=True))


# --- roles --------------------------------------------------------------------------------------------------------


_people, _appointments, _programs = PersonRow.__table__, AppointmentRow.__table__, ProgramRow.__table__
_roles = (
    select(
        _people.c.is_bot, _people.c.is_guest, _people.c.is_admin, _people.c.is_active, _people.c.in_office,
        _appointments.c.role, _appointments.c.for_user, _programs.c.visibility, _programs.c.unit,
    )
    .outerjoin(
        _appointments,
        and_(
            _appointments.c.program_id == bindparam("program", type_=Uuid()),
            _appointments.c.slack_user == _people.c.slack_user,
            _appointments.c.until.is_(None),
        ),
    )
    .outerjoin(_programs, _programs.c.id == bindparam("program", type_=Uuid()))
    .where(_people.c.workspace_id == bindparam("workspace", type_=Uuid()), _people.c.slack_user == bindparam("user"))
)  # fmt: skip


async def capacity(session: AsyncSession, workspace: UUID, user: str, program: UUID | None = None) -> Capacity:
    """Everything this person may act as: their roles in the program, and what they are in the workspace."""
    rows = (await session.execute(_roles, {"program": program, "workspace": workspace, "user": user})).all()
    if not rows or rows[0].is_bot or not rows[0].is_active:
        return NOBODY
    person = rows[0]
    general = (("member", not person.is_guest), ("admin", person.is_admin), ("office", person.in_office))
    roles = frozenset([*(name for name, is_so in general if is_so), *(row.role for row in rows if row.role)])
    visibility = Visibility(person.visibility or Visibility.WORKSPACE)
    in_unit = visibility is Visibility.UNIT and unit_key(person.unit) in await list_units_of(session, workspace, user)
    stands_in = {row.role: row.for_user for row in rows if row.for_user}
    return Capacity(roles, stands_in, sees(visibility, roles, in_unit=in_unit))


async def roles(session: AsyncSession, workspace: UUID, user: str, program: UUID | None = None) -> frozenset[str]:
    return (await capacity(session, workspace, user, program)).roles


async def list_appointments(session: AsyncSession, program: UUID) -> tuple[Appointment, ...]:
    """Those in force, longest-serving first."""
    rows = await session.scalars(
        select(AppointmentRow)
        .where(AppointmentRow.program_id == program, AppointmentRow.until.is_(None))
        .order_by(AppointmentRow.since, AppointmentRow.id)
    )
    return tuple(appointment(row) for row in rows)


async def list_programs_of(session: AsyncSession, workspace: UUID, user: str) -> list[UUID]:
    rows = await session.scalars(
        select(AppointmentRow.program_id)
        .where(AppointmentRow.workspace_id == workspace, AppointmentRow.user == user, AppointmentRow.until.is_(None))
        .distinct()
    )
    return list(rows)


async def appoint(
    session: AsyncSession, workspace: UUID, program: UUID, role: str, users: Sequence[str], *, by: str, now: datetime
) -> tuple[list[str], list[str]]:
    """These people hold the role from now on, and nobody else; returns who came and who went."""
    current = (
        select(AppointmentRow)
        .where(AppointmentRow.program_id == program, AppointmentRow.role == role, AppointmentRow.until.is_(None))
        .order_by(AppointmentRow.since)
    )
    found = list(await session.scalars(current))
    for row in found:
        if row.for_user and row.user in users:  # no longer for somebody else
            row.until = now
    await session.flush()
    before = {row.user: row for row in found if not row.for_user}
    came = [user for user in users if user not in before]
    went = [user for user in before if user not in users]
    for user in went:
        before[user].until = now
    session.add_all(
        AppointmentRow(
            workspace_id=workspace,
            program_id=program,
            role=role,
            user=user,
            since=now + timedelta(microseconds=place),  # who was named first is asked first
            appointed_by=by,
        )
        for place, user in enumerate(came)
    )
    await session.flush()
    return came, went


async def stand_in(session: AsyncSession, workspace: UUID, delegation: Delegation, *, now: datetime) -> None:
    """From now on this person acts in the role for whoever is away."""
    session.add(
        AppointmentRow(
            workspace_id=workspace,
            program_id=delegation.program,
            role=delegation.role,
            user=delegation.stand_in,
            since=now,
            appointed_by=delegation.by,
            for_user=delegation.user,
        )
    )
    await session.flush()


async def stand_down(session: AsyncSession, delegation: Delegation, *, now: datetime) -> None:
    await session.execute(
        update(AppointmentRow)
        .where(
            AppointmentRow.program_id == delegation.program,
            AppointmentRow.role == delegation.role,
            AppointmentRow.user == delegation.stand_in,
            AppointmentRow.for_user == delegation.user,
            AppointmentRow.until.is_(None),
        )
        .values(until=now)
    )


async def vacate(session: AsyncSession, program: UUID, user: str, *, now: datetime) -> list[str]:
    """This person holds no role of the program any more; returns those that they held."""
    rows = await session.scalars(
        select(AppointmentRow)
        .where(AppointmentRow.program_id == program, AppointmentRow.user == user, AppointmentRow.until.is_(None))
        .order_by(AppointmentRow.role)
    )
    held = list(rows)
    for row in held:
        row.until = now
    await session.flush()
    return [row.role for row in held if not row.for_user]


async def list_former_holders(session: AsyncSession, program: UUID, role: str) -> set[str]:
    """Who has held this role themselves, and whose time in it is over."""
    rows = await session.scalars(
        select(AppointmentRow.user).where(
            AppointmentRow.program_id == program,
            AppointmentRow.role == role,
            AppointmentRow.until.is_not(None),
            AppointmentRow.for_user.is_(None),
        )
    )
    return set(rows)


async def list_former(session: AsyncSession, program: UUID, user: str) -> set[str]:
    """The roles that this person has held and holds no longer, or again."""
    rows = await session.scalars(
        select(AppointmentRow.role).where(
            AppointmentRow.program_id == program,
            AppointmentRow.user == user,
            AppointmentRow.until.is_not(None),
            AppointmentRow.for_user.is_(None),
        )
    )
    return set(rows)


def appointment(row: AppointmentRow) -> Appointment:
    return Appointment(row.program_id, row.role, row.user, row.since, row.appointed_by, row.for_user)


def _person(row: PersonRow) -> Person:
    return Person(row.user, row.name, row.timezone, row.is_bot, row.is_guest, row.is_admin, row.is_active)
