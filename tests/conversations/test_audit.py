"""The record is read by those who may, and its head stands in the weekly prompt."""

from program.programs import Program
from sandbox.client import Slack
from storage import audit
from tests.conversations.conftest import Rehearsal
from tests.conversations.story import WEEK_1, running_program

HERE = "#ai-claims"


async def raise_risks(slack: Slack, count: int) -> None:
    security = slack.as_("security")
    for number in range(count):
        await security.says(HERE, "/pilot risk")
        await security.submits(title=f"Drift {number} <!channel>", likelihood="2", impact="2")
        await security.closes(all_=True)


async def head(rehearsal: Rehearsal, program: Program) -> str:
    async with rehearsal.bot.services.database.reading() as session:
        found = await audit.head(session, program.id)
    return f"{program.code}:{found.seq}:{found.fingerprint}"


async def test_an_auditor_reads_who_did_what_page_by_page(rehearsal: Rehearsal) -> None:
    slack, program = rehearsal.slack, await running_program(rehearsal.bot)
    auditor = slack.as_("auditor")
    assert "Nothing is recorded in CLAIMS yet" in await auditor.says(HERE, "/pilot audit")
    await raise_risks(slack, 11)

    first = await auditor.says(HERE, "/pilot audit")
    assert "The record of CLAIMS: 11 entries" in first
    assert "raised the risk" in first and "CLAIMS R-11" in first
    assert "in a form" in first and await head(rehearsal, program) in first
    await auditor.presses("Next 1", in_=HERE)
    assert "CLAIMS R-1" in await auditor.waits_for(HERE, "Back")

    refused = await slack.as_("proposer").says("#ai-ideas", "/pilot audit CLAIMS")
    assert "You cannot see the record here" in refused


async def test_the_weekly_prompt_anchors_the_head(rehearsal: Rehearsal) -> None:
    slack, program = rehearsal.slack, await running_program(rehearsal.bot)
    await raise_risks(slack, 1)
    await slack.moves_clock(WEEK_1)
    assert await head(rehearsal, program) in await slack.as_("auditor").waits_for(HERE, "The record up to here")
