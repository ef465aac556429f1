"""A program that was under way before Pilot: what was done then, and the gates of then."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from program import adoption
from program.items import ItemState
from program.programs import check_start
from program.standings import Standing
from tests.program.examples import DISCOVERY, GO_NO_GO, NOW, PROGRAM, START, begun, done, refuses, with_items

WEEK_5 = datetime(2026, 2, 11, 9, tzinfo=UTC)
TODAY = WEEK_5.date()


def adopted(standing: Standing | None = None) -> Standing:
    program = replace(PROGRAM, adopted="Discovery was done with a consultancy", started_at=WEEK_5)
    return replace(standing or begun(passed=("selection",)), program=program)


def test_the_week_in_which_it_came_is_known_and_of_others_there_is_none() -> None:
    assert adoption.week_of(adopted()) == 5
    assert adoption.week_of(begun()) == 0
    assert adoption.week_of(replace(begun(), program=replace(PROGRAM, adopted="x"))) == 0


def test_what_the_weeks_before_owed_is_marked_in_one_go() -> None:
    standing = with_items(adopted(), done("w1-workshops"))
    entries = adoption.open_before(standing)
    assert {each.due_week for each in entries} == {0, 1, 2, 3, 4}
    assert "w1-workshops" not in {each.key for each in entries}

    (first, second) = adoption.mark_done(
        standing, [entries[0].key, entries[1].key], note="https://wiki.example/old", by="ANN", now=WEEK_5
    )
    assert (first.key, first.state, first.changed_by, first.changed_at) == (
        entries[0].key,
        ItemState.DONE,
        "ANN",
        WEEK_5,
    )
    assert second.evidence == "Before Pilot: https://wiki.example/old"


@pytest.mark.parametrize(
    ("keys", "note", "told"),
    [
        ([], "there", "Tick what was done"),
        (["w9-pilot-users"], "there", "is not from before"),
        (["w1-workshops"], None, "Say where it can be seen"),
    ],
)
def test_what_cannot_have_been_done_before_is_refused(keys: list[str], note: str | None, told: str) -> None:
    known = [each for each in keys if each in {entry.key for entry in adopted().playbook.items}]
    wanted = known or ([adopted().playbook.items_due_in(9)[0].key] if keys else [])
    with refuses(told, field="note"):
        adoption.mark_done(adopted(), wanted, note=note, by="ANN", now=WEEK_5)


def test_a_gate_of_before_is_passed_on_the_deciders_word_with_what_is_missing_here() -> None:
    standing = adopted()
    gate = adoption.gate_before(standing)
    assert gate and gate.key == "data"
    passed = adoption.passed_before(standing, gate, on=date(2026, 1, 23), why="The board", by="SPONSOR", now=WEEK_5)
    assert passed.override == "Before Pilot, on 23 January 2026: The board"
    assert passed.lacking and (passed.by, passed.at) == ("SPONSOR", WEEK_5)

    after = replace(standing, passed=(*standing.passed, passed))
    assert adoption.gate_before(after) == DISCOVERY
    assert after.overridden == [passed]


def test_a_gate_that_is_still_to_come_was_not_passed_before() -> None:
    standing = adopted(begun(passed=("selection", "data", "discovery")))
    assert adoption.gate_before(standing) is None
    for each in (GO_NO_GO, DISCOVERY):
        with refuses("Only a gate of the weeks before", field=None):
            adoption.passed_before(standing, each, on=TODAY, why="x", by="SPONSOR", now=WEEK_5)
    with refuses("Only a gate of the weeks before", field=None):
        adoption.passed_before(adopted(), DISCOVERY, on=TODAY, why="x", by="SPONSOR", now=WEEK_5)


@pytest.mark.parametrize(
    ("by", "on", "why", "told", "field"),
    [
        ("PROGRAM-MANAGER", TODAY, "x", "Only the Sponsor", None),
        ("SPONSOR", None, "x", "On which day", "on"),
        ("SPONSOR", TODAY + timedelta(days=1), "x", "It lies in the past", "on"),
        ("SPONSOR", TODAY, None, "Say who decided then", "why"),
    ],
)
def test_the_word_is_the_deciders_and_has_its_day_and_its_reason(
    by: str, on: date | None, why: str | None, told: str, field: str | None
) -> None:
    gate = adopted().playbook.gate("data")
    with refuses(told, field=field):
        adoption.passed_before(adopted(), gate, on=on, why=why, by=by, now=WEEK_5)


def test_what_is_under_way_began_in_the_past_and_is_not_over() -> None:
    now = START + timedelta(weeks=4)
    moment = datetime(now.year, now.month, now.day, 9, tzinfo=UTC)
    check_start(START, "UTC", now=moment, adopted="It runs", last_week=13)
    with refuses("began in the past", field="start"):
        check_start(now, "UTC", now=moment, adopted="It runs", last_week=13)
    with refuses("Its 13 weeks would be over", field="start"):
        check_start(START - timedelta(weeks=9), "UTC", now=moment, adopted="It runs", last_week=13)
    check_start(START - timedelta(weeks=8), "UTC", now=moment, adopted="It runs", last_week=13)
    with refuses("say below what has happened so far", field="start"):
        check_start(START, "UTC", now=moment)
    with refuses("choose a Monday", field="start"):
        check_start(START + timedelta(days=1), "UTC", now=NOW + timedelta(weeks=1), adopted="x", last_week=13)
