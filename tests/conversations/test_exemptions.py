"""What is left out of the checklist: proposed by one, approved or sent back in one batch by another; and readiness."""

import pytest

from program.programs import Program
from sandbox.client import Slack
from storage import items
from tests.conversations.conftest import Rehearsal
from tests.conversations.story import running_program
from tests.conversations.test_use_cases import propose

HERE = "#ai-claims"


@pytest.fixture
async def program(rehearsal: Rehearsal) -> Program:
    return await running_program(rehearsal.bot)


async def leaves_out(slack: Slack, item: str, **form: str) -> None:
    owner = slack.as_("product-owner")
    await owner.says(HERE, "/pilot checklist business")
    await owner.presses(f"item-open-done:{item}", in_="top")
    await owner.presses("Waive for a time" if "control" in form else "Does not apply", in_="top")
    answer = await owner.submits(form)
    assert not answer.errors, answer.errors
    await owner.closes(all_=True)


async def test_what_is_mandatory_is_left_out_only_with_anothers_approval(
    slack: Slack, rehearsal: Rehearsal, program: Program
) -> None:
    sponsor = slack.as_("sponsor")
    await leaves_out(slack, "c-kpis-agreed", reason="The board sets them.")
    await leaves_out(slack, "c-problem-baseline", reason="In March.", control="An estimate.", expires="2026-02-20")

    await sponsor.waits_for("dm", "2 items of the readiness checklist", seconds=15)
    assert "Approve or turn down 2 exemptions" in await sponsor.says(HERE, "/pilot todo")
    batch = (await sponsor.says(HERE, "/pilot exemptions")).modal
    assert "The board sets them." in batch and "An estimate." in batch and "Fri 20 Feb 2026" in batch
    answer = await sponsor.submits({"approve-0": ["c-problem-baseline"], "why": "We set them ourselves."})
    assert "1 exemption approved, 1 sent back" in answer.modal

    assert "We set them ourselves." in await slack.as_("product-owner").waits_for("dm", "did not approve")
    async with rehearsal.bot.services.database.reading() as session:
        stored = await items.list_items(session, program.id)
    assert stored["c-problem-baseline"].is_waived
    assert not stored["c-kpis-agreed"].is_settled
    assert "No exemption of CLAIMS waits for you" in (await slack.as_("legal").says(HERE, "/pilot exemptions")).modal


async def test_readiness_of_a_program_says_what_is_missing_and_who_holds_it(slack: Slack, program: Program) -> None:
    seen = await slack.as_("auditor").says(HERE, "/pilot readiness")

    assert "*CLAIMS: 0 of 100* by what is due at “End of discovery”, risk tier low" in seen
    assert "Data readiness: 0 of 100" in seen
    assert "Ready to go live?" in seen


async def test_a_candidate_is_scored_by_what_its_people_tick(slack: Slack) -> None:
    await propose(slack, "product-owner")
    owner = slack.as_("product-owner")
    legal = slack.as_("legal")
    await legal.says("#ai-ideas", "/pilot readiness UC-1")
    await legal.presses("Go through the checklist", in_="#ai-ideas")
    await legal.waits_for("#ai-ideas", "You cannot go through the checklist")
    await owner.says("#ai-ideas", "/pilot readiness uc-1")
    await owner.presses("Go through the checklist", in_="#ai-ideas")
    answer = await owner.submits({"there-business-0": ["c-named-owners", "c-top-priority"]})
    assert "UC-1: 5 of 100" in answer.modal
    assert "There is no candidate UC-9" in await owner.says("#ai-ideas", "/pilot readiness UC-9")
