"""What has a day of its own, who is asked for it, and when."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from program.kpis import Kind
from program.owing import is_reminded
from program.own_days import asked, dated, pressing
from program.posts import StopAsked, StopCalled
from program.programs import ProgramState
from program.risks import Risk
from program.schedule import due_posts
from program.standings import Standing
from program.targets import deciders
from tests.program.examples import NOW, PROGRAM, START, begun, morning
from tests.program.test_actions import ACTION
from tests.program.test_kpis import HANDLING

WEDNESDAY = date(2026, 1, 14)
RISK = Risk(uuid4(), PROGRAM.id, 1, "Drift", 2, 2, "U3", None, "U9", NOW, review_on=WEDNESDAY)
READ = replace(HANDLING, reader="U2", cadence_days=2, since=START, is_headline=True)
STOPPED = replace(HANDLING, stop_at=30, stop_on=WEDNESDAY)
EMPTY = begun()


def duties(standing: Standing, day: date) -> set[str]:
    return {each.duty for each in pressing(standing, morning(day))}


def test_a_program_that_does_not_run_asks_for_nothing() -> None:
    paused = replace(EMPTY, actions=(ACTION,), program=replace(PROGRAM, state=ProgramState.PAUSED))
    assert dated(paused, NOW) == []


def test_a_review_presses_from_its_day_on_and_an_action_from_the_start() -> None:
    standing = replace(EMPTY, risks=(RISK,), actions=(replace(ACTION, due=date(2026, 1, 20)),))
    assert duties(standing, START) == {"act"}
    assert duties(standing, WEDNESDAY) == {"act", "reassess"}
    assert duties(replace(standing, risks=(replace(RISK, owner=None),)), WEDNESDAY) == {"act"}


def test_who_reads_a_kpi_is_asked_when_a_reading_is_due() -> None:
    assert "read" in {each.duty for each in dated(replace(EMPTY, kpis=(READ,)), NOW)}
    assert "read" not in {each.duty for each in dated(replace(EMPTY, kpis=(HANDLING,)), NOW)}


def test_one_metric_must_lead_and_the_rates_be_set_up() -> None:
    chosen = replace(READ, reader=None)
    rate = replace(HANDLING, kind=Kind.RATE)
    assert {each.duty for each in dated(replace(EMPTY, kpis=(HANDLING,)), NOW)} == {"lead", "rates"}
    assert {each.duty for each in dated(replace(EMPTY, kpis=(chosen, rate)), NOW)} == set()


@pytest.mark.parametrize(
    ("due", "day", "is_asked"),
    [
        (WEDNESDAY, date(2026, 1, 13), False),
        (WEDNESDAY, WEDNESDAY, True),
        (WEDNESDAY, date(2026, 1, 15), False),
        (date(2026, 1, 17), date(2026, 1, 17), False),
        (date(2026, 1, 17), date(2026, 1, 19), True),
        (date(2026, 1, 18), date(2026, 1, 19), True),
    ],
)
def test_the_owner_is_asked_on_the_day_or_the_monday_after(due: date, day: date, is_asked: bool) -> None:  # noqa: FBT001
    standing = replace(EMPTY, actions=(replace(ACTION, due=due),))
    assert ("U1" in asked(standing, day, morning(day))) is is_asked


def test_who_owes_an_action_is_reminded_from_its_day_on() -> None:
    standing = replace(EMPTY, actions=(replace(ACTION, owner="ELSE", due=WEDNESDAY),))
    assert not is_reminded("ELSE", standing, NOW)
    assert is_reminded("ELSE", standing, morning(WEDNESDAY))


def test_a_missed_stop_criterion_is_said_in_the_channel_and_to_who_decides() -> None:
    standing = replace(EMPTY, kpis=(STOPPED,))
    assert "go-on" in duties(standing, WEDNESDAY)
    later = morning(WEDNESDAY + timedelta(days=1))
    subjects = [each.subject for each in due_posts(standing, later)]
    assert StopCalled(PROGRAM.id, STOPPED.id, WEDNESDAY) in subjects
    assert {each.user for each in subjects if isinstance(each, StopAsked)} == set(deciders(standing))
