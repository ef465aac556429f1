"""A candidate's score, from the answers and the playbook's weights, and what would raise it (framework 3, Phase 0)."""

from collections.abc import Iterable
from dataclasses import dataclass

from program.facts import Facts, number
from program.intake import WORTH, Condition, Measure, Remark, Scale, worth
from program.playbook import Playbook
from program.use_cases import UseCase

BEST = 100


@dataclass(frozen=True, slots=True)
class Part:
    """What one scale adds to a score, and the most it could; `from_levels`: judged before there were forms."""

    title: str
    points: int
    most: int
    from_levels: bool = False


@dataclass(frozen=True, slots=True)
class Gain:
    """What would raise a score, and by how much at the most."""

    what: str
    points: int
    is_unknown: bool


@dataclass(frozen=True, slots=True)
class Score:
    """Of 100; `gains` says what would add to it, most first; `remarks` what else speaks for or against it."""

    points: int
    parts: tuple[Part, ...]
    gains: tuple[Gain, ...]
    remarks: tuple[Remark, ...] = ()

    @property
    def warnings(self) -> list[Remark]:
        return [each for each in self.remarks if each.warns]


def score(use_case: UseCase, playbook: Playbook) -> Score:
    """Each scale's share of 100 by the playbook's weights, then what the remarks add or take."""
    facts = use_case.facts
    total = sum(scale.weight for scale in playbook.scales)
    parts, gains = [], []
    for scale in playbook.scales:
        most = BEST * scale.weight / total
        level = _level(scale, facts)
        share = _by_measures(scale, facts) if level is None else level
        parts.append(Part(scale.title, round(most * share), round(most), level is not None))
        gains += _gains(scale, facts, most)
    remarks = tuple(each for each in playbook.remarks if _applies(each, facts))
    points = sum(part.points for part in parts) + sum(each.points for each in remarks)
    best = sorted(gains, key=lambda gain: -gain.points)
    return Score(min(max(points, 0), BEST), tuple(parts), tuple(best), remarks)


def ranked(candidates: Iterable[UseCase], playbook: Playbook) -> list[tuple[UseCase, Score]]:
    """Best first; of equals the one proposed first."""
    scored = [(each, score(each, playbook)) for each in candidates]
    return sorted(scored, key=lambda pair: (-pair[1].points, pair[0].proposed_at, pair[0].number))


def _by_measures(scale: Scale, facts: Facts) -> float:
    total = sum(each.share for each in scale.measures)
    return sum(each.share * (_value(each, facts) or 0) for each in scale.measures) / total if total else 0


def _level(scale: Scale, facts: Facts) -> float | None:
    """From 0 for the worst level to 1 for the best; `None` as soon as one of the measures is known."""
    given, best = facts.get(scale.key), len(scale.levels)
    if given is None or best <= 1 or any(_value(each, facts) is not None for each in scale.measures):
        return None
    level = int(given)
    return ((best - level) if scale.counts_against else level - 1) / (best - 1)


def _gains(scale: Scale, facts: Facts, most: float) -> list[Gain]:
    total = sum(each.share for each in scale.measures)
    found = []
    for each in scale.measures:
        value = _value(each, facts)
        points = round(most * each.share / total * (1 - (value or 0)))
        if points:
            found.append(Gain(each.title if value is None else each.raise_it, points, value is None))
    return found


def _value(measure: Measure, facts: Facts) -> float | None:
    """From 0 to 1; `None` as long as nobody has answered."""
    if measure.of == WORTH:
        return _by_steps(measure, worth(facts))
    if measure.worst_first:
        given = facts.get(measure.of)
        if given not in measure.worst_first:
            return None
        return measure.worst_first.index(given) / (len(measure.worst_first) - 1)
    return _by_steps(measure, number(facts, measure.of))


def _by_steps(measure: Measure, given: float | None) -> float | None:
    if given is None:
        return None
    reached = sum(given >= step for step in measure.steps) / len(measure.steps)
    return 1 - reached if measure.falling else reached


def _applies(remark: Remark, facts: Facts) -> bool:
    return all(_holds(each, facts) for each in remark.conditions)


def _holds(condition: Condition, facts: Facts) -> bool:
    given = facts.get(condition.of)
    return bool(set(given if isinstance(given, list | tuple) else [given]) & set(condition.answers))
