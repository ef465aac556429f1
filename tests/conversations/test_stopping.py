"""A program is paused, or stopped for good, in its first phase: by its sponsor, in person, without a vote."""

import pytest

from program.programs import ProgramState
from sandbox.client import Slack
from storage import programs
from tests.conversations.conftest import Rehearsal
from tests.conversations.story import WEEK_1, running_program

HERE = "#ai-claims"


@pytest.fixture
async def slack(rehearsal: Rehearsal) -> Slack:
    await running_program(rehearsal.bot)
    await rehearsal.slack.moves_clock(WEEK_1)
    return rehearsal.slack


async def state(rehearsal: Rehearsal) -> ProgramState:
    async with rehearsal.bot.services.database.reading() as session:
        return (await programs.get_by_code(session, rehearsal.bot.workspace.id, "CLAIMS")).state


async def test_only_the_sponsor_stops_a_program_and_says_what_was_learnt(slack: Slack, rehearsal: Rehearsal) -> None:
    refused = await slack.as_("program-manager").says(HERE, "/pilot stop")
    assert "You cannot pause or stop the program" in refused

    sponsor = slack.as_("sponsor")
    form = (await sponsor.says(HERE, "/pilot stop")).modal
    assert "Stopped, it is finished" in form
    assert "One sentence will do" in (await sponsor.submits(reason="No data", way="stopped")).errors["learned"]
    done = await sponsor.submits(learned="Ask who owns the data first")
    assert "stopped for good" in done.modal

    told = await slack.as_("legal").waits_for(HERE, "is stopped for good")
    assert "No data" in told and "Ask who owns the data first" in told
    assert await state(rehearsal) is ProgramState.FINISHED
    assert "Stopped for good" in await slack.as_("auditor").says(HERE, "/pilot decisions")
    assert "finished" in await sponsor.says(HERE, "/pilot pause")


async def test_a_pause_has_its_day_and_the_sponsor_takes_it_up_again(slack: Slack, rehearsal: Rehearsal) -> None:
    sponsor = slack.as_("sponsor")
    others = await slack.as_("program-manager").says(HERE, "/pilot gate")
    assert others.response and "Pause or stop" not in others.response.buttons
    await sponsor.says(HERE, "/pilot gate")
    await sponsor.presses("Pause or stop", in_=HERE)
    assert "On which day" in (await sponsor.submits(way="paused", reason="A freeze")).errors["review_on"]
    assert "You are asked on" in (await sponsor.submits(review_on="2026-02-02")).modal
    assert await state(rehearsal) is ProgramState.PAUSED
    assert "A freeze" in await slack.as_("legal").waits_for(HERE, "is paused until")

    await slack.moves_clock("2026-02-02T10:00:00+00:00")
    asked = await sponsor.waits_for("dm", "look at it again", seconds=15)
    await sponsor.presses("Decide", in_=asked)
    await sponsor.submits(way="resumed", reason="The freeze is over")
    assert await state(rehearsal) is ProgramState.RUNNING
