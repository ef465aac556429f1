"""A program that does not go straight: it asks its question twice, and then stabilises."""

from datetime import UTC, date, datetime

import pytest

from program.programs import ProgramState
from tests.conversations.conftest import Rehearsal
from tests.conversations.story import nothing_missing
from tests.conversations.voting import HERE, Voting, begin

WEDNESDAY_AFTER_TWO_WEEKS = datetime(2026, 1, 21, 10, tzinfo=UTC)
WEEK_13 = datetime(2026, 2, 9, 10, tzinfo=UTC)  # two weeks later than it was planned
SCALE_VOTERS = ("product-owner", "business-owner", "operations", "engineering-lead", "risk-owner", "change-lead")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_program_iterates_two_weeks_and_then_stabilises(rehearsal: Rehearsal) -> None:
    voting = await begin(rehearsal)
    await nothing_missing(rehearsal.bot, voting.program, "go-no-go")
    await voting.closes(no=7)
    await voting.decides("iterate", reason="The controls need two more weeks")
    await voting.slack.as_("sponsor").closes(all_=True)
    assert "this gate is due Fri 23 Jan 2026 now" in await voting.shows("has decided on")

    await the_second_vote_is_a_go(voting)
    await it_stabilises(voting)

    over = await voting.standing()
    assert over.program.state is ProgramState.FINISHED
    assert [each.choice for each in over.decisions] == ["iterate", "go", "stabilise"]
    assert over.gate_day(over.playbook.gate("scale")) == date(2026, 2, 13)
    told = await voting.slack.as_("auditor").says(HERE, "/pilot decisions")
    assert all(each in told for each in ("The controls need two more weeks", "They hold now", "Latency first"))


async def the_second_vote_is_a_go(voting: Voting) -> None:
    await voting.slack.moves_clock(WEDNESDAY_AFTER_TWO_WEEKS.isoformat())
    await voting.slack.as_("program-manager").says(HERE, "/pilot vote")
    assert not (await voting.slack.as_("program-manager").submits({})).errors
    poll = await voting.shows("What is asked")
    for voter in (
        "product-owner",
        "business-owner",
        "operations",
        "engineering-lead",
        "security",
        "compliance",
        "risk-owner",
    ):
        answer = await voting.votes(voter, poll)
        assert not answer.failure, answer
    await voting.sees("sponsor", "Go 7")
    answer = await voting.decides("go", reason="They hold now")
    assert not answer.errors, answer.errors
    await voting.slack.as_("sponsor").closes(all_=True)


async def it_stabilises(voting: Voting) -> None:
    await voting.slack.moves_clock(WEEK_13.isoformat())
    await nothing_missing(voting.rehearsal.bot, voting.program, "scale")
    await voting.slack.as_("program-manager").says(HERE, "/pilot vote")
    assert not (await voting.slack.as_("program-manager").submits({})).errors
    poll = await voting.shows("What is asked")
    for voter in SCALE_VOTERS:
        await voting.votes(voter, poll, "stabilise", "It is too slow on Mondays")
    await voting.slack.as_("sponsor").presses("decision-open", in_=await voting.sees("sponsor", "Stabilise 6"))
    plan = {"ask-sla-plan": "Under two seconds by May", "reason": "Latency first"}
    answer = await voting.slack.as_("sponsor").submits(plan, choice="stabilise")
    assert not answer.errors, answer.errors
    assert "the program is finished" in await voting.shows("this was the last gate")
