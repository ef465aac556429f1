"""PostgreSQL: connections that the server has closed are not used again, and who stands still holds up nobody."""

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from program.workspaces import Workspace
from storage import database as databases
from storage.database import Database

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


async def backend(database: Database) -> int:
    async with database.reading() as session:
        await session.execute(text("SELECT pg_sleep(0.05)"))  # so that each of several has a connection of its own
        return int((await session.execute(text("SELECT pg_backend_pid()"))).scalar_one())


async def test_after_a_restart_of_the_server_nobody_meets_an_old_connection(
    database: Database, database_url: str
) -> None:
    before = await asyncio.gather(*(backend(database) for _ in range(4)))
    other = Database(database_url)
    async with other.reading() as session:
        for process in before:
            await session.execute(text("SELECT pg_terminate_backend(:process)"), {"process": process})
    await other.close()
    await asyncio.sleep(0.1)  # the driver hears of it

    after = await asyncio.gather(*(backend(database) for _ in range(4)))

    assert len(set(before)) == 4 and not set(before) & set(after)


async def test_a_process_that_freezes_in_a_transaction_lets_go_of_what_it_holds(
    database_url: str, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(databases, "HELD_AT_MOST", 0.3)
    frozen, other = Database(database_url), Database(database_url)
    change = text("UPDATE workspaces SET name = :name")

    async def freeze_in_the_middle() -> None:
        async with frozen.writing() as session:
            await session.execute(change, {"name": "never stored"})
            async with asyncio.timeout(5):
                await asyncio.create_task(_rename(other))
            await session.execute(change, {"name": "never stored"})

    with pytest.raises(DBAPIError):
        await freeze_in_the_middle()

    async with other.reading() as session:
        assert (await session.execute(text("SELECT name FROM workspaces"))).scalar_one() == "stored"
    await frozen.close()
    await other.close()


async def _rename(database: Database) -> None:
    databases._inside.set(False)  # another process
    async with database.writing() as session:
        await session.execute(text("UPDATE workspaces SET name = 'stored'"))
