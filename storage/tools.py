"""The register of AI tools, and what people told their owners."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Date, ForeignKey, UniqueConstraint, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from program.errors import Refused
from program.tools import State, Tool, Word
from storage.people import PersonRow
from storage.records import columns, copy, record
from storage.tables import Id, Table, WorkspaceId


class ToolRow(Table):
    """`open_key` is the name of what is asked for or approved: two people never ask for the same at once."""

    __tablename__ = "tools"
    __table_args__ = (UniqueConstraint("workspace_id", "open_key"),)

    id: Mapped[Id]
    workspace_id: Mapped[WorkspaceId]
    open_key: Mapped[str | None]
    name: Mapped[str]
    purpose: Mapped[str]
    users: Mapped[str]
    asked_by: Mapped[str]
    asked_at: Mapped[datetime]
    owner: Mapped[str]
    unit: Mapped[str | None]
    data: Mapped[dict[str, Any]]
    link: Mapped[str | None]
    learn: Mapped[str | None]
    depth: Mapped[str | None]
    state: Mapped[str]
    limits: Mapped[str | None]
    review_on: Mapped[date | None] = mapped_column(Date)
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    reason: Mapped[str | None]
    alternative: Mapped[UUID | None]
    instead: Mapped[str | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class WordRow(Table):
    __tablename__ = "tool_words"

    id: Mapped[Id]
    workspace_id: Mapped[WorkspaceId]
    tool: Mapped[UUID] = mapped_column("tool_id", ForeignKey("tools.id", ondelete="CASCADE"), index=True)
    said_by: Mapped[str]
    said_at: Mapped[datetime]
    text: Mapped[str]


async def add(session: AsyncSession, workspace: UUID, tool: Tool) -> None:
    row = ToolRow(workspace_id=workspace, open_key=_open_key(tool), version=1, **columns(tool, ToolRow))
    session.add(row)
    await session.flush()


async def find(session: AsyncSession, workspace: UUID, id: UUID) -> Tool | None:
    row = await session.get(ToolRow, id)
    return _tool(row) if row and row.workspace_id == workspace else None


async def get(session: AsyncSession, workspace: UUID, id: UUID) -> Tool:
    return _tool(await _get(session, workspace, id))


async def save(session: AsyncSession, workspace: UUID, tool: Tool) -> None:
    row = await _get(session, workspace, tool.id)
    copy(tool, row)
    row.open_key = _open_key(tool)
    await session.flush()


async def list_open(session: AsyncSession, workspace: UUID) -> list[Tool]:
    """What is asked for, longest waiting first, and what is approved."""
    rows = await session.scalars(
        select(ToolRow)
        .where(ToolRow.workspace_id == workspace, ToolRow.open_key.is_not(None))
        .order_by(ToolRow.asked_at, ToolRow.name)
    )
    return [_tool(row) for row in rows]


async def count_waiting(session: AsyncSession, workspace: UUID, user: str) -> int:
    """The requests that this person, of the office or an administrator, decides on: not their own."""
    waiting = select(func.count()).where(
        ToolRow.workspace_id == workspace, ToolRow.state == State.REQUESTED.value, ToolRow.asked_by != user
    )
    return await session.scalar(waiting) or 0


async def list_deciders(session: AsyncSession, workspace: UUID, *, but: str = "") -> list[str]:
    """Who is asked about what this person wants: the program office, or where it has nobody else, administrators."""
    people = select(PersonRow.user, PersonRow.in_office).where(
        PersonRow.workspace_id == workspace,
        PersonRow.is_active,
        ~PersonRow.is_bot,
        PersonRow.in_office | PersonRow.is_admin,
        PersonRow.user != but,
    )
    rows = (await session.execute(people.order_by(PersonRow.user))).all()
    return [user for user, in_office in rows if in_office] or [user for user, _ in rows]


async def add_word(session: AsyncSession, workspace: UUID, word: Word) -> None:
    session.add(WordRow(workspace_id=workspace, **columns(word, WordRow)))
    await session.flush()


async def get_word(session: AsyncSession, workspace: UUID, id: UUID) -> Word:
    row = await session.get(WordRow, id)
    if row is None or row.workspace_id != workspace:
        raise Refused("This is not there any more. `/pilot tools` shows the tools.")
    return record(row, Word)


async def list_words(session: AsyncSession, tool: UUID, *, limit: int = 5) -> Sequence[Word]:
    """Newest first."""
    rows = await session.scalars(
        select(WordRow).where(WordRow.tool == tool).order_by(WordRow.said_at.desc(), WordRow.id).limit(limit)
    )
    return [record(row, Word) for row in rows]


def _open_key(tool: Tool) -> str | None:
    return tool.key if tool.is_open else None


def _tool(row: ToolRow) -> Tool:
    return record(row, Tool, state=State(row.state))


async def _get(session: AsyncSession, workspace: UUID, id: UUID) -> ToolRow:
    row = await session.get(ToolRow, id)
    if row is None or row.workspace_id != workspace:
        raise Refused("This tool is not there any more. `/pilot tools` lists those that are.")
    return row
