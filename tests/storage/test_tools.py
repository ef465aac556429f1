"""The register of AI tools: what is open has its name for itself, and whoever asks is not among those who decide."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from program import tools
from program.errors import Refused
from program.people import Person
from program.tools import Word
from program.workspaces import Workspace
from storage import people
from storage import tools as stored
from storage.database import Database
from tests.program.test_tools import APPROVED, ASKED, NOW


async def test_a_tool_comes_back_as_it_was_kept(database: Database, workspace: Workspace) -> None:
    async with database.writing() as session:
        await stored.add(session, workspace.id, ASKED)
        counted = [await stored.count_waiting(session, workspace.id, user) for user in ("U9", ASKED.asked_by)]
        assert counted == [1, 0], "not one's own"
        await stored.save(session, workspace.id, APPROVED)
        assert await stored.count_waiting(session, workspace.id, "U9") == 0
        said = Word(uuid4(), APPROVED.id, "U1", NOW, "Slow on Mondays")
        await stored.add_word(session, workspace.id, said)

    async with database.reading() as session:
        assert await stored.list_open(session, workspace.id) == [APPROVED]
        assert await stored.get(session, workspace.id, APPROVED.id) == APPROVED
        assert list(await stored.list_words(session, APPROVED.id)) == [said]
        assert await stored.get_word(session, workspace.id, said.id) == said
        assert await stored.find(session, uuid4(), APPROVED.id) is None, "of another workspace"
        with pytest.raises(Refused, match="not there any more"):
            await stored.get(session, uuid4(), APPROVED.id)
        with pytest.raises(Refused, match="not there any more"):
            await stored.get_word(session, uuid4(), said.id)


async def test_two_who_ask_for_the_same_at_once_do_not_both(database: Database, workspace: Workspace) -> None:
    async with database.writing() as session:
        await stored.add(session, workspace.id, ASKED)
    with pytest.raises(Refused):
        async with database.writing() as session:
            await stored.add(session, workspace.id, replace(ASKED, id=UUID(int=9), name="lingua"))

    async with database.writing() as session:
        gone = tools.retire(APPROVED, by="U1", now=NOW, reason="Old")
        await stored.save(session, workspace.id, gone)
        await stored.add(session, workspace.id, replace(ASKED, id=UUID(int=9), name="lingua"))
        assert [each.id for each in await stored.list_open(session, workspace.id)] == [UUID(int=9)]


async def test_the_office_decides_and_where_it_has_nobody_else_administrators(
    database: Database, workspace: Workspace
) -> None:
    known = [
        Person("UADMIN", "Admin", is_admin=True),
        Person("UOFFICE", "Office"),
        Person("UGONE", "Gone", is_admin=True, is_active=False),
        Person("UMEMBER", "Member"),
    ]
    async with database.writing() as session:
        await people.save(session, workspace.id, known)
        await people.save_office(session, workspace.id, ["UOFFICE", "UGONE"])

    async with database.reading() as session:
        assert await stored.list_deciders(session, workspace.id, but="UMEMBER") == ["UOFFICE"]
        assert await stored.list_deciders(session, workspace.id, but="UOFFICE") == ["UADMIN"]
