"""The audit chains as wholes: where each ends, and all links in order, without reading them all at once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from program.audit import Broken, Head, Link, Walk
from storage.audit import ChainRow, EntryRow, link
from storage.database import Database
from storage.programs import ProgramRow
from storage.workspaces import WorkspaceRow

AT_ONCE = 500  # links


@asynccontextmanager
async def snapshot(database: Database) -> AsyncIterator[AsyncSession]:
    """A transaction in which nothing moves, however long it takes and whatever is written meanwhile."""
    async with database.reading() as session:
        if not database.is_sqlite:  # where it is so anyway
            await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        yield session


async def names(session: AsyncSession) -> dict[str, str]:
    """What people call each chain: the program's code, or the workspace's name."""
    programs = await session.execute(select(ProgramRow.id, ProgramRow.code))
    workspaces = await session.execute(select(WorkspaceRow.id, WorkspaceRow.name))
    return {str(row[0]): row[1] for row in (*workspaces, *programs)}


async def list_heads(session: AsyncSession, chain: str | None = None) -> list[Head]:
    wanted = select(ChainRow.chain, ChainRow.seq, ChainRow.hash).order_by(ChainRow.chain)
    rows = await session.execute(wanted if chain is None else wanted.where(ChainRow.chain == chain))
    return [Head(*row) for row in rows]


async def links(session: AsyncSession, chain: str | None = None) -> AsyncIterator[Link]:
    """Chain after chain, each in its order."""
    wanted = select(EntryRow).order_by(EntryRow.chain, EntryRow.seq).limit(AT_ONCE)
    if chain is not None:
        wanted = wanted.where(EntryRow.chain == chain)
    rows = list(await session.scalars(wanted))
    while rows:
        for row in rows:
            yield link(row)
        after = tuple_(EntryRow.chain, EntryRow.seq) > (rows[-1].chain, rows[-1].seq)
        rows = list(await session.scalars(wanted.where(after)))


async def verify(session: AsyncSession, walk: Walk) -> Broken | None:
    """The first broken link of all chains of the database."""
    async for each in links(session):
        if broken := walk.follow(each):
            return broken
    return walk.arrive(await list_heads(session))
