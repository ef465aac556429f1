"""The signs that a pilot is dying, read from what is on record; or from answers, where there is no program.

(framework 1)
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from program.failure_modes import FailureMode, Symptom
from program.playbook import Playbook
from program.standings import Standing
from program.symptoms import RULES


@dataclass(frozen=True, slots=True)
class Signal:
    """A symptom that shows; `evidence`: whole phrases of what on record shows it, never a person."""

    mode: FailureMode
    symptom: Symptom
    evidence: tuple[str, ...]


def signals(standing: Standing, now: datetime) -> list[Signal]:
    """What should have been settled longest ago comes first (framework 1)."""
    today = standing.program.today(now)
    found = [
        Signal(mode, symptom, tuple(evidence))
        for mode in standing.playbook.failure_modes
        for symptom in mode.symptoms
        if standing.program.last_day(symptom.week) < today and (evidence := _evidence(standing, symptom, now))
    ]
    return sorted(found, key=lambda each: each.symptom.week)


def _evidence(standing: Standing, symptom: Symptom, now: datetime) -> list[str]:
    empty = [standing.playbook.role(key).title for key in symptom.filled if not standing.holders[key]]
    ruled = [words for key in symptom.rules for words in RULES[key](standing, symptom, now)]
    lines = _too_early(standing, symptom) if symptom.before else _open(standing, symptom, now)
    return [*(f"nobody holds the role {title}" for title in empty), *ruled, *lines]


def _open(standing: Standing, symptom: Symptom, now: datetime) -> list[str]:
    """The entries whose own week is over too."""
    today = standing.program.today(now)
    entries = [standing.playbook.item(key) for key in symptom.lines if key not in standing.settled]
    return [f"“{each.title}” is not done" for each in entries if standing.due_day(each) < today]


def _too_early(standing: Standing, symptom: Symptom) -> list[str]:
    """What was settled though what must come first was not (framework 1.3, symptom 1)."""
    titles = {each.key: each.title for each in standing.playbook.items}
    return [
        f"“{titles[done]}” is done, “{titles[first]}” is not"
        for done in symptom.before
        for first in symptom.lines
        if done in standing.settled and first not in standing.settled
    ]


def of_answers(
    answers: Mapping[str, bool | None], playbook: Playbook
) -> list[tuple[FailureMode, Symptom, bool | None]]:
    """Every symptom with what was answered: there, not there, or unknown (framework 1 and 7, assessment)."""
    return [(mode, each, answers.get(each.key)) for mode in playbook.failure_modes for each in mode.symptoms]
