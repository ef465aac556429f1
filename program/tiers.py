"""The risk tier of a use case, from facts about it; it sets what is mandatory, who signs, and the quorum.

The framework keeps AI that acts alone for low-risk use cases (framework 3, Week 3, activity 2.3) and wants regulated
and life-critical problems left for later (framework 7, second question).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from program.errors import Refused

TierName = Literal["low", "medium", "high"]


class Tier(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def rank(self) -> int:
        return RANKS[self]

    def reaches(self, other: str) -> bool:
        """Whether what is asked from that tier on is asked here."""
        return RANKS[self] >= RANKS[other]


RANKS: Mapping[str, int] = {tier.value: rank for rank, tier in enumerate(Tier)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trait:
    """A fact that raises the tier of a use case, to `tier` at the least; `kind` is the question it answers."""

    key: str
    title: str
    help: str
    kind: Literal["data", "people"]
    tier: TierName
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """How people and the AI share the work; allowed up to the tier `most`."""

    key: str
    title: str
    help: str
    tier: TierName  # the tier it raises to, at the least
    most: TierName
    source: str


Approach = Literal["", "retrieval", "predictive", "both", "other"]


@dataclass(frozen=True, slots=True)
class Profile:
    """What the tier and the branches of the plan follow from.

    `traits` and `pattern` are keys of the playbook; `approach` is what the solution builds on.
    """

    traits: tuple[str, ...] = ()
    pattern: str | None = None
    approach: Approach = ""


PLAIN = Profile()  # of a use case about which nobody has said anything yet


@dataclass(frozen=True, slots=True)
class Verdict:
    """`reasons` are the titles of what raised the tier as far as it is."""

    tier: Tier
    reasons: tuple[str, ...]


def tier_of(profile: Profile, traits: Sequence[Trait], patterns: Sequence[Pattern]) -> Verdict:
    """The highest tier that any of its facts asks for."""
    found = [(Tier(each.tier), each.title) for each in traits if each.key in profile.traits]
    found += [(Tier(each.tier), each.title) for each in patterns if each.key == profile.pattern]
    tier = max((tier for tier, _ in found), key=lambda each: each.rank, default=Tier.LOW)
    return Verdict(tier, tuple(title for each, title in found if each is tier and tier is not Tier.LOW))


def check(profile: Profile, traits: Sequence[Trait], patterns: Sequence[Pattern]) -> Verdict:
    """Refuse facts that the playbook does not know, and a pattern that this tier does not allow."""
    strange = set(profile.traits) - {each.key for each in traits}
    if strange:
        raise Refused(f"The playbook does not know “{min(strange)}”: choose again.", field="traits")
    pattern = next((each for each in patterns if each.key == profile.pattern), None)
    if profile.pattern and pattern is None:
        raise Refused("The playbook does not know this way of working: choose again.", field="pattern")
    verdict = tier_of(profile, traits, patterns)
    if pattern and not Tier(pattern.most).reaches(verdict.tier):
        allowed = [each.title for each in patterns if Tier(each.most).reaches(verdict.tier)]
        raise Refused(
            f"“{pattern.title}” is only for use cases of a {pattern.most} risk tier; this one is {verdict.tier}"
            f" ({_listed(verdict.reasons)}). Choose {' or '.join(f'“{each}”' for each in allowed)}.",
            field="pattern",
        )
    return verdict


def _listed(reasons: Iterable[str]) -> str:
    return ", ".join(reason[0].lower() + reason[1:] for reason in reasons)
