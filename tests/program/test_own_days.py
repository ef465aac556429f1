"""What falls due on a day of its own: readings, reviews, actions, what leads, and stop criteria."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from program import own_days, schedule
from program.actions import Action
from program.kpis import Direction, Kind, Kpi, Meaning
from program.owing import Duty, is_pressing, is_reminded, owed, owed_by
from program.posts import Post, StopAsked, StopCalled, in_program
from program.programs import ProgramState
from program.reminders import may_remind
from program.risks import Risk
from program.standings import PassedGate, Standing
from tests.program.examples import NOW, PROGRAM, START, begun, morning
from tests.program.test_proofs import rows

DAY = timedelta(days=1)
KPI = Kpi(uuid4(), 1, "Handling time", "min", Direction.DOWN, 45, 20, "CRM", Meaning.BUSINESS, "U1")


def with_kpi(**changes: Any) -> Standing:
    return replace(begun(), kpis=(replace(KPI, **changes),))


def passing(standing: Standing) -> Standing:
    gates = tuple(PassedGate(gate.key, NOW, "SPONSOR") for gate in standing.playbook.gates)
    return replace(standing, passed=gates)


def duties(standing: Standing, day: date) -> set[str]:
    return {each.duty for each in own_days.pressing(standing, morning(day))}


def at(day: date) -> datetime:
    return morning(day)


def test_who_came_is_asked_of_whoever_holds_the_sessions_from_the_day_after_on() -> None:
    session = {"on": START.isoformat(), "audience": ["users"], "invited": 9}
    standing = replace(begun(), rows=tuple(rows("trainings", session, session | {"came": 0}, {"on": None})))

    assert duties(standing, START) == set(), "it may be this afternoon"
    (due,) = [each for each in own_days.pressing(standing, at(START + DAY)) if each.duty == "count"]
    assert (due.what, due.by, due.about) == ("Say how many came to TR-1", ("CHANGE-LEAD",), standing.rows[0].id)
    nobody = replace(standing, appointments=())
    assert {each.by for each in own_days.pressing(nobody, at(START + DAY))} == {(standing.rows[0].added_by,)}


def test_a_reading_is_asked_of_its_reader_in_its_rhythm() -> None:
    standing = with_kpi(cadence_days=7, reader="ANN", since=START)

    assert duties(standing, START + 6 * DAY) == set()
    assert duties(standing, START + 7 * DAY) == {"read"}
    (due,) = own_days.pressing(standing, morning(START + 7 * DAY))
    assert due == own_days.Dated("read", "Read K-1 Handling time", START + 7 * DAY, str(KPI.id), ("ANN",))
    assert own_days.asked(standing, START + 7 * DAY, at(START + 7 * DAY)) == {"ANN"}
    assert own_days.asked(standing, START + 8 * DAY, at(START + 8 * DAY)) == set(), "every second working day"
    assert own_days.asked(standing, START + 9 * DAY, at(START + 9 * DAY)) == {"ANN"}
    assert is_reminded("ANN", standing, at(START + 7 * DAY))
    assert not is_reminded("ANN", standing, at(START + 6 * DAY)) and not is_reminded(
        "EVE", standing, at(START + 7 * DAY)
    )
    calendar = [ahead for ahead in range(12) if may_remind(passing(standing), START + ahead * DAY, NOW)]
    assert calendar == [7, 9, 11], "nothing else is worth a look where every gate is passed"
    (kpi,) = with_kpi(stop_on=START + 2 * DAY, stop_at=1.0).kpis
    stops = replace(passing(begun()), kpis=(replace(kpi, is_headline=True),))
    assert [ahead for ahead in range(7) if may_remind(stops, START + ahead * DAY, NOW)] == [2]
    assert [each.duty for each in owed(standing, at(START + 7 * DAY)) if each.own_day] == [Duty.READ]
    assert not any(is_pressing(each, at(START)) for each in owed(standing, at(START)) if not each.for_gate)
    assert [each.duty for each in owed_by("ANN", standing, at(START + 7 * DAY))] == [Duty.READ]


def test_what_falls_on_a_weekend_is_asked_for_on_monday() -> None:
    action = Action(uuid4(), PROGRAM.id, 1, "Ask", "ANN", START + 5 * DAY, "BEN", NOW)  # a Saturday
    standing = replace(begun(), actions=(action,))

    assert own_days.asked(standing, START + 5 * DAY, NOW) == set()
    assert own_days.asked(standing, START + 6 * DAY, NOW) == set()
    assert own_days.asked(standing, START + 7 * DAY, NOW) == {"ANN"}
    asked = [ahead for ahead in range(5, 22) if own_days.asked(standing, START + ahead * DAY, NOW)]
    assert asked == [7, 9, 11, 15, 17, 21], "every second working day"
    sunday = replace(standing, actions=(replace(action, due=START + 6 * DAY),))
    assert [ahead for ahead in range(5, 10) if own_days.asked(sunday, START + ahead * DAY, NOW)] == [7, 9]
    friday = replace(standing, actions=(replace(action, due=START + 4 * DAY),))
    assert [ahead for ahead in range(3, 12) if own_days.asked(friday, START + ahead * DAY, NOW)] == [4, 8, 10]
    assert duties(standing, START) == {"act"}, "an action is somebody's from the start"
    assert Duty.ACT in {each.duty for each in owed(standing, NOW)}


def test_a_risk_is_looked_at_again_by_its_owner_on_its_day() -> None:
    risk = Risk(uuid4(), PROGRAM.id, 1, "Drift", 2, 2, "ANN", None, "BEN", NOW, review_on=START + DAY)
    standing = replace(begun(), risks=(risk, replace(risk, id=uuid4(), number=2, review_on=None)))

    assert duties(standing, START) == set()
    assert duties(standing, START + DAY) == {"reassess"}


def test_from_week_9_one_metric_leads_and_from_week_11_the_launch_is_counted() -> None:
    week_9, week_11 = PROGRAM.monday(9), PROGRAM.monday(11)

    assert duties(with_kpi(), week_9 - DAY) == set()
    assert duties(with_kpi(), week_9) == {"lead"}
    assert duties(with_kpi(is_headline=True), week_9) == set()
    assert duties(with_kpi(is_headline=True), week_11) == {"rates"}
    (lead,) = own_days.pressing(with_kpi(), morning(week_9))
    assert lead == own_days.Dated("lead", "Choose the one KPI that leads", week_9, "lead", ("PRODUCT-OWNER",))
    (rates,) = own_days.pressing(with_kpi(is_headline=True), morning(week_11))
    titles = ", ".join(each.title.lower() for each in begun().playbook.measures.kpis.rates)
    what = f"Set up what is read from launch on: {titles}"
    assert rates == own_days.Dated("rates", what, week_11, "rates", ("PRODUCT-OWNER",))
    read = replace(KPI, id=uuid4(), number=2, kind=Kind.RATE, rate="adoption")
    assert duties(replace(begun(), kpis=(replace(KPI, is_headline=True), read)), week_11) == set()
    assert duties(begun(), week_11) == set(), "without a KPI there is nothing to lead"


def test_a_missed_stop_criterion_calls_for_a_decision_once() -> None:
    standing = with_kpi(stop_at=40.0, stop_on=START + DAY, is_headline=True)

    assert duties(standing, START) == set()
    assert duties(standing, START + DAY) == {"go-on"}
    (due,) = own_days.pressing(standing, morning(START + DAY))
    assert (due.about, due.by, due.due) == (str(KPI.id), ("SPONSOR",), START + DAY)
    posts = schedule.due_posts(standing, at(START + DAY))
    due_at, (kpi,) = PROGRAM.at(START + DAY, standing.playbook.cadence.prompt_time), standing.kpis
    called = StopCalled(PROGRAM.id, kpi.id, START + DAY)
    asked = StopAsked(PROGRAM.id, kpi.id, START + DAY, "SPONSOR")
    said = [each for each in posts if isinstance(each.subject, StopCalled | StopAsked)]
    assert said == [Post(called, "C1", due_at), Post(asked, "@SPONSOR", due_at)]
    assert schedule.due_posts(standing, due_at)[-2:] == said, "on the minute"
    waiting = replace(standing, program=replace(PROGRAM, channel=None))
    assert [each.to for each in schedule.due_posts(waiting, due_at)[-2:]] == [in_program(PROGRAM.id), "@SPONSOR"]
    early = PROGRAM.at(START + DAY, standing.playbook.cadence.prompt_time) - timedelta(minutes=1)
    assert not [each for each in schedule.due_posts(standing, early) if isinstance(each.subject, StopCalled)]


def test_a_program_that_does_not_run_asks_for_nothing_of_its_own() -> None:
    standing = with_kpi(cadence_days=7, reader="ANN", since=START)
    paused = replace(standing, program=replace(PROGRAM, state=ProgramState.PAUSED))

    assert own_days.dated(paused, at(START + 30 * DAY)) == []
