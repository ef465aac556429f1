"""Two people change the same thing at once: the second is told, and the first one's change stays."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from program.blockers import Blocker
from program.errors import Refused
from program.workspaces import Workspace
from storage import blockers
from storage.database import Database
from tests.storage.test_standings import a_program

NOW = datetime(2026, 1, 12, 9, tzinfo=UTC)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)  # SQLite has one writer at a time
async def test_a_change_that_came_between_reading_and_saving_is_not_overwritten(
    database: Database, workspace: Workspace
) -> None:
    async with database.writing() as session:
        program = await a_program(session, workspace)
        blocker = Blocker(uuid4(), program.id, 1, None, "No access", "U4", date(2026, 1, 20), "U2", NOW)
        await blockers.add(session, blocker)
    slow_has_read, quick_has_saved = asyncio.Event(), asyncio.Event()

    async def slow() -> None:
        async with database.writing() as session:
            before = await blockers.get(session, blocker.id)
            slow_has_read.set()
            await quick_has_saved.wait()
            await blockers.save(session, replace(before, how="slow"))

    async def quick() -> None:
        await slow_has_read.wait()
        async with database.writing() as session:
            await blockers.save(session, replace(await blockers.get(session, blocker.id), how="quick"))
        quick_has_saved.set()

    refused, _ = await asyncio.gather(slow(), quick(), return_exceptions=True)

    assert isinstance(refused, Refused)
    async with database.reading() as session:
        assert (await blockers.get(session, blocker.id)).how == "quick"
