from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from program.errors import Refused
from program.kpis import Direction, Kpi, Meaning, Reading, check, check_name, check_reading

NOW = datetime(2026, 1, 12, 9, tzinfo=UTC)
TODAY = NOW.date()
AMOUNTS = st.integers(-1000, 1000)
HANDLING = Kpi(uuid4(), 1, "Handling time", "min", Direction.DOWN, 45, 20, "CRM", Meaning.BUSINESS, "U1")


def read(value: float, on: date = TODAY) -> Reading:
    return Reading(value, on, None, "U1", NOW)


def test_a_target_must_differ_from_the_baseline() -> None:
    with pytest.raises(Refused, match="equals the baseline") as refusal:
        check(replace(HANDLING, target=45))

    assert refusal.value.field == "target"


@pytest.mark.parametrize(("direction", "target"), [(Direction.DOWN, 50), (Direction.UP, 20)])
def test_a_target_lies_on_the_better_side(direction: Direction, target: float) -> None:
    with pytest.raises(Refused, match=r"must be (lower|higher)"):
        check(replace(HANDLING, direction=direction, target=target))


def test_progress_is_the_share_of_the_way() -> None:
    assert HANDLING.progress is None
    assert replace(HANDLING, readings=(read(45),)).progress == 0
    assert replace(HANDLING, readings=(read(45), read(32.5))).progress == 0.5
    assert replace(HANDLING, readings=(read(18),)).is_met


def test_two_kpis_never_share_a_name() -> None:
    with pytest.raises(Refused, match="already") as refusal:
        check_name(replace(HANDLING, id=uuid4(), name="handling TIME"), [HANDLING])

    assert refusal.value.field == "name"


def test_a_reading_is_not_of_tomorrow() -> None:
    with pytest.raises(Refused, match="still to come"):
        check_reading(read(30, date(2026, 1, 13)), (), today=TODAY)


def test_a_double_click_records_once() -> None:
    with pytest.raises(Refused, match="recorded for this day already"):
        check_reading(read(30), (read(30),), today=TODAY)


def test_a_kpi_and_a_reading_that_make_sense_are_kept_as_they_are() -> None:
    assert check(HANDLING) is HANDLING
    check_name(replace(HANDLING, name="Errors"), [HANDLING])
    assert check_reading(read(30), [read(32)], today=TODAY) == read(30)


def test_the_same_value_is_not_recorded_twice_for_a_day() -> None:
    with pytest.raises(Refused, match="recorded for this day already"):
        check_reading(read(30), [read(30)], today=TODAY)


@given(baseline=AMOUNTS, target=AMOUNTS, value=AMOUNTS)
def test_a_kpi_is_met_exactly_when_its_value_is_at_the_target_or_beyond(baseline: int, target: int, value: int) -> None:
    assume(baseline != target)
    direction = Direction.UP if target > baseline else Direction.DOWN
    kpi = check(replace(HANDLING, direction=direction, baseline=baseline, target=target, readings=(read(value),)))

    assert kpi.is_met == (value >= target if direction is Direction.UP else value <= target)


@given(baseline=AMOUNTS, target=AMOUNTS)
def test_no_target_on_the_wrong_side_gets_past(baseline: int, target: int) -> None:
    assume(target <= baseline)
    with pytest.raises(Refused):
        check(replace(HANDLING, direction=Direction.UP, baseline=baseline, target=target))
