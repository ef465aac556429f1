"""Each weekly prompt falls due exactly once, at its local hour, in every time zone there is."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from program.playbook import Cadence
from program.posts import Post, WeeklyPrompt
from program.programs import Extension, Program
from program.schedule import due_posts, latest_prompt, missed_posts, next_due
from program.standings import Standing
from tests.program.examples import PLAYBOOK, begun

A_WEEK, A_SECOND = timedelta(days=7), timedelta(seconds=1)
ZONES = sorted(available_timezones())
TWO_YEARS = Extension(after_week=12, weeks=104 - PLAYBOOK.cadence.program_weeks, reason="two years")


def running(zone: str, start: date, **cadence: Any) -> Standing:
    """A program of two years in which nobody is reminded of a gate, so that only prompts are said."""
    standing = begun(holders={}, passed=[gate.key for gate in PLAYBOOK.gates])
    program = replace(standing.program, timezone=zone, start=start, extensions=(TWO_YEARS,))
    playbook = replace(PLAYBOOK, cadence=replace(PLAYBOOK.cadence, **cadence)) if cadence else PLAYBOOK
    return replace(standing, program=program, playbook=playbook)


def prompts(posts: list[Post]) -> list[Post]:
    return [post for post in posts if isinstance(post.subject, WeeklyPrompt)]


def mondays(posts: list[Post]) -> list[date]:
    return [post.subject.monday for post in posts if isinstance(post.subject, WeeklyPrompt)]


def _latest(standing: Standing, now: datetime) -> WeeklyPrompt | None:
    return latest_prompt(standing.program, standing.playbook.cadence, now)


def ticked(standing: Standing) -> list[Post]:
    """What a tick adds that looks whenever it was told to look next; as the outbox does, by key."""
    said: dict[str, Post] = {}
    now: datetime | None = datetime.combine(standing.program.start, time(), UTC) - timedelta(days=2)
    while now is not None:
        for post in prompts(due_posts(standing, now)):
            assert said.setdefault(post.subject.key, post) == post
            assert post.due_at <= now
        now = next_due(standing, now)
    return list(said.values())


@pytest.mark.parametrize("start", [date(2026, 1, 5), date(2026, 7, 6)])
def test_each_weekly_prompt_is_due_once_at_the_local_hour_in_every_zone(start: date) -> None:
    at = PLAYBOOK.cadence.prompt_time
    for zone in ZONES:
        standing = running(zone, start)
        weeks = [start + A_WEEK * week for week in range(104)]
        due = [standing.program.at(day, at) for day in weeks]
        for day, moment in zip(weeks, due, strict=True):
            local = moment.astimezone(ZoneInfo(zone))
            assert (local.date(), local.time()) == (day, at), zone
            latest, before = (_latest(standing, moment - late) for late in (timedelta(), A_SECOND))
            assert latest == WeeklyPrompt(standing.program.id, day), zone
            assert before == (WeeklyPrompt(standing.program.id, day - A_WEEK) if day > start else None), zone


@pytest.mark.parametrize("hour", [time(0), time(1, 30), time(2, 30), time(9), time(23, 59)])
@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Africa/Casablanca"])
def test_summer_time_neither_repeats_nor_swallows_a_prompt(zone: str, hour: time) -> None:
    standing = running(zone, date(2026, 1, 5), prompt_day="sunday", prompt_time=hour)
    said = ticked(standing)
    assert Counter(post.subject for post in said).most_common(1)[0][1] == 1
    days = [post.due_at.astimezone(ZoneInfo(zone)).date() for post in said]
    assert len(days) >= 103 and all(later - earlier == A_WEEK for earlier, later in pairwise(days))


def test_the_day_that_samoa_skipped_is_said_on_the_next() -> None:
    standing = running("Pacific/Apia", date(2011, 10, 3), prompt_day="friday")
    said = {post.subject.key: post for post in ticked(standing)}
    skipped = said[WeeklyPrompt(standing.program.id, date(2011, 12, 26)).key]
    assert skipped.due_at.astimezone(ZoneInfo("Pacific/Apia")).date() == date(2011, 12, 31)
    assert len(said) == 104


def test_a_clock_that_is_set_back_says_nothing_again() -> None:
    standing = running("Europe/Berlin", date(2026, 1, 5))
    moment = standing.program.at(date(2026, 3, 2), PLAYBOOK.cadence.prompt_time)
    before, after = (prompts(due_posts(standing, moment + A_SECOND * side)) for side in (-1, 1))
    assert [*mondays(before), *mondays(after)] == [date(2026, 2, 23), date(2026, 3, 2)]
    assert before == prompts(due_posts(standing, moment - A_SECOND)), "its key is there already"


def test_a_later_hour_is_no_second_prompt() -> None:
    early, late = (running("UTC", date(2026, 1, 5), prompt_time=time(hour)) for hour in (9, 10))
    now = datetime(2026, 3, 2, 12, tzinfo=UTC)
    assert [post.subject for post in due_posts(early, now)] == [post.subject for post in due_posts(late, now)]


def test_after_a_month_of_downtime_the_latest_is_said_and_the_others_are_on_record() -> None:
    standing = running("Europe/Berlin", date(2026, 1, 5))
    since = standing.program.at(date(2026, 2, 2), PLAYBOOK.cadence.prompt_time)
    now = since + timedelta(days=30)
    assert mondays(due_posts(standing, now)) == [date(2026, 3, 2)]
    assert mondays(missed_posts(standing, since, now)) == [
        date(2026, 2, 23), date(2026, 2, 16), date(2026, 2, 9), date(2026, 2, 2),
    ]  # fmt: skip
    assert missed_posts(standing, now, now) == []


@settings(max_examples=60, deadline=None)
@given(zone=st.sampled_from(ZONES), days=st.lists(st.floats(0.01, 40), min_size=1, max_size=30))
def test_however_often_the_bot_is_down_each_week_is_said_or_on_record(zone: str, days: list[float]) -> None:
    standing = running(zone, date(2026, 1, 5))
    since = standing.program.at(standing.program.start, PLAYBOOK.cadence.prompt_time)
    now, found = since, Counter[str]()
    for gap in days:
        now = max(now, since) + timedelta(days=gap)
        said, missed = prompts(due_posts(standing, now)), missed_posts(standing, since, now)
        assert not {each.subject for each in said} & {each.subject for each in missed}
        found.update({post.subject.key for post in said} - found.keys())
        found.update({post.subject.key for post in missed} - found.keys())
        since = next_due(standing, now) or now
    weeks = sum(_begun(standing.program, PLAYBOOK.cadence, week) <= now for week in range(104))
    assert len(found) == weeks


def _begun(program: Program, cadence: Cadence, week: int) -> datetime:
    return program.at(program.start + A_WEEK * week, cadence.prompt_time)
