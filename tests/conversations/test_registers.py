"""Registers in Slack: recorded, corrected, withdrawn, by whom it concerns, and never erased."""

from typing import Any

import pytest

from sandbox.client import Slack
from storage import audit, programs
from tests.conversations.conftest import Rehearsal
from tests.conversations.story import running_program

HERE = "#ai-claims"
HELD: dict[str, Any] = {
    "held-on": "2026-01-13",
    "about": "How claims run today",
    "people": ["operations"],
    "present": ["front-line", "operations"],
}


@pytest.fixture
async def slack(rehearsal: Rehearsal) -> Slack:
    await running_program(rehearsal.bot)
    return rehearsal.slack


async def test_a_row_is_recorded_corrected_and_withdrawn_on_the_record(slack: Slack, rehearsal: Rehearsal) -> None:
    owner = slack.as_("product-owner")
    assert "Nothing is recorded here yet" in (await owner.says(HERE, "/pilot register workshop")).modal
    await owner.presses("Add: Workshop")
    assert "fill this in" in (await owner.submits(HELD | {"about": "   "})).errors["about"]

    listed = (await owner.submits(HELD)).modal
    assert "*W-1* Tue 13 Jan 2026 · How claims run today · The front line, Operations" in listed

    await owner.presses("register-open-change:1")
    assert "How claims run tomorrow" in (await owner.submits(about="How claims run tomorrow")).modal
    await owner.presses("register-open-change:1")
    await owner.presses("Withdraw it")
    assert "Nothing is recorded here yet" in (await owner.submits(why="It was moved.")).modal

    async with rehearsal.bot.services.database.reading() as session:
        program = (await programs.list_programs(session, rehearsal.bot.workspace.id))[0]
        trail = [each.did for each in await audit.list_entries(session, program.id)]
    assert trail == ["register:withdraw", "register:change", "register:add"]


async def test_an_auditor_reads_and_a_bot_cannot_have_been_there(slack: Slack) -> None:
    auditor, owner = slack.as_("auditor"), slack.as_("product-owner")
    assert "Add: Workshop" not in (await auditor.says(HERE, "/pilot register workshops")).modal.buttons
    assert "is no register" in await auditor.says(HERE, "/pilot register zzzz")

    await owner.says(HERE, "/pilot register workshops")
    await owner.presses("Add: Workshop")
    assert "A bot cannot hold a role" in (await owner.submits(HELD | {"people": ["lunch-bot"]})).errors["people"]


async def test_two_people_correct_one_row_and_nothing_typed_is_lost(slack: Slack) -> None:
    owner, operations = slack.as_("product-owner"), slack.as_("operations")
    await owner.says(HERE, "/pilot register workshops")
    await owner.presses("Add: Workshop")
    await owner.submits(HELD)
    await operations.says(HERE, "/pilot register workshops")
    await owner.presses("register-open-change:1")
    await operations.presses("register-open-change:1")
    await operations.submits(about="Claims in Berlin")

    again = (await owner.submits(about="Claims in Hamburg")).modal
    assert "<@U0OPERATE> changed this while you were writing" in again
    assert not (await owner.submits()).errors
    assert "Claims in Hamburg" in (await operations.says(HERE, "/pilot register workshops")).modal
