"""The schedule as a pure function: what should have been said by now, and when to look again."""

from datetime import date, datetime, timedelta

from program import targets
from program.playbook import Cadence
from program.posts import Owing, Post, StopAsked, StopCalled, WeeklyPrompt, in_program, to_person
from program.programs import Program, ProgramState
from program.reminders import may_remind, reminded
from program.standings import Calendar, Standing

MISSED = "nobody was there to send it, and a later one took its place"
A_DAY = timedelta(days=1)
LOOK_AHEAD = 50  # days: more than the longest pause between two reminders


def due_posts(calendar: Calendar, now: datetime) -> list[Post]:
    """The latest prompt, and today's reminders; keyed by period, so that asking twice says nothing twice.

    Reminders follow from what is in hand, so only a whole standing has any: read it where `is_for_reminders`.
    """
    program, cadence = calendar.program, calendar.playbook.cadence
    if program.state is not ProgramState.RUNNING:
        return []
    prompt = _prompt(program, cadence, calendar.last_week, now)
    if not isinstance(calendar, Standing):
        return prompt
    return [*prompt, *_reminders(calendar, now), *_stops(calendar, now)]


def is_for_reminders(calendar: Calendar, now: datetime) -> bool:
    """Whether anybody can be reminded today, from this hour on; with days of its own, only the whole standing tells."""
    program = calendar.program
    today = program.today(now)
    is_time = program.at(today, calendar.playbook.cadence.prompt_time) <= now
    return program.state is ProgramState.RUNNING and (
        calendar.has_own_days or (is_time and may_remind(calendar, today, now))
    )


def missed_posts(calendar: Calendar, since: datetime, now: datetime) -> list[Post]:
    """The prompts that fell due from `since` on, but that a later one overtook before anybody could say them."""
    program, cadence = calendar.program, calendar.playbook.cadence
    said = {post.subject for post in _prompt(program, cadence, calendar.last_week, now)}
    day, last_day = _latest(program, cadence, now), program.last_day(calendar.last_week)
    missed = []
    while day and day >= program.start and (due_at := program.at(day, cadence.prompt_time)) >= since:
        prompt = _prompt_of(program, day)
        if day <= last_day and prompt not in said:
            missed.append(Post(prompt, program.channel or in_program(program.id), due_at))
        day -= A_DAY * 7
    return missed if program.state is ProgramState.RUNNING else []


def latest_prompt(program: Program, cadence: Cadence, now: datetime) -> WeeklyPrompt | None:
    """The one that people look at now, to be kept current; `None` before the first."""
    day = _latest(program, cadence, now)
    return _prompt_of(program, day) if day else None


def _prompt_of(program: Program, day: date) -> WeeklyPrompt:
    return WeeklyPrompt(program.id, day - timedelta(days=day.weekday()))


def _prompt(program: Program, cadence: Cadence, last_week: int, now: datetime) -> list[Post]:
    day, prompt = _latest(program, cadence, now), latest_prompt(program, cadence, now)
    if day is None or prompt is None or day > program.last_day(last_week):
        return []
    due_at, begun = program.at(day, cadence.prompt_time), program.started_at
    if (
        begun and due_at < begun <= due_at + A_DAY * 6
    ):  # in the middle of a week, whose prompt is not too old to be said
        due_at = begun
    return [Post(prompt, program.channel or in_program(program.id), due_at)]


def _latest(program: Program, cadence: Cadence, now: datetime) -> date | None:
    """The day of the last prompt that is due, if the program had begun by then."""
    today = program.today(now)
    day = today - timedelta(days=(today.weekday() - cadence.prompt_weekday) % 7)
    if program.at(day, cadence.prompt_time) > now:
        day -= timedelta(days=7)
    return day if day >= program.start else None


def _reminders(standing: Standing, now: datetime) -> list[Post]:
    program, cadence = standing.program, standing.playbook.cadence
    today = program.today(now)
    due_at = program.at(today, cadence.prompt_time)
    if due_at > now:
        return []
    return [Post(Owing(user, today), to_person(user), due_at) for user in sorted(reminded(standing, today, now))]


def _stops(standing: Standing, now: datetime) -> list[Post]:
    """A stop criterion that was missed is said once, in the channel and to who decides."""
    program, hour = standing.program, standing.playbook.cadence.prompt_time
    posts = []
    for kpi in targets.stopped(standing, now):
        if kpi.stop_on and (due_at := program.at(kpi.stop_on, hour)) <= now:
            called = StopCalled(program.id, kpi.id, kpi.stop_on)
            asked = [StopAsked(program.id, kpi.id, kpi.stop_on, user) for user in targets.deciders(standing)]
            posts.append(Post(called, program.channel or in_program(program.id), due_at))
            posts += [Post(each, to_person(each.user), due_at) for each in asked]
    return posts


def first_due(program: Program, cadence: Cadence, now: datetime) -> datetime:
    """When a program that has just begun is looked at first."""
    longest = max(cadence.reminder_days, default=0)
    return max(now, program.at(program.start - timedelta(days=longest), cadence.prompt_time))


def next_due(calendar: Calendar, now: datetime) -> datetime | None:
    """The next moment at which something may fall due: an hour of the cadence on one of the coming days."""
    program, cadence = calendar.program, calendar.playbook.cadence
    if program.state is not ProgramState.RUNNING:
        return None
    today = max(program.today(now), program.start - timedelta(days=max(cadence.reminder_days, default=0)))
    for day in (today + A_DAY * ahead for ahead in range(LOOK_AHEAD)):
        at = program.at(day, cadence.prompt_time)
        is_prompt = day.weekday() == cadence.prompt_weekday and program.start <= day <= program.last_day(
            calendar.last_week
        )
        if at > now and (is_prompt or may_remind(calendar, day, now)):
            return at
    return None
