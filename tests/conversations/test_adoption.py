"""A program that was under way before Pilot is adopted in its week, with what was done marked so."""

import asyncio
import re

from program.adoption import week_of
from sandbox.client import Answer, Person
from storage import programs, standings
from tests.conversations.conftest import Rehearsal
from tests.conversations.story import agree, start

HERE = "#ai-claims"
NOW, FIVE_WEEKS_AGO = "2026-02-11T09:00:00+00:00", "2026-01-12"


async def test_a_program_in_its_fifth_week_is_adopted(rehearsal: Rehearsal) -> None:
    slack = rehearsal.slack
    owner, sponsor = slack.as_("product-owner"), slack.as_("sponsor")
    await agree(slack)
    await owner.closes(all_=True)
    await slack.moves_clock(NOW)
    refused = await start(slack, start=FIVE_WEEKS_AGO)
    assert "say below what has happened so far" in refused.errors["start"]
    begun = await owner.submits(adopted="Discovery was done with a consultancy")
    assert not begun.errors and "is adopted; its week 1 began on" in begun.modal

    form = (await owner.presses("Mark what is done")).modal
    assert "came to Pilot in week 5" in form and "Week 3: " in form and "Week 5: " not in form
    assert "Tick what was done" in (await owner.submits(note="The old wiki")).errors["note"]
    marked = await owner.submits({"week-1-0": ["w1-workshops", "w1-user-journey"]}, note="https://wiki.example/old")
    assert "2 items of CLAIMS marked as done before Pilot" in marked.modal
    await owner.closes(all_=True)

    await sponsor.closes(all_=True)
    await says(rehearsal, sponsor, "/pilot gate")
    await sponsor.presses("Passed before Pilot", in_=HERE)
    assert "lies in the past" in (await sponsor.submits(on="2026-03-01", why="The board")).errors["on"]
    vouched = await sponsor.submits(on="2026-01-23")
    assert "“End of discovery” is from before as well" in vouched.modal
    await sponsor.presses("The next one")
    assert "is passed, on your word" in (await sponsor.submits(on="2026-01-30", why="The board again")).modal
    await sponsor.closes(all_=True)
    assert "Before Pilot, on 23 January 2026: The board" in await sponsor.says(HERE, "/pilot gate")

    await slack.moves_clock("2026-02-11T09:10:00+00:00")
    await sponsor.waits_for(HERE, "Week 5 of 13", seconds=15)
    weeks = re.findall(r"Week (\d+) of 13", " ".join(map(str, await sponsor.sees(HERE))))
    assert set(weeks) == {"5"}, "no prompt of a week that is over"
    bot = rehearsal.bot
    async with bot.services.database.reading() as session:
        program = await programs.get_by_code(session, bot.workspace.id, "CLAIMS")
        standing = await standings.get(session, program)
    assert week_of(standing) == 5
    assert standing.item("w1-workshops").evidence == "Before Pilot: https://wiki.example/old"


async def test_a_program_that_began_with_pilot_has_nothing_from_before(rehearsal: Rehearsal) -> None:
    slack = rehearsal.slack
    await agree(slack)
    assert not (await start(slack)).errors
    await slack.as_("product-owner").closes(all_=True)
    assert "began with Pilot" in await says(rehearsal, slack.as_("program-manager"), "/pilot adopt")
    assert "You cannot mark what was done before" in await says(rehearsal, slack.as_("security"), "/pilot adopt")


async def says(rehearsal: Rehearsal, who: Person, command: str) -> Answer:
    """As soon as they are in the channel: the sender keeps Slack's pace, and its time flies meanwhile."""
    for _ in range(100):
        answer = await who.says(HERE, command)
        if "Join it first" not in answer and "sees no channel" not in answer:
            break
        await rehearsal.slack.checked("/clock", {"skip": 1})
        await asyncio.sleep(0.05)
    return answer
