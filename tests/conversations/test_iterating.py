"""A program that does not go straight: from its proposal to a vote that it loses, two weeks more, and a stable end."""

import asyncio
from datetime import UTC, date, datetime

import pytest

from playbook.loader import load
from program.programs import ProgramState
from sandbox import demo_story
from sandbox.client import Seen
from sandbox.clock import Clock
from sandbox.demo_story import CLAIMS, Story
from storage import programs, standings
from tests.conversations.conftest import Rehearsal
from tests.conversations.whole_story import (
    PRESENT,
    THE_FIRST_MONDAY,
    it_runs_for_a_few,
    the_evidence_is_there,
    the_foundation_is_closed,
    the_pilot_is_asked,
)

TWO_WEEKS_LATER = datetime(2026, 3, 30, 9, 30, tzinfo=UTC)
WEEK_13 = date(2026, 4, 20)  # two weeks later than it was planned


@pytest.fixture
def clock() -> Clock:
    return demo_story.clock(PRESENT)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_program_iterates_two_weeks_and_then_stabilises(rehearsal: Rehearsal) -> None:
    story = Story(rehearsal.slack, THE_FIRST_MONDAY)
    await demo_story.tell(rehearsal.slack, present=PRESENT)
    await the_foundation_is_closed(story)
    await the_pilot_is_asked(story)
    await the_evidence_is_there(story)

    await everybody_votes(story, "go-no-go", "no-go", "The rollback is untested")
    await decided(story, "go-no-go", choice="iterate", reason="The controls need two more weeks")
    assert await story.slack.as_("legal").waits_for(CLAIMS, "this gate is due Fri 3 Apr 2026 now", seconds=15)
    await story.comes(TWO_WEEKS_LATER)
    await everybody_votes(story, "go-no-go", "go")
    await decided(story, "go-no-go", choice="go", reason="They hold now")

    await it_runs_for_a_few(story, monday=WEEK_13)
    await everybody_votes(story, "scale", "stabilise", "It is too slow on Mondays")
    plan = {"ask-sla-plan": "Under two seconds by May"}
    await decided(story, "scale", choice="stabilise", reason="Latency first", **plan)
    await it_is_on_record(rehearsal, story)


async def everybody_votes(story: Story, gate: str, choice: str, reason: str | None = None) -> None:
    title = load().gate(gate).title
    await story.asks("program-manager", CLAIMS, "/pilot vote")
    await story.submits("program-manager")
    poll = await _open_poll(story, title)
    asked = {*load().gate(gate).voters, *(("privacy",) if gate == "go-no-go" else ())}
    for voter in sorted(asked):
        if reason is None:
            await story.presses(voter, f"vote-cast:{choice}", poll)
        else:
            await story.presses(voter, f"vote-show:{choice}", poll)
            await story.submits(voter, reason=reason)


async def _open_poll(story: Story, title: str) -> Seen:
    """The one that takes votes: an earlier one stays in the channel."""
    for _ in range(150):
        seen = await story.slack.as_("operations").sees(CLAIMS)
        if found := [each for each in seen if f"Vote: {title}" in each and "What is asked" in each]:
            return found[-1]
        await asyncio.sleep(0.1)
    raise AssertionError(f"no open poll on {title}")


async def decided(story: Story, gate: str, **answers: str) -> None:
    title = load().gate(gate).title
    sponsor = story.slack.as_("sponsor")
    await sponsor.waits_for("dm", f"The vote on *{title}* of CLAIMS Claims summaries has closed", seconds=15)
    await story.presses("sponsor", "Decide", "dm")
    await story.submits("sponsor", **answers)
    await story.slack.as_("legal").waits_for(CLAIMS, answers["reason"], seconds=15)


async def it_is_on_record(rehearsal: Rehearsal, story: Story) -> None:
    bot = rehearsal.bot
    async with bot.services.database.reading() as session:
        program = await programs.get_by_code(session, bot.workspace.id, "CLAIMS")
        over = await standings.get(session, program)
    assert over.program.state is ProgramState.FINISHED
    assert [each.choice for each in over.decisions] == ["iterate", "go", "stabilise"]
    assert over.gate_day(over.playbook.gate("scale")) == date(2026, 4, 24)
    told = await story.slack.as_("auditor").says(CLAIMS, "/pilot decisions")
    assert all(each in told for each in ("The controls need two more weeks", "They hold now", "Latency first"))
