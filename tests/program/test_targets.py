from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from program.decision_log import LoggedDecision
from program.errors import Refused
from program.items import Item, ItemState
from program.kpis import Aim, Direction, Kpi, Meaning
from program.standings import Standing
from program.targets import (
    adoption_read,
    change,
    deciders,
    errors_read,
    final_metrics,
    finals,
    is_locked,
    is_stop_day,
    is_stopped,
    lead,
    read_live,
    signers,
    stop,
    stopped,
)
from tests.program.examples import (
    DISCOVERY,
    NOW,
    PLAYBOOK,
    PROGRAM,
    asked,
    begun,
    complete,
    refuses,
    signed,
    with_items,
)
from tests.program.test_kpis import ADOPTION, GUARD, HANDLING, TODAY, read

LATER = date(2026, 3, 2)


def having(*kpis: object, log: tuple[LoggedDecision, ...] = ()) -> Standing:
    return replace(begun(), kpis=kpis, decision_log=log)  # type: ignore[arg-type]


def test_targets_are_signed_at_the_end_of_phase_1() -> None:
    assert not is_locked(begun())
    assert is_locked(begun(passed=("selection", "discovery")))
    assert signers(asked(begun(), DISCOVERY)) == ()
    assert "BUSINESS-OWNER" in signers(complete(DISCOVERY))
    assert signed(begun()).sign_offs == ()


def test_before_that_a_target_changes_without_a_word() -> None:
    changed = change(HANDLING, baseline=44, target=20, reason=None, locked=False)

    assert changed == replace(HANDLING, baseline=44, aim=Aim.VALUE, amount=None)
    by_percent = replace(HANDLING, aim=Aim.PERCENT, amount=50.0)
    assert change(by_percent, baseline=45, target=25, reason=None, locked=False) == replace(HANDLING, target=25)


def test_a_signed_target_changes_with_a_reason_and_the_first_one_is_kept() -> None:
    once = change(HANDLING, baseline=45, target=25, reason="Longer letters", locked=True)
    twice = change(once, baseline=45, target=30, reason="Still longer", locked=True)

    assert (twice.first_baseline, twice.first_target, twice.changes) == (45, 20, 2)
    moved = change(twice, baseline=50, target=30, reason="Counted again", locked=True)
    again = change(moved, baseline=55, target=30, reason="And again", locked=True)
    assert (again.baseline, again.first_baseline, again.first_target, again.changes) == (55, 45, 20, 4)
    assert twice.change_reason == "Still longer"
    for target, reason, field in ((20, "x", "target"), (25, None, "reason"), (45, "x", "target")):
        with pytest.raises(Refused) as refusal:
            change(HANDLING, baseline=45, target=target, reason=reason, locked=True)
        assert refusal.value.field == field


def test_what_is_held_has_its_baseline_as_target() -> None:
    assert change(GUARD, baseline=4, target=99, reason="x", locked=True).target == 4


def test_the_headline_leads_and_guards_stand_beside_their_own() -> None:
    leading = replace(HANDLING, id=uuid4(), number=9, is_headline=True)
    stray = replace(GUARD, id=uuid4(), number=7, guards=uuid4())

    found = lead([ADOPTION, GUARD, HANDLING, stray, leading])

    assert [each.number for each in found] == [9, 1, 2, 7, 3]
    of_leading = replace(GUARD, number=8, guards=leading.id)
    assert [each.number for each in lead([HANDLING, of_leading, leading])] == [9, 8, 1]


def test_a_stop_criterion_has_a_value_and_a_day_to_come() -> None:
    assert stop(HANDLING, at=30, on=LATER, today=TODAY) == replace(HANDLING, stop_at=30, stop_on=LATER)
    assert stop(HANDLING, at=20, on=LATER, today=TODAY).stop_at == 20
    assert stop(replace(HANDLING, stop_at=30, stop_on=LATER), at=None, on=None, today=TODAY) == HANDLING
    rising = replace(HANDLING, direction=Direction.UP, baseline=10, target=20)
    for kpi, at, on, field, why in (
        (HANDLING, None, LATER, "at", "Which value"),
        (HANDLING, 30, None, "on", "By which day"),
        (HANDLING, 30, TODAY, "on", "come already"),
        (HANDLING, 10, LATER, "at", "cannot be lower than that"),
        (rising, 30, LATER, "at", "cannot be higher than that"),
    ):
        with refuses(why, field=field):
            stop(kpi, at=at, on=on, today=TODAY)


def test_it_calls_for_a_decision_on_its_day_where_it_is_not_met() -> None:
    kpi = replace(HANDLING, stop_at=30, stop_on=TODAY)

    assert is_stopped(kpi, TODAY)
    assert is_stopped(replace(kpi, readings=(read(31),)), TODAY)
    assert not is_stopped(replace(kpi, readings=(read(30),)), TODAY)
    assert not is_stopped(kpi, TODAY - timedelta(days=1))
    assert not is_stopped(HANDLING, TODAY) and not is_stopped(replace(HANDLING, stop_at=3), TODAY)
    assert is_stop_day(having(kpi), TODAY) and not is_stop_day(having(HANDLING), TODAY)


def test_a_decision_on_record_answers_it() -> None:
    kpi = replace(HANDLING, stop_at=30, stop_on=TODAY)
    entry = LoggedDecision(uuid4(), PROGRAM.id, 1, "Go on", "It helps", "SPONSOR", TODAY, None, "SPONSOR", NOW)

    assert stopped(having(kpi, log=(entry,)), NOW) == [kpi], "about something else"
    assert stopped(having(kpi, log=(replace(entry, kpi=kpi.id),)), NOW) == []
    before = replace(entry, kpi=kpi.id, logged_at=NOW - timedelta(days=1))
    assert stopped(having(kpi, log=(before,)), NOW) == [kpi], "of before its day"
    assert deciders(begun()) == ("SPONSOR",)


def test_the_final_figures_are_against_what_was_signed_first() -> None:
    changed = change(replace(HANDLING, readings=(read(22),)), baseline=45, target=25, reason="x", locked=True)

    (final,) = finals([changed, GUARD])

    assert (final.baseline, final.target, final.final, final.is_met) == (45, 20, 22, False)
    assert final.was_changed and final.broken == (GUARD,)
    (final,) = finals([replace(changed, baseline=60)])
    assert final.baseline == 45


def test_a_final_figure_may_be_missing_or_met_with_its_guard_held() -> None:
    held = replace(GUARD, readings=(read(3),))
    first, second = finals([HANDLING, held])[0], finals([replace(HANDLING, readings=(read(19),)), held])[0]

    assert first.final is None and not first.is_met and not first.was_changed
    assert second.is_met and second.broken == ()


# --- readings of live use -----------------------------------------------------------------------------------------


def live(*kpis: Kpi) -> Standing:
    facts = {"group": "North", "share": 15.0, "since": TODAY.isoformat()}
    return with_items(having(*kpis), Item("w11-limited-group", ItemState.DONE, "A", None, None, "A", NOW, facts))


def test_final_figures_want_a_reading_of_every_kpi_since_the_launch() -> None:
    early, held = replace(HANDLING, readings=(read(22),)), replace(GUARD, readings=(read(3),))
    assert final_metrics(having(), {}) == ["a KPI to compare: `/pilot kpi define`"]
    assert final_metrics(having(GUARD), {}) == ["a KPI to compare: `/pilot kpi define`"]
    assert final_metrics(having(HANDLING, held), {}) == [f"a final reading of {HANDLING.code} {HANDLING.name}"]
    assert final_metrics(having(early, held), {}) == [], "no launch is on record to be measured against"
    before = replace(HANDLING, readings=(replace(read(22), on=TODAY - timedelta(days=1)),))
    assert final_metrics(live(before, held), {}) == [
        f"a final reading of {HANDLING.code} {HANDLING.name} since the launch on {TODAY:%-d %b %Y}"
    ]
    assert final_metrics(live(early, GUARD), {}) == [
        f"a final reading of {GUARD.code} {GUARD.name} since the launch on {TODAY:%-d %b %Y}"
    ]
    assert final_metrics(live(early, held), {}) == []


def test_business_kpis_and_the_rates_of_the_launch_are_read_from_live_use() -> None:
    errors = replace(ADOPTION, id=uuid4(), number=10, direction=Direction.DOWN, rate="errors")
    technical = replace(HANDLING, id=uuid4(), number=11, meaning=Meaning.TECHNICAL)
    assert read_live(live(technical, GUARD), {}) == ["a business KPI: `/pilot kpi define`"]
    assert [each[:14] for each in read_live(live(HANDLING, technical, GUARD), {})] == ["a reading of K"]
    assert read_live(live(replace(HANDLING, readings=(read(22),))), {}) == []
    for proof, kpi, other in ((adoption_read, ADOPTION, errors), (errors_read, errors, ADOPTION)):
        assert proof(live(other), {}) == ["the figures of the launch: `/pilot kpi launch`"]
        assert [each[:14] for each in proof(live(kpi), {})] == ["a reading of K"]
        assert proof(live(replace(kpi, readings=(read(50),))), {}) == []
    measures = replace(PLAYBOOK.measures, kpis=replace(PLAYBOOK.measures.kpis, rates=()))
    bare = replace(live(), playbook=replace(PLAYBOOK, measures=measures))
    assert adoption_read(bare, {}) == errors_read(bare, {}) == [], "a playbook that names no rates asks for none"
    rising = tuple(each for each in PLAYBOOK.measures.kpis.rates if each.direction == "up")
    measures = replace(PLAYBOOK.measures, kpis=replace(PLAYBOOK.measures.kpis, rates=rising))
    only = replace(live(), playbook=replace(PLAYBOOK, measures=measures))
    assert adoption_read(only, {}) == ["the figures of the launch: `/pilot kpi launch`"] and errors_read(only, {}) == []
