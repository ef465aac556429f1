"""The plan as first said and as it is: moving one gate or item, public holidays, and weeks that are counted."""

from dataclasses import replace
from datetime import date

import pytest

from program.calendars import gate_days, moved, moved_items, week_days
from program.errors import Refused
from program.programs import Move, ProgramState, resumed, shifted
from program.reminders import is_reminder_day
from program.standings import Standing
from program.weeks import agenda
from tests.program.examples import DISCOVERY, FOUNDATION, GATE_DAY, PROGRAM, begun, done, morning, with_items

TODAY = date(2026, 1, 14)
THURSDAY = date(2026, 1, 29)


def move(
    standing: Standing, key: str, day: date, *, reason: str = "The owner is away", today: date = TODAY
) -> Standing:
    return replace(standing, program=moved(standing, key, day, reason=reason, by="SPONSOR", today=today))


def test_a_plan_that_nothing_moved_is_as_first_said() -> None:
    assert all(not each.is_moved and not each.why for each in (*week_days(begun()), *gate_days(begun())))
    assert PROGRAM.counted(11) == "11"


def test_an_iteration_moves_what_comes_later_and_says_by_how_many_weeks() -> None:
    later = shifted(PROGRAM, after_week=3, weeks=2, reason="The data came late")
    assert (later.counted(2), later.counted(3), later.counted(11)) == ("2", "3 (+2)", "11 (+2)")
    dated = next(each for each in gate_days(replace(begun(), program=later)) if each.key == "discovery")
    assert (dated.first, dated.now, dated.why) == (GATE_DAY, date(2026, 2, 13), ("The data came late",))


def test_a_moved_gate_is_due_on_its_new_day_and_reminders_follow() -> None:
    standing = move(begun(), "discovery", THURSDAY)
    assert standing.gate_day(DISCOVERY) == THURSDAY
    assert is_reminder_day(standing, date(2026, 1, 28))
    dated = next(each for each in gate_days(standing) if each.key == "discovery")
    assert (dated.first, dated.now, dated.why) == (GATE_DAY, THURSDAY, ("The owner is away",))


def test_a_moved_date_is_moved_along_with_the_plan() -> None:
    standing = move(begun(), "discovery", THURSDAY)
    later = shifted(standing.program, after_week=2, weeks=1, reason="Paused")
    assert replace(standing, program=later).gate_day(DISCOVERY) == date(2026, 2, 5)


def test_a_moved_item_is_owed_in_the_week_of_its_new_day() -> None:
    entry = begun().playbook.items_due_in(1)[0]
    standing = move(begun(), entry.key, date(2026, 1, 21))
    assert entry not in agenda(standing, date(2026, 1, 12), morning(TODAY)).due
    assert entry in agenda(standing, date(2026, 1, 19), morning(date(2026, 1, 19))).due
    assert entry not in standing.late(morning(date(2026, 1, 21)))
    assert entry in standing.late(morning(date(2026, 1, 22)))
    assert [each.key for each in moved_items(standing)] == [entry.key]


def test_the_last_move_of_a_date_counts() -> None:
    standing = move(move(begun(), "discovery", THURSDAY), "discovery", date(2026, 1, 28))
    assert [each.days for each in standing.program.moves] == [-2]


@pytest.mark.parametrize(
    ("key", "day", "reason", "sentence"),
    [
        ("discovery", THURSDAY, "  ", "Say why it moves"),
        ("discovery", date(2026, 1, 13), "x", "That day has passed"),
        ("discovery", date(2026, 1, 31), "x", "That is a weekend"),
        ("discovery", GATE_DAY, "x", "already"),
        ("selection", THURSDAY, "x", "is passed"),
        ("discovery", date(2026, 5, 4), "x", "comes after it"),
        ("foundation", date(2026, 1, 15), "x", "comes before it"),
        ("w01-kickoff", date(2026, 12, 1), "x", "needs it by|more than 28 days"),
    ],
)
def test_a_date_that_cannot_be_says_why(key: str, day: date, reason: str, sentence: str) -> None:
    known = {each.key for each in begun().playbook.items}
    key = key if key in known or "-" not in key else begun().playbook.items_due_in(1)[0].key
    with pytest.raises(Refused, match=sentence):
        moved(begun(), key, day, reason=reason, by="SPONSOR", today=TODAY)


def test_a_gate_moves_four_weeks_at_most() -> None:
    last = begun().playbook.gates[-1]
    with pytest.raises(Refused, match="more than 28 days"):
        moved(begun(), last.key, date(2026, 6, 1), reason="x", by="SPONSOR", today=TODAY)
    standing = begun(passed=("foundation",))
    ahead = standing.gates_ahead[0]
    with pytest.raises(Refused, match="more than 28 days"):
        moved(standing, ahead.key, TODAY, reason="x", by="SPONSOR", today=TODAY)


def test_an_item_is_not_due_after_the_gate_that_needs_it() -> None:
    with pytest.raises(Refused, match=r"needs it by 30 January 2026"):
        moved(begun(), DISCOVERY.wanted[0], date(2026, 2, 2), reason="x", by="SPONSOR", today=TODAY)


def test_what_is_settled_or_finished_does_not_move() -> None:
    key = DISCOVERY.wanted[0]
    with pytest.raises(Refused, match="is settled"):
        moved(with_items(begun(), done(key)), key, THURSDAY, reason="x", by="SPONSOR", today=TODAY)
    finished = replace(begun(), program=replace(PROGRAM, state=ProgramState.FINISHED))
    with pytest.raises(Refused, match="is finished"):
        moved(finished, "discovery", THURSDAY, reason="x", by="SPONSOR", today=TODAY)


def test_what_falls_on_a_holiday_is_due_on_the_working_day_before() -> None:
    program = replace(PROGRAM, holidays=frozenset({GATE_DAY, THURSDAY}))
    standing = replace(begun(), program=program)
    assert standing.gate_day(DISCOVERY) == date(2026, 1, 28)
    dated = next(each for each in gate_days(standing) if each.key == "discovery")
    assert (dated.first, dated.why) == (GATE_DAY, ("a public holiday",))
    with pytest.raises(Refused, match="That is a public holiday"):
        moved(standing, "discovery", THURSDAY, reason="x", by="SPONSOR", today=TODAY)


def test_before_a_monday_holiday_comes_the_friday() -> None:
    monday = date(2026, 2, 2)
    program = replace(PROGRAM, holidays=frozenset({monday}), moves=(Move("foundation", -18, "Sooner"),))
    assert program.due_day("foundation", FOUNDATION.week).weekday() < 5
    assert program.working_day(monday) == GATE_DAY


def test_nobody_is_reminded_on_a_holiday() -> None:
    plain = begun()
    assert is_reminder_day(plain, THURSDAY)
    kept = replace(plain, program=replace(PROGRAM, holidays=frozenset({THURSDAY})))
    assert not is_reminder_day(kept, THURSDAY)
    assert is_reminder_day(kept, date(2026, 1, 28))


def test_a_program_resumed_on_a_holiday_friday_is_not_due_in_the_past() -> None:
    friday = date(2026, 1, 16)
    paused = replace(PROGRAM, state=ProgramState.PAUSED, holidays=frozenset({friday}))
    again = resumed(paused, paused_on=friday, today=friday, from_week=1, reason="Paused")
    assert again.last_day(1) == date(2026, 1, 23)
