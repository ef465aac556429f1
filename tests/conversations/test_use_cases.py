"""Week 0: proposing, comparing, selecting, and the sponsor's agreement."""

from sandbox.client import Slack
from tests.conversations.story import CLAIMS


async def test_a_use_case_becomes_the_top_priority(slack: Slack) -> None:
    manager, sponsor = slack.as_("program-manager"), slack.as_("sponsor")
    for title in ("Claims summaries", "Fraud triage"):
        asked = await manager.says("#ai-ideas", "/pilot propose")
        assert asked.view, asked
        assert not (await manager.submits(CLAIMS | {"title": title})).errors

    listed = await slack.as_("product-owner").says("#ai-ideas", "/pilot candidates")
    assert "UC-1" in listed
    assert "UC-2" in listed
