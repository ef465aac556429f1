from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from program.errors import Refused
from program.kpis import (
    Aim,
    Direction,
    Kind,
    Kpi,
    Meaning,
    Reading,
    aimed,
    check,
    check_business,
    check_headline,
    check_name,
    model_metric,
)
from tests.program.examples import refuses

NOW = datetime(2026, 1, 12, 9, tzinfo=UTC)
TODAY = NOW.date()
AMOUNTS = st.integers(-1000, 1000)
HANDLING = Kpi(uuid4(), 1, "Handling time", "min", Direction.DOWN, 45, 20, "CRM", Meaning.BUSINESS, "U1")
GUARD = replace(
    HANDLING, id=uuid4(), number=2, name="False positives", baseline=3, target=3, kind=Kind.GUARD, guards=HANDLING.id,
    tolerance=0.5,
)  # fmt: skip
ADOPTION = replace(
    HANDLING, id=uuid4(), number=3, name="Adoption", direction=Direction.UP, baseline=60, target=60, kind=Kind.RATE,
    rate="adoption",
)  # fmt: skip
METRICS = ("F1", "recall", "log loss", "pass@1")


def read(value: float, on: date = TODAY, **changed: object) -> Reading:
    return replace(Reading(value, on, None, "U1", NOW, uuid4()), **changed)  # type: ignore[arg-type]


def test_a_target_must_differ_from_the_baseline() -> None:
    with pytest.raises(Refused, match=r"equals the baseline.*guard") as refusal:
        check(replace(HANDLING, target=45))

    assert refusal.value.field == "target"


@pytest.mark.parametrize(("direction", "target"), [(Direction.DOWN, 50), (Direction.UP, 20)])
def test_a_target_lies_on_the_better_side(direction: Direction, target: float) -> None:
    better = "higher" if direction is Direction.UP else "lower"
    with refuses(f"You said {better} is better, so the target must be {better}", field="target"):
        check(replace(HANDLING, direction=direction, target=target))


def test_a_guard_may_stay_as_it_is_and_a_rate_has_its_limit() -> None:
    assert check(GUARD) == GUARD and check(ADOPTION) == ADOPTION and check(HANDLING) == HANDLING
    for held in (replace(GUARD, tolerance=None), replace(GUARD, tolerance=0)):
        assert check(held) == held
    for limit in (0, 100):
        assert check(replace(ADOPTION, target=limit)).target == limit
    for kpi, field in ((replace(GUARD, tolerance=-1), "tolerance"), (replace(ADOPTION, target=101), "adoption")):
        with pytest.raises(Refused) as refusal:
            check(kpi)
        assert refusal.value.field == field


@pytest.mark.parametrize(
    ("aim", "amount", "baseline", "direction", "target"),
    [
        (Aim.VALUE, 20, 45, Direction.DOWN, 20),
        (Aim.PERCENT, 60, 45, Direction.DOWN, 18),
        (Aim.PERCENT, 10, 70, Direction.UP, 77),
        (Aim.PERCENT, 100, 45, Direction.DOWN, 0),
        (Aim.PERCENT, 50, -10, Direction.UP, -5),
        (Aim.POINTS, 15, 62, Direction.UP, 77),
        (Aim.POINTS, 0.3, 0.9, Direction.DOWN, 0.6),
    ],
)
def test_a_target_is_computed_from_what_was_said(
    aim: Aim, amount: float, baseline: float, direction: Direction, target: float
) -> None:
    assert aimed(aim, amount, baseline=baseline, direction=direction) == target


@pytest.mark.parametrize(
    ("aim", "amount", "baseline", "why"),
    [(Aim.PERCENT, 0, 45, "above 0"), (Aim.PERCENT, 101, 45, "more than 100 %"), (Aim.PERCENT, 60, 0, "baseline of 0")],
)
def test_what_cannot_be_computed_is_refused(aim: Aim, amount: float, baseline: float, why: str) -> None:
    with refuses(why, field="target"):
        aimed(aim, amount, baseline=baseline, direction=Direction.DOWN)


def test_progress_is_the_share_of_the_way() -> None:
    assert HANDLING.progress is None and not HANDLING.is_met and not HANDLING.is_broken
    assert replace(HANDLING, readings=(read(45),)).progress == 0
    assert replace(HANDLING, readings=(read(45), read(32.5))).progress == 0.5
    assert replace(HANDLING, readings=(read(18),)).is_met
    assert not replace(HANDLING, readings=(read(50),)).is_broken, "only what is held can break"


@pytest.mark.parametrize(("value", "broken"), [(3, False), (3.5, False), (3.6, True)])
def test_a_guard_is_held_within_its_tolerance(value: float, broken: bool) -> None:  # noqa: FBT001
    assert replace(GUARD, readings=(read(value),)).is_broken is broken
    assert replace(GUARD, readings=(read(value),)).progress is None
    up = replace(GUARD, direction=Direction.UP, tolerance=None, readings=(read(value),))
    assert up.limit == 3 and up.is_met


def test_what_should_rise_is_held_down_to_its_tolerance() -> None:
    rising = replace(GUARD, direction=Direction.UP, baseline=80, target=80, tolerance=5)

    assert (rising.limit, GUARD.limit, HANDLING.limit) == (75, 3.5, 20)
    assert [replace(rising, readings=(read(value),)).is_broken for value in (74, 75, 90)] == [True, False, False]


def test_a_corrected_reading_counts_no_more_and_stays_on_record() -> None:
    old = read(40)
    kpi = replace(HANDLING, readings=(old, read(38, replaces=old.id)))

    assert [each.value for each in kpi.counting] == [38]
    assert len(kpi.readings) == 2


def test_the_next_reading_is_due_after_the_last_or_after_the_definition() -> None:
    weekly = replace(HANDLING, cadence_days=7, since=TODAY)

    assert weekly.read_due == TODAY + timedelta(days=7)
    assert replace(weekly, readings=(read(4, TODAY + timedelta(days=3)),)).read_due == TODAY + timedelta(days=10)
    assert HANDLING.read_due is None and replace(weekly, since=None).read_due is None


def test_two_kpis_never_share_a_name() -> None:
    check_name(HANDLING, [HANDLING])
    with pytest.raises(Refused, match="already") as refusal:
        check_name(replace(HANDLING, id=uuid4(), name="handling TIME"), [HANDLING])

    assert refusal.value.field == "name"


@pytest.mark.parametrize(
    ("name", "metric"),
    [
        ("F1-score of triage", "F1"), ("Log  loss", "log loss"), ("pass@1", "pass@1"), ("Recalls of cars", None),
        ("Handling time", None), ("", None),
    ],
)  # fmt: skip
def test_a_model_metric_is_known_by_whole_words(name: str, metric: str | None) -> None:
    assert model_metric(name, METRICS) == metric


def test_a_model_metric_alone_is_refused_with_the_reason() -> None:
    recall = replace(HANDLING, id=uuid4(), name="Recall of fraud")
    technical = replace(recall, meaning=Meaning.TECHNICAL)
    for kpi, others, field in ((recall, [HANDLING], "worth"), (technical, [GUARD, technical], "meaning")):
        with pytest.raises(Refused) as refusal:
            check_business(kpi, others, METRICS)
        assert refusal.value.field == field

    check_business(replace(recall, worth="A point stops 40,000 € a month"), [], METRICS)
    check_business(technical, [HANDLING], METRICS)
    check_business(HANDLING, [], METRICS)


def test_only_a_business_kpi_that_should_change_leads() -> None:
    check_headline(HANDLING)
    for kpi in (GUARD, ADOPTION, replace(HANDLING, meaning=Meaning.TECHNICAL)):
        with pytest.raises(Refused, match="cannot lead"):
            check_headline(kpi)


@given(baseline=AMOUNTS, target=AMOUNTS, value=AMOUNTS)
def test_a_kpi_is_met_exactly_when_its_value_is_at_the_target_or_beyond(baseline: int, target: int, value: int) -> None:
    assume(baseline != target)
    direction = Direction.UP if target > baseline else Direction.DOWN
    kpi = check(replace(HANDLING, direction=direction, baseline=baseline, target=target, readings=(read(value),)))

    assert kpi.is_met == (value >= target if direction is Direction.UP else value <= target)


@given(baseline=AMOUNTS, target=AMOUNTS)
def test_no_target_on_the_wrong_side_gets_past(baseline: int, target: int) -> None:
    assume(target <= baseline)
    with refuses(field="target"):
        check(replace(HANDLING, direction=Direction.UP, baseline=baseline, target=target))
