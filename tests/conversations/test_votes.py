"""The vote at a gate, as people meet it: opened, cast, changed, closed."""

import asyncio
from datetime import datetime, timedelta

import pytest

from program.items import Item, ItemState
from program.posts import VoteOpened
from storage import items, outbox
from tests.conversations.conftest import Rehearsal
from tests.conversations.story import nothing_missing, running_program
from tests.conversations.voting import BEFORE_THE_VOTE, GATE_DAY, HERE, VOTERS, WEEK_10, Voting, begin


@pytest.fixture
async def voting(rehearsal: Rehearsal) -> Voting:
    return await begin(rehearsal)


@pytest.mark.parametrize("transport", ["socket", "http"])
async def test_a_vote_from_its_opening_to_its_last_voter(voting: Voting) -> None:
    await nothing_missing(voting.rehearsal.bot, voting.program, "go-no-go")
    poll = await voting.opens()
    assert "36 of 36 due at this gate" in poll
    assert poll.buttons == ["Go", "Go with conditions", "No-go", "Abstain", "Recuse"]
    asked = await voting.shows("please vote until", thread=poll.ts)
    assert "<@U0RISKOWN>" in asked.text and "Keep secrets in a vault" in asked

    answers = await asyncio.gather(*(voting.votes(voter, poll) for voter in VOTERS[:-1]))
    assert not any(answer.failure for answer in answers)
    told = await voting.slack.as_("security").waits_for(HERE, "Your vote: *Go*. You can change it until")
    assert told.ephemeral
    await voting.shows("*Not yet* 1: Risk Owner (Risk owner)")

    last = await voting.votes("risk-owner", poll, "no-go", "The rollback is untested <!channel>")
    assert "You were the last one: the vote is closed, and the Sponsor decides now" in last.modal

    closed = await voting.shows("The vote has closed")
    assert closed.ts == poll.ts and closed.buttons == []
    assert "*Go* 6: " in closed and "Product Owner (Product owner)" in closed and "*No-go* 1: Risk Owner" in closed
    assert "*Veto of Risk owner*" in closed and "nothing opens the way" in closed
    reason = await voting.shows("(Risk owner): *No-go*", thread=poll.ts)
    assert "&lt;!channel&gt;" in reason.text and "<!channel>" not in reason.text
    wanted = await voting.sees("sponsor", "The decision is yours")
    assert wanted.buttons == ["Decide"]
    assert await voting.count("votes") == await voting.count("ballots") == 7
    assert await voting.did() == ["vote:close", *["vote:cast"] * 7, "vote:open"]


async def test_the_form_names_what_is_missing_and_whose_vote_nobody_gives(voting: Voting) -> None:
    program = await running_program(
        voting.rehearsal.bot, code="FRAUD", channel="ai-fraud", start=WEEK_10, holders={"risk-owner": []},
        passed=BEFORE_THE_VOTE,
    )  # fmt: skip
    form = (await voting.slack.as_("product-owner").says("ai-fraud", "/pilot vote")).modal

    assert "Evidence that the controls hold" in form and "Security sign-off" in form
    assert "*Asked:* 6 people, for Product owner" in form and "Nobody holds Risk owner" in form
    assert program.code == "FRAUD"


async def test_an_end_that_makes_no_sense_is_said_at_its_field(voting: Voting) -> None:
    manager = voting.slack.as_("program-manager")
    now = datetime.fromisoformat(await voting.slack.now())
    for ahead, sentence in (
        (timedelta(days=-1), "This moment has passed"),
        (timedelta(minutes=20), "at least an hour"),
        (timedelta(days=50), "30 days at the most"),
    ):
        await manager.says(HERE, "/pilot vote")
        answer = await manager.submits(closes_at=int((now + ahead).timestamp()))
        assert sentence in answer.errors["closes_at"]
        await manager.closes()


async def test_two_who_open_the_vote_at_once_open_one(voting: Voting) -> None:
    people = [voting.slack.as_("program-manager"), voting.slack.as_("product-owner")]
    for person in people:
        await person.says(HERE, "/pilot vote")

    answers = await asyncio.gather(*(person.submits({}) for person in people))

    refused = [answer for answer in answers if answer.errors]
    assert len(refused) == 1 and await voting.count("polls") == 1
    assert "open already" in (said := next(iter(refused[0].errors.values()))) or "Someone else changed this" in said


async def test_who_was_not_asked_cannot_vote_and_who_may_not_cannot_open(voting: Voting) -> None:
    assert "You cannot open a vote here" in await voting.slack.as_("security").says(HERE, "/pilot vote")
    poll = await voting.opens()
    for other in ("sponsor", "auditor", "legal"):
        person = voting.slack.as_(other)
        await person.presses("vote-cast:go", in_=poll)
        assert await person.waits_for(HERE, "You are not among those asked in this vote")
        await person.presses("vote-show:no-go", in_=poll)
    assert await voting.count("votes") == 0


async def test_a_mind_can_be_changed_and_a_double_click_counts_once(voting: Voting) -> None:
    poll = await voting.opens()
    await asyncio.gather(voting.votes("security", poll), voting.votes("security", poll))
    await voting.shows("*Go* 1: Security (Security)")
    assert await voting.count("ballots") == 1

    assert "Say in a sentence why" in (await voting.votes("security", poll, "abstain", "  ")).errors["reason"]
    await voting.slack.as_("security").submits(reason="I know the vendor 🚀 مرحبا")
    await voting.shows("*Abstain* 1: Security (Security)")
    shown = await voting.slack.as_("security").says(HERE, "/pilot vote")
    assert "Your vote: *Abstain*" in shown and "1 of 7 have voted" in shown and "/archives/" in shown.text

    await voting.votes("security", poll)
    await voting.shows("*Go* 1: Security (Security)")
    assert await voting.shows("has a new answer: *Go*, before: Abstain", thread=poll.ts)
    assert (await voting.count("votes"), await voting.count("ballots")) == (1, 3)


async def test_the_last_two_at_once_close_the_poll(voting: Voting) -> None:
    poll = await voting.opens()
    await asyncio.gather(*(voting.votes(voter, poll) for voter in VOTERS))

    closed = await voting.shows("The vote has closed")

    assert "All have voted" in closed and "*Go* 7: " in closed
    assert await voting.count("posts WHERE subject = 'DecisionWanted'") == 1


async def test_a_vote_ends_at_its_deadline_and_what_comes_later_is_told_so(voting: Voting) -> None:
    poll = await voting.opens()
    await voting.votes("security", poll)
    late = voting.slack.as_("compliance")
    form = await late.presses("vote-show:no-go", in_=poll)
    assert form.modal.title == "Your vote"

    await voting.slack.moves_clock(GATE_DAY.isoformat())

    closed = await voting.shows("The vote has closed")
    assert closed.ts == poll.ts and "*Did not vote* 6: " in closed
    assert "*No quorum*: 1 of the 5 roles wanted were heard" in closed
    answer = await late.submits(reason="Typed for a long time")
    assert "This vote is closed" in answer.errors["reason"]
    assert await late.view(), "what was typed stays"
    assert (await voting.standing()).polls[0].tally == {"go": 1, "go-with-conditions": 0, "no-go": 0, "abstain": 0}
    waits = await voting.slack.as_("product-owner").says(HERE, "/pilot vote")
    assert waits.modal.title == "Open the vote", "without its quorum it carries nothing, and can be opened again"


async def test_evidence_that_changes_is_said_in_place_to_who_voted_before(voting: Voting) -> None:
    await nothing_missing(voting.rehearsal.bot, voting.program, "go-no-go")
    poll = await voting.opens()
    await voting.votes("security", poll)
    await voting.shows("*Go* 1")
    bot = voting.rehearsal.bot
    opened = (await voting.standing()).polls[0].id
    async with bot.services.database.writing() as session:
        await items.save(session, voting.program.id, Item("d3-control-evidence", ItemState.OPEN))
        await outbox.refresh(session, bot.workspace.id, VoteOpened(opened))

    changed = await voting.shows("The evidence has changed since the vote opened")
    assert changed.ts == poll.ts
    assert "“Evidence that the controls hold” is open now, and was done" in changed
    assert "<@U0SECURIT> you voted before that. Please look again" in changed

    await voting.votes("security", changed)
    again = await voting.slack.as_("security").says(HERE, "/pilot vote")
    assert "please look again" not in again
    stored = (await voting.standing()).polls[0]
    assert stored.votes[0].digest != stored.digest


async def test_an_open_vote_follows_a_role_that_changes_hands(voting: Voting) -> None:
    poll = await voting.opens()
    await voting.votes("security", poll)
    manager = voting.slack.as_("program-manager")
    for role, to in (("operations", "proposer"), ("security", "legal")):
        await manager.says(HERE, "/pilot people")
        await manager.presses(f"people-open-appoint:{role}", in_=HERE)
        await manager.submits(people=[to])

    assert "<@U0PROPOSE>" in (await voting.shows("you vote here for Operations now", thread=poll.ts)).text
    await voting.votes("proposer", poll)
    shown = await voting.shows("Proposer (Operations)")
    assert "Security (Security)" in shown, "a vote that was cast stays good"
    for former in ("operations", "legal"):
        await voting.slack.as_(former).presses("vote-cast:go", in_=poll)
        assert await voting.slack.as_(former).waits_for(HERE, "You are not among those asked in this vote")
    assert len((await voting.standing()).polls[0].electorate) == 7


async def test_a_vote_that_waits_in_home_can_be_given_there(voting: Voting) -> None:
    poll = await voting.opens()
    person = voting.slack.as_("security")
    home = await person.home()
    button = next(each["accessory"] for each in home.blocks if "vote-show" in str(each.get("accessory")))
    form = await person.presses(button["action_id"], in_="home")
    assert form.modal.title == "Your vote"

    assert "Your vote: *Go*" in (await person.submits(choice="go")).modal

    await voting.shows("*Go* 1: Security (Security)")
    assert not [each for each in await person.sees(HERE, thread=poll.ts) if "(Security): *Go*" in each]
