"""How ready a use case is for production: the score by section and whole, scorecards, and the go/no-go rubric.

The whole is capped by its weakest section: most boxes ticked elsewhere do not make up for one that is empty
(framework 6, last sentence). It needs no program: a candidate can be scored by what it says it has.
"""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

from program.playbook import ChecklistItem, Entry, Gate, Limits, Playbook
from program.scorecards import Scorecard
from program.tiers import Tier


@dataclass(frozen=True, slots=True)
class SectionScore:
    title: str
    settled: int
    due: int

    @property
    def percent(self) -> int:
        return round(100 * self.settled / self.due)


@dataclass(frozen=True, slots=True)
class Readiness:
    """Of 100. `plain` is without the cap; `weakest` the section that caps it, where one does."""

    whole: int
    plain: int
    sections: tuple[SectionScore, ...]
    weakest: SectionScore | None
    mandatory: tuple[ChecklistItem, ...]  # still open
    most: int  # the whole that counts as most

    @property
    def is_ready(self) -> bool:
        return self.whole >= self.most and not self.mandatory


def readiness(
    playbook: Playbook, due: Sequence[ChecklistItem], settled: Set[str], *, tier: Tier, limits: Limits
) -> Readiness:
    """By the items that are due, and which of them are settled."""
    sections = tuple(_sections(playbook, due, settled))
    plain = round(100 * sum(each.settled for each in sections) / len(due)) if due else 100
    weakest = min(sections, key=lambda each: each.percent, default=None)
    cap = weakest.percent + limits.weakest_cap if weakest else 100
    mandatory = tuple(
        each for each in due if each.mandatory_from and tier.reaches(each.mandatory_from) and each.key not in settled
    )
    return Readiness(min(plain, cap), plain, sections, weakest if cap < plain else None, mandatory, limits.ready_from)


def _sections(playbook: Playbook, due: Sequence[ChecklistItem], settled: Set[str]) -> Iterable[SectionScore]:
    for section in playbook.sections:
        entries = [each for each in due if each.section == section.key]
        if entries:
            yield SectionScore(section.title, sum(each.key in settled for each in entries), len(entries))


def due_by(playbook: Playbook, gate: Gate | None) -> tuple[ChecklistItem, ...]:
    """The items that count: by that gate, or all where every gate is behind or there is no program."""
    return playbook.checklist_due_by(gate.key) if gate else playbook.checklist


def scored(playbook: Playbook, card: Scorecard, settled: Set[str]) -> tuple[int, list[tuple[Entry, bool]]]:
    """Percent, and line by line whether it is there."""
    known = {each.key: each for each in playbook.items}
    lines = [(known[key], key in settled) for key in card.lines if key in known]
    return (round(100 * sum(there for _, there in lines) / len(lines)) if lines else 100), lines
