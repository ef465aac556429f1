"""Risks: raised with what each number means, seen worst first, closed by those who may."""

import asyncio

import pytest

from sandbox.client import Slack
from tests.conversations.conftest import Rehearsal
from tests.conversations.story import running_program

HERE = "#ai-claims"
DRIFT = {"title": "Model drifts 🚀 <!channel>", "likelihood": "4", "impact": "5", "owner": "risk-owner"}


@pytest.fixture
async def program(rehearsal: Rehearsal) -> Slack:
    await running_program(rehearsal.bot)
    return rehearsal.slack


async def test_a_risk_is_raised_seen_and_closed(program: Slack) -> None:
    security, owner = program.as_("security"), program.as_("risk-owner")
    assert "No open risk in CLAIMS" in await security.says(HERE, "/pilot risks")
    form = (await security.presses("Raise a risk", in_=HERE)).modal
    assert "How likely is it?" in form
    told = (await security.submits(DRIFT | {"mitigation": "Weekly samples"})).modal
    assert "R-1 is raised" in told
    await security.closes(all_=True)
    post = await owner.waits_for(HERE, "20 of 25: Model drifts 🚀 <!channel>")
    assert "<@U0RISKOWN> holds it" in post and "likely" in post

    await security.says(HERE, "/pilot risk")
    await security.submits(title="Slow answers", likelihood="2", impact="2")
    await security.closes(all_=True)
    listed = await program.as_("auditor").says(HERE, "/pilot risks")
    assert "2 open risks in CLAIMS, worst first; 1 high" in listed
    assert listed.text.index("R-1") < listed.text.index("R-2")

    await owner.presses("Close the risk", in_=post)
    assert "Say what became of it" in (await owner.submits(outcome=" ")).errors["outcome"]
    assert "R-1 is closed" in (await owner.submits(outcome="Mitigated: retrained monthly.")).modal
    closed = await security.waits_for(HERE, "R-1* of CLAIMS is closed")
    assert closed.ts == post.ts and "Mitigated: retrained monthly." in closed


async def test_what_cannot_be_is_said_at_its_field(program: Slack) -> None:
    manager = program.as_("program-manager")
    await manager.says(HERE, "/pilot risk")
    for changes, field, sentence in (
        ({"owner": None}, "owner", "A risk this high needs an owner"),
        ({"owner": "guest"}, "owner", "A guest cannot hold a role"),
        ({"owner": "lunch-bot"}, "owner", "A bot cannot hold a role"),
        ({"title": "   "}, "title", "Please fill this in"),
        ({"title": "x" * 121}, "title", ""),
        ({"mitigation": "x" * 501}, "mitigation", ""),
    ):
        assert sentence in (await manager.submits(DRIFT | changes)).errors[field]
    assert "No open risk" in await manager.says(HERE, "/pilot risks")


async def test_a_risk_is_closed_only_by_those_who_answer_for_it_and_once(program: Slack) -> None:
    people = [program.as_("risk-owner"), program.as_("program-manager")]
    await people[0].says(HERE, "/pilot risk")
    await people[0].submits(DRIFT)
    await people[0].closes(all_=True)
    post = await people[0].waits_for(HERE, "20 of 25")
    await program.as_("security").presses("Close the risk", in_=post)
    assert "You cannot close a risk here" in await program.as_("security").waits_for(HERE, "You cannot close")

    for person in people:
        await person.presses("Close the risk", in_=post)
    answers = await asyncio.gather(people[0].submits(outcome="Accepted"), people[1].submits(outcome="Mitigated"))

    (refused,) = [answer.errors["outcome"] for answer in answers if answer.errors]
    assert "R-1 is closed already" in refused or "Someone else changed this" in refused
