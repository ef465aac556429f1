"""Playbooks as programs began with them, stored once by digest."""

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from program.playbook import Playbook
from storage.tables import Table
from storage.upserts import insert_into

_read: dict[str, Playbook] = {}  # a digest never means another text, so what was read once stays true


class PlaybookRow(Table):
    __tablename__ = "playbooks"

    digest: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[str]


async def add(session: AsyncSession, playbook: Playbook) -> None:
    row = insert_into(session, PlaybookRow).values(digest=playbook.digest, body=playbook.to_json())
    await session.execute(row.on_conflict_do_nothing())


async def get(session: AsyncSession, digest: str) -> Playbook:
    if digest not in _read:
        _read[digest] = Playbook.from_json((await session.get_one(PlaybookRow, digest)).body)
    return _read[digest]
