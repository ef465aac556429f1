from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from program.errors import Refused
from program.kpis import Reading
from program.readings import Typed, breaks, check_reading, correct, rate, taken, with_reading
from tests.program.examples import refuses
from tests.program.test_kpis import ADOPTION, GUARD, HANDLING, NOW, TODAY, read

TOMORROW = date(2026, 1, 13)


def test_a_reading_is_not_of_tomorrow() -> None:
    with refuses("still to come", field="on"):
        check_reading(read(30, TOMORROW), (), today=TODAY)


def test_a_double_click_records_once() -> None:
    assert check_reading(read(31), (read(30),), today=TODAY).value == 31
    with pytest.raises(Refused, match="recorded for this day already") as refusal:
        check_reading(read(30), (read(30),), today=TODAY)
    assert refusal.value.field == "value"
    with pytest.raises(Refused) as refusal:
        check_reading(read(30, whole=10), (read(30),), today=TODAY)
    assert refusal.value.field == "part"


def test_two_counts_make_one_rate() -> None:
    assert rate(30, 120) == 25
    assert (rate(0, 1), rate(1, 1), rate(0.5, 1), rate(0.25, 0.5)) == (0, 100, 50, 50)
    for part, whole, field in ((1, 0, "whole"), (-1, 5, "part"), (6, 5, "part")):
        with pytest.raises(Refused) as refusal:
            rate(part, whole)
        assert refusal.value.field == field


def test_what_was_typed_becomes_a_reading() -> None:
    found = taken(HANDLING, Typed(TODAY, value=30, note="Peak", reason="Wrong week"), by="U1", now=NOW)
    assert found == Reading(30, TODAY, "Peak", "U1", NOW, found.id, reason="Wrong week")
    found = taken(ADOPTION, Typed(TODAY, part=3, whole=4), by="U1", now=NOW)
    assert found == Reading(75, TODAY, None, "U1", NOW, found.id, part=3, whole=4)
    assert found.id
    for kpi, typed, field in (
        (HANDLING, Typed(TODAY), "value"),
        (ADOPTION, Typed(TODAY, whole=4), "part"),
        (ADOPTION, Typed(TODAY, part=4), "whole"),
    ):
        with pytest.raises(Refused) as refusal:
            taken(kpi, typed, by="U1", now=NOW)
        assert refusal.value.field == field


def test_a_correction_takes_the_place_of_what_it_corrects() -> None:
    old = read(40)
    kpi = with_reading(HANDLING, old)
    assert old.id

    new = correct(kpi, old.id, read(38, reason="Wrong week"), today=TODAY)

    assert new.replaces == old.id
    assert with_reading(kpi, new).counting == (new,)
    two = with_reading(kpi, read(39))
    assert correct(two, old.id, read(40, part=1, reason="As a share"), today=TODAY).replaces == old.id
    with refuses("recorded for this day already", field="value"):
        correct(two, old.id, read(39, reason="Typed wrong"), today=TODAY)


def test_a_correction_needs_a_reason_a_change_and_something_to_correct() -> None:
    old = read(40)
    kpi = with_reading(HANDLING, old)
    assert old.id
    again = with_reading(kpi, read(38, replaces=old.id))
    for where, id, new, why, field in (
        (kpi, uuid4(), read(38, reason="x"), "not there any more", None),
        (again, old.id, read(37, reason="x"), "corrected already", "reason"),
        (kpi, old.id, read(38), "Say why", "reason"),
        (kpi, old.id, read(40, reason="x"), "recorded already", "reason"),
    ):
        with refuses(why, field=field):
            correct(where, id, new, today=TODAY)


def test_an_alarm_is_for_the_reading_that_breaks_what_was_held() -> None:
    held, broken = replace(GUARD, readings=(read(3),)), replace(GUARD, readings=(read(9),))

    assert breaks(held, broken) and breaks(GUARD, broken)
    assert not breaks(broken, broken) and not breaks(broken, held)
