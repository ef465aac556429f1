"""A waiver that ran out after the launch is settled by its decider."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from program import waivers
from program.decisions import ROLLED_BACK, Decision
from program.exemptions import ExemptionKind
from program.items import ItemState
from program.programs import ProgramState
from program.stopping import carried_out
from program.waivers import ACCEPT, EXTEND
from tests.program.examples import NOW, PLAYBOOK, PROGRAM, begun, done, refuses, with_items

KEY = "c-data-sources"
TODAY = PROGRAM.today(NOW)
LATER = TODAY + timedelta(days=30)


def test_the_decider_settles_what_is_owed_again_and_is_not_their_own() -> None:
    assert waivers.check_settles(begun(), KEY, by="SPONSOR").key == KEY
    with refuses("Whoever decides at the gates", field=None):
        waivers.check_settles(begun(), KEY, by="DATA-OWNER")
    own = with_items(begun(), replace(done(KEY), state=ItemState.IN_PROGRESS, owner="SPONSOR"))
    with refuses("is yours to deliver", field=None):
        waivers.check_settles(own, KEY, by="SPONSOR")


@pytest.mark.parametrize("key", [KEY, "w1-workshops"])
def test_what_is_settled_or_no_point_of_the_checklist_is_left_alone(key: str) -> None:
    with refuses("was settled meanwhile", field=None):
        waivers.check_settles(with_items(begun(), done(KEY)), key, by="SPONSOR")


def test_in_a_program_that_does_not_run_there_is_nothing_to_settle() -> None:
    paused = replace(begun(), program=replace(PROGRAM, state=ProgramState.PAUSED))
    with refuses("does not run", field=None):
        waivers.check_settles(paused, KEY, by="SPONSOR")


def test_waived_anew_it_has_its_control_and_its_day_on_the_deciders_word() -> None:
    after = waivers.settled(begun(), KEY, EXTEND, why="Late", control="By hand", until=LATER, by="SPONSOR", now=NOW)
    assert after.is_waived and after.exemption
    assert (after.exemption.kind, after.exemption.expires) == (ExemptionKind.WAIVER, LATER)
    assert (after.exemption.approved_by, after.exemption.approved_at, after.reason) == ("SPONSOR", NOW, "Late")

    taken = waivers.settled(begun(), KEY, ACCEPT, why="Small", control=None, until=None, by="SPONSOR", now=NOW)
    assert (taken.state, taken.reason) == (ItemState.NOT_APPLICABLE, "Small")


@pytest.mark.parametrize(
    ("way", "why", "control", "until", "field"),
    [
        (EXTEND, None, "By hand", LATER, "reason"),
        (EXTEND, "Late", None, LATER, "control"),
        (EXTEND, "Late", "By hand", TODAY, "expires"),
        (EXTEND, "Late", "By hand", TODAY + timedelta(days=PLAYBOOK.limits.waiver_days + 1), "expires"),
        (ACCEPT, None, None, None, "reason"),
    ],
)
def test_what_is_lacking_is_said_at_its_field(
    way: str, why: str | None, control: str | None, until: date | None, field: str
) -> None:
    with refuses(field=field):
        waivers.settled(begun(), KEY, way, why=why, control=control, until=until, by="SPONSOR", now=NOW)


@pytest.mark.parametrize(
    ("why", "until", "field"), [(None, LATER, "reason"), ("x", None, "expires"), ("x", TODAY, "expires")]
)
def test_a_rollback_has_its_reason_and_its_day(why: str | None, until: date | None, field: str) -> None:
    waivers.check_rolls_back(why="x", until=LATER, today=TODAY)
    with refuses(field=field):
        waivers.check_rolls_back(why=why, until=until, today=TODAY)


def test_rolled_back_the_program_is_paused() -> None:
    decision = Decision(uuid4(), PROGRAM.id, "scale", None, ROLLED_BACK, "x", (), "SPONSOR", NOW, "d", review_on=LATER)
    assert carried_out(begun(), decision).program.state is ProgramState.PAUSED
