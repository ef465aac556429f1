"""The whole story: one use case from proposal to its scale decision, by both transports, on both databases."""

import pytest

from sandbox import demo_story
from sandbox.clock import Clock
from sandbox.demo_story import Story
from tests.conversations.conftest import Rehearsal
from tests.conversations.whole_story import (
    PRESENT,
    THE_FIRST_MONDAY,
    it_runs_for_a_few,
    it_scales,
    the_evidence_is_there,
    the_foundation_is_closed,
    the_pilot_is_asked,
    the_sponsor_decides,
    the_vote_is_held,
)


@pytest.fixture
def clock() -> Clock:
    return demo_story.clock(PRESENT)


@pytest.mark.parametrize(
    ("transport", "database_url"),
    [("socket", "sqlite"), ("http", "postgresql")],
    indirect=["database_url"],
)
async def test_a_use_case_goes_from_proposal_to_a_recorded_go_and_scales(rehearsal: Rehearsal) -> None:
    story = Story(rehearsal.slack, THE_FIRST_MONDAY)
    await demo_story.tell(rehearsal.slack, present=PRESENT)

    await the_foundation_is_closed(story)
    await the_pilot_is_asked(story)
    await the_evidence_is_there(story)
    await the_vote_is_held(story)
    await the_sponsor_decides(story)
    await it_runs_for_a_few(story)
    await it_scales(story)
