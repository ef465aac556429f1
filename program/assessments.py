"""Pilots that run or stand still without a program: an inventory, what each lacks, and which is ready for a sprint.

(framework 9: an inventory, the one or two that are ready, gaps in data, architecture and ownership, a plan)
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from program.errors import Refused
from program.failure_modes import FailureMode, Gap, Symptom
from program.playbook import Playbook
from program.signals import of_answers

KILLS = 3  # the gravity of what kills a pilot
MOST_RECOMMENDED = 2
GAPS: tuple[Gap, ...] = ("data", "architecture", "ownership")


class Running(StrEnum):
    RUNNING = "running"
    STALLED = "stalled"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Assessed:
    """One pilot of the inventory. `answers` by the key of a symptom: it shows, or not; what is left out nobody knows.

    `owner` is a person, `owner_name` what was pasted instead; `added_by` is nobody, where somebody told of a tool
    without their name; `use_case` is the candidate that it has become.
    """

    id: UUID
    name: str
    what: str
    unit: str
    state: Running
    answers: Mapping[str, bool]
    added_by: str | None
    added_at: datetime
    owner: str | None = None
    owner_name: str | None = None
    use_case: UUID | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A symptom that shows, or that nobody could tell."""

    mode: FailureMode
    symptom: Symptom
    is_known: bool


@dataclass(frozen=True, slots=True)
class Assessment:
    """`score`, of 100: the share of symptoms that are known not to show, each by its gravity."""

    pilot: Assessed
    score: int
    findings: tuple[Finding, ...]  # the gravest first, and of those what is known

    @property
    def kills(self) -> list[Finding]:
        """What shows and would end it."""
        return [each for each in self.findings if each.is_known and each.symptom.gravity >= KILLS]

    @property
    def unknown(self) -> list[Finding]:
        return [each for each in self.findings if not each.is_known]

    def gap(self, gap: Gap) -> list[Finding]:
        return [each for each in self.findings if each.mode.gap == gap]

    def why_not(self, sprint_from: int) -> list[str]:
        """Why it is not ready for a sprint; nothing where it is."""
        if self.pilot.state is Running.STOPPED:
            return ["it was stopped"]
        if self.pilot.use_case:
            return ["it is a candidate already"]
        killing = [f"“{each.symptom.title}” has to be mended first" for each in self.kills]
        low = [f"its score is {self.score}, and {sprint_from} is wanted"] if self.score < sprint_from else []
        return [*killing, *low]


def assess(pilot: Assessed, playbook: Playbook) -> Assessment:
    told = of_answers(pilot.answers, playbook)
    found = [Finding(mode, symptom, shows is not None) for mode, symptom, shows in told if shows is not False]
    whole = sum(symptom.gravity for _, symptom, _ in told)
    clear = sum(symptom.gravity for _, symptom, shows in told if shows is False)
    ranked = sorted(found, key=lambda each: (-each.symptom.gravity, not each.is_known))
    return Assessment(pilot, round(100 * clear / whole) if whole else 0, tuple(ranked))


def ranked(pilots: Iterable[Assessed], playbook: Playbook) -> list[Assessment]:
    """Best first; what was stopped comes last."""
    found = [assess(each, playbook) for each in pilots]
    return sorted(
        found, key=lambda each: (each.pilot.state is Running.STOPPED, -each.score, each.pilot.name.casefold())
    )


def recommended(assessed: Sequence[Assessment], playbook: Playbook) -> list[Assessment]:
    """The one or two that are ready for a sprint, best first; there may be none (framework 9, step 2)."""
    least = playbook.limits.sprint_from
    return [each for each in assessed if not each.why_not(least)][:MOST_RECOMMENDED]


def answered(playbook: Playbook, *, shows: Iterable[str], unknown: Iterable[str]) -> dict[str, bool]:
    """From what was ticked, and what nobody knows: all else does not show. Refuses what is both."""
    there, open_ones = set(shows), set(unknown)
    symptoms = [each for mode in playbook.failure_modes for each in mode.symptoms]
    if both := [each.title for each in symptoms if each.key in there & open_ones]:
        raise Refused(f"“{both[0]}” is ticked above: take it out here, or untick it there.", field="unknown")
    return {each.key: each.key in there for each in symptoms if each.key not in open_ones}


def check_new(pilot: Assessed, found: Iterable[Assessed]) -> None:
    """One name, one pilot."""
    if any(each.id != pilot.id and each.name.casefold() == pilot.name.casefold() for each in found):
        raise Refused(f"“{pilot.name}” is in the inventory already: `/pilot assess` shows it.", field="name")


def check_free(pilot: Assessed) -> None:
    if pilot.use_case:
        raise Refused(f"“{pilot.name}” is a candidate already: `/pilot candidates` shows it.")
