"""The plan as first said and as it is: moving one gate or item, public holidays, and weeks that are counted."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from program.calendars import Dated, gate_days, moved, moved_items, week_days
from program.errors import Refused
from program.programs import Move, ProgramState, resumed, shifted
from program.reminders import is_reminder_day
from program.standings import Standing
from program.weeks import agenda
from tests.program.examples import DISCOVERY, FOUNDATION, GATE_DAY, PROGRAM, begun, done, morning, refuses, with_items

TODAY = date(2026, 1, 14)
THURSDAY = date(2026, 1, 29)


def move(
    standing: Standing, key: str, day: date, *, reason: str = "The owner is away", today: date = TODAY
) -> Standing:
    return replace(standing, program=moved(standing, key, day, reason=reason, by="SPONSOR", today=today))


def test_a_plan_that_nothing_moved_is_as_first_said() -> None:
    assert all(not each.is_moved and not each.why for each in (*week_days(begun()), *gate_days(begun())))
    assert PROGRAM.counted(11) == "11"
    assert {each.key for each in week_days(begun())} == {""}


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
    assert dated == Dated("discovery", DISCOVERY.title, GATE_DAY, THURSDAY, ("The owner is away",))
    assert [each.title for each in week_days(standing)] == [each.title for each in standing.playbook.weeks]
    with refuses("It is due on 29 January 2026 already", field="day"):
        move(standing, "discovery", THURSDAY)
    assert move(standing, "discovery", GATE_DAY).gate_day(DISCOVERY) == GATE_DAY


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
    assert [(each.key, each.title) for each in moved_items(standing)] == [(entry.key, entry.title)]
    other = begun().playbook.items_due_in(2)[0]
    standing = move(move(begun(), other.key, date(2026, 1, 27)), entry.key, date(2026, 1, 21))
    assert [each.key for each in moved_items(standing)] == [entry.key, other.key], "soonest first"
    standing = move(move(begun(), other.key, date(2026, 1, 20)), entry.key, date(2026, 1, 21))
    assert [each.key for each in moved_items(standing)] == [other.key, entry.key]


def test_the_last_move_of_a_date_counts() -> None:
    standing = move(move(begun(), "discovery", THURSDAY), "discovery", date(2026, 1, 28))
    assert standing.program.moves == (Move("discovery", -2, "The owner is away", "SPONSOR"),)


@pytest.mark.parametrize(
    ("key", "day", "reason", "sentence", "field"),
    [
        ("discovery", THURSDAY, "  ", "Say why it moves", "reason"),
        ("discovery", date(2026, 1, 13), "x", "That day has passed", "day"),
        ("discovery", date(2026, 1, 31), "x", "That is a weekend", "day"),
        ("discovery", GATE_DAY, "x", "It is due on 30 January 2026 already", "day"),
        ("selection", THURSDAY, "x", "is passed", "gate"),
        ("discovery", date(2026, 5, 4), "x", "comes after it, on 20 February 2026", "day"),
        ("foundation", date(2026, 1, 15), "x", "comes before it, on 30 January 2026", "day"),
        ("w01-kickoff", date(2026, 12, 1), "x", "needs it by|more than 28 days", "day"),
    ],
)
def test_a_date_that_cannot_be_says_why(key: str, day: date, reason: str, sentence: str, field: str) -> None:
    known = {each.key for each in begun().playbook.items}
    key = key if key in known or "-" not in key else begun().playbook.items_due_in(1)[0].key
    with refuses(sentence, field=field):
        moved(begun(), key, day, reason=reason, by="SPONSOR", today=TODAY)


def test_a_gate_moves_four_weeks_at_most() -> None:
    last = begun().playbook.gates[-1]
    day = begun().gate_day(last)
    with refuses(f"more than 28 days from its week: {day + timedelta(days=28):%-d %B %Y} is as far", field="day"):
        moved(begun(), last.key, date(2026, 6, 1), reason="x", by="SPONSOR", today=TODAY)
    assert move(begun(), last.key, day + timedelta(days=28)).gate_day(last) == day + timedelta(days=28)
    standing = begun(passed=("foundation",))
    ahead = standing.gates_ahead[0]
    earliest = standing.gate_day(ahead) - timedelta(days=28)
    with refuses(f"more than 28 days from its week: {earliest:%-d %B %Y} is as far", field="day"):
        moved(standing, ahead.key, TODAY, reason="x", by="SPONSOR", today=TODAY)


def test_two_gates_may_share_a_day_and_the_first_in_the_way_is_named() -> None:
    foundation_day = begun().gate_day(FOUNDATION)
    both = move(begun(), "discovery", foundation_day)
    assert both.gate_day(DISCOVERY) == both.gate_day(FOUNDATION) == foundation_day
    assert move(begun(), "foundation", GATE_DAY).gate_day(FOUNDATION) == GATE_DAY
    with refuses(f"“{FOUNDATION.title}” comes after it", field="day"):
        move(begun(), "discovery", foundation_day + timedelta(days=3))
    wanted = DISCOVERY.wanted[0]
    with refuses("already", field="day"):
        move(begun(), wanted, begun().due_day(begun().playbook.item(wanted)))
    needed = {key for gate in begun().playbook.gates for key in gate.wanted}
    free = next(each for each in begun().playbook.items if each.key not in needed and each.due_week)
    later = PROGRAM.friday(free.due_week) + timedelta(days=28)
    assert begun().due_day(free) < later == day_of(move(begun(), free.key, later), free.key)
    last_day = begun().gate_day(DISCOVERY)
    sooner = move(begun(), wanted, THURSDAY)
    assert day_of(move(sooner, wanted, last_day), wanted) == last_day, "on the day of the gate that needs it"


def test_an_item_is_not_due_after_the_gate_that_needs_it() -> None:
    with refuses(r"needs it by 30 January 2026", field="day"):
        moved(begun(), DISCOVERY.wanted[0], date(2026, 2, 2), reason="x", by="SPONSOR", today=TODAY)


def test_what_is_settled_or_finished_does_not_move() -> None:
    key = DISCOVERY.wanted[0]
    with refuses("is settled", field="item"):
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
    with refuses("That is a public holiday", field="day"):
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


def test_what_a_gate_needs_is_due_by_the_day_that_it_was_moved_to() -> None:
    standing = move(begun(), "discovery", THURSDAY)
    wanted = [standing.playbook.item(key) for key in DISCOVERY.wanted]
    friday = [each for each in wanted if begun().due_day(each) == GATE_DAY]

    assert friday
    assert {standing.due_day(each) for each in friday} == {THURSDAY}
    assert {standing.due_in_week(each) for each in friday} == {DISCOVERY.week}
    assert set(friday) <= set(standing.late(morning(GATE_DAY)))


# --- whatever is moved, in whatever order ---------------------------------------------------------------------------

WEEKS = range(14)
KEYS = [*(each.key for each in begun().playbook.gates), *(each.key for each in begun().playbook.items[::5])]
HOLIDAYS = frozenset({date(2026, 1, 30), date(2026, 2, 16), date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 1)})

moves = st.tuples(st.just("move"), st.sampled_from(KEYS), st.integers(-35, 35))
shifts = st.tuples(st.just("iterate"), st.integers(1, 13), st.integers(1, 4))
pauses = st.tuples(st.just("pause"), st.integers(1, 13), st.integers(0, 40))
changes = st.lists(moves | moves | shifts | pauses, max_size=8)
calendars = st.sampled_from([frozenset[date](), HOLIDAYS])


def changed(standing: Standing, kind: str, what: object, number: int, today: date) -> Standing:
    """As it is after one change of the plan, or as it was where that is refused."""
    program = standing.program
    if kind == "move":
        try:
            return move(standing, str(what), day_of(standing, str(what)) + timedelta(days=number), today=today)
        except Refused:
            return standing
    week = int(str(what))
    if kind == "iterate":
        return replace(standing, program=shifted(program, after_week=week, weeks=number, reason="Iterate"))
    paused = replace(program, state=ProgramState.PAUSED)
    on, until = program.monday(week), program.monday(week) + timedelta(days=number)
    return replace(standing, program=resumed(paused, paused_on=on, today=until, from_week=week, reason="Paused"))


def day_of(standing: Standing, key: str) -> date:
    gate = next((each for each in standing.playbook.gates if each.key == key), None)
    return standing.gate_day(gate) if gate else standing.due_day(standing.playbook.item(key))


def lives(holidays: frozenset[date], plan: list[tuple[str, object, int]], today: date = TODAY) -> list[Standing]:
    """The standing before the first change and after each."""
    standing = replace(begun(), program=replace(PROGRAM, holidays=holidays))
    found = [standing]
    for change in plan:
        found.append(changed(found[-1], *change, today))
    return found


@given(calendars, changes)
def test_what_the_plan_first_said_stays_on_record(
    holidays: frozenset[date], plan: list[tuple[str, object, int]]
) -> None:
    first, *_, last = [begun(), *lives(holidays, plan)]

    for days in (week_days, gate_days):
        assert [(each.title, each.first) for each in days(last)] == [(each.title, each.first) for each in days(first)]
        assert all(each.why for each in days(last) if each.is_moved), "a date moved without a word why"
    assert all(each.why for each in moved_items(last))


@given(calendars, changes)
def test_gates_stay_in_their_order_and_each_after_what_it_needs(
    holidays: frozenset[date], plan: list[tuple[str, object, int]]
) -> None:
    for standing in lives(holidays, plan):
        days = [standing.gate_day(gate) for gate in standing.gates_ahead]
        assert days == sorted(days)
        for gate in standing.gates_ahead:
            assert all(standing.due_day(standing.playbook.item(key)) <= standing.gate_day(gate) for key in gate.wanted)
        assert sum(len(standing.due_in(week)) for week in WEEKS) == len(standing.playbook.items), "owed in one week"


@given(calendars, changes, st.sampled_from(KEYS), st.integers(-40, 40), st.integers(0, 60))
def test_one_move_is_to_a_working_day_to_come_and_moves_only_what_it_names(
    holidays: frozenset[date], plan: list[tuple[str, object, int]], key: str, days: int, later: int
) -> None:
    today = TODAY + timedelta(days=later)
    before = lives(holidays, plan)[-1]
    day = day_of(before, key) + timedelta(days=days)
    try:
        after = move(before, key, day, today=today)
    except Refused:
        return

    assert day_of(after, key) == day >= max(today, before.program.start)
    assert day.weekday() < 5 and day not in holidays
    assert all(after.program.monday(week) == before.program.monday(week) for week in WEEKS)
    assert {each.key for each in after.program.moves} == {each.key for each in before.program.moves} | {key}
    still = [each for each in gate_days(before) if each.key != key]
    assert [each for each in gate_days(after) if each.key != key] == still
    one = next(each for each in after.program.moves if each.key == key)
    assert abs(one.days) <= 28


@given(calendars, changes, st.integers(1, 13), st.integers(1, 4))
def test_an_iteration_shifts_what_follows_once_and_leaves_what_is_past(
    holidays: frozenset[date], plan: list[tuple[str, object, int]], after_week: int, weeks: int
) -> None:
    before = lives(holidays, plan)[-1].program
    after = shifted(before, after_week=after_week, weeks=weeks, reason="Iterate")

    for week in WEEKS:
        by = timedelta(weeks=weeks)
        assert after.friday(week) - before.friday(week) == (by if week >= after_week else timedelta(0))
        assert after.monday(week) - before.monday(week) == (by if week > after_week else timedelta(0))


@given(calendars, changes, st.integers(1, 13), st.integers(0, 6), st.integers(0, 60))
def test_a_pause_shifts_by_the_weeks_lost_or_more_where_what_is_due_would_be_past(
    holidays: frozenset[date], plan: list[tuple[str, object, int]], week: int, day: int, length: int
) -> None:
    before = lives(holidays, plan)[-1].program
    on = before.monday(week) + timedelta(days=day)
    today = on + timedelta(days=length)
    paused = replace(before, state=ProgramState.PAUSED)
    after = resumed(paused, paused_on=on, today=today, from_week=week, reason="Paused")

    lost = (day + length) // 7
    by = after.shift(week) - before.shift(week)
    assert after.state is ProgramState.RUNNING
    assert after.last_day(week) >= today
    assert by >= lost
    assert by == lost or before.working_day(before.friday(week) + timedelta(weeks=by - 1)) < today, "no week too many"
    assert all(after.shift(each) == before.shift(each) for each in WEEKS if each < week)
    assert all(after.shift(each) == before.shift(each) + by for each in WEEKS if each >= week)
