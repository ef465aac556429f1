"""A program starts: the agreed primary gets its people, its channel and its plan with real dates."""

import pytest

from sandbox.client import Slack
from tests.conversations.story import agree, start


async def test_a_program_starts_in_a_channel_of_its_own(slack: Slack) -> None:
    await agree(slack)

    answer = await start(slack)

    assert not answer.errors, answer.errors
    plan = await slack.as_("security").waits_for("#ai-claims", "From Mon 12 Jan 2026")
    assert "Fri 30 Jan 2026: *End of discovery*" in plan
    assert "Privacy, needed by week 2" in plan
    case = await slack.as_("security").waits_for("#ai-claims", "What it costs today", thread=plan.ts)
    assert "45 minutes a case" in case
    told = await slack.as_("security").waits_for("dm", "You are *Security*")
    assert "Week 1 begins on Mon 12 Jan 2026" in told


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("start", "2026-01-13", "choose a Monday, such as 19 January 2026"),
        ("start", "2026-01-05", None),
        ("start", "2025-12-29", "That week has passed"),
        ("channel_name", "Ünïcode Straße!", "lower-case letters"),
        ("operations", ["lunch-bot"], "A bot cannot hold a role"),
        ("operations", ["guest"], "A guest cannot hold a role"),
        ("product-owner", ["sponsor"], "The same person cannot be"),
        ("sponsor", ["business-owner"], "agreed to this as its sponsor"),
    ],
)
async def test_what_cannot_start_is_said_at_its_field(
    slack: Slack, field: str, value: object, sentence: str | None
) -> None:
    await agree(slack)

    answer = await start(slack, **{field: value})

    if sentence is None:
        assert not answer.errors
    else:
        assert sentence in next(iter(answer.errors.values())), answer.errors


async def test_a_program_starts_once(slack: Slack) -> None:
    await agree(slack)
    await start(slack)

    again = await slack.as_("product-owner").says("#ai-ideas", "/pilot start")

    assert "has been started already" in again


async def test_who_is_nobody_to_a_use_case_cannot_start_it(slack: Slack) -> None:
    await agree(slack)

    assert "You cannot start a program here" in await slack.as_("legal").says("#ai-ideas", "/pilot start")


async def test_a_taken_name_gets_a_number(slack: Slack) -> None:
    await slack.as_("legal").creates("ai-claims")
    await agree(slack)

    await start(slack)

    assert await slack.as_("security").waits_for("#ai-claims-2", "From Mon 12 Jan 2026")


async def test_the_program_can_take_the_channel_it_was_started_in(slack: Slack) -> None:
    await agree(slack)

    answer = await start(slack, channel="take", channel_name=None)

    assert not answer.errors
    await slack.as_("security").waits_for("#ai-ideas", "From Mon 12 Jan 2026")
