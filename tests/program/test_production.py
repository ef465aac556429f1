"""What is in production: since when, when it is looked at again and by whom, and until it is retired."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from program import live_reviews, production
from program.health import Health, judge
from program.kpis import Direction, Kind, Kpi, Meaning
from program.lapses import next_at
from program.live_reviews import LiveReview, Way
from program.owing import Duty, owed, owed_by
from program.programs import ProgramState
from program.standings import PassedGate, Standing
from tests.program.examples import EVERY_ROLE, NOW, PLAYBOOK, PROGRAM, begun, morning, refuses

ALL = [gate.key for gate in PLAYBOOK.gates]
PASSED = date(2026, 4, 10)
FIRST = PASSED + timedelta(days=30)
HANDLING = Kpi(uuid4(), 1, "Handling time", "min", Direction.DOWN, 45, 20, "system", Meaning.BUSINESS, "ANN")
FINE = LiveReview(
    uuid4(), PROGRAM.id, FIRST, Way.FINE, "Quiet weeks.", FIRST + timedelta(days=60), "OWNER", NOW, "K-1 Handling", 19.0
)


def in_production(*reviews: LiveReview, **changes: Any) -> Standing:
    standing = begun(**changes, passed=ALL)
    passed = (*standing.passed[:-1], PassedGate(ALL[-1], morning(PASSED), "SPONSOR"))
    program = replace(standing.program, state=ProgramState.FINISHED)
    return replace(standing, program=program, passed=passed, live_reviews=reviews)


def test_it_is_in_production_once_the_last_gate_is_passed_and_until_it_is_retired() -> None:
    assert production.is_live(in_production()) and production.live_since(in_production()) == PASSED
    running = begun(passed=ALL)
    assert not production.is_live(running) and production.next_review(running) is None
    stopped = replace(in_production(), passed=in_production().passed[:-1])
    assert not production.is_live(stopped), "stopped, or paused at its last gate"
    retired = in_production(replace(FINE, way=Way.RETIRE, next_on=None))
    assert production.is_retired(retired) and not production.is_live(retired)
    assert production.next_review(retired) is None and production.live_since(retired) == PASSED


def test_what_is_over_stays_as_it_is_and_what_is_live_does_not() -> None:
    production.check_kept(in_production())
    production.check_kept(begun())
    production.check_live(in_production())
    over = replace(in_production(), passed=())
    with refuses("is finished", field=None):
        production.check_kept(over)
    with refuses("not in production yet", field=None):
        production.check_live(begun())
    with refuses("is retired", field=None):
        production.check_live(in_production(replace(FINE, way=Way.RETIRE)))


def test_it_is_looked_at_again_on_the_days_of_the_playbook_then_as_far_apart_as_the_last_two() -> None:
    standing = in_production()
    assert production.next_review(standing) == FIRST
    days = [PASSED + timedelta(days=each) for each in (30, 90, 180, 270, 360)]
    assert [production.suggested(standing, each) for each in (PASSED, *days[:4])] == days
    assert production.suggested(standing, FIRST - timedelta(days=1)) == FIRST
    cadence = replace(PLAYBOOK.cadence, live_review_days=(45,))
    one = replace(standing, playbook=replace(PLAYBOOK, cadence=cadence))
    assert production.suggested(one, PASSED + timedelta(days=45)) == PASSED + timedelta(days=90)
    assert production.suggested(begun(), PASSED) == PASSED + timedelta(days=30)
    assert production.next_review(in_production(FINE)) == FINE.next_on


def test_its_owner_is_asked_on_the_day_and_once_a_week_until_somebody_answers() -> None:
    standing = in_production()
    before, on, later = (morning(FIRST + timedelta(days=each)) for each in (-1, 0, 16))
    assert production.asked_on(standing, before) is None and production.next_asking(standing, before) == FIRST
    assert production.asked_on(standing, on) == FIRST
    assert production.next_asking(standing, on) == FIRST + timedelta(days=7)
    assert production.asked_on(standing, later) == FIRST + timedelta(days=14)
    assert production.next_asking(standing, later) == FIRST + timedelta(days=21)
    assert next_at(standing, before) == standing.program.at(FIRST, PLAYBOOK.cadence.prompt_time)
    assert not production.is_due(standing, before) and production.is_due(standing, on)
    assert production.next_asking(begun(), on) is None and not production.is_due(begun(), on)
    assert next_at(in_production(replace(FINE, way=Way.RETIRE)), on) is None


def test_the_product_owner_is_asked_or_who_is_there_in_their_place() -> None:
    assert production.owners(in_production()) == ("PRODUCT-OWNER",)
    without = {role: users for role, users in EVERY_ROLE.items() if role != "product-owner"}
    assert production.owners(in_production(holders=without)) == ("PROGRAM-MANAGER",)
    assert production.owners(in_production(holders={"sponsor": ["SPONSOR"]})) == ("SPONSOR",)
    assert production.owners(in_production(holders={})) == ()


def test_still_fine_rests_on_the_kpi_that_leads() -> None:
    rate = replace(HANDLING, id=uuid4(), number=2, kind=Kind.RATE)
    other = replace(HANDLING, id=uuid4(), number=3, is_headline=True)
    assert production.figure(replace(begun(), kpis=(rate, HANDLING))) == HANDLING
    assert production.figure(replace(begun(), kpis=(HANDLING, other))) == other
    assert production.figure(replace(begun(), kpis=(rate,))) is None


def test_an_answer_has_its_figure_its_reason_and_the_next_day() -> None:
    today = FIRST

    def check(**changes: Any) -> LiveReview:
        return live_reviews.check(replace(FINE, **changes), today=today)

    assert check() == FINE and check(kpi=None, value=None).kpi is None and check(value=0.0).value == 0
    assert check(way=Way.RETIRE, next_on=None).next_on is None and check(way=Way.CHANGE, value=None).note
    for changes, field, sentence in (
        ({"value": None}, "value", "what does K-1 Handling read now"),
        ({"note": ""}, "note", "what you saw"),
        ({"note": "", "way": Way.RETIRE}, "note", "what you saw"),
        ({"next_on": None}, "next_on", "On which day"),
        ({"next_on": today}, "next_on", "still to come"),
        ({"due": FINE.next_on, "way": Way.MOVED}, "next_on", "stands there already"),
    ):
        with refuses(sentence, field=field):
            check(**changes)


def test_lists_say_that_it_is_in_production_and_when_it_is_looked_at_next() -> None:
    now = morning(FIRST)
    assert judge(in_production(), now).health is Health.LIVE
    assert judge(in_production(), now).reasons == ("next review on 10 May 2026",)
    assert judge(in_production(), morning(FIRST + timedelta(days=1))).reasons == ("its review is 1 day overdue",)
    retired = judge(in_production(replace(FINE, way=Way.RETIRE)), now)
    assert (retired.health, retired.reasons) == (Health.FINISHED, ("retired",))
    over = judge(replace(in_production(), passed=()), now)
    assert (over.health, over.reasons) == (Health.FINISHED, ("the last gate is behind it",))


def test_the_review_is_owed_from_its_day_on() -> None:
    assert owed(in_production(), morning(FIRST - timedelta(days=1))) == []
    (due,) = owed_by("PRODUCT-OWNER", in_production(), morning(FIRST))
    assert (due.duty, due.due, due.value) == (Duty.LOOK_BACK, FIRST, f"{PROGRAM.id}/fine")
    assert owed(replace(in_production(), passed=()), morning(FIRST)) == []
