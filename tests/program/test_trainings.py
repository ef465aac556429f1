"""Trainings: for users and for managers, held with somebody there, known in good time."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from program import trainings
from tests.program.examples import NOW, PROGRAM, begun, refuses
from tests.program.test_proofs import with_rows

USERS: dict[str, Any] = {"on": "2026-01-12", "audience": ["users"], "invited": 12, "came": 9}
BOTH = USERS | {"audience": ["users", "managers"]}


def test_both_are_trained_once_somebody_came() -> None:
    assert len(trainings.held(begun(), {})) == 2
    assert trainings.held(with_rows("trainings", USERS), {}) == ["a session for managers to which somebody came"]
    assert trainings.held(with_rows("trainings", BOTH), {}) == []
    assert trainings.held(with_rows("trainings", BOTH | {"came": 1}), {}) == []
    assert len(trainings.held(with_rows("trainings", BOTH | {"came": 0}), {})) == 2


def test_who_came_is_known_once_it_was_held() -> None:
    standing = begun()
    tomorrow = f"{PROGRAM.today(NOW) + timedelta(days=1)}"
    trainings.training(standing, None, {"on": tomorrow, "invited": 12}, NOW)
    trainings.training(standing, None, USERS, NOW)
    trainings.training(standing, None, USERS | {"came": 12}, NOW)
    trainings.training(standing, None, USERS | {"came": 0, "invited": None}, NOW)
    with refuses("More came than were invited", field="came"):
        trainings.training(standing, None, USERS | {"came": 1, "invited": None}, NOW)
    with refuses("not been held yet", field="came"):
        trainings.training(standing, None, USERS | {"on": tomorrow}, NOW)
    with refuses("More came than were invited", field="came"):
        trainings.training(standing, None, USERS | {"came": 13}, NOW)


def test_a_session_that_was_put_down_in_time_is_scheduled() -> None:
    assert trainings.unscheduled_by(begun(), 10) == ["users", "managers"]
    assert trainings.unscheduled_by(with_rows("trainings", USERS), 10) == ["managers"]
    assert trainings.unscheduled_by(with_rows("trainings", BOTH), 0) == ["users", "managers"]
    on_the_day = replace(PROGRAM, start=NOW.date() - timedelta(days=4))
    assert trainings.unscheduled_by(replace(with_rows("trainings", BOTH), program=on_the_day), 1) == []


def test_a_session_that_was_held_too_late_does_not_count() -> None:
    assert trainings.not_held_by(with_rows("trainings", BOTH), 12) == []
    assert trainings.not_held_by(with_rows("trainings", BOTH | {"on": "2026-05-01"}), 12) == ["users", "managers"]
    assert trainings.not_held_by(with_rows("trainings", BOTH | {"came": None}), 12) == ["users", "managers"]
    last = f"{PROGRAM.last_day(12)}"
    assert trainings.not_held_by(with_rows("trainings", BOTH | {"on": last, "came": 1}), 12) == [], (
        "one, on the last day"
    )
