"""The launch as it is shown: Slack takes it, and each thing that it waits for has its button."""

from dataclasses import replace
from uuid import uuid4

import pytest

from program import launches
from program.kpis import Direction, Kind, Kpi, Meaning
from program.shares import Live
from templates import launches as shown
from templates import status
from tests.program.examples import NOW, begun
from tests.program.test_launches import SHARE, TODAY, launched, ready, without
from tests.templates.extremes import NASTY, filled, taken

ADOPTION = Kpi(
    uuid4(), 1, "Adoption", "%", Direction.UP, 0, 60, "Log", Meaning.BUSINESS, "U1", kind=Kind.RATE, rate="adoption"
)


@pytest.mark.parametrize("text", NASTY)
def test_slack_takes_every_view(text: str) -> None:
    share = replace(SHARE, group=filled(text, 300), reason=filled(text, 500))
    standing = replace(launched(group=filled(text, 300)), shares=tuple(replace(share, id=uuid4()) for _ in range(30)))
    for each in (standing, launched(group=filled(text, 300))):
        taken(shown.launch(each, today=TODAY, may_change=True))
        taken(status.status(each, NOW))
        taken(status.portfolio([each], NOW))
        taken(shown.form(each, launches.live(each) or Live("", None, None), today=TODAY))
    taken(shown.changed(replace(standing, shares=(share,)), share.id))
    taken(shown.done(share))


def test_before_the_launch_each_thing_that_is_missing_has_its_button() -> None:
    told = shown.launch(begun(), today=TODAY, may_change=True)
    said = taken(told)
    assert (
        "waits for 4 things" in said and "⬜ Dashboards to watch" in said and "✅ Somebody answers an incident" in said
    )
    assert "Nobody reads adoption, error rate, override rate yet" in said
    buttons = [each["accessory"]["action_id"] for each in told.blocks if "accessory" in each]
    assert buttons == [
        "gate-show:launch-0", "register-open:launch-1", "item-open-done:launch-2", "item-open-done:launch-4"
    ]  # fmt: skip
    assert "waits for nothing any more" in taken(shown.launch(ready(), today=TODAY, may_change=True))
    assert "has no launch" in taken(shown.launch(without("launch"), today=TODAY, may_change=True))


def test_after_it_the_group_and_share_stand_here_in_the_status_and_in_lists() -> None:
    standing = replace(launched(), kpis=(ADOPTION,))
    told = taken(shown.launch(standing, today=TODAY, may_change=True))
    assert "CLAIMS is live" in told and "Region North, 15 % of the traffic, since Tue 24 Mar 2026" in told
    assert "Another group or share" in told and "Adoption: no reading yet" in told and "Set up the figures" not in told
    assert "Another group or share" not in taken(shown.launch(standing, today=TODAY, may_change=False))
    assert "Region North, 15 %" in taken(status.status(standing, NOW))
    assert "🚀 Region North, 15 %" in status.line(standing, NOW)
    assert "🚀" not in status.line(begun(), NOW)


def test_a_raise_is_told_as_one() -> None:
    standing = replace(launched(), shares=(SHARE,))
    assert "20 % of the traffic, raised from 15 %" in taken(shown.changed(standing, SHARE.id))
    assert "raised from 15 to 20 %" in taken(shown.launch(standing, today=TODAY, may_change=True))


def test_a_playbook_without_rates_shows_none() -> None:
    standing = launched()
    measures = replace(standing.playbook.measures, kpis=replace(standing.playbook.measures.kpis, rates=()))
    bare = replace(standing, playbook=replace(standing.playbook, measures=measures))
    assert "Nobody reads" not in taken(shown.launch(bare, today=TODAY, may_change=True))
