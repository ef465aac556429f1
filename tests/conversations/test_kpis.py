"""KPIs as people meet them: defined, guarded, read, corrected, changed in the open, and what a stop criterion asks."""

import pytest

from sandbox.client import Slack
from tests.conversations.conftest import Rehearsal
from tests.conversations.story import running_program

HERE = "#ai-claims"
HANDLING = {
    "name": "Handling time", "unit": "minutes", "direction": "down", "baseline": "45", "aim": "percent",
    "target": "60", "source": "Claims system", "reader": "operations", "cadence": "7",
}  # fmt: skip


@pytest.fixture
async def program(rehearsal: Rehearsal) -> Slack:
    await running_program(rehearsal.bot, passed=("selection", "discovery"))
    return rehearsal.slack


async def define(slack: Slack, **changes: str) -> None:
    owner = slack.as_("product-owner")
    await owner.says(HERE, "/pilot kpi define")
    assert "is defined" in (await owner.submits(HANDLING | changes)).modal
    await owner.closes(all_=True)


async def test_a_target_is_said_as_people_say_it_and_a_model_metric_is_refused_with_the_reason(program: Slack) -> None:
    owner = program.as_("product-owner")
    await owner.says(HERE, "/pilot kpi define")
    for changes, field, sentence in (
        ({"aim": "value", "target": "45"}, "target", "a guard"),
        ({"target": "120"}, "target", "more than 100 %"),
        ({"name": "Recall of fraud", "direction": "up", "aim": "points"}, "worth", "not what the business gains"),
        ({"name": "F1-score", "meaning": "technical"}, "meaning", "Define a business KPI first"),
        ({"reader": "guest"}, "reader", "A guest cannot hold a role"),
    ):
        assert sentence in (await owner.submits(HANDLING | changes)).errors[field]
    told = (await owner.submits(HANDLING)).modal
    assert "from 45 to 18 minutes (cut by 60 %)" in told
    assert "reads it every week, and is asked" in told


async def test_a_guard_that_breaks_is_an_alarm_and_a_correction_leaves_the_old_value_on_record(program: Slack) -> None:
    owner, reader = program.as_("product-owner"), program.as_("operations")
    await define(program)
    await owner.says(HERE, "/pilot kpi guard")
    await owner.submits(
        name="False positives", unit="%", baseline="3", tolerance="0.5", source="Samples", reader="operations"
    )
    await owner.closes(all_=True)

    await reader.says(HERE, "/pilot kpi record")
    await reader.submits(kpi="K-2 False positives", value="4.5")
    await reader.closes(all_=True)
    assert "at most 3.5 was promised" in await owner.waits_for(HERE, "is not held")

    await reader.says(HERE, "/pilot kpi")
    await reader.presses("kpi-open:2", in_=HERE)
    await reader.presses("Correct")
    assert "Say why" in (await reader.submits(value="3.4", reason=" ")).errors["reason"]
    assert "held ✅" in (await reader.submits(value="3.4", reason="Counted twice")).modal
    await reader.closes(all_=True)
    await reader.presses("kpi-open:2", in_=HERE)
    card = await reader.view()
    assert card and "4.5 %~ corrected" in card and "Correction: Counted twice" in card


async def test_a_signed_target_changes_only_with_a_reason_that_everybody_sees(program: Slack) -> None:
    owner = program.as_("product-owner")
    await define(program)
    await owner.says(HERE, "/pilot kpi")
    await owner.presses("kpi-open:1", in_=HERE)
    await owner.presses("Change the target")
    assert "say why" in (await owner.submits(target="25", reason=" ")).errors["reason"]
    await owner.submits(target="25", reason="Letters are longer than thought")
    await owner.closes(all_=True)

    post = await owner.waits_for(HERE, "has changed after it was signed")

    assert "from 45 to 25" in post and "signed first: from 45 to 18" in post
    final = await program.as_("auditor").says(HERE, "/pilot kpi final")
    assert "promised 18, final never read" in final and "changed on the way to 25" in final


async def test_a_late_reading_is_asked_for_and_a_missed_stop_criterion_is_the_deciders(program: Slack) -> None:
    owner, reader, sponsor = (program.as_(name) for name in ("product-owner", "operations", "sponsor"))
    await define(program)
    await owner.says(HERE, "/pilot kpi")
    await owner.presses("kpi-open:1", in_=HERE)
    await owner.presses("Stop criterion")
    assert "more than the target itself" in (await owner.submits(at="10", on="2026-01-20")).errors["at"]
    await owner.submits(at="40", on="2026-01-20")
    await owner.closes(all_=True)
    await program.moves_clock("2026-01-15T08:30:00+00:00")
    asked = await reader.waits_for("dm", "Read K-1 Handling time")
    assert "Record" in (await reader.presses("Record", in_=asked)).modal
    await reader.submits(value="43")
    await reader.closes(all_=True)

    await program.moves_clock("2026-01-20T08:30:00+00:00")
    assert "is asked whether to go on" in await owner.waits_for(HERE, "should have been at most 40")
    await sponsor.waits_for("dm", "missed its stop criterion")
    await sponsor.presses("Put the decision on record", in_="dm")
    await sponsor.submits(what="Go on two weeks", why="The first fix is in")
    await sponsor.closes(all_=True)
    assert "Go on two weeks" in await owner.says(HERE, "/pilot decisions logged")
    assert "missed its stop criterion" not in await owner.says(HERE, "/pilot status")
