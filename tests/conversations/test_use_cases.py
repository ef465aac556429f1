"""Week 0: proposing, comparing, selecting, and the sponsor's agreement."""

import asyncio
from typing import Any

import pytest

from sandbox.client import Slack
from tests.conversations.story import CLAIMS, agree

IDEAS = "#ai-ideas"


async def propose(slack: Slack, who: str = "proposer", **changes: Any) -> dict[str, str]:
    """What the form says against it; nothing where it was taken."""
    person = slack.as_(who)
    await person.says(IDEAS, "/pilot propose")
    answer = await person.submits(CLAIMS | changes)
    if not answer.errors:
        await person.closes(all_=True)
    return answer.errors


@pytest.mark.parametrize("transport", ["socket", "http"])
async def test_a_use_case_becomes_the_top_priority(slack: Slack) -> None:
    await agree(slack)

    listed = await slack.as_("product-owner").says(IDEAS, "/pilot candidates")

    assert "UC-1 Claims summaries* · primary" in listed
    assert "UC-2 Fraud triage* · backup" in listed
    assert "has agreed to the primary" in listed


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"title": "   "}, "title", "Please fill this in"),
        ({"cost_today": None}, "cost_today", "who will measure it and by when"),
        ({"outcome": None, "measured_by": "operations"}, "measured_on", "By when"),
        ({"measured_by": "operations", "measured_on": "2020-01-01"}, "measured_on", "This date has passed"),
        ({"measured_on": "2026-02-01"}, "measured_by", "Who will measure it"),
        ({"product_owner": "sponsor"}, "product_owner", "two different people"),
        ({"sponsor": "lunch-bot"}, "sponsor", "A bot cannot hold a role"),
        ({"sponsor": "guest"}, "sponsor", "A guest cannot hold a role"),
    ],
)
async def test_what_cannot_be_proposed_is_said_at_its_field(
    slack: Slack, changes: dict[str, Any], field: str, sentence: str
) -> None:
    errors = await propose(slack, **changes)

    assert sentence in errors[field]
    assert "UC-1" not in await slack.as_("proposer").says(IDEAS, "/pilot candidates")


@pytest.mark.parametrize("typed", ["<!channel> & <@U0SPONSOR>", "🚀🔥" * 20, "تلخيص المطالبات", "a" * 60])
async def test_what_people_type_is_data(slack: Slack, typed: str) -> None:
    assert not await propose(slack, title=typed[:60], problem=typed * 3, unit=typed[:60])

    listed = await slack.as_("proposer").says(IDEAS, "/pilot candidates")

    assert listed.response
    assert "<!channel>" not in str(listed.response.blocks)


async def test_two_people_propose_at_once(slack: Slack) -> None:
    people = [slack.as_(name) for name in ("proposer", "operations", "data-owner")]
    await asyncio.gather(*(person.says(IDEAS, "/pilot propose") for person in people))

    answers = await asyncio.gather(*(person.submits(CLAIMS | {"title": person.name}) for person in people))
    again = [person for person, answer in zip(people, answers, strict=True) if answer.errors]
    for person in again:  # who lost the race is told to repeat, and nothing typed is lost
        assert not (await person.submits(CLAIMS | {"title": person.name})).errors

    listed = await people[0].says(IDEAS, "/pilot candidates")
    assert all(name in listed for name in ("UC-1", "UC-2", "UC-3"))


async def test_a_guest_cannot_propose(slack: Slack) -> None:
    await slack.as_("sponsor").invites(IDEAS, "guest")

    assert "You cannot propose a use case" in await slack.as_("guest").says(IDEAS, "/pilot propose")


async def test_the_sponsor_alone_answers_and_once(slack: Slack) -> None:
    await agree(slack)
    sponsor = slack.as_("sponsor")

    told = await sponsor.waits_for("dm", "You agreed on")

    assert told.buttons == []


async def test_no_is_an_answer_with_its_reason(slack: Slack) -> None:
    owner, sponsor = slack.as_("product-owner"), slack.as_("sponsor")
    await propose(slack, "product-owner")
    await propose(slack, "product-owner", title="Fraud triage")
    await owner.says(IDEAS, "/pilot select")
    same = await owner.submits(primary="UC-1 Claims summaries", backup="UC-1 Claims summaries", why="Both.")
    assert "another use case than the primary" in same.errors["backup"]
    await owner.submits(primary="UC-1 Claims summaries", backup="UC-2 Fraud triage", why="It hurts most.")
    await sponsor.waits_for("dm", "asks you")
    await sponsor.presses("Read and answer", in_="dm")

    silent = await sponsor.submits(answer="decline")
    assert "why not" in silent.errors["comment"]
    assert not (await sponsor.submits(answer="decline", comment="Fraud first.")).errors

    assert "Fraud first." in await owner.waits_for("dm", "does not agree")
    assert "No primary has its sponsor's agreement" in await owner.says(IDEAS, "/pilot start")


async def test_who_is_nobody_to_the_candidates_cannot_select(slack: Slack) -> None:
    await propose(slack)
    await propose(slack, title="Fraud triage")

    assert "You cannot select" in await slack.as_("legal").says(IDEAS, "/pilot select")


async def test_one_candidate_is_not_a_choice(slack: Slack) -> None:
    await propose(slack)

    assert "Two candidates are needed" in await slack.as_("sponsor").says(IDEAS, "/pilot select")
