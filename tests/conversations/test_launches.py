"""The launch as people meet it: what it waits for, who has it, and the share that is raised in the open."""

import pytest

from sandbox.client import Slack
from tests.conversations.conftest import Rehearsal
from tests.conversations.story import running_program

HERE = "#ai-claims"
DASHBOARD = {"link": "https://wiki.example/board", "owner": "on-call", "alert": "3 % errors"}
DRILL = {
    "watcher": "on-call", "on-call": "on-call", "drill-on": "2026-01-07", "minutes": "4", "drill": "https://wiki.example"
}  # fmt: skip


@pytest.fixture
async def slack(rehearsal: Rehearsal) -> Slack:
    await running_program(rehearsal.bot, passed=("selection", "go-no-go"))
    return rehearsal.slack


async def test_the_launch_waits_for_its_safety_net_and_later_its_share_is_raised_with_the_reason(slack: Slack) -> None:
    lead, owner = slack.as_("engineering-lead"), slack.as_("product-owner")
    told = await owner.says(HERE, "/pilot launch")
    assert "waits for 3 things" in told and "✅ A go at" in told, told

    await owner.presses("item-open-done:w11-limited-group", in_=HERE)
    given = {"group": "Region North", "share": "15", "since": "2026-01-08"}
    assert "the safety net" in (await owner.submits(given)).errors["evidence"]
    await owner.closes(all_=True)

    await lead.says(HERE, "/pilot launch")
    await lead.presses("register-open:launch-1", in_=HERE)
    await lead.presses("register-open-add:usage")
    assert not (await lead.submits(DASHBOARD)).errors
    await lead.closes(all_=True)
    await lead.says(HERE, "/pilot launch")
    await lead.presses("item-open-done:launch-4", in_=HERE)
    assert not (await lead.submits(DRILL)).errors
    assert "waits for nothing any more" in await owner.says(HERE, "/pilot launch")
    await owner.presses("item-open-done:w11-limited-group", in_=HERE)
    assert "more than 20 %" in (await owner.submits(given | {"share": "30"})).errors["evidence"]
    assert not (await owner.submits(given)).errors

    assert "Region North, 15 % of the traffic" in await owner.says(HERE, "/pilot launch")
    assert "Region North, 15 %" in await owner.says(HERE, "/pilot status")
    assert "Region North, 15 %" in await owner.says(HERE, "/pilot digest")
    await owner.says(HERE, "/pilot launch")
    await owner.presses("Another group or share", in_=HERE)
    assert "already" in (await owner.submits(percent="15", reason="Why not?")).errors["percent"]
    assert "40 % of the traffic" in (await owner.submits(percent="40", reason="Adoption is 60 %.")).modal
    await owner.closes(all_=True)
    posted = await owner.waits_for(HERE, "40 % of the traffic")
    assert "Adoption is 60 %." in posted and "raised from 15 %" in posted
    assert "changed who has it in" in await owner.says(HERE, "/pilot audit")


async def test_who_has_it_is_not_everybodys_to_change_and_nothing_is_live_before_the_launch(slack: Slack) -> None:
    auditor, owner = slack.as_("auditor"), slack.as_("product-owner")
    assert "Another group or share" not in await auditor.says(HERE, "/pilot launch")
    assert "Nobody reads adoption, error rate, override rate yet" in await owner.says(HERE, "/pilot launch")
