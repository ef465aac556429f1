"""The checklist and the deliverables: two clicks to an item, and any item by typing a word of it."""

import pytest

from sandbox.client import Slack
from tests.conversations.conftest import Rehearsal
from tests.conversations.story import running_program

HERE = "#ai-claims"


@pytest.fixture
async def program(rehearsal: Rehearsal) -> Slack:
    await running_program(rehearsal.bot)
    return rehearsal.slack


@pytest.mark.parametrize("transport", ["socket", "http"])
async def test_a_checklist_item_is_done_in_two_clicks(program: Slack) -> None:
    owner = program.as_("data-owner")
    overview = (await owner.says(HERE, "/pilot checklist")).modal
    assert "*0 of 40* settled in CLAIMS" in overview
    assert overview.buttons.count("Open") == 8

    section = (await owner.presses("item-open-page:data")).modal
    assert "Document every data source* · <@U0DATAOWN>, by Fri 23 Jan 2026" in section
    await owner.presses("item-open-done:c-data-sources")
    back = (await owner.submits(evidence="https://wiki.example/sources")).modal

    assert "*Data and compliance*: 1 of 5 settled" in back
    assert "✅ *Document every data source*" in back
    onwards = (await owner.presses("Next: Architecture and infrastructure")).modal
    assert "*Architecture and infrastructure*: 0 of 5 settled" in onwards
    assert "▰▱▱▱▱ 1 of 5" in (await owner.presses("All sections")).modal


async def test_a_section_is_found_by_the_nearest_match(program: Slack) -> None:
    manager = program.as_("program-manager")
    for typed, section in (
        ("data", "Data and compliance"),
        ("securty", "Security and risk"),
        ("CLAIMS roll-back", "Launch and rollback"),
        ("MLOps", "MLOps and observability"),
    ):
        assert section in (await manager.says(HERE, f"/pilot checklist {typed}")).modal
        await manager.closes(all_=True)
    answer = await manager.says(HERE, "/pilot checklist zzz <!channel>")
    assert "“zzz <!channel>” is no section of the checklist. Say one of: `business`" in answer


async def test_any_open_item_is_done_by_typing_a_word_of_it(program: Slack) -> None:
    owner = program.as_("data-owner")
    form = (await owner.says(HERE, "/pilot done")).modal
    assert "open items in CLAIMS" in form
    assert (await owner.looks_up("item-options", ""))[0] == "List every data source that matters"
    assert await owner.looks_up("item-options", "never heard of it") == []
    assert "Document every data source" in await owner.looks_up("item-options", "every data source")

    assert (await owner.submits(item="c-data-sources", evidence=" ")).errors["evidence"]
    said = (await owner.submits(evidence="https://wiki.example/sources")).modal
    assert "✅ “Document every data source” is done" in said
    await owner.closes(all_=True)

    other = program.as_("privacy")
    await other.says(HERE, "/pilot done")
    assert "Document every data source" not in await other.looks_up("item-options", "every data source")


async def test_what_was_settled_meanwhile_is_not_overwritten(program: Slack) -> None:
    people = [program.as_("data-owner"), program.as_("privacy")]
    for person in people:
        await person.says(HERE, "/pilot done")
        await person.looks_up("item-options", "every data source")
    await people[0].submits(item="c-data-sources", evidence="One list.")

    answer = await people[1].submits(item="c-data-sources", evidence="Another list.")

    assert "This was settled meanwhile" in answer.errors["item"]


async def test_what_nobody_has_taken_can_be_taken(program: Slack) -> None:
    legal, owner = program.as_("legal"), program.as_("product-owner")
    await legal.says(HERE, "/pilot week")
    await legal.presses("Take an item", in_=HERE)
    await legal.looks_up("item-options", "business case")
    assert "in your hands now" in (await legal.submits(item="d0-business-case")).modal

    await owner.says(HERE, "/pilot week")
    await owner.presses("Take an item", in_=HERE)
    await owner.looks_up("item-options", "business case")
    assert "<@U0LEGALXX> has taken this already" in (await owner.submits(item="d0-business-case")).errors["item"]


async def test_deliverables_are_listed_by_phase(program: Slack) -> None:
    lead = program.as_("engineering-lead")
    shown = (await lead.says(HERE, "/pilot deliverables")).modal
    assert "*Discovery and requirements*: 0 of 4 settled" in shown
    await lead.presses("item-open-done:d3-control-evidence")
    back = (await lead.submits(evidence="https://wiki.example/controls")).modal
    assert back.title == "Deliverables" and "*Build and prove*: 1 of 3 settled" in back
