"""Sign-offs as they stand, and every signature ever given."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from program.errors import Refused
from program.sign_offs import Condition, SignOff, SignOffState
from storage.records import columns, copy, record
from storage.tables import Id, ProgramId, Table


class SignOffRow(Table):
    """One open request a program, gate and role."""

    __tablename__ = "sign_offs"
    __table_args__ = (
        Index("ix_sign_offs_user", "slack_user", "state"),
        Index(
            "uq_sign_offs_current",
            "program_id",
            "gate",
            "role",
            unique=True,
            sqlite_where=text("state != 'withdrawn'"),
            postgresql_where=text("state != 'withdrawn'"),
        ),
    )

    id: Mapped[Id]
    program_id: Mapped[ProgramId]
    gate: Mapped[str]
    role: Mapped[str]
    user: Mapped[str] = mapped_column("slack_user")
    asked_by: Mapped[str]
    asked_at: Mapped[datetime]
    state: Mapped[str]
    comment: Mapped[str | None]
    conditions: Mapped[list[Any]]
    digest: Mapped[str | None]
    signed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class SignatureRow(Table):
    """Once for each time that somebody signed, and never changed; `packet` is the evidence as it stood then."""

    __tablename__ = "signatures"

    id: Mapped[Id]
    sign_off_id: Mapped[UUID] = mapped_column(ForeignKey("sign_offs.id", ondelete="CASCADE"), index=True)
    user: Mapped[str] = mapped_column("slack_user")
    state: Mapped[str]
    comment: Mapped[str | None]
    conditions: Mapped[list[Any]]
    digest: Mapped[str]
    packet: Mapped[dict[str, Any]]
    signed_at: Mapped[datetime]


async def add(session: AsyncSession, sign_off: SignOff) -> None:
    values = columns(sign_off, SignOffRow) | {"conditions": plain(sign_off.conditions)}
    session.add(SignOffRow(program_id=sign_off.program, version=1, **values))
    await session.flush()


async def get(session: AsyncSession, id: UUID, *, hold: bool = False) -> SignOff:
    """`hold` it until the commit: whoever closes its gate waits for this signature."""
    return sign_off(await _get(session, id, hold=hold))


async def hold(session: AsyncSession, program: UUID, gate: str) -> None:
    """Wait for the signatures under way at this gate, and keep others out until the commit."""
    wanted = select(SignOffRow.id).where(SignOffRow.program_id == program, SignOffRow.gate == gate)
    await session.execute(wanted.order_by(SignOffRow.id).with_for_update())


async def save(session: AsyncSession, sign_off: SignOff) -> None:
    row = await _get(session, sign_off.id)
    copy(sign_off, row)
    row.conditions = plain(sign_off.conditions)
    await session.flush()


async def add_signature(session: AsyncSession, sign_off: SignOff, packet: dict[str, Any]) -> UUID:
    """Keep this signature for good; what it replaces stays too. Returns the signature's own id."""
    values = columns(sign_off, SignatureRow) | {"conditions": plain(sign_off.conditions), "id": (id := uuid4())}
    session.add(SignatureRow(sign_off_id=sign_off.id, packet=packet, **values))
    await session.flush()
    return id


async def get_signature(session: AsyncSession, id: UUID) -> SignOff:
    """The sign-off as it stood with this signature."""
    row = await session.get_one(SignatureRow, id)
    return replace(
        await get(session, row.sign_off_id),
        user=row.user,
        state=SignOffState(row.state),
        comment=row.comment,
        conditions=read(row.conditions),
        digest=row.digest,
        signed_at=row.signed_at,
    )


async def find_packet(session: AsyncSession, id: UUID) -> dict[str, Any] | None:
    """The evidence as it stood when this was last signed."""
    return await session.scalar(
        select(SignatureRow.packet)
        .where(SignatureRow.sign_off_id == id)
        .order_by(SignatureRow.signed_at.desc(), SignatureRow.id)
        .limit(1)
    )


async def list_sign_offs(session: AsyncSession, program: UUID) -> tuple[SignOff, ...]:
    """Oldest first, those withdrawn included."""
    rows = await session.scalars(
        select(SignOffRow).where(SignOffRow.program_id == program).order_by(SignOffRow.asked_at, SignOffRow.id)
    )
    return tuple(sign_off(row) for row in rows)


async def _get(session: AsyncSession, id: UUID, *, hold: bool = False) -> SignOffRow:
    row = await session.get(SignOffRow, id, with_for_update=hold or None)
    if row is None:
        raise Refused("This sign-off is not there any more. `/pilot signoff` lists what waits for you.")
    return row


def sign_off(row: SignOffRow) -> SignOff:
    return record(row, SignOff, program=row.program_id, state=SignOffState(row.state), conditions=read(row.conditions))


def plain(conditions: tuple[Condition, ...]) -> list[dict[str, str]]:
    return [{"text": each.text, "owner": each.owner, "due": each.due.isoformat()} for each in conditions]


def read(conditions: list[Any]) -> tuple[Condition, ...]:
    return tuple(Condition(each["text"], each["owner"], date.fromisoformat(each["due"])) for each in conditions)
