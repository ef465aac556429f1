"""The next cycle as it is shown: Slack takes it, with everything as long as it may be."""

from dataclasses import replace
from uuid import uuid4

import pytest

from program.programs import ProgramState
from program.standings import Standing
from templates import cycles as shown
from templates import decisions, digests, status
from templates.blocks import View
from tests.program.examples import NOW, PLAYBOOK, PROGRAM, begun, morning
from tests.program.test_cycles import NEXT, SCALE, START, TIME, ended, read
from tests.program.test_production import FIRST
from tests.templates.extremes import NASTY, a_risk, filled, taken
from tests.templates.test_actions import ASKED
from tests.templates.test_digests import MONDAY


def full(text: str) -> Standing:
    long = replace(SCALE, answers={"next-scope": filled(text, 1000)}, reason=filled(text, 1000))
    kpi = read(replace(TIME, name=filled(text, 100), unit=filled(text, 40)), 25)
    return ended(
        *(replace(kpi, id=uuid4(), number=number) for number in range(1, 30)),
        decisions=(long,),
        risks=tuple(a_risk(text, number) for number in range(1, 30)),
        actions=tuple(replace(ASKED, number=number, what=filled(text, 500)) for number in range(30)),
    )


@pytest.mark.parametrize("text", NASTY)
def test_slack_takes_every_view(text: str) -> None:
    standing = full(text)
    decision = standing.decisions[0]
    for each, follower in ((standing, None), (standing, NEXT), (begun(), None)):
        taken(shown.screen(each, follower, may_start=True))
    for keeps in (True, False):
        taken(shown.form(standing, decision, PLAYBOOK, monday=START, channel_name="ai-claims2", keeps_channel=keeps))
    taken(shown.started(NEXT))
    running = replace(standing, program=replace(NEXT, state=ProgramState.RUNNING))
    taken(shown.begun(running, standing))
    taken(shown.begun(replace(running, kpis=(), appointments=()), replace(standing, decisions=())))
    taken(decisions.recorded(standing, decision))
    taken(digests.digest([standing], MONDAY, NOW))


def test_the_screen_says_what_carries_over_and_who_may_start_it() -> None:
    told = taken(shown.screen(ended(read(TIME, 25)), None, may_start=True))
    assert "Its next 90 days can start" in told and "Next scope" in told and "begins at 25 min" in told
    assert "Start the next cycle" in told
    assert "Start the next cycle" not in taken(shown.screen(ended(), None, may_start=False))
    assert "CLAIMS2 is the next cycle of CLAIMS" in taken(shown.screen(ended(), NEXT, may_start=True))
    assert "begins once" in taken(shown.screen(begun(), None, may_start=True))


def test_the_form_has_people_targets_and_the_scope_filled_in() -> None:
    view = shown.form(
        ended(read(TIME, 25)), SCALE, PLAYBOOK, monday=START, channel_name="ai-claims2", keeps_channel=True
    )
    blocks = {each.get("block_id"): each for each in view["blocks"]}
    assert blocks["aim"]["element"]["initial_value"] == "Next scope: Spain"
    assert blocks["target-1"]["element"]["initial_value"] == "20"
    assert blocks["security"]["element"]["initial_users"] == ["SECURITY"]
    assert "Claims – cycle 2" in taken(view)
    assert _channels(view) == ["Make a channel for it", "Take #ai-claims"]
    unnamed = ended(program=replace(ended().program, channel_name=""))
    bare = replace(SCALE, answers={})
    view = shown.form(unnamed, bare, PLAYBOOK, monday=START, channel_name="ai-x", keeps_channel=True)
    assert _channels(view)[1] == "Take its channel"
    aim = next(each for each in view["blocks"] if each.get("block_id") == "aim")
    assert aim["element"]["initial_value"] == "It works"


def _channels(view: View) -> list[str]:
    (asked,) = [each for each in view["blocks"] if each.get("block_id") == "channel"]
    return [each["text"]["text"] for each in asked["element"]["options"]]


def test_the_decision_that_ends_it_has_the_button_and_others_do_not() -> None:
    assert "Start the next cycle" in taken(decisions.recorded(ended(), SCALE))
    running = replace(ended(), program=replace(PROGRAM, state=ProgramState.RUNNING))
    assert "Start the next cycle" not in taken(decisions.recorded(running, SCALE))


def test_the_status_leads_to_the_next_cycle_once_this_one_is_decided() -> None:
    paused = replace(ended(decisions=(replace(SCALE, choice="pivot-or-pause"),)), passed=())
    for standing, shows in ((ended(), True), (paused, True), (ended(decisions=()), False), (begun(), False)):
        assert ("The next cycle" in taken(status.status(standing, NOW))) == shows


def test_the_digest_says_what_is_in_production_and_what_decisions_asked_for() -> None:
    told = taken(digests.digest([ended()], MONDAY, NOW))
    assert "No program is running" in told and "In production" in told and "next review on Sun 10 May 2026" in told
    assert "*Next scope:* Spain" in told
    assert "Next scope" not in taken(digests.digest([ended()], MONDAY, morning(FIRST)))
