"""What was told of tools in use is kept, longest waiting first; its table has no other person in it."""

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest

from program import tool_reports
from program.errors import Refused
from program.workspaces import Workspace
from storage import tool_reports as stored
from storage.database import Database
from tests.program.test_tool_reports import NOW, TOLD


async def test_what_was_told_comes_back_until_it_is_seen_to(database: Database, workspace: Workspace) -> None:
    older = replace(TOLD, id=UUID(int=2), name="Older", told_on=date(2026, 1, 5), told_by="U1")
    async with database.writing() as session:
        await stored.add(session, workspace.id, TOLD)
        await stored.add(session, workspace.id, older)

    async with database.writing() as session:
        assert await stored.list_open(session, workspace.id) == [older, TOLD]
        done = tool_reports.settle(older, "Approved", by="U2", now=NOW)
        await stored.save(session, workspace.id, done)

    async with database.reading() as session:
        assert await stored.list_open(session, workspace.id) == [TOLD]
        assert await stored.get(session, workspace.id, older.id) == done
        with pytest.raises(Refused, match="not there any more"):
            await stored.get(session, uuid4(), TOLD.id)
