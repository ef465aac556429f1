"""The plan in real dates: when a program may start, when its weeks are, and how its plan shifts."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from program.errors import Refused
from program.programs import (
    CODE_LENGTH,
    Extension,
    ProgramState,
    check_channel_name,
    check_start,
    check_unfinished,
    code_for,
    next_monday,
    resumed,
    shifted,
)
from tests.program.examples import PROGRAM, START

SUNDAY_NIGHT = datetime(2026, 1, 11, 23, 30, tzinfo=UTC)  # already Monday in Berlin, still Sunday in New York


@pytest.mark.parametrize(
    ("start", "zone", "sentence"),
    [
        (date(2026, 1, 13), "UTC", "choose a Monday, such as 19 January 2026"),
        (date(2025, 12, 29), "UTC", "That week has passed"),
        (date(2026, 1, 5), "Europe/Berlin", "That week has passed"),
        (date(2029, 1, 1), "UTC", "more than a year away"),
        (date(9999, 12, 27), "UTC", "more than a year away"),
        (START, "Europe/Atlantis", "“Europe/Atlantis” is not a time zone"),
    ],
)
def test_a_start_that_cannot_be_says_what_can(start: date, zone: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence) as refused:
        check_start(start, zone, now=SUNDAY_NIGHT)

    assert refused.value.field == ("timezone" if "zone" in sentence else "start")


def test_this_weeks_monday_is_as_good_as_any_later_one() -> None:
    check_start(date(2026, 1, 12), "Europe/Berlin", now=SUNDAY_NIGHT)
    check_start(date(2026, 1, 5), "America/New_York", now=SUNDAY_NIGHT)
    check_start(date(2026, 12, 28), "UTC", now=SUNDAY_NIGHT)


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1)))
def test_the_next_monday_is_a_later_monday_within_a_week(today: date) -> None:
    assert next_monday(today).weekday() == 0
    assert timedelta(0) < next_monday(today) - today <= timedelta(days=7)


@pytest.mark.parametrize(
    ("title", "taken", "code"),
    [
        ("Claims summaries", set(), "CLAIMS"),
        ("Claims summaries", {"CLAIMS", "CLAIMS2"}, "CLAIMS3"),
        ("AI for fraud-triage", set(), "FRAUD"),
        ("HR letters", set(), "HR"),
        ("Übersetzung der Verträge", set(), "UBERSETZ"),
        ("Übersetzung der Verträge", {"UBERSETZ"}, "UBERSET2"),
        ("تلخيص المطالبات", set(), "PILOT"),
        ("🚀", {"PILOT"}, "PILOT2"),
        ("2026 42", set(), "PILOT"),
    ],
)
def test_a_code_is_short_and_its_own(title: str, taken: set[str], code: str) -> None:
    assert code_for(title, taken=taken) == code


def test_a_hundred_codes_of_one_title_are_still_short() -> None:
    taken: set[str] = set()
    for _ in range(100):
        taken.add(code_for("Extraordinary", taken=taken))

    assert len(taken) == 100
    assert max(map(len, taken)) == CODE_LENGTH


@pytest.mark.parametrize("name", ["Xray", "ai-claims", " #AI-Claims ", "ai_claims_2", "übersetzung", "a" * 80])
def test_a_channel_name_is_written_as_slack_has_it(name: str) -> None:
    assert check_channel_name(name) == name.strip().lstrip("#").lower()


@pytest.mark.parametrize("name", ["", "   ", "ai claims", "ai.claims", "🚀", "---", "<!channel>", "a" * 81])
def test_what_slack_takes_for_no_channel_name_is_refused_first(name: str) -> None:
    with pytest.raises(Refused, match="such as ai-claims") as refused:
        check_channel_name(name)

    assert refused.value.field == "channel_name"


def test_weeks_have_real_dates() -> None:
    assert PROGRAM.monday(0) == date(2026, 1, 5)
    assert PROGRAM.monday(1) == START
    assert PROGRAM.last_day(13) == date(2026, 4, 10)
    assert [PROGRAM.week(day, last=13) for day in (date(2026, 1, 11), START, date(2026, 4, 5), date(2027, 1, 1))] == [
        0, 1, 12, 13,
    ]  # fmt: skip


def test_an_hour_is_local_on_both_sides_of_summer_time() -> None:
    """Clocks in Berlin change on the 29th of March 2026."""
    assert PROGRAM.at(date(2026, 3, 28), time(9)) == datetime(2026, 3, 28, 8, tzinfo=UTC)
    assert PROGRAM.at(date(2026, 3, 30), time(9)) == datetime(2026, 3, 30, 7, tzinfo=UTC)


@given(st.lists(st.tuples(st.integers(1, 13), st.integers(1, 8)), max_size=4))
def test_a_shifted_plan_keeps_its_order_and_its_past(shifts: list[tuple[int, int]]) -> None:
    program = PROGRAM
    for after, weeks in shifts:
        before, program = program, shifted(program, after_week=after, weeks=weeks, reason="iterate")
        assert all(program.monday(week) == before.monday(week) for week in range(1, after + 1))
        assert program.last_day(after) == before.last_day(after) + timedelta(weeks=weeks)

    mondays = [program.monday(week) for week in range(1, 14)]
    assert all(earlier < later for earlier, later in pairwise(mondays))
    assert all(day.weekday() == 0 for day in mondays)
    assert [program.week(day, last=13) for day in mondays] == list(range(1, 14))


def test_a_program_that_goes_on_gets_back_the_weeks_it_lost() -> None:
    paused = replace(PROGRAM, state=ProgramState.PAUSED)

    running = resumed(paused, paused_on=date(2026, 2, 4), today=date(2026, 2, 19), from_week=4, reason="was paused")

    assert running.state is ProgramState.RUNNING
    assert running.extensions == (Extension(4, 2, "was paused"),)


def test_a_program_that_goes_on_in_the_same_week_loses_none() -> None:
    paused = replace(PROGRAM, state=ProgramState.PAUSED)

    running = resumed(paused, paused_on=date(2026, 2, 2), today=date(2026, 2, 5), from_week=4, reason="was paused")

    assert running == PROGRAM


def test_only_what_is_paused_goes_on() -> None:
    with pytest.raises(Refused, match="not paused"):
        resumed(PROGRAM, paused_on=START, today=START, from_week=1, reason="")


def test_what_is_finished_stays_as_it_is() -> None:
    check_unfinished(PROGRAM)
    with pytest.raises(Refused, match="CLAIMS is finished"):
        check_unfinished(replace(PROGRAM, state=ProgramState.FINISHED))


def test_today_is_where_the_program_is() -> None:
    assert (PROGRAM.today(SUNDAY_NIGHT), SUNDAY_NIGHT.date()) == (START, date(2026, 1, 11))
    tokyo = replace(PROGRAM, timezone="Asia/Tokyo")
    assert tokyo.today(datetime(2026, 1, 11, 15, tzinfo=UTC)) == START
    assert tokyo.today(datetime(2026, 1, 11, 14, 59, tzinfo=UTC)) == date(2026, 1, 11)


@pytest.mark.parametrize(("overdue", "weeks"), [(-3, 0), (0, 0), (1, 1), (7, 1), (8, 2), (112, 16), (113, 17)])
def test_what_was_overdue_when_a_pause_began_is_not_overdue_when_it_ends(overdue: int, weeks: int) -> None:
    day = PROGRAM.friday(5) + timedelta(days=overdue)
    paused = replace(PROGRAM, state=ProgramState.PAUSED)

    after = resumed(paused, paused_on=day, today=day, from_week=5, reason="why")

    assert sum(each.weeks for each in after.extensions) == weeks
