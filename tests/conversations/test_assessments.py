"""Pilots without a program: an inventory, what each lacks, which is ready, and one that becomes a program."""

import pytest

from sandbox.client import Slack
from storage import assessments
from tests.conversations.conftest import Rehearsal
from tests.conversations.story import running_program

LIST = """name; owner; status; unit; no-data-owner
Invoice reader; Kim; on hold; Finance; yes
Letter sorter; ; running; Post;
"""
HERE = "#ai-ideas"


@pytest.fixture
async def slack(rehearsal: Rehearsal) -> Slack:
    await running_program(rehearsal.bot)
    return rehearsal.slack


async def test_a_list_is_pasted_whole_or_not_at_all(slack: Slack, rehearsal: Rehearsal) -> None:
    sponsor = slack.as_("sponsor")
    assert "No pilot is in the inventory yet" in await sponsor.says(HERE, "/pilot assess")
    await sponsor.presses("Paste a list", in_=HERE)
    for typed, told in (
        ("title, budget\nA, 3", "“budget” is no column"),
        ("what\nReads", "has no column “name”"),
        ("name\n\n", "no pilot below"),
        ("name, state\nA, running\nB, gone", "Line 3: “gone” is no state"),
        ("name\nA\na", "Line 3: “a” is in the inventory, or in this list, already"),
    ):
        assert told in (await sponsor.submits(rows=typed)).errors["rows"]
    async with rehearsal.bot.services.database.reading() as session:
        assert await assessments.list_all(session, rehearsal.bot.workspace.id) == []

    assert "2 pilots added: Invoice reader, Letter sorter" in (await sponsor.submits(rows=LIST)).modal
    await sponsor.closes(all_=True)
    shown = await sponsor.says(HERE, "/pilot assess")
    assert "None is ready" in shown and "🔴 Unclear who approves access to data" in shown


async def test_the_one_that_is_ready_becomes_a_candidate_with_what_is_known(slack: Slack) -> None:
    sponsor = slack.as_("sponsor")
    await sponsor.says(HERE, "/pilot assess")
    await sponsor.presses("Paste a list", in_=HERE)
    await sponsor.submits(rows=LIST)
    await sponsor.closes(all_=True)
    await sponsor.says(HERE, "/pilot assess")
    await sponsor.presses("Add one", in_=HERE)
    ready = {
        "name": "Claims letters", "what": "Drafts letters to customers.", "unit": "Claims", "owner": "product-owner",
        "state": "running", "shows-infrastructure": ["no-registry"],
    }  # fmt: skip
    both = await sponsor.submits(ready, unknown=["no-registry"])
    assert "is ticked above" in both.errors["unknown"]
    card = (await sponsor.submits(unknown=["one-person"])).modal
    assert "Ready for a sprint of 90 days" in card and "1 thing nobody knows yet" in card
    assert "<@U0PRODUCT> answers for it" in card

    plan = (await sponsor.presses("Plan of 90 days")).modal
    assert "were it to start on Mon 12 Jan 2026" in plan and "find out: Would it stop if one person left?" in plan
    form = (await sponsor.presses("Propose it")).modal
    assert form.title == "Propose a use case"
    assert not (await sponsor.submits(who_feels_it="Customers")).errors
    await sponsor.closes(all_=True)

    await sponsor.says(HERE, "/pilot assess")
    report = await sponsor.presses("Report", in_=HERE)
    assert not report.failure, report
    told = await sponsor.waits_for(HERE, "Assessment report")
    assert "Invoice reader" in told and "Data:" in told and "Closest is" in told
    assert "Claims letters" in await sponsor.says(HERE, "/pilot candidates")


async def test_who_runs_no_program_sees_no_inventory(slack: Slack) -> None:
    assert "You cannot" in await slack.as_("legal").says(HERE, "/pilot assess")
