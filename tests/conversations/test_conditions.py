"""Conditions of a decision: met, accepted, missed; and a pause whose day has come."""

import pytest

from program.programs import ProgramState
from tests.conversations.conftest import Rehearsal
from tests.conversations.story import nothing_missing
from tests.conversations.voting import HERE, Voting, begin


@pytest.fixture
async def voting(rehearsal: Rehearsal) -> Voting:
    return await begin(rehearsal)


async def decided(voting: Voting, due: str = "2026-01-15") -> None:
    await nothing_missing(voting.rehearsal.bot, voting.program, "go-no-go")
    await voting.closes()
    answer = await voting.decides(
        "go-with-conditions", **{"condition-1": "Train the night shift", "owner-1": "on-call", "due-1": due}
    )
    assert "recorded" in answer.modal, answer


async def test_a_condition_is_met_by_its_owner_and_accepted_by_whoever_set_it(voting: Voting) -> None:
    await decided(voting)
    sponsor, owner = voting.slack.as_("sponsor"), voting.slack.as_("on-call")
    assert "1 condition to settle" in await sponsor.says(HERE, "/pilot conditions")
    assert "Meet the condition: Train the night shift" in await owner.says(HERE, "/pilot todo")

    await owner.says(HERE, "/pilot conditions")
    await owner.presses("Met", in_=HERE)
    assert (await owner.submits(evidence="  ")).errors["evidence"]
    assert "is said to be met" in (await owner.submits(evidence="All 12 were there")).modal
    asked = await voting.sees("sponsor", "is said to be met")
    assert "All 12 were there" in asked

    await sponsor.presses("Review", in_=asked)
    assert "still lacking" in (await sponsor.submits(answer="returned")).errors["why"]
    assert "is met" in (await sponsor.submits(answer="accepted")).modal
    assert "accepted by" in await voting.sees("on-call", "accepted by")
    assert "0 conditions to settle" in await sponsor.says(HERE, "/pilot conditions")
    assert (await voting.did())[0] == "condition:accepted"


async def test_a_condition_missed_before_launch_opens_its_gate_again(voting: Voting) -> None:
    await decided(voting)

    await voting.slack.moves_clock("2026-01-16T10:00:00+00:00")

    assert "is open again" in await voting.shows("is open again")
    standing = await voting.standing()
    assert not standing.is_passed(standing.playbook.gate("go-no-go"))
    assert await voting.count("reopened_gates") == 1
    assert "gate:reopen" in await voting.did()
    sponsor = voting.slack.as_("sponsor")
    await sponsor.says(HERE, "/pilot conditions")
    await sponsor.presses("Settle", in_=HERE)
    refused = await sponsor.submits(way="extended", why="They were ill")
    assert "Until when?" in refused.errors["due"]
    assert "has until" in (await sponsor.submits(due="2026-01-30")).modal
    assert "They were ill" in await voting.shows("has until")


async def test_on_the_day_of_its_review_a_pause_is_ended_moved_or_made_for_good(voting: Voting) -> None:
    await voting.closes(no=4)
    await voting.decides("pause", reason="The data owner left", review_on="2026-01-20")
    await voting.slack.moves_clock("2026-01-20T10:00:00+00:00")
    asked = await voting.sees("sponsor", "look at it again")
    sponsor = voting.slack.as_("sponsor")

    await sponsor.presses("review-open", in_=asked)
    assert (
        "still to come"
        in (await sponsor.submits(way="review-moved", reason="Not yet", review_on="2026-01-20")).errors["review_on"]
    )
    assert "stays paused" in (await sponsor.submits(review_on="2026-02-03")).modal
    assert "Not yet" in await voting.shows("stays paused until")

    await voting.slack.moves_clock("2026-02-03T10:00:00+00:00")
    again = await voting.sees("sponsor", "to be looked at on Tue 3 Feb 2026")
    await sponsor.presses("review-open", in_=again)
    assert "stopped for good" in (await sponsor.submits(way="stopped", reason="Nobody can own the data")).modal
    assert "Nobody can own the data" in await voting.shows("is stopped for good")
    assert (await voting.standing()).program.state is ProgramState.FINISHED
