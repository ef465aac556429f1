"""The risk tier of a running program, and what its facts change."""

from sandbox.client import Slack
from tests.conversations.conftest import Rehearsal
from tests.conversations.story import CLAIMS, FORM, running_program

HERE = "#ai-claims"


async def test_changed_facts_change_the_tier_and_the_channel_is_told(rehearsal: Rehearsal) -> None:
    slack = rehearsal.slack
    await running_program(rehearsal.bot)
    owner = slack.as_("product-owner")
    assert "low risk tier" in await owner.says(HERE, "/pilot tier")
    await owner.presses("Change the facts", in_=HERE)
    alone = await owner.submits({"traits-data": ["health-data"], "pattern": "out-of-the-loop"})
    assert "only for use cases of a low risk tier" in alone.errors["pattern"]

    assert not (await owner.submits({"pattern": "in-the-loop"})).errors

    await owner.closes(all_=True)
    await owner.presses("Change the facts", in_=HERE)
    assert "Nothing is different" in (await owner.submits()).errors["pattern"]

    told = await owner.waits_for(HERE, "is of a high risk tier now")
    assert "and was of a low one: Health data" in told
    assert "high risk tier" in await owner.says(HERE, "/pilot tier")
    reader = await slack.as_("operations").says(HERE, "/pilot tier")
    assert reader.response
    assert reader.response.buttons == [], "others only read"


async def test_a_program_keeps_the_facts_and_the_example_of_its_candidate(slack: Slack) -> None:
    owner, sponsor, ideas = slack.as_("product-owner"), slack.as_("sponsor"), "#ai-ideas"
    await owner.says(ideas, "/pilot propose")
    await owner.presses("use-case-begin-with", choosing="claims-summaries")
    rest = {"unit": "Claims", "sponsor": "sponsor", "product_owner": "product-owner"}
    assert not (await owner.submits(rest)).errors
    await owner.presses("inquiry-open-answer:risk")
    facts = {"regulation": "sector", "life-critical": "no", "traits-data": ["health-data"], "pattern": "in-the-loop"}
    assert not (await owner.submits(facts)).errors
    await owner.closes(all_=True)
    await owner.says(ideas, "/pilot propose")
    await owner.submits(CLAIMS | {"title": "Fraud triage"})
    await owner.closes(all_=True)
    await owner.says(ideas, "/pilot select")
    await owner.submits(primary="UC-1 Claims summaries", backup="UC-2 Fraud triage", why="Ripe.", count_why="Two.")
    await owner.closes(all_=True)
    await sponsor.waits_for("dm", "top AI priority")
    await sponsor.presses("Read and answer", in_="dm")
    await sponsor.submits(answer="agree")
    await owner.says(ideas, "/pilot start")
    await owner.looks_up("timezone", "berlin")
    assert not (await owner.submits(FORM)).errors

    plan = await owner.waits_for(HERE, "From Mon 12 Jan 2026")
    offered = await owner.waits_for(HERE, "began from the worked example", thread=plan.ts)
    assert "high risk tier*, because of: Health data" in await owner.says(HERE, "/pilot tier")
    form = await owner.presses("example-risk:0", in_=offered)
    assert form.view
    assert not (await owner.submits(owner="risk-owner")).errors
    assert await owner.waits_for(HERE, "A summary leaves out what decides the claim")
    assert (await owner.presses("example-kpi:0", in_=offered)).view
