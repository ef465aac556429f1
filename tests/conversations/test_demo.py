"""The demo workspace: six weeks of a program, by both transports, and what each member sees at the end."""

from datetime import UTC, datetime

import pytest

from sandbox import demo_story
from sandbox.client import Slack
from sandbox.clock import Clock
from tests.conversations.conftest import Rehearsal

WEDNESDAY = datetime(2026, 2, 18, 12, 0, tzinfo=UTC)  # in the middle of week 6
EARLY_ON_MONDAY = datetime(2026, 2, 16, 5, 0, tzinfo=UTC)  # week 6 has begun, and nobody has said anything yet

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def present() -> datetime:
    return WEDNESDAY


@pytest.fixture
def clock(present: datetime) -> Clock:
    return demo_story.clock(present)


@on_sqlite
@pytest.mark.parametrize("transport", ["socket"])
async def test_everyone_finds_the_program_half_way(rehearsal: Rehearsal, present: datetime) -> None:
    slack = rehearsal.slack

    await demo_story.tell(slack, present=present)

    await _sponsor_sees_it_on_one_screen(slack)
    await _leaders_had_a_digest_each_friday(slack)
    await _security_is_asked_for_a_blocker_and_a_signature(slack)
    await _the_first_gate_is_signed_and_closed(slack)
    await _three_candidates_are_left(slack)
    await _the_channel_had_a_prompt_each_monday(slack)
    assert "ai-claims" not in await slack.as_("guest").channels()
    assert [entry for entry in await slack.log() if entry["result"] != "ok"] == []


@on_sqlite
@pytest.mark.parametrize("transport", ["http"])
@pytest.mark.parametrize("present", [EARLY_ON_MONDAY])
async def test_over_http_and_early_on_a_monday(rehearsal: Rehearsal, present: datetime) -> None:
    slack = rehearsal.slack

    await demo_story.tell(slack, present=present)

    assert "Week 6 of 13" in await slack.as_("sponsor").says("#ai-claims", "/pilot status")
    assert "Sign as Security" in await slack.as_("security").home()


async def _sponsor_sees_it_on_one_screen(slack: Slack) -> None:
    status = await slack.as_("sponsor").says("#ai-claims", "/pilot status")
    assert "Week 6 of 13, Foundation" in status
    assert "End of foundation" in status
    assert "B-2" in status
    assert "Reading time: 36.5 minutes a case" in status


async def _leaders_had_a_digest_each_friday(slack: Slack) -> None:
    digests = [each for each in await slack.as_("sponsor").sees("#leadership") if "AI programs" in each]
    assert len(digests) == 6
    assert "CLAIMS" in digests[-1]


async def _security_is_asked_for_a_blocker_and_a_signature(slack: Slack) -> None:
    home = await slack.as_("security").home()
    assert "Clear B-2" in home
    assert "Sign as Security: End of foundation" in home
    assert "Read and sign" in home.buttons


async def _the_first_gate_is_signed_and_closed(slack: Slack) -> None:
    gate = await slack.as_("auditor").says("#ai-claims", "/pilot gate discovery")
    assert "Closed on" in gate
    assert gate.text.count("✅ ") >= 10
    upcoming = await slack.as_("program-manager").says("#ai-claims", "/pilot gate")
    assert "✅ Data owner" in upcoming
    assert "✅ Engineering lead" in upcoming
    assert "⏳ Security" in upcoming


async def _three_candidates_are_left(slack: Slack) -> None:
    candidates = await slack.as_("proposer").says("#ai-ideas", "/pilot candidates")
    assert [number for number in (1, 2, 3, 4) if f"UC-{number} " in candidates] == [2, 3, 4]


async def _the_channel_had_a_prompt_each_monday(slack: Slack) -> None:
    seen = await slack.as_("product-owner").sees("#ai-claims")
    assert [week for week in range(14) if any(f"Week {week} of 13" in each for each in seen)] == [1, 2, 3, 4, 5, 6]
    assert any("B-1" in each and "cleared" in each for each in seen)
    assert sum(each.words.startswith(("🔴", "🟠")) for each in seen) == 3
