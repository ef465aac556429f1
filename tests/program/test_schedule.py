"""What should have been said by now, and when to look again."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from program import schedule
from program.playbook.limits import WEEKDAYS
from program.posts import Post, WeeklyPrompt, in_program
from program.programs import ProgramState
from program.standings import Calendar, Standing
from tests.program.examples import PLAYBOOK, PROGRAM, START, begun, morning

PAUSED = replace(begun(), program=replace(PROGRAM, state=ProgramState.PAUSED))


def bare(standing: Standing) -> Calendar:
    return Calendar(standing.program, standing.playbook, standing.sign_offs, standing.passed, standing.polls)


def prompt(week: int) -> WeeklyPrompt:
    return WeeklyPrompt(PROGRAM.id, START + timedelta(weeks=week - 1))


def test_the_prompt_of_the_week_is_said_in_the_programs_channel() -> None:
    (post,) = schedule.due_posts(bare(begun()), morning(START))

    assert post == Post(prompt(1), "C1", morning(START) - timedelta(minutes=1))
    assert schedule.due_posts(bare(begun()), post.due_at) == [post], "on the minute"


def test_a_prompt_waits_for_a_channel_that_is_still_being_made() -> None:
    waiting = replace(begun(), program=replace(PROGRAM, channel=None))

    (post,) = schedule.due_posts(bare(waiting), morning(START))

    assert post.to == in_program(PROGRAM.id)


def test_nothing_is_said_before_the_programs_first_morning_nor_after_its_last_day() -> None:
    assert schedule.due_posts(bare(begun()), morning(START) - timedelta(minutes=5)) == []
    assert schedule.due_posts(bare(begun()), morning(START + timedelta(weeks=60))) == []


def test_nothing_is_said_in_a_paused_program_and_nothing_is_waited_for() -> None:
    assert schedule.due_posts(PAUSED, morning(START)) == []
    assert schedule.missed_posts(PAUSED, morning(START), morning(START + timedelta(weeks=3))) == []
    assert schedule.next_due(PAUSED, morning(START)) is None
    assert not schedule.is_for_reminders(PAUSED, morning(START))


def test_prompts_that_a_later_one_overtook_are_missed() -> None:
    missed = schedule.missed_posts(begun(), morning(START), morning(START + timedelta(weeks=2)))

    assert [post.subject for post in missed] == [prompt(2)]
    since_ever = schedule.missed_posts(
        begun(), morning(START) - timedelta(days=30), morning(START + timedelta(weeks=2))
    )
    assert [post.subject for post in since_ever] == [prompt(2), prompt(1)]


def test_no_prompt_is_missed_before_the_first_nor_after_the_last() -> None:
    assert schedule.missed_posts(begun(), morning(START) - timedelta(days=30), morning(START - timedelta(days=3))) == []
    late = START + timedelta(weeks=30)
    assert schedule.missed_posts(begun(), morning(START + timedelta(weeks=20)), morning(late)) == []


def test_people_look_at_the_latest_prompt_and_at_none_before_the_first() -> None:
    cadence = PLAYBOOK.cadence
    assert schedule.latest_prompt(PROGRAM, cadence, morning(START - timedelta(days=1))) is None
    assert schedule.latest_prompt(PROGRAM, cadence, morning(START + timedelta(days=9))) == prompt(2)


def test_a_new_program_is_looked_at_before_its_first_reminder_could_be_due() -> None:
    early = morning(date(2025, 12, 1))
    longest = max(PLAYBOOK.cadence.reminder_days)

    assert schedule.first_due(PROGRAM, PLAYBOOK.cadence, early).date() == START - timedelta(days=longest)
    assert schedule.first_due(PROGRAM, PLAYBOOK.cadence, morning(START)) == morning(START)


def test_a_program_with_every_gate_behind_it_is_not_looked_at_after_its_last_week() -> None:
    over = begun(passed=[each.key for each in PLAYBOOK.gates])

    assert schedule.next_due(over, morning(START + timedelta(weeks=30))) is None


@given(hours=st.integers(-24 * 20, 24 * 120))
def test_the_next_look_is_always_still_to_come_and_no_prompt_falls_before_it(hours: int) -> None:
    now = morning(START) + timedelta(hours=hours)
    due = schedule.next_due(begun(), now)

    assert due is None or due > now
    before = schedule.latest_prompt(PROGRAM, PLAYBOOK.cadence, now)
    if due is not None and due.date() <= PROGRAM.last_day(PLAYBOOK.weeks[-1].number):
        assert schedule.latest_prompt(PROGRAM, PLAYBOOK.cadence, due - timedelta(seconds=1)) == before


def test_a_missed_prompt_is_named_with_its_place_and_its_hour() -> None:
    hour = morning(START + timedelta(weeks=1)) - timedelta(minutes=1)
    now = morning(START + timedelta(weeks=2))

    assert schedule.missed_posts(begun(), hour, now) == [Post(prompt(2), "C1", hour)], "on the minute"
    waiting = replace(begun(), program=replace(PROGRAM, channel=None))
    assert [each.to for each in schedule.missed_posts(waiting, hour, now)] == [in_program(PROGRAM.id)]
    last = PROGRAM.last_day(PLAYBOOK.weeks[-1].number)
    on_its_day = replace(PLAYBOOK.cadence, prompt_day=WEEKDAYS[last.weekday()])
    friday = replace(begun(), playbook=replace(PLAYBOOK, cadence=on_its_day))
    found = schedule.missed_posts(friday, PROGRAM.at(last, on_its_day.prompt_time), morning(last + timedelta(weeks=1)))
    assert [each.due_at.date() for each in found] == [last]


def test_a_prompt_of_another_weekday_is_keyed_by_its_monday_and_said_on_its_day() -> None:
    thursday = replace(begun(), playbook=replace(PLAYBOOK, cadence=replace(PLAYBOOK.cadence, prompt_day=WEEKDAYS[3])))
    day = START + timedelta(days=3)

    assert schedule.due_posts(bare(thursday), morning(START + timedelta(days=2))) == []
    for later in (0, 1, 3, 6):
        (post,) = schedule.due_posts(bare(thursday), morning(day + timedelta(days=later)))
        assert post == Post(prompt(1), "C1", morning(day) - timedelta(minutes=1))
    last = PROGRAM.last_day(PLAYBOOK.weeks[-1].number)
    friday = replace(PLAYBOOK.cadence, prompt_day=WEEKDAYS[last.weekday()])
    standing = replace(begun(), playbook=replace(PLAYBOOK, cadence=friday))
    (post,) = schedule.due_posts(bare(standing), morning(last))
    assert post.due_at.date() == last
    at = PROGRAM.at(last, friday.prompt_time)
    assert schedule.next_due(bare(standing), at - timedelta(seconds=1)) == at


def test_only_who_can_be_reminded_today_is_read_whole() -> None:
    tuesday, monday = START + timedelta(days=15), START + timedelta(days=14)
    calendar = replace(bare(begun()), has_own_days=False)
    hour = morning(tuesday) - timedelta(minutes=1)

    assert schedule.is_for_reminders(calendar, hour)
    assert not schedule.is_for_reminders(calendar, hour - timedelta(seconds=1))
    assert not schedule.is_for_reminders(calendar, morning(monday))
    assert schedule.is_for_reminders(replace(calendar, has_own_days=True), morning(monday) - timedelta(hours=5))


def test_a_cadence_without_reminders_looks_from_the_first_day_on() -> None:
    silent = replace(PLAYBOOK.cadence, reminder_days=())
    early = morning(START - timedelta(days=40))
    first = morning(START) - timedelta(minutes=1)

    assert schedule.first_due(PROGRAM, silent, early) == first
    standing = replace(begun(), playbook=replace(PLAYBOOK, cadence=silent))
    assert schedule.next_due(bare(standing), early) == first


def test_a_program_that_starts_in_the_middle_of_a_week_has_its_prompt_from_then_on() -> None:
    thursday = morning(START + timedelta(days=3))
    begins = replace(begun(), program=replace(PROGRAM, started_at=thursday))
    (prompt,) = [post for post in schedule.due_posts(begins, thursday) if isinstance(post.subject, WeeklyPrompt)]
    assert (prompt.due_at, prompt.subject) == (thursday, WeeklyPrompt(PROGRAM.id, START))


def test_a_day_before_the_next_prompt_nobody_is_sent_the_last_one() -> None:
    monday = morning(START + timedelta(days=7)) - timedelta(minutes=2)
    for begun_at in (monday, morning(START) - timedelta(minutes=1)):
        begins = replace(begun(), program=replace(PROGRAM, started_at=begun_at))
        (prompt,) = [post for post in schedule.due_posts(begins, monday) if isinstance(post.subject, WeeklyPrompt)]
        assert prompt.due_at == morning(START) - timedelta(minutes=1)
