"""A company's own playbook, with its own weeks, roles and checklist, from the proposal to the final decision."""

from pathlib import Path

import pytest

from sandbox.client import Answer, Slack
from tests.conversations.conftest import Rehearsal
from tests.conversations.story import agree

OURS = Path(__file__).parents[1] / "playbook" / "small_company"
HERE = "ai-claims"
LEAD, MAKER, TRUST, READER = "sponsor", "product-owner", "security", "auditor"
START = {
    "start": "2026-01-12",
    "timezone": "Europe/Berlin",
    "channel": "make",
    "channel_name": HERE,
    "business-lead": [LEAD],
    "maker": [MAKER],
    "trust-lead": [TRUST],
    "reader": [READER],
}


@pytest.fixture
def playbook_folder() -> Path:
    return OURS


async def done(slack: Slack, who: str, *titles: str) -> None:
    for title in titles:
        await slack.as_(who).says(HERE, "/pilot done")
        await slack.as_(who).looks_up("item-options", title)
        answer = await slack.as_(who).submits(item=title, evidence="https://wiki.example/it")
        assert not (answer.errors or answer.failure), (title, answer)
        await slack.as_(who).closes(all_=True)


async def signed(slack: Slack, who: str, gate: str) -> None:
    await slack.as_(MAKER).says(HERE, "/pilot signoff ask")
    asked = await slack.as_(who).waits_for("dm", f"*{gate}* of CLAIMS")
    await slack.as_(who).presses("Read and sign", in_=asked)
    answer = await slack.as_(who).submits(answer="approved")
    assert not answer.errors, answer


async def closed(slack: Slack, who: str, deliverable: str, signer: str, gate: str) -> None:
    await done(slack, MAKER, deliverable)
    await signed(slack, signer, gate)
    said = await slack.as_(who).says(HERE, "/pilot gate close")
    assert "Missing" not in said, str(said.response)
    await slack.as_(LEAD).waits_for(HERE, f"*{gate}* of CLAIMS is closed")


async def decided(slack: Slack, option: str, choice: str) -> Answer:
    """The maker opens the vote, all who vote say yes, and the lead decides."""
    await slack.as_(MAKER).says(HERE, "/pilot vote")
    opened = await slack.as_(MAKER).submits({})
    assert not (opened.errors or opened.failure), opened
    await slack.as_(MAKER).closes(all_=True)
    poll = await slack.as_(LEAD).waits_for(HERE, "What is asked")
    for voter in (MAKER, TRUST):
        await slack.as_(voter).presses(option, in_=poll)
    asked = await slack.as_(LEAD).waits_for("dm", "The decision is yours")
    await slack.as_(LEAD).presses("Decide", in_=asked)
    return await slack.as_(LEAD).submits(choice=choice)


async def test_from_proposal_to_final_decision(slack: Slack, rehearsal: Rehearsal) -> None:
    await agree(slack)
    maker, lead, trust = (slack.as_(each) for each in (MAKER, LEAD, TRUST))
    await maker.says("#ai-ideas", "/pilot start")
    await maker.looks_up("timezone", "berlin")
    refused = await maker.submits(START | {"business-lead": [TRUST]})
    assert "agreed to this as its sponsor" in refused.errors["business-lead"]
    assert not (await maker.submits(START)).errors
    await maker.closes(all_=True)
    await lead.waits_for(HERE, "Business lead")

    await slack.moves_clock("2026-01-12T09:00:00+00:00")
    assert "week 1 of 8" in await maker.says(HERE, "/pilot week")
    await slack.moves_clock("2026-01-22T09:00:00+00:00")
    refused_close = await trust.says(HERE, "/pilot gate close")
    assert "You cannot close a gate here. This is for: Maker or Business lead." in refused_close
    await closed(slack, MAKER, "The brief", LEAD, "Framed")
    await slack.moves_clock("2026-02-05T09:00:00+00:00")
    await closed(slack, LEAD, "The first build", TRUST, "Built")

    await slack.moves_clock("2026-02-19T09:00:00+00:00")
    assert "“Tried” on Fri 20 Feb 2026 counts 2" in str((await trust.says(HERE, "/pilot checklist")).view)
    await trust.closes(all_=True)
    await done(slack, TRUST, "It can be switched off")
    await done(slack, LEAD, "Everybody knows what comes")
    await done(slack, MAKER, "The trial's result")
    await signed(slack, TRUST, "Tried")
    assert not (await decided(slack, "Yes", "open-up")).errors
    await maker.waits_for(HERE, "has decided on *Tried*")

    await slack.moves_clock("2026-03-05T09:00:00+00:00")
    await done(slack, MAKER, "What it was worth")
    assert not (await decided(slack, "Keep", "keep")).errors
    await maker.waits_for(HERE, "has decided on *Keep it?*")
    assert "in production" in await lead.says(HERE, "/pilot status")
    assert "Keep it" in await slack.as_(READER).says(HERE, "/pilot decisions")
