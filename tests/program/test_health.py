"""One word for how a program is doing, and why."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from program.blockers import Blocker
from program.decisions import Decision
from program.health import SOON, Health, judge
from program.programs import ProgramState
from program.risks import Risk
from program.standings import PassedGate, Standing
from tests.program.examples import EVERY_ROLE, NOW, PLAYBOOK, PROGRAM, begun, done, morning, with_items

THURSDAY = morning(date(2026, 1, 8))
FIRST_TUESDAY = date(2026, 1, 13)


def tidy() -> Standing:
    """What was due before week 1 is done."""
    return with_items(begun(), *(done(each.key) for each in PLAYBOOK.items_due_in(0)))


def blocked(standing: Standing, *wanted_by: date) -> Standing:
    found = tuple(
        Blocker(uuid4(), PROGRAM.id, number, None, "No access", "OPERATIONS", day, "SECURITY", NOW)
        for number, day in enumerate(wanted_by, start=1)
    )
    return replace(standing, blockers=found)


def test_a_program_that_begins_next_week_has_not_begun() -> None:
    verdict = judge(begun(), THURSDAY)

    assert (verdict.health, verdict.reasons) == (Health.NOT_BEGUN, ("week 1 begins in 4 days",))


def test_a_program_with_nothing_late_is_on_track() -> None:
    assert judge(tidy(), morning(FIRST_TUESDAY)).health is Health.ON_TRACK
    assert judge(tidy(), morning(date(2026, 1, 12))).health is Health.ON_TRACK, "on its first day it has begun"


def test_a_paused_program_says_why_it_waits() -> None:
    paused = replace(begun(), program=replace(PROGRAM, state=ProgramState.PAUSED))

    verdict = judge(paused, morning(FIRST_TUESDAY))

    assert (verdict.health, verdict.reasons) == (Health.PAUSED, ("paused by the sponsor",))
    decided = [Decision(uuid4(), PROGRAM.id, "go-no-go", None, "pause", why, (), "SPONSOR", NOW, "d") for why in "ABC"]
    assert judge(replace(paused, decisions=tuple(decided)), NOW).reasons == ("C",)
    silent = (*decided, replace(decided[0], reason=None))
    assert judge(replace(paused, decisions=silent), NOW).reasons == ("paused by the sponsor",)


def test_a_finished_program_is_finished_whatever_is_late() -> None:
    finished = replace(begun(), program=replace(PROGRAM, state=ProgramState.FINISHED))

    verdict = judge(finished, morning(date(2027, 1, 4)))

    assert (verdict.health, verdict.reasons) == (Health.FINISHED, ("the last gate is behind it",))


@pytest.mark.parametrize(
    ("choice", "reason", "told"),
    [
        ("stopped", "No data", "Stopped for good: No data"),
        ("scale", None, "Scale up"),
        ("scale", "It pays", "Scale up: It pays"),
    ],
)
def test_a_finished_program_says_how_it_ended(choice: str, reason: str | None, told: str) -> None:
    last = Decision(uuid4(), PROGRAM.id, "scale", None, choice, reason, (), "SPONSOR", NOW, "d")
    finished = replace(begun(), program=replace(PROGRAM, state=ProgramState.FINISHED), decisions=(last,))

    assert judge(finished, morning(date(2027, 1, 4))).reasons == (told,)


def test_a_phase_that_waits_for_its_gate_holds_the_program() -> None:
    verdict = judge(begun(), morning(date(2026, 2, 2)))

    assert verdict.health is Health.HELD
    assert verdict.reasons == ("“End of discovery” is 3 days overdue; the next phase opens only after it",)


def test_a_gate_that_is_late_within_its_phase_is_off_track() -> None:
    verdict = judge(begun(passed=("selection",)), morning(date(2026, 1, 24)))

    assert verdict.health is Health.OFF_TRACK
    assert verdict.reasons == ("“Data readiness” is 1 day overdue",)
    on_its_day = judge(begun(passed=("selection",)), morning(date(2026, 1, 23)))
    assert on_its_day.health is Health.AT_RISK


@pytest.mark.parametrize(("late", "said"), [(1, "1 blocker should"), (2, "2 blockers should")])
def test_blockers_that_should_be_cleared_by_now_are_off_track(late: int, said: str) -> None:
    verdict = judge(blocked(begun(), *[date(2026, 1, 12)] * late), morning(FIRST_TUESDAY))

    assert verdict.health is Health.OFF_TRACK
    assert said in verdict.reasons[0]


def test_an_open_blocker_in_its_time_is_a_risk_only() -> None:
    verdict = judge(blocked(tidy(), FIRST_TUESDAY), morning(FIRST_TUESDAY))

    assert (verdict.health, verdict.reasons) == (Health.AT_RISK, ("1 open blocker",))


def test_late_items_and_a_gate_that_is_near_put_a_program_at_risk() -> None:
    verdict = judge(begun(passed=("selection",)), morning(date(2026, 1, 20)))

    assert verdict.health is Health.AT_RISK
    assert any("late" in each for each in verdict.reasons)
    assert any(" things missing for “Data readiness” in 3 days" in each for each in verdict.reasons)
    assert any(each.endswith(" items late") for each in verdict.reasons)

    def missing(days: int) -> bool:
        found = judge(begun(passed=("selection",)), morning(date(2026, 1, 23) - timedelta(days=days)))
        return any("missing for" in each for each in found.reasons)

    assert [missing(days) for days in (SOON - 1, SOON, SOON + 1)] == [True, True, False]


@pytest.mark.parametrize(("likelihood", "health"), [(2, Health.ON_TRACK), (5, Health.AT_RISK)])
def test_only_a_high_risk_puts_a_program_at_risk(likelihood: int, health: Health) -> None:
    risk = Risk(uuid4(), PROGRAM.id, 1, "Drift", likelihood, 4, "RISK-OWNER", None, "SECURITY", NOW)

    assert judge(replace(tidy(), risks=(risk,)), morning(FIRST_TUESDAY)).health is health
    just = replace(risk, likelihood=3, impact=5)
    assert judge(replace(tidy(), risks=(just,)), morning(FIRST_TUESDAY)).health is Health.AT_RISK


def test_a_role_that_is_needed_and_that_nobody_holds_puts_a_program_at_risk() -> None:
    needed = next(each for each in PLAYBOOK.roles if each.needed_by is not None and each.needed_by <= 1)
    holders = {role: users for role, users in EVERY_ROLE.items() if role != needed.key}

    verdict = judge(begun(holders), morning(FIRST_TUESDAY))

    assert f"nobody holds: {needed.title}" in verdict.reasons
    later = next(each for each in PLAYBOOK.roles if each.needed_by and each.needed_by > 1)
    others = begun({role: users for role, users in EVERY_ROLE.items() if role != later.key})
    week_of_need = later.needed_by or 0
    for week, vacant in ((week_of_need - 1, False), (week_of_need, True)):
        said = judge(passing(others), morning(PROGRAM.monday(week))).reasons
        assert (f"nobody holds: {later.title}" in said) is vacant


def passing(standing: Standing) -> Standing:
    """Nothing holds it: all its gates are behind it."""
    return replace(standing, passed=tuple(PassedGate(gate.key, NOW, "SPONSOR") for gate in PLAYBOOK.gates))


def test_what_is_done_is_late_no_more() -> None:
    week_1 = [done(each.key) for each in PLAYBOOK.items_due_in(1)]
    monday = morning(date(2026, 1, 12) + timedelta(weeks=1))

    assert "late" in judge(tidy(), monday).reasons[0]
    assert judge(with_items(tidy(), *week_1), monday).health is Health.ON_TRACK
