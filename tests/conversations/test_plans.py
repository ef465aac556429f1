"""The plan in dates, through Slack: a gate is moved with a reason, and public holidays are kept."""

import pytest

from tests.conversations.conftest import Rehearsal
from tests.conversations.story import running_program

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def test_the_program_manager_moves_a_gate_and_the_plan_says_why(rehearsal: Rehearsal) -> None:
    await running_program(rehearsal.bot)
    manager, member = rehearsal.slack.as_("program-manager"), rehearsal.slack.as_("operations")
    told = (await manager.says("#ai-claims", "/pilot plan")).text
    assert "is in week" in told
    opened = await manager.presses("Move a date", in_="#ai-claims")
    assert opened.view, opened
    moving = {"gate": "discovery", "day": "2026-01-31", "reason": "The owner is away"}
    refused = await manager.submits(moving)
    assert "weekend" in str(refused.errors), refused
    assert "now due Thu 29 Jan 2026" in str((await manager.submits(moving | {"day": "2026-01-29"})).modal)
    await manager.closes(all_=True)
    await manager.waits_for("#ai-claims", "now due Thu 29 Jan 2026")
    assert "Move a date" not in str(await member.says("#ai-claims", "/pilot plan"))


async def test_public_holidays_of_a_region_are_kept_and_an_unknown_one_is_refused(rehearsal: Rehearsal) -> None:
    await running_program(rehearsal.bot)
    manager = rehearsal.slack.as_("program-manager")
    await manager.says("#ai-claims", "/pilot plan")
    opened = await manager.presses("Public holidays", in_="#ai-claims")
    assert opened.view, opened
    assert "no country or region" in (await manager.submits(country="XX")).errors["country"]
    assert "Fri 3 Apr 2026" in str((await manager.submits(country="de-by")).modal)
