"""The next cycle: when it may begin, and what carries over from the one before."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from program import cycles
from program.actions import Action
from program.decisions import Decision
from program.kpis import Aim, Direction, Kind, Kpi, Meaning, Reading
from program.programs import ProgramState
from program.risks import Risk
from program.sign_offs import Condition
from program.standings import Standing
from tests.program.examples import NOW, PLAYBOOK, PROGRAM, begun, refuses
from tests.program.test_production import in_production

START = date(2026, 4, 20)
NEXT = replace(PROGRAM, id=UUID(int=9), code="CLAIMS2", start=START, follows=PROGRAM.id)
SCALE = Decision(
    uuid4(), PROGRAM.id, "scale", uuid4(), "scale", "It works", (), "SPONSOR", NOW, "d", {"next-scope": "Spain"}
)
TIME = Kpi(uuid4(), 1, "Time", "min", Direction.DOWN, 45, 20, "system", Meaning.BUSINESS, "ANN", is_headline=True)
ERRORS = replace(TIME, id=uuid4(), number=2, name="Errors", baseline=3, target=3, kind=Kind.GUARD, guards=TIME.id)
ADOPTION = replace(TIME, id=uuid4(), number=3, kind=Kind.RATE, rate="adoption", direction=Direction.UP, target=60)


def read(kpi: Kpi, value: float) -> Kpi:
    return replace(kpi, readings=(Reading(value, date(2026, 4, 1), None, "ANN", NOW, uuid4()),))


def ended(*kpis: Kpi, **changes: Any) -> Standing:
    return replace(in_production(), **({"decisions": (SCALE,), "kpis": kpis} | changes))


def carried(standing: Standing, **targets: float | None) -> cycles.Carried:
    wanted = {each.id: targets.get(f"k{each.number}") for each in standing.kpis}
    return cycles.carry_over(standing, NEXT, SCALE, targets=wanted, by="MANAGER", now=NOW)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Claims", "Claims – cycle 2"),
        ("Claims – cycle 2", "Claims – cycle 3"),
        ("Claims – cycle 19", "Claims – cycle 20"),
        ("x" * 60, f"{'x' * 50} – cycle 2"),
    ],
)
def test_it_is_named_after_the_cycle_before(before: str, after: str) -> None:
    assert cycles.named(before) == after and len(after) <= 60


def test_it_begins_once_the_last_gate_is_decided_and_only_once() -> None:
    assert cycles.check_next(ended(), None) == SCALE
    assert cycles.wishes(ended(), SCALE) == [("Next scope", "Spain")]
    paused = replace(ended(decisions=(replace(SCALE, choice="pivot-or-pause"),)), passed=())
    assert cycles.check_next(paused, None).choice == "pivot-or-pause"
    with refuses("CLAIMS2 is the next cycle of CLAIMS already", field=None):
        cycles.check_next(ended(), NEXT)
    running = replace(ended(), program=replace(PROGRAM, state=ProgramState.RUNNING))
    for standing in (ended(decisions=()), ended(decisions=(SCALE, replace(SCALE, choice="stopped"))), running):
        with refuses("begins once “Scale decision” is decided", field=None):
            cycles.check_next(standing, None)


def test_a_kpi_begins_where_it_ended_and_keeps_a_target_that_was_missed() -> None:
    missed, met = read(TIME, 25), read(TIME, 19)
    assert (cycles.suggested(missed), cycles.suggested(met), cycles.suggested(TIME)) == (20, None, 20)
    assert (cycles.baseline(missed), cycles.baseline(TIME)) == (25, 45)
    (kpi,) = carried(ended(replace(missed, first_target=1, stop_at=1, changes=2)), k1=15).kpis
    assert (kpi.baseline, kpi.target, kpi.kind, kpi.readings, kpi.since) == (25, 15, Kind.TARGET, (), START)
    assert (kpi.first_target, kpi.stop_at, kpi.changes, kpi.is_headline, kpi.aim) == (None, None, 0, False, Aim.VALUE)
    assert kpi.id != TIME.id and kpi.defined_by == "MANAGER"


def test_without_a_new_target_it_is_held_where_it_is() -> None:
    first, second = carried(ended(read(TIME, 19), read(ERRORS, 2))).kpis
    assert (first.kind, first.baseline, first.target, first.tolerance) == (Kind.GUARD, 19, 19, 0)
    assert (second.kind, second.baseline, second.target, second.guards) == (Kind.GUARD, 2, 2, None)


def test_a_target_on_the_wrong_side_is_refused_at_its_question() -> None:
    with refuses("It reads 19 now; left empty, it is held there", field="target-1"):
        carried(ended(read(TIME, 19)), k1=20)
    with refuses("equals the baseline", field="target-1"):
        carried(ended(read(TIME, 20)), k1=20)


def test_guards_stay_beside_their_kpi_and_rates_keep_their_limit() -> None:
    time, errors, adoption = carried(ended(read(TIME, 25), read(ERRORS, 9), read(ADOPTION, 70)), k1=20).kpis
    assert errors.guards == time.id and (errors.baseline, errors.target) == (3, 3), (
        "one that broke is held where it was"
    )
    assert (adoption.target, adoption.baseline, adoption.guards) == (60, ADOPTION.baseline, None)
    assert [each.id for each in cycles.targeted(ended(TIME, ERRORS, ADOPTION))] == [TIME.id]


def test_open_risks_come_along_and_what_remains_is_accepted_anew() -> None:
    risk = Risk(
        uuid4(), PROGRAM.id, 4, "Drift", 3, 4, "OPS", "Watch it", "ANN", NOW, review_on=date(2025, 1, 1),
        gates=("scale",), residual_likelihood=1, residual_impact=4, accepted_by="RISK", accepted_at=NOW, acceptance="x",
    )  # fmt: skip
    later = replace(risk, review_on=date(2026, 9, 1))
    closed, none = replace(risk, closed_at=NOW), replace(risk, review_on=None)
    found = carried(ended(risks=(risk, closed, later, none))).risks
    assert [each.review_on for each in found] == [NEXT.today(NOW), date(2026, 9, 1), None]
    assert {(each.program, each.gates, each.accepted_by, each.acceptance, each.residual) for each in found} == {
        (NEXT.id, (), None, None, 4)
    }
    assert len({each.id for each in found} | {risk.id}) == 4


def test_open_actions_and_conditions_that_nobody_met_become_actions_with_a_day_to_come() -> None:
    action = Action(uuid4(), PROGRAM.id, 7, "Ask", "OPS", date(2026, 4, 1), "ANN", NOW)
    later = replace(action, what="Ask again", due=date(2026, 6, 1))
    done = replace(action, done_at=NOW)
    condition = Condition("Train the night shift", "CALL", date(2026, 4, 30))
    decision = replace(SCALE, gate="go-no-go", choice="go-with-conditions", conditions=(condition,))
    standing = ended(actions=(action, later, done), decisions=(decision, SCALE))
    assert [(each.what, each.owner, each.due, each.raised_by) for each in carried(standing).actions] == [
        ("Ask", "OPS", START + timedelta(days=7), "MANAGER"),
        ("Ask again", "OPS", date(2026, 6, 1), "MANAGER"),
        (
            "Condition of “Go or no-go for limited production”: Train the night shift", "CALL", date(2026, 4, 30),
            "MANAGER",
        ),
    ]  # fmt: skip


def test_what_the_decision_asked_for_stands_in_the_decision_log() -> None:
    (entry,) = carried(ended()).learnt
    assert (entry.what, entry.why, entry.decided_by, entry.program) == (
        "Next scope: Spain", "It works", "SPONSOR", NEXT.id
    )  # fmt: skip
    assert entry.decided_on == NEXT.today(NOW)
    bare = replace(SCALE, answers={}, reason=None)
    (told,) = cycles.carry_over(ended(), NEXT, bare, targets={}, by="M", now=NOW).learnt
    assert (told.what, told.why) == ("Decided: Scale up", "Decided at “Scale decision” of CLAIMS")


def test_the_last_gate_is_the_one_that_ends_it() -> None:
    assert cycles.last_gate(begun()) == PLAYBOOK.gates[-1]
