"""A use case whose data is not to be had is stopped in its second week, and its backup starts."""

import asyncio
from typing import Any

import pytest

from program.programs import Program, ProgramState
from sandbox.client import Person, Seen
from storage import programs
from tests.conversations.conftest import Rehearsal
from tests.conversations.story import WEEK_1, agree, start

HERE, NEXT = "#ai-claims", "#ai-fraud"
WEEK_2, WEEK_3 = "2026-01-20T10:00:00+00:00", "2026-01-26T08:01:00+00:00"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_program_without_data_is_stopped_in_phase_1_and_its_backup_starts(rehearsal: Rehearsal) -> None:
    slack = rehearsal.slack
    owner, sponsor = slack.as_("product-owner"), slack.as_("sponsor")
    await agree(slack)
    assert not (await start(slack)).errors
    await owner.closes(all_=True)
    await slack.moves_clock(WEEK_1)
    await owner.waits_for(HERE, "Week 1 of 13", seconds=15)

    await slack.moves_clock(WEEK_2)
    await the_data_is_not_to_be_had(rehearsal)
    await the_sponsor_stops_it(sponsor)
    await the_backup_is_selected(rehearsal, owner, sponsor)

    assert not (await start(slack, start="2026-01-26", channel_name="ai-fraud")).errors
    await slack.moves_clock(WEEK_3)
    prompt = await owner.waits_for(NEXT, "Week 1 of 13", seconds=15)
    assert "FRAUD" in prompt
    first, second = await stored(rehearsal)
    assert (first.state, second.state) == (ProgramState.FINISHED, ProgramState.RUNNING)
    assert [seen for seen in await owner.sees(HERE) if "Week 3 of 13" in seen] == [], "a stopped program is silent"
    assert "stopped for good" in str(await sponsor.says(HERE, "/pilot status")).lower()


async def the_data_is_not_to_be_had(rehearsal: Rehearsal) -> None:
    manager = rehearsal.slack.as_("program-manager")
    await manager.says(HERE, "/pilot gate close selection")
    refused = await manager.says(HERE, "/pilot gate close data")
    assert "Missing" in refused or "comes first" in refused, refused


async def the_sponsor_stops_it(sponsor: Person) -> None:
    await sponsor.closes(all_=True)
    assert (await sponsor.says(HERE, "/pilot stop")).modal.title == "Pause or stop"
    answer = await sponsor.submits(
        reason="The archive may not be used for this.", learned="Ask the data owner before anybody else."
    )
    assert "its backup" in answer.modal or "has a backup" in answer.modal
    await sponsor.closes(all_=True)
    assert "Ask the data owner" in await sponsor.waits_for(HERE, "is stopped for good")


async def the_backup_is_selected(rehearsal: Rehearsal, owner: Person, sponsor: Person) -> None:
    assert "UC-2 Fraud triage" in await sees(rehearsal, owner, "has stopped")
    await owner.presses("Select the backup", in_="dm")
    assert not (await owner.submits(why="It was the backup.")).errors
    await owner.closes(all_=True)
    await sees(rehearsal, sponsor, "asks you, as its sponsor", least=2)
    await sponsor.presses("Read and answer", in_="dm")
    assert not (await sponsor.submits(answer="agree")).errors
    await sees(rehearsal, owner, "agrees", least=2)


async def sees(rehearsal: Rehearsal, who: Person, wanted: str, *, least: int = 1) -> Seen:
    """The sender keeps Slack's pace, and its time flies meanwhile."""
    for _ in range(100):
        found = [message for message in await who.sees("dm") if wanted in message]
        if len(found) >= least:
            return found[-1]
        await rehearsal.slack.checked("/clock", {"skip": 1})
        await asyncio.sleep(0.02)
    return await who.waits_for("dm", wanted, seconds=1)


async def stored(rehearsal: Rehearsal) -> list[Program]:
    bot: Any = rehearsal.bot
    async with bot.services.database.reading() as session:
        found = await programs.list_programs(session, bot.workspace.id)
    return sorted(found, key=lambda each: each.start)
