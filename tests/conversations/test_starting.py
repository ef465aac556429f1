"""A program starts: the agreed primary gets its people, its channel and its plan with real dates."""

import asyncio

import pytest

from program.sign_offs import SignOffState
from sandbox.client import Answer, Slack
from storage import programs, standings
from tests.conversations.conftest import Rehearsal
from tests.conversations.story import FORM, PEOPLE, agree, start


async def open_form(slack: Slack, who: str = "product-owner", channel: str = "#ai-ideas") -> Answer:
    opened = await slack.as_(who).says(channel, "/pilot start")
    assert opened.view, opened
    await slack.as_(who).looks_up("timezone", "berlin")
    return opened


@pytest.mark.parametrize("transport", ["socket", "http"])
async def test_a_program_starts_in_a_channel_of_its_own(slack: Slack) -> None:
    await agree(slack)

    answer = await start(slack, security=["security", "proposer"])

    assert not answer.errors, answer.errors
    plan = await slack.as_("security").waits_for("#ai-claims", "From Mon 12 Jan 2026")
    assert "Fri 30 Jan 2026: *End of discovery*" in plan
    assert "Privacy, needed by week 2" in plan
    case = await slack.as_("security").waits_for("#ai-claims", "What it costs today", thread=plan.ts)
    assert "What is missing" in case
    assert "The data: Is the data there?" in case
    told = await slack.as_("security").waits_for("dm", "You are *Security*")
    assert "Week 1 begins on Mon 12 Jan 2026" in told
    assert await slack.as_("proposer").waits_for("dm", "You are *Security*"), "whoever shares a role is told too"


async def test_week_0_is_settled_from_what_the_records_say(rehearsal: Rehearsal) -> None:
    await agree(rehearsal.slack)
    await start(rehearsal.slack)
    await rehearsal.bot.sender.settle()

    async with rehearsal.bot.services.database.reading() as session:
        program = await programs.get_by_code(session, rehearsal.bot.workspace.id, "CLAIMS")
        standing = await standings.get(session, program)
    gate = standing.playbook.gate("selection")
    assert standing.is_passed(gate)
    assert all(standing.items[key].evidence for key in gate.deliverables)
    [signed] = standing.sign_offs
    assert (signed.role, signed.user, signed.state) == ("sponsor", "U0SPONSOR", SignOffState.APPROVED)
    channel = await rehearsal.slack.as_("security").channel("#ai-claims")
    assert channel["topic"] == "CLAIMS: Claims summaries"
    assert [pin["text"][:15] for pin in channel["pins"]] == ["From Mon 12 Jan"]
    assert [mark["title"] for mark in channel["bookmarks"]] == ["The plan"]


WRONG = [
    ("start", "2026-01-13", "choose a Monday, such as 19 January 2026"),
    ("start", "2025-12-29", "That week has passed"),
    ("start", "2029-01-01", "more than a year away"),
    ("channel_name", "Ünïcode Straße!", "lower-case letters"),
    ("operations", ["lunch-bot"], "A bot cannot hold a role"),
    ("operations", ["guest"], "A guest cannot hold a role"),
    ("product-owner", ["sponsor"], "The same person cannot be"),
    ("risk-owner", ["product-owner"], "nobody approves their own work"),
    ("sponsor", ["business-owner"], "agreed to this as its sponsor"),
]


async def test_what_cannot_start_is_said_at_its_field_and_nothing_is_lost(slack: Slack) -> None:
    await agree(slack)
    await open_form(slack)
    owner = slack.as_("product-owner")

    for field, value, sentence in WRONG:
        answer = await owner.submits(FORM | {"risk-owner": [], field: value})
        assert sentence in "".join(answer.errors.values()), (field, value, answer)

    answer = await owner.submits({"sponsor": ["sponsor"], "start": "2026-01-05"})
    assert not answer.errors, "this week's Monday will do, and the rest is still there"
    assert "Engineering lead: <@U0ENGLEAD>" in str(
        (await slack.as_("security").waits_for("#ai-claims", "From Mon 5 Jan 2026")).body["blocks"]
    )


async def test_whoever_left_meanwhile_can_hold_nothing(slack: Slack) -> None:
    await agree(slack)
    await open_form(slack)
    owner = slack.as_("product-owner")
    await owner.types("operations", ["operations"])
    await slack.changes_member("operations", deleted=True)

    answer = await owner.submits({key: value for key, value in FORM.items() if key != "operations"})

    assert "deactivated" in answer.errors["operations"]


async def test_of_two_who_start_at_once_one_does(rehearsal: Rehearsal) -> None:
    slack = rehearsal.slack
    await agree(slack)
    both = ("product-owner", "sponsor")
    for who in both:
        await open_form(slack, who)

    answers = await asyncio.gather(*(slack.as_(who).submits(FORM) for who in both))

    [error] = [answer.errors for answer in answers if answer.errors]
    assert "started already" in str(error) or "Someone else changed this a moment ago" in str(error)
    async with rehearsal.bot.services.database.reading() as session:
        assert await programs.list_codes(session, rehearsal.bot.workspace.id) == {"CLAIMS"}


async def test_an_older_form_starts_nothing_else(slack: Slack) -> None:
    await agree(slack)
    await open_form(slack, "sponsor")
    owner, sponsor = slack.as_("product-owner"), slack.as_("sponsor")
    await owner.says("#ai-ideas", "/pilot select")
    await owner.submits(
        primary="UC-2 Fraud triage", backup="UC-1 Claims summaries", why="It hurts more now.", count_why="Two."
    )
    await owner.closes(all_=True)
    asked = await sponsor.waits_for("dm", "UC-2 Fraud triage")

    assert "No primary has its sponsor's agreement yet" in str((await sponsor.submits(FORM)).errors["start"])
    await sponsor.closes(all_=True)
    await sponsor.presses("Read and answer", in_=asked)
    await sponsor.submits(answer="agree")
    await sponsor.closes(all_=True)
    old = next(each for each in await owner.dm() if "agrees" in each and "Claims summaries" in each)
    answer = await owner.presses("Start the program", in_=old)

    assert answer.view is None
    assert "UC-2 Fraud triage is the agreed primary now" in str(
        await owner.waits_for("dm", "is the agreed primary now")
    )


async def test_a_program_starts_once(slack: Slack) -> None:
    await agree(slack)
    await start(slack)

    again = await slack.as_("product-owner").says("#ai-ideas", "/pilot start")

    assert "has been started already" in again


async def test_who_is_nobody_to_a_use_case_cannot_start_it(slack: Slack) -> None:
    await agree(slack)

    assert "You cannot start a program here" in await slack.as_("legal").says("#ai-ideas", "/pilot start")


async def test_a_taken_name_gets_a_number(slack: Slack) -> None:
    await slack.as_("legal").creates("ai-claims")
    await agree(slack)

    await start(slack)

    assert await slack.as_("security").waits_for("#ai-claims-2", "From Mon 12 Jan 2026")


async def test_a_channel_whose_answer_was_lost_is_taken_up_again(slack: Slack) -> None:
    await agree(slack)
    await slack.breaks("conversations.create", "drop_answer")

    await start(slack)

    assert await slack.as_("security").waits_for("#ai-claims", "From Mon 12 Jan 2026")
    assert "ai-claims-2" not in await slack.as_("security").channels()


async def test_one_who_cannot_be_invited_keeps_nobody_out(rehearsal: Rehearsal) -> None:
    slack = rehearsal.slack
    await agree(slack)
    await slack.breaks("conversations.invite", "error", error="user_is_ultra_restricted", times=2)  # all, then one

    await start(slack)

    await rehearsal.bot.sender.settle()
    assert len((await slack.as_("security").channel("#ai-claims"))["members"]) == len(PEOPLE), (
        "all but one, and the bot"
    )


async def test_a_private_channel_is_taken_where_the_bot_was_invited(slack: Slack) -> None:
    await agree(slack)
    owner = slack.as_("product-owner")
    await owner.creates("quiet", is_private=True)
    await open_form(slack, channel="quiet")
    refused = await owner.submits(FORM | {"channel": "take", "channel_name": None})

    assert "write `/invite @Pilot` in it" in refused.errors["channel"]
    await owner.adds_bot("quiet")
    assert not (await owner.submits()).errors
    assert await owner.waits_for("quiet", "From Mon 12 Jan 2026")


async def test_the_program_can_take_the_channel_it_was_started_in(slack: Slack) -> None:
    await agree(slack)

    answer = await start(slack, channel="take", channel_name=None)

    assert not answer.errors
    await slack.as_("security").waits_for("#ai-ideas", "From Mon 12 Jan 2026")
