"""Selecting the primary and the backup, the sponsor's agreement, and a second top priority."""

from sandbox.client import Slack
from tests.conversations.conftest import Rehearsal
from tests.conversations.story import agree, running_program
from tests.conversations.test_use_cases import IDEAS, propose

FIRST, SECOND = "UC-1 Claims summaries", "UC-2 Fraud triage"
CHOICE = {"primary": FIRST, "backup": SECOND, "why": "It hurts most.", "count_why": "Only two are ripe."}


async def test_the_sponsor_alone_answers_and_once(slack: Slack) -> None:
    await agree(slack)
    sponsor = slack.as_("sponsor")

    told = await sponsor.waits_for("dm", "You agreed on")

    assert told.buttons == []


async def test_no_is_an_answer_with_its_reason(slack: Slack) -> None:
    owner, sponsor = slack.as_("product-owner"), slack.as_("sponsor")
    await propose(slack, "product-owner")
    await propose(slack, "product-owner", title="Fraud triage")
    await owner.says(IDEAS, "/pilot select")
    same = await owner.submits(CHOICE | {"backup": FIRST})
    assert "another use case than the primary" in same.errors["backup"]
    few = await owner.submits(CHOICE | {"count_why": "  "})
    assert "There are 2 candidates; 3 to 5 are expected" in few.errors["count_why"]
    await owner.submits(CHOICE)
    await sponsor.waits_for("dm", "asks you")
    await sponsor.presses("Read and answer", in_="dm")

    silent = await sponsor.submits(answer="decline")
    assert "why not" in silent.errors["comment"]
    assert not (await sponsor.submits(answer="decline", comment="Fraud first.")).errors

    assert "Fraud first." in await owner.waits_for("dm", "does not agree")
    assert "No primary has its sponsor's agreement" in await owner.says(IDEAS, "/pilot start")


async def test_who_is_nobody_to_the_candidates_cannot_select(slack: Slack) -> None:
    await propose(slack)
    await propose(slack, title="Fraud triage")

    assert "You cannot select" in await slack.as_("legal").says(IDEAS, "/pilot select")


async def test_one_candidate_is_not_a_choice(slack: Slack) -> None:
    await propose(slack)

    assert "Two candidates are needed" in await slack.as_("sponsor").says(IDEAS, "/pilot select")


async def test_without_a_sponsor_there_is_nobody_to_agree(slack: Slack) -> None:
    await propose(slack, sponsor=None)
    await propose(slack, title="Fraud triage")
    owner = slack.as_("product-owner")
    await owner.says(IDEAS, "/pilot select")

    assert "has no executive sponsor yet" in (await owner.submits(CHOICE)).errors["primary"]


async def test_a_second_top_priority_is_challenged(rehearsal: Rehearsal) -> None:
    slack = rehearsal.slack
    await running_program(rehearsal.bot)
    owner, sponsor = slack.as_("product-owner"), slack.as_("sponsor")
    titles = ("Fraud triage", "Contract review")
    for title in titles:
        await propose(slack, "product-owner", title=title)
    await owner.says(IDEAS, "/pilot select")
    await owner.submits(CHOICE | {"primary": "UC-2 Fraud triage", "backup": "UC-3 Contract review"})
    await sponsor.waits_for("dm", "asks you")
    opened = await sponsor.presses("Read and answer", in_="dm")
    assert "You have agreed already that CLAIMS Claims summaries comes first" in str(opened.view)

    silent = await sponsor.submits(answer="agree")
    assert "You have agreed that CLAIMS Claims summaries comes first" in silent.errors["steps_back"]
    assert not (await sponsor.submits(answer="agree", steps_back="The fraud wave cannot wait.")).errors

    assert "The fraud wave cannot wait." in await owner.waits_for("#ai-claims", "CLAIMS steps back")
