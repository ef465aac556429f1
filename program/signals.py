"""The signs that a pilot is dying, read from what is on record; or from answers, where there is no program.

(framework 1)
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from program.failure_modes import FailureMode, Seen, Symptom
from program.playbook import Playbook
from program.programs import ProgramState
from program.standings import Calendar, Standing
from program.symptoms import RULES

NEW = timedelta(days=7)  # from one weekly digest to the next
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Signal:
    """A symptom that shows; `evidence`: whole phrases of what on record shows it, never a person.

    `since`: the week in which it first showed. One that the tick has not found yet shows since this week.
    """

    mode: FailureMode
    symptom: Symptom
    evidence: tuple[str, ...]
    since: int
    is_new: bool


def signals(standing: Standing, now: datetime) -> list[Signal]:
    """The gravest first, and of those what should have been settled longest ago (framework 1).

    A program that is paused or finished has none: nothing is wanted of it.
    """
    if standing.program.state is not ProgramState.RUNNING:
        return []
    today, this_week = standing.program.today(now), standing.week(now).number
    shown = {each.symptom: each for each in standing.symptoms_seen if each.gone_day is None}
    found = []
    for mode, symptom in _symptoms(standing.playbook):
        if standing.program.last_day(symptom.week) < today and (evidence := _evidence(standing, symptom, now)):
            seen = shown.get(symptom.key)
            is_new = seen is None or seen.first_day > today - NEW
            found.append(Signal(mode, symptom, tuple(evidence), seen.first_week if seen else this_week, is_new))
    return sorted(found, key=lambda each: _rank(each.symptom))


def gone(standing: Standing, now: datetime) -> list[tuple[FailureMode, Symptom]]:
    """What showed, and for less than a week does not any more."""
    since, there = standing.program.today(now) - NEW, {each.symptom.key for each in signals(standing, now)}
    lately = {each.symptom for each in standing.symptoms_seen if each.gone_day and each.gone_day > since}
    return [(mode, each) for mode, each in _symptoms(standing.playbook) if each.key in lately - there]


def _symptoms(playbook: Playbook) -> Iterator[tuple[FailureMode, Symptom]]:
    return ((mode, each) for mode in playbook.failure_modes for each in mode.symptoms)


def _rank(symptom: Symptom) -> tuple[int, int]:
    return -symptom.gravity, symptom.week


# --- what a gate's packet keeps -----------------------------------------------------------------------------------


def kept(standing: Standing, now: datetime) -> list[list[object]]:
    """Key, title, since which week, evidence: what whoever signs or votes could see, and no reason to do so again."""
    return [[each.symptom.key, each.symptom.title, each.since, list(each.evidence)] for each in signals(standing, now)]


def recorded(standing: Standing) -> list[tuple[Symptom, int]]:
    """What the tick found last, the gravest first, with the week since which it shows."""
    shown = {each.symptom: each.first_week for each in standing.symptoms_seen if each.gone_day is None}
    found = [each for _, each in _symptoms(standing.playbook) if each.key in shown]
    return [(each, shown[each.key]) for each in sorted(found, key=_rank)]


# --- when each first showed ---------------------------------------------------------------------------------------


def is_looked_for(calendar: Calendar, since: datetime, now: datetime) -> bool:
    """Whether the hour of the prompt has come since the tick last planned to look: once a day at most."""
    program, hour = calendar.program, calendar.playbook.cadence.prompt_time
    today = program.today(now)
    moments = (program.at(today, hour), program.at(today - A_DAY, hour))
    latest = next(each for each in moments if each <= now)
    return program.state is ProgramState.RUNNING and latest >= since


def news(standing: Standing, now: datetime) -> list[Seen]:
    """What shows for the first time or again, and what is gone; nothing where all is as it was."""
    program, today, week = standing.program, standing.program.today(now), standing.week(now).number
    there = {each.symptom.key: each for each in signals(standing, now)}
    open_ones = {each.symptom: each for each in standing.symptoms_seen if each.gone_day is None}
    came = [Seen(program.id, key, week, today) for key in there if key not in open_ones]
    return came + [replace(each, gone_day=today) for key, each in open_ones.items() if key not in there]


# --- what shows a symptom -----------------------------------------------------------------------------------------


def _evidence(standing: Standing, symptom: Symptom, now: datetime) -> list[str]:
    empty = [
        role.title for role in standing.playbook.roles if role.key in symptom.filled and not standing.holders[role.key]
    ]
    ruled = [words for key in symptom.rules for words in RULES[key].evidence(standing, symptom, now)]
    lines = _too_early(standing, symptom) if symptom.before else _open(standing, symptom, now)
    return [*(f"nobody holds the role {title}" for title in empty), *ruled, *lines]


def _open(standing: Standing, symptom: Symptom, now: datetime) -> list[str]:
    """The entries whose own week is over too, of those that the program's approach needs."""
    today = standing.program.today(now)
    entries = [standing.playbook.find_item(key) for key in symptom.lines if key not in standing.settled]
    return [f"“{each.title}” is not done" for each in entries if each and standing.due_day(each) < today]


def _too_early(standing: Standing, symptom: Symptom) -> list[str]:
    """What was settled though what must come first was not (framework 1.3, symptom 1)."""
    done = [standing.playbook.find_item(key) for key in symptom.before if key in standing.settled]
    first = [standing.playbook.find_item(key) for key in symptom.lines if key not in standing.settled]
    return [f"“{early.title}” is done, “{late.title}” is not" for early in done for late in first if early and late]


# --- without a program --------------------------------------------------------------------------------------------


def of_answers(
    answers: Mapping[str, bool | None], playbook: Playbook
) -> list[tuple[FailureMode, Symptom, bool | None]]:
    """Every symptom with what was answered: there, not there, or unknown (framework 1 and 7, assessment)."""
    return [(mode, each, answers.get(each.key)) for mode, each in _symptoms(playbook)]
