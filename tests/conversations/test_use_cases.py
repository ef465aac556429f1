"""Week 0: proposing, asking who knows, comparing, correcting and taking out."""

import asyncio
from typing import Any

import pytest

from sandbox.client import Person, Slack
from tests.conversations.story import CLAIMS, agree

IDEAS = "#ai-ideas"
DATA = {"available": "in-use", "labelled": "partly", "compliant": "likely"}
RISK: dict[str, Any] = {
    "regulation": "everyday",
    "life-critical": "no",
    "traits-data": ["personal-data"],
    "pattern": "in-the-loop",
}


async def propose(slack: Slack, who: str = "proposer", **changes: Any) -> dict[str, str]:
    """What the form says against it; nothing where it was taken."""
    person = slack.as_(who)
    await person.says(IDEAS, "/pilot propose")
    answer = await person.submits(CLAIMS | changes)
    if not answer.errors:
        await person.closes(all_=True)
    return answer.errors


async def opens(person: Person, form: str, *, asking: bool = False, candidate: str = "UC-1") -> None:
    await person.says(IDEAS, f"/pilot candidate {candidate}")
    await person.presses(f"inquiry-open-{'ask' if asking else 'answer'}:{form}")


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


async def test_the_right_person_is_asked_and_answers_one_form(slack: Slack) -> None:
    proposer, knows = slack.as_("proposer"), slack.as_("data-owner")
    await propose(slack)
    await opens(proposer, "data", asking=True)
    asked = await proposer.submits(of="data-owner")
    assert asked.view
    assert "is asked: The data" in str(asked.view)
    again = await slack.as_("legal").says(IDEAS, "/pilot candidate UC-1")
    assert again.view
    assert "Answer" not in again.view.buttons, "who was not asked only reads"

    await knows.waits_for("dm", "asks for what you know")
    assert "The data" in await knows.says(IDEAS, "/pilot todo")
    await knows.presses("Answer", in_="dm")
    silent = await knows.submits()
    assert "who will find out" in silent.errors["available"]
    answered = await knows.submits(DATA)

    assert answered.view
    assert "Data readiness: 23 of 30" in str(answered.view)
    assert (await knows.waits_for("dm", "Thank you")).buttons == []
    assert "Nothing waits for you" in await knows.says(IDEAS, "/pilot todo")


async def test_unknown_is_an_answer_with_a_name_and_a_day(slack: Slack) -> None:
    proposer, finds_out = slack.as_("proposer"), slack.as_("operations")
    await propose(slack)
    await opens(proposer, "numbers")
    wrong: list[tuple[dict[str, Any], str, str]] = [
        ({"unknown_by": "operations"}, "unknown_on", "By when"),
        ({"unknown_by": "operations", "unknown_on": "2020-01-01"}, "unknown_on", "This date has passed"),
        ({"unknown_by": None, "unknown_on": None, "cost": "45 minutes", "outcome": "20"}, "saving", "one number"),
        ({"hours": "4000"}, "rate", "What does such an hour cost"),
        ({"rate": "-3"}, "rate", "0 or more"),
    ]
    for changes, field, sentence in wrong:
        assert sentence in (await proposer.submits(changes)).errors[field], field

    done = await proposer.submits(hours=None, rate=None, unknown_by="operations", unknown_on="2026-02-01")

    assert "finds out the rest until" in str(done.view)
    await finds_out.waits_for("dm", "what is still unknown")
    await finds_out.presses("Answer", in_="dm")
    assert not (await finds_out.submits(hours="4000", rate="50", unknown_by=None, unknown_on=None)).errors
    assert await finds_out.waits_for("dm", "Thank you")
    card = await proposer.says(IDEAS, "/pilot candidate 1")
    assert "Business impact: 14 of 35" in str(card.view)


async def test_the_facts_of_a_risk_set_the_tier_and_bound_the_pattern(slack: Slack) -> None:
    proposer = slack.as_("proposer")
    await propose(slack)
    await opens(proposer, "risk")

    refused = await proposer.submits(RISK | {"pattern": "out-of-the-loop"})
    assert "only for use cases of a low risk tier" in refused.errors["pattern"]
    card = await proposer.submits(RISK | {"traits-people": ["decides-about-people"]})

    assert "Risk tier: high*, because of: It decides about people" in str(card.view)


async def test_a_worked_example_fills_in_the_proposal(slack: Slack) -> None:
    proposer = slack.as_("proposer")
    await proposer.says(IDEAS, "/pilot propose")
    await proposer.presses("use-case-begin-with", choosing="fraud-triage")
    rest = {"unit": "Claims", "sponsor": "sponsor"}
    empty = await proposer.submits({"title~fraud-triage": "  ", **rest})
    assert "Please fill this in" in empty.errors["title~fraud-triage"]

    card = await proposer.submits({"title~fraud-triage": "Fraud triage"})

    assert "Suspicious cases are found by chance" in str(card.view)


async def test_a_candidate_is_corrected_withdrawn_and_brought_back(slack: Slack) -> None:
    proposer = slack.as_("proposer")
    await propose(slack)
    await proposer.says(IDEAS, "/pilot candidate UC-1")
    await proposer.presses("Correct")
    assert "two different people" in (await proposer.submits(product_owner="sponsor")).errors["product_owner"]
    corrected = await proposer.submits(product_owner="operations", title="Summaries of claims")
    assert "Summaries of claims" in str(corrected.view)

    await proposer.presses("Take out")
    taken_out = await proposer.submits(why="The vendor does it by now.")
    assert "withdrawn" in str(taken_out.view)
    await proposer.closes(all_=True)
    assert "There are no candidates" in await proposer.says(IDEAS, "/pilot candidates")
    assert "The vendor does it by now." in await proposer.says(IDEAS, "/pilot candidates archived")
    await proposer.presses("Open", in_=IDEAS)
    await proposer.presses("Bring back")

    assert "Summaries of claims" in await proposer.says(IDEAS, "/pilot candidates")


async def test_others_cannot_change_a_candidate(slack: Slack) -> None:
    await propose(slack)
    legal = slack.as_("legal")

    seen = await legal.says(IDEAS, "/pilot candidate UC-1")

    assert seen.view
    assert seen.view.buttons == ["Business case"]
    assert "There is no candidate “UC-9”" in await legal.says(IDEAS, "/pilot candidate UC-9")


async def test_the_business_case_names_what_is_missing(slack: Slack) -> None:
    proposer = slack.as_("proposer")
    await propose(slack)
    await opens(proposer, "data")
    await proposer.submits(DATA)

    page = await proposer.presses("Business case")

    assert "In use today, with an owner" in str(page.view)
    assert "What it is worth: What does it cost today?" in str(page.view)


async def test_the_score_says_how_to_buy_and_what_not_to_build(slack: Slack) -> None:
    assert not await propose(slack)
    owner = slack.as_("proposer")
    await opens(owner, "work")
    alone = {"integrations": "2", "make": "build", "make-why": "We know it best.", "breadth": "platform"}
    card = (await owner.submits(alone)).modal
    assert "A platform that waits for its use cases sprawls" in card
    assert "it would be built alone" in card
    await owner.closes(all_=True)

    await opens(owner, "work")
    bought = {"integrations": "2", "make": "buy", "make-why": "It is there.", "breadth": "one"}
    assert "How deep" in (await owner.submits(bought | {"own-hands": "nobody"})).errors["depth"]
    card = (await owner.submits(bought | {"own-hands": "nobody", "depth": "embedded"})).modal
    assert "about three times as often as what is built alone" in card
    assert "deep inside the workflow" in card
    assert "Nobody of yours could run or change it" in card
    assert "platform" not in card
