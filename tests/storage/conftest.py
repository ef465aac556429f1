"""A workspace in a real database, once on SQLite and once on PostgreSQL."""

from collections.abc import AsyncIterator

import pytest

from program.workspaces import Workspace
from storage import workspaces
from storage.database import Database


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database(database_url)
    yield opened
    await opened.close()


@pytest.fixture
async def workspace(database: Database) -> Workspace:
    async with database.writing() as session:
        return await workspaces.meet(session, team="T1", enterprise=None, name="Acme", bot_user="UBOT")
