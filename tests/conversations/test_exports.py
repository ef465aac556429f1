"""A register leaves Slack as a file: for whoever may see the program, in person, and on the record."""

import csv
from collections.abc import Mapping
from io import StringIO

import pytest

from sandbox.client import Slack
from storage import audit, people, programs, standings
from tests.conversations.conftest import Rehearsal
from tests.conversations.story import running_program
from tests.conversations.test_registers import HELD

HERE = "#ai-claims"


@pytest.fixture
async def slack(rehearsal: Rehearsal) -> Slack:
    await running_program(rehearsal.bot)
    owner = rehearsal.slack.as_("product-owner")
    assert "Export CSV" not in (await owner.says(HERE, "/pilot register workshops")).modal.buttons
    await owner.presses("Add: Workshop")
    await owner.submits(HELD | {"about": '=HYPERLINK("https://evil.example";"Claims")'})
    await owner.closes(all_=True)
    return rehearsal.slack


def file_of(rehearsal: Rehearsal, name: str) -> list[Mapping[str, str]]:
    """The rows of the newest file of that name."""
    teams = rehearsal.sandbox.teams.values()
    found = [file for team in teams for file in team.files.values() if file.name == name and file.complete]
    content = rehearsal.sandbox.store.uploaded(found[-1].id)
    assert content is not None
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline="")))


async def test_whoever_may_see_it_gets_the_file_in_person(slack: Slack, rehearsal: Rehearsal) -> None:
    auditor = slack.as_("auditor")
    await auditor.says(HERE, "/pilot register workshops")
    assert "is on its way" in (await auditor.presses("Export CSV")).modal

    await auditor.waits_for("dm", "*Workshops* of CLAIMS: 1 row that counts")
    assert not [each for each in await slack.as_("sponsor").sees(HERE) if "Workshops* of CLAIMS" in each]
    (row,) = file_of(rehearsal, "claims-workshops.csv")
    assert row["Number"] == "W-1"
    assert row["What was it about?"] == '\'=HYPERLINK("https://evil.example";"Claims")', "text, and no formula"
    assert row["Which of these were there?"] == "The front line; Operations"
    assert row["Added by"] and not row["Added by"].startswith("U0")

    async with rehearsal.bot.services.database.reading() as session:
        program = (await programs.list_programs(session, rehearsal.bot.workspace.id))[0]
        trail = [each.did for each in await audit.list_entries(session, program.id)]
    assert trail[0] == "register:export"


async def test_who_has_no_part_in_it_gets_nothing(slack: Slack, rehearsal: Rehearsal) -> None:
    """Also where the screen was still open when the role was lost."""
    operations = slack.as_("operations")
    await operations.says(HERE, "/pilot register workshops")
    async with rehearsal.bot.services.database.writing() as session:
        program = (await programs.list_programs(session, rehearsal.bot.workspace.id))[0]
        now = rehearsal.bot.services.clock.now()
        (user,) = (await standings.get(session, program)).holders["operations"]
        await people.vacate(session, program.id, user, now=now)
    assert "You cannot see the registers" in str((await operations.presses("Export CSV")).modal)
    assert not [each for each in await operations.dm() if "Workshops* of CLAIMS" in each]


async def test_where_files_may_not_be_handed_over_it_says_who_can_change_that(
    slack: Slack, rehearsal: Rehearsal
) -> None:
    rehearsal.sandbox.team.installation.scopes.remove("files:write")
    owner = slack.as_("product-owner")
    await owner.says(HERE, "/pilot register workshops")
    await owner.presses("Export CSV")

    assert "An administrator grants the scope" in await owner.waits_for("dm", "could not be sent")
