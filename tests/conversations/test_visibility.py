"""To whom a program shows; to everybody else every command behaves as if it did not exist."""

from dataclasses import replace

import pytest

from commands.table import build
from program.programs import Program
from program.visibility import Visibility
from sandbox.client import Person
from storage import audit, people, programs
from tests.conversations.conftest import Rehearsal
from tests.conversations.story import agree, running_program, start

ELSEWHERE, HIDDEN = "#ai-ideas", "SECRET"

# What shows to whom is the same on both databases; one is enough here.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
async def program(rehearsal: Rehearsal) -> Program:
    """Shows to its members alone; the proposer has no role in it."""
    bot = rehearsal.bot
    made = await running_program(bot, code=HIDDEN, channel="ai-claims")
    async with bot.services.database.writing() as session:
        await programs.save(session, bot.workspace.id, replace(made, visibility=Visibility.MEMBERS))
    return made


async def says(person: Person, where: str, words: str) -> str:
    """All that comes back, whichever way; what opens is closed again."""
    answer = await person.says(where, words)
    if answer.view:
        await person.closes(all_=True)
    return f"{answer.text} {answer.view or ''} {answer.errors or ''}"


async def test_every_command_of_a_stranger_knows_nothing_of_it(rehearsal: Rehearsal, program: Program) -> None:
    stranger = rehearsal.slack.as_("proposer")
    for words in build().commands:
        about = await says(stranger, ELSEWHERE, f"/pilot {words} {HIDDEN}")
        unknown = await says(stranger, ELSEWHERE, f"/pilot {words} NOWHERE")
        assert about.lower() == unknown.lower().replace("nowhere", HIDDEN.lower()), words
        assert program.title not in about, words
        assert HIDDEN not in await says(stranger, ELSEWHERE, f"/pilot {words}"), words


async def test_in_its_channel_a_stranger_is_in_no_programs_channel(rehearsal: Rehearsal, program: Program) -> None:
    slack = rehearsal.slack
    await slack.as_("sponsor").invites("#ai-claims", "proposer")
    stranger = slack.as_("proposer")

    for words in ("status", "gate", "people", "risks", "week", "vote", "help"):
        said = await says(stranger, "#ai-claims", f"/pilot {words}")
        assert said == await says(stranger, ELSEWHERE, f"/pilot {words}"), words

    value = str(program.id)
    assert HIDDEN not in str(await stranger.home())
    assert value not in str((await stranger.home()).body)


async def test_members_see_it_and_its_digest_line_goes_to_them_alone(rehearsal: Rehearsal, program: Program) -> None:
    slack = rehearsal.slack
    assert HIDDEN in await slack.as_("security").says(ELSEWHERE, "/pilot status")
    assert HIDDEN in await slack.as_("security").says(ELSEWHERE, "/pilot digest")
    assert HIDDEN not in await slack.as_("proposer").says(ELSEWHERE, "/pilot digest")


async def test_the_sponsor_chooses_and_the_unit_that_the_office_keeps_sees_it(
    rehearsal: Rehearsal, program: Program
) -> None:
    slack, bot = rehearsal.slack, rehearsal.bot
    async with bot.services.database.writing() as session:
        await people.save_office(session, bot.workspace.id, ["U0PROGMGR"])
    office, sponsor = slack.as_("program-manager"), slack.as_("sponsor")
    await office.says(ELSEWHERE, "/pilot units")
    await office.presses("Add a unit", in_=ELSEWHERE)
    assert "Name the unit" in (await office.submits(unit=" ", people=["proposer"])).errors["unit"]
    assert not (await office.submits(unit="Claims", people=["proposer"])).errors
    await office.closes(all_=True)

    await sponsor.says("#ai-claims", "/pilot people")
    await sponsor.presses("Who sees it", in_="#ai-claims")
    assert not (await sponsor.submits(visibility="unit", unit="Claims")).errors

    stranger = slack.as_("proposer")
    assert "You cannot see this program here" in await stranger.says(ELSEWHERE, f"/pilot status {HIDDEN}")
    async with bot.services.database.reading() as session:
        entry = (await audit.list_entries(session, program.id))[0]
    assert (entry.did, entry.after) == ("program:visibility", {"visibility": "unit", "unit": "Claims"})


async def test_a_program_for_its_members_starts_in_a_private_channel(rehearsal: Rehearsal) -> None:
    slack = rehearsal.slack
    await agree(slack)
    assert not (await start(slack, visibility="members")).errors
    await rehearsal.bot.sender.settle()

    channel = await slack.as_("sponsor").channel("#ai-claims")
    assert channel["is_private"]
    assert "There is no program “CLAIMS”" in await slack.as_("legal").says(ELSEWHERE, "/pilot status CLAIMS")
