"""The schedule as a pure function: what should have been said by now, and when to look again."""

from datetime import date, datetime, timedelta

from program.owing import owing
from program.playbook import Cadence
from program.posts import Owing, Post, WeeklyPrompt, in_program, to_person
from program.programs import Program, ProgramState
from program.standings import Standing

A_DAY = timedelta(days=1)


def due_posts(standing: Standing, now: datetime) -> list[Post]:
    """The latest prompt, and today's reminders; keyed by period, so that asking twice says nothing twice."""
    program, cadence = standing.program, standing.playbook.cadence
    if program.state is not ProgramState.RUNNING:
        return []
    return [*_prompt(program, cadence, standing.last_week, now), *_reminders(standing, now)]


def _prompt(program: Program, cadence: Cadence, last_week: int, now: datetime) -> list[Post]:
    day = _latest(program, cadence, now)
    if day is None or day > program.last_day(last_week):
        return []
    monday = day - timedelta(days=day.weekday())
    return [Post(WeeklyPrompt(program.id, monday), in_program(program.id), program.at(day, cadence.prompt_time))]


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
    if program.at(today, cadence.prompt_time) > now or not is_reminder_day(standing, today):
        return []
    due_at = program.at(today, cadence.prompt_time)
    return [Post(Owing(user, today), to_person(user), due_at) for user in sorted(owing(standing))]


def is_reminder_day(standing: Standing, day: date) -> bool:
    """7, 3 and 1 days before the next gate, every few days once it is overdue, and the day before a vote ends."""
    gate, cadence = standing.next_gate, standing.playbook.cadence
    if gate is None:
        return False
    left = (standing.gate_day(gate) - day).days
    overdue = left < 0 and (-left - 1) % cadence.overdue_every_days == 0
    poll = standing.poll(gate)
    ending = poll is not None and poll.is_open and (standing.program.today(poll.closes_at) - day).days == 1
    return left in cadence.reminder_days or overdue or ending


def next_due(standing: Standing, now: datetime) -> datetime | None:
    """The next moment at which something may fall due: an hour of the cadence on one of the coming days."""
    program, cadence = standing.program, standing.playbook.cadence
    if program.state is not ProgramState.RUNNING:
        return None
    today = max(program.today(now), program.start - timedelta(days=max(cadence.reminder_days, default=0)))
    for day in (today + A_DAY * ahead for ahead in range(15)):
        at = program.at(day, cadence.prompt_time)
        is_prompt = day.weekday() == cadence.prompt_weekday and program.start <= day <= program.last_day(
            standing.last_week
        )
        if at > now and (is_prompt or is_reminder_day(standing, day)):
            return at
    return None
