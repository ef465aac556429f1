"""The reminder: all that one person owes, in one message, with the buttons that do it; and to nobody else."""

from dataclasses import replace
from datetime import date

import pytest

from program.items import Item, ItemState
from program.posts import Owing, Post, to_person
from program.programs import Program
from program.sign_offs import SignOffState
from program.signatures import digest
from sandbox.client import Slack
from storage import items, outbox, sign_offs, standings
from tests.conversations.conftest import Rehearsal
from tests.conversations.story import running_program

STARTED = date(2025, 12, 29)  # so that discovery ends on Friday, the 16th of January 2026
TUESDAY = "2026-01-13T08:05:00+00:00"  # three days before, after nine in Berlin
HERE = "ai-claims"
NEEDED = " from you"


@pytest.fixture
async def program(rehearsal: Rehearsal) -> Program:
    return await running_program(rehearsal.bot, start=STARTED)


async def complete(rehearsal: Rehearsal, program: Program) -> None:
    """Everything is delivered, and all who were asked sign."""
    now, gate = rehearsal.bot.services.clock.now(), rehearsal.bot.services.playbook.gate("discovery")
    async with rehearsal.bot.services.database.writing() as session:
        ticked = [each.key for each in rehearsal.bot.services.playbook.checklist_due_by(gate.key)]
        for key in (*gate.deliverables, *ticked):
            await items.save(session, program.id, Item(key, ItemState.DONE, None, "shown", None, "U0PROGMGR", now))
        standing = await standings.get(session, program)
        for each in standing.sign_offs:
            seen = digest(standing, gate, each.role)
            await sign_offs.save(session, replace(each, state=SignOffState.APPROVED, signed_at=now, digest=seen))


async def test_before_a_gate_each_person_gets_one_message_with_all_they_owe(
    rehearsal: Rehearsal, slack: Slack, program: Program
) -> None:
    await running_program(rehearsal.bot, start=STARTED, code="FRAUD", channel="ai-fraud")
    await slack.moves_clock(TUESDAY)

    owner = slack.as_("data-owner")
    told = await owner.waits_for("dm", "need from you")
    assert "2 things that the next gates need from you" in told.text
    for code in ("CLAIMS", "FRAUD"):
        assert f"{code}: Data and risk assessment (by Fri 16 Jan 2026)" in told.text
    assert len([each for each in await owner.sees("dm") if NEEDED in each]) == 2  # last Friday's, and today's
    assert "other things wait for you as well" in told

    opened = await owner.presses("item-open-done:CLAIMS:d1-data-risk", in_=told)
    assert "Data and risk assessment" in opened.modal
    await owner.closes(all_=True)
    await owner.presses("All that waits for me", in_=told)
    assert "14 things wait for you" in await owner.waits_for("dm", "overdue. Soonest first:")
    assert not [each for each in await slack.as_("legal").dm() if NEEDED in each]  # owes nothing to this gate


async def test_a_sign_off_is_given_from_the_reminder(slack: Slack, program: Program) -> None:
    privacy = slack.as_("privacy")
    await slack.as_("program-manager").says(HERE, "/pilot signoff ask")
    await slack.moves_clock(TUESDAY)

    told = await privacy.waits_for("dm", "Sign as Privacy: End of discovery")
    await privacy.presses("Read and sign", in_=told)
    assert "You approved" in (await privacy.submits(answer="approved")).modal


async def test_what_stands_between_a_gate_and_its_closing_is_done_from_the_reminder(
    rehearsal: Rehearsal, slack: Slack, program: Program
) -> None:
    manager = slack.as_("program-manager")
    await slack.moves_clock("2026-01-09T08:05:00+00:00")
    told = await manager.waits_for("dm", "Ask for 6 sign-offs: End of discovery")
    await manager.presses("Ask for sign-offs", in_=told)
    await manager.waits_for("dm", "Asked to sign *End of discovery*")

    await complete(rehearsal, program)
    await slack.moves_clock(TUESDAY)
    told = await manager.waits_for("dm", "Close the gate: End of discovery")
    await manager.presses("Close the gate", in_=told)
    await manager.waits_for("dm", "*End of discovery* of CLAIMS is closed")


async def test_who_owes_nothing_any_more_when_it_is_sent_is_not_disturbed(
    rehearsal: Rehearsal, slack: Slack, program: Program
) -> None:
    bot, reminder = rehearsal.bot, Owing("U0LEGAL00", date(2026, 1, 8))
    async with bot.services.database.writing() as session:
        await outbox.add(session, bot.workspace.id, Post(reminder, to_person(reminder.user), bot.services.clock.now()))
    await bot.sender.settle()

    async with bot.services.database.reading() as session:
        assert await outbox.state_of(session, bot.workspace.id, reminder.key) is outbox.State.SKIPPED


async def test_an_overdue_gate_is_said_again_every_other_working_day(slack: Slack, program: Program) -> None:
    await slack.moves_clock("2026-01-26T12:00:00+00:00")

    told = [each for each in await slack.as_("data-owner").dm() if NEEDED in each]
    assert len(told) == 6  # 7, 3 and 1 days before; then on Monday, Wednesday and Friday
    assert "1 of them overdue" in told[-1]


async def test_todo_lists_all_that_waits_on_demand(slack: Slack, program: Program) -> None:
    todo = await slack.as_("program-manager").says("dm", "/pilot todo")
    assert "for you" in todo and todo.response and "Mark done" in todo.response.buttons

    nothing = await slack.as_("proposer").says("dm", "/pilot todo")
    assert "Nothing waits for you" in nothing


async def test_who_came_to_a_session_waits_for_whoever_holds_the_sessions(rehearsal: Rehearsal, slack: Slack) -> None:
    await running_program(rehearsal.bot)
    manager, lead = slack.as_("program-manager"), slack.as_("change-lead")
    await manager.says("#ai-claims", "/pilot training")
    planned = {"on": "2026-01-13", "kind": "training", "audience": ["users"], "invited": 9}
    await manager.submits(planned)
    await manager.closes(all_=True)
    await slack.moves_clock("2026-01-13T15:00:00+00:00")
    assert "Say how many came" not in await lead.says("dm", "/pilot todo")

    await slack.moves_clock("2026-01-14T08:05:00+00:00")
    told = await lead.waits_for("dm", "CLAIMS: Say how many came to TR-1")
    assert "Say how many came to TR-1" in await lead.says("dm", "/pilot todo")
    assert "Say how many came" not in await manager.says("dm", "/pilot todo")
    await lead.presses("Who came", in_=told)
    assert "More came than were invited" in (await lead.submits(planned | {"came": 10})).errors["came"]
    await lead.submits(planned | {"came": 8})
    await lead.closes(all_=True)
    assert "Say how many came" not in await lead.says("dm", "/pilot todo")
