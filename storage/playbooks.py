"""Playbooks that programs run on, stored once by digest, and who adopted a newer one in which program."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from program.errors import Refused
from program.playbook import Playbook
from program.playbooks import Adoption
from storage.records import columns, record
from storage.tables import Id, ProgramId, Table
from storage.upserts import insert_into

_read: dict[str, Playbook] = {}  # a digest never means another text, so what was read once stays true


class PlaybookRow(Table):
    __tablename__ = "playbooks"

    digest: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[str]


class AdoptionRow(Table):
    __tablename__ = "adoptions"

    id: Mapped[Id]
    program_id: Mapped[ProgramId]
    before: Mapped[str] = mapped_column("playbook_before", ForeignKey("playbooks.digest"))
    after: Mapped[str] = mapped_column("playbook_after", ForeignKey("playbooks.digest"))
    reason: Mapped[str]
    by: Mapped[str] = mapped_column("adopted_by")
    at: Mapped[datetime] = mapped_column("adopted_at")


async def add(session: AsyncSession, playbook: Playbook) -> None:
    row = insert_into(session, PlaybookRow).values(digest=playbook.digest, body=playbook.to_json())
    await session.execute(row.on_conflict_do_nothing())


async def get(session: AsyncSession, digest: str) -> Playbook:
    if digest not in _read:
        _read[digest] = Playbook.from_json((await session.get_one(PlaybookRow, digest)).body)
    return _read[digest]


async def add_adoption(session: AsyncSession, adoption: Adoption) -> None:
    session.add(AdoptionRow(program_id=adoption.program, **columns(adoption, AdoptionRow)))
    await session.flush()


async def get_adoption(session: AsyncSession, id: UUID) -> Adoption:
    row = await session.get(AdoptionRow, id)
    if row is None:
        raise Refused("This adoption is not there any more. `/pilot playbook` shows what the program runs on.")
    return _adoption(row)


async def find_adoption(session: AsyncSession, program: UUID) -> Adoption | None:
    """The latest."""
    rows = select(AdoptionRow).where(AdoptionRow.program_id == program).order_by(AdoptionRow.at.desc()).limit(1)
    row = await session.scalar(rows)
    return _adoption(row) if row else None


def _adoption(row: AdoptionRow) -> Adoption:
    return record(row, Adoption, program=row.program_id)
