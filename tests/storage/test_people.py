"""People and their roles come and go, and the past is kept."""

from datetime import UTC, datetime, timedelta

from program.people import Person
from program.workspaces import Workspace
from storage import people
from storage.database import Database
from tests.storage.test_standings import a_program

NOW = datetime(2026, 1, 26, 9, tzinfo=UTC)


async def test_who_is_named_first_comes_first_and_who_stays_keeps_their_place(
    database: Database, workspace: Workspace
) -> None:
    async with database.writing() as session:
        program = (await a_program(session, workspace)).id
        named = [f"U{number}" for number in range(9, 0, -1)]
        await people.appoint(session, workspace.id, program, "legal", named, by="U0", now=NOW)
        changed = await people.appoint(
            session, workspace.id, program, "legal", ["UNEW", "U5", "U7"], by="U0", now=NOW + timedelta(days=1)
        )

    assert changed == (["UNEW"], ["U9", "U8", "U6", "U4", "U3", "U2", "U1"])
    async with database.reading() as session:
        held = [each.user for each in await people.list_appointments(session, program) if each.role == "legal"]
    assert held == ["U7", "U5", "UNEW"]


async def test_who_leaves_holds_nothing_and_it_is_known_what_they_held(
    database: Database, workspace: Workspace
) -> None:
    async with database.writing() as session:
        program = (await a_program(session, workspace)).id
        for role in ("legal", "privacy"):
            await people.appoint(session, workspace.id, program, role, ["U77"], by="U0", now=NOW)

    async with database.writing() as session:
        assert await people.vacate(session, program, "U77", now=NOW) == ["legal", "privacy"]
        assert await people.vacate(session, program, "U77", now=NOW) == []
        assert await people.list_former(session, program, "U77") == {"legal", "privacy"}
        assert await people.list_programs_of(session, workspace.id, "U77") == []


async def test_bots_and_those_who_left_may_act_as_nothing(database: Database, workspace: Workspace) -> None:
    known = [
        Person("UADMIN", "Admin", is_admin=True),
        Person("UGUEST", "Guest", is_guest=True),
        Person("UBOT", "Bot", is_bot=True),
        Person("UGONE", "Gone", is_admin=True, is_active=False),
    ]
    async with database.writing() as session:
        await people.save(session, workspace.id, known)
        await people.save_office(session, workspace.id, ["UADMIN", "UGONE"])

    async with database.reading() as session:
        acts_as = {each.user: await people.roles(session, workspace.id, each.user) for each in known}
    assert acts_as == {
        "UADMIN": {"member", "admin", "office"},
        "UGUEST": frozenset(),
        "UBOT": frozenset(),
        "UGONE": frozenset(),
    }


async def test_what_slack_says_anew_leaves_the_office_and_the_direct_messages(
    database: Database, workspace: Workspace
) -> None:
    async with database.writing() as session:
        await people.save(session, workspace.id, [Person("U1", "Before")])
        await people.save_office(session, workspace.id, ["U1"])
        await people.save_dm(session, workspace.id, "U1", "D1")
        await people.save(session, workspace.id, [Person("U1", "After")])

    async with database.reading() as session:
        assert await people.list_office(session, workspace.id) == ["U1"]
        assert await people.find_dm(session, workspace.id, "U1") == "D1"
        assert await people.find(session, workspace.id, "U1") == Person("U1", "After")
