"""A gate as people meet it: what is missing, what they can do about it, and closing it."""

import asyncio
from datetime import date

import pytest

from program.programs import Program
from program.sign_offs import SignOffState
from sandbox.client import Slack
from storage import audit, standings
from tests.conversations.conftest import Rehearsal
from tests.conversations.story import nothing_missing, running_program

STARTED = date(2025, 12, 29)  # so that discovery ends on Friday, the 16th of January 2026
HERE = "ai-claims"


@pytest.fixture
async def program(rehearsal: Rehearsal) -> Program:
    return await running_program(rehearsal.bot, start=STARTED)


async def test_a_gate_shows_what_is_missing_and_who_owes_it(slack: Slack, program: Program) -> None:
    manager = slack.as_("program-manager")
    shown = await manager.says(HERE, "/pilot gate")

    assert shown.response and "Missing: “Problem statement and KPIs, signed” (<@U0PRODUCT>)" in shown.response.text
    for wanted in ("*14 things missing.*", "While it is open, Foundation does not begin", "Security: ", "0 of 11"):
        assert wanted in str(shown.response)
    assert {"Ask for 6 sign-offs", "Close the gate"} <= set(shown.response.buttons)

    refused = await manager.presses("Close the gate", in_=HERE)
    assert not refused.failure
    told = await manager.waits_for(HERE, "cannot be closed yet. Missing: “Problem statement")
    assert "Security sign-off, not asked for yet" in told and told.ephemeral


async def test_what_waits_for_me_is_there_with_its_button(slack: Slack, program: Program) -> None:
    manager = slack.as_("program-manager")
    await slack.moves_clock("2026-01-13T12:00:00+00:00")
    await manager.says(HERE, "/pilot gate")
    await manager.presses("sign-off-ask:CLAIMS:discovery", in_=HERE)
    await slack.as_("security").waits_for("dm", "asks you to sign")

    owner = slack.as_("data-owner")
    await owner.says(HERE, "/pilot gate")
    opened = await owner.presses("item-open-done:CLAIMS:d1-data-risk", in_=HERE)
    assert "Data and risk assessment" in opened.modal


async def test_a_gate_by_its_key_from_anywhere(slack: Slack, program: Program) -> None:
    auditor = slack.as_("auditor")

    assert "End of foundation" in await auditor.says("#ai-ideas", "/pilot gate CLAIMS foundation")
    assert "It comes after “End of discovery”" in str((await auditor.says("dm", "/pilot gate foundation")).response)
    assert "There is no gate “nowhere”. Choose one of: selection, data" in await auditor.says(
        HERE, "/pilot gate nowhere"
    )
    await auditor.says(HERE, "/pilot gate")
    other = await auditor.presses("gate-show:other", in_=HERE, choosing="Selection")
    assert not other.failure
    await auditor.waits_for(HERE, "CLAIMS, Selection: closed on")


async def test_a_complete_gate_closes_and_the_channel_learns_what_opens(
    rehearsal: Rehearsal, slack: Slack, program: Program
) -> None:
    await nothing_missing(rehearsal.bot, program, "discovery")
    manager = slack.as_("program-manager")

    closed = await manager.says(HERE, "/pilot gate close discovery")
    assert "*End of discovery* of CLAIMS is closed" in closed
    told = await slack.as_("sponsor").waits_for(HERE, "is closed by")
    for wanted in ("*Foundation* begins Mon 19 Jan 2026", "Next gate: End of foundation, Fri 6 Feb 2026"):
        assert wanted in told.text
    assert told.buttons == ["What the next gate needs"]

    again = await manager.says(HERE, "/pilot gate close discovery")
    assert "“End of discovery” is closed already" in again
    async with rehearsal.bot.services.database.reading() as session:
        standing = await standings.get(session, program)
        newest = (await audit.list_entries(session, program.id, limit=1))[0]
    assert standing.next_gate and standing.next_gate.key == "foundation"
    assert (newest.did, newest.subject, newest.by) == ("gate:close", "CLAIMS End of discovery", "U0PROGMGR")


async def test_while_discovery_is_open_foundation_does_not_begin(
    rehearsal: Rehearsal, slack: Slack, program: Program
) -> None:
    await slack.moves_clock("2026-01-20T12:00:00+00:00")
    assert "“End of discovery” is 4 days overdue" in await slack.as_("sponsor").says(HERE, "/pilot status")

    await nothing_missing(rehearsal.bot, program, "discovery")
    await slack.as_("sponsor").says(HERE, "/pilot gate close")
    assert "*Foundation* begins now" in (await slack.as_("sponsor").waits_for(HERE, "is closed by")).text
    assert "overdue" not in await slack.as_("sponsor").says(HERE, "/pilot status")


async def test_two_people_closing_at_once_close_it_once(rehearsal: Rehearsal, slack: Slack, program: Program) -> None:
    await nothing_missing(rehearsal.bot, program, "discovery")

    answers = await asyncio.gather(
        slack.as_("program-manager").says(HERE, "/pilot gate close discovery"),
        slack.as_("sponsor").says("dm", "/pilot gate close discovery"),
    )
    won = [each for each in answers if "is closed by" in each]
    lost = [each for each in answers if each not in won]
    assert len(won) == 1
    assert "is closed already" in lost[0] or "Someone else changed this a moment ago" in lost[0]


async def test_a_change_of_mind_and_the_closing_at_once_agree(
    rehearsal: Rehearsal, slack: Slack, program: Program
) -> None:
    """Whichever comes first is waited for by the other: no gate is closed over a rejection."""
    await nothing_missing(rehearsal.bot, program, "discovery")
    security, manager = slack.as_("security"), slack.as_("program-manager")
    await security.says("dm", "/pilot signoff")
    await security.presses("Change my answer", in_="dm")
    await security.presses("sign-off-answer", choosing="rejected")

    closed, rejected = await asyncio.gather(
        manager.says(HERE, "/pilot gate close discovery"), security.submits(comment="The keys are public")
    )

    async with rehearsal.bot.services.database.reading() as session:
        standing = await standings.get(session, program)
    gate = standing.playbook.gate("discovery")
    security_says = standing.sign_off(gate, "security")
    assert security_says and standing.is_passed(gate) is (security_says.state is SignOffState.APPROVED)
    assert ("is closed by" in closed) is bool(rejected.errors)


async def test_who_only_works_in_a_program_does_not_close_its_gates(slack: Slack, program: Program) -> None:
    shown = await slack.as_("security").says(HERE, "/pilot gate")
    assert shown.response and "Close the gate" not in shown.response.buttons

    refused = await slack.as_("security").says(HERE, "/pilot gate close")
    assert "You cannot close a gate here. This is for: " in refused


async def test_a_vote_gate_leads_to_its_vote(rehearsal: Rehearsal) -> None:
    passed = ("selection", "discovery", "foundation")
    await running_program(rehearsal.bot, start=date(2025, 11, 3), passed=passed)
    manager = rehearsal.slack.as_("program-manager")

    assert "is passed by a vote and the sponsor's decision" in await manager.says(HERE, "/pilot gate close")
    await manager.says(HERE, "/pilot gate")
    opened = await manager.presses("vote-open", in_=HERE)
    assert opened.modal.title == "Open the vote"
