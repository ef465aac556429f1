"""Week 0: candidates are proposed, scored, and one primary and one backup selected (framework 3, Phase 0)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from program.errors import Refused
from program.playbook import Playbook, Scale

EXPECTED = range(3, 6)  # "3–5 candidate use cases" (framework 3, Phase 0, activity 1)


class UseCaseState(StrEnum):
    PROPOSED = "proposed"
    PRIMARY = "primary"
    BACKUP = "backup"
    STARTED = "started"


@dataclass(frozen=True, slots=True)
class UseCase:
    """A candidate as its proposer described it; `number` is what people see, as `UC-3`."""

    id: UUID
    number: int
    title: str
    problem: str
    who_feels_it: str
    cost_today: str | None
    outcome: str | None
    measured_by: str | None
    measured_on: date | None
    sponsor: str
    product_owner: str
    impact: int
    data_readiness: int
    complexity: int
    unit: str
    proposed_by: str
    proposed_at: datetime
    state: UseCaseState = UseCaseState.PROPOSED

    @property
    def name(self) -> str:
        return f"UC-{self.number}"


@dataclass(frozen=True, slots=True)
class Part:
    """What one scale adds to a score, and the most it could."""

    title: str
    points: int
    most: int


@dataclass(frozen=True, slots=True)
class Score:
    """Of 100; `raise_it` says what would add most."""

    points: int
    parts: tuple[Part, ...]
    raise_it: str


class SelectionState(StrEnum):
    WAITING = "waiting"
    AGREED = "agreed"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Selection:
    """One primary and one backup, waiting for the sponsor's agreement that this is the top AI priority for 90 days."""

    id: UUID
    primary: UUID
    backup: UUID
    sponsor: str
    selected_by: str
    selected_at: datetime
    why: str
    state: SelectionState = SelectionState.WAITING
    answered_at: datetime | None = None
    comment: str | None = None


def check(use_case: UseCase, *, today: date) -> UseCase:
    """Refuse a use case that nobody could measure, or whose owner would approve their own work."""
    unknown = use_case.cost_today is None or use_case.outcome is None
    if unknown and use_case.measured_by is None:
        lacking = "cost_today" if use_case.cost_today is None else "outcome"
        raise Refused("Write it here, or name below who will measure it and by when.", field=lacking)
    if use_case.measured_by is not None and use_case.measured_on is None:
        raise Refused("By when will they have measured it? Choose a date.", field="measured_on")
    if use_case.measured_on is not None and use_case.measured_by is None:
        raise Refused("Who will measure it by that date? Choose a person.", field="measured_by")
    if use_case.measured_on is not None and use_case.measured_on < today:
        raise Refused("This date has passed: choose today or a later day.", field="measured_on")
    if use_case.sponsor == use_case.product_owner:
        raise Refused(
            "The sponsor decides on the product owner's work: choose two different people.", field="product_owner"
        )
    return use_case


def score(use_case: UseCase, playbook: Playbook) -> Score:
    """Each scale's share of 100 by the playbook's weights; what counts against a candidate is turned around."""
    given = {"impact": use_case.impact, "data-readiness": use_case.data_readiness, "complexity": use_case.complexity}
    total = sum(scale.weight for scale in playbook.scales)
    parts = tuple(_part(scale, given[scale.key], total) for scale in playbook.scales)
    furthest = max(parts, key=lambda part: part.most - part.points)
    raise_it = (
        f"{furthest.title}: up to {furthest.most - furthest.points} more" if furthest.points < furthest.most else ""
    )
    return Score(sum(part.points for part in parts), parts, raise_it)


def _part(scale: Scale, given: int, total: int) -> Part:
    """From 0 for the worst level to the scale's whole share for the best."""
    best = len(scale.levels)
    share = (best - given if scale.counts_against else given - 1) / (best - 1)
    most = round(100 * scale.weight / total)
    return Part(scale.title, round(most * share), most)


def ranked(candidates: Iterable[UseCase], playbook: Playbook) -> list[tuple[UseCase, Score]]:
    """Best first; of equals the one proposed first."""
    scored = [(each, score(each, playbook)) for each in candidates]
    return sorted(scored, key=lambda pair: (-pair[1].points, pair[0].proposed_at, pair[0].number))


def select(primary: UseCase, backup: UseCase, *, id: UUID, by: str, why: str, now: datetime) -> Selection:
    if primary.id == backup.id:
        raise Refused("The backup must be another use case than the primary.", field="backup")
    for field, each in (("primary", primary), ("backup", backup)):
        if each.state is UseCaseState.STARTED:
            raise Refused(f"{each.name} is a running program already: choose another candidate.", field=field)
    return Selection(id, primary.id, backup.id, primary.sponsor, by, now, why)


def check_answers(selection: Selection, *, by: str) -> None:
    """The sponsor alone answers, and once."""
    if by != selection.sponsor:
        raise Refused(f"Only the sponsor, <@{selection.sponsor}>, can give this agreement.")
    if selection.state is not SelectionState.WAITING:
        raise Refused("This was answered already. A new selection asks again: `/pilot select`.")


def answer(selection: Selection, *, by: str, agrees: bool, comment: str | None, now: datetime) -> Selection:
    check_answers(selection, by=by)
    if not agrees and not comment:
        raise Refused("Say in a sentence why not, so that the next proposal can be better.", field="comment")
    state = SelectionState.AGREED if agrees else SelectionState.DECLINED
    return replace(selection, state=state, answered_at=now, comment=comment)
