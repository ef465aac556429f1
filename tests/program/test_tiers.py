"""The risk tier of a use case, and what follows from it."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from program import tiers
from program.errors import Refused
from program.playbook import AtTier
from program.tiers import PLAIN, Profile, Tier
from tests.program.examples import GO_NO_GO, PLAYBOOK

TRAITS = [each.key for each in PLAYBOOK.traits]
PATTERNS = [None, *(each.key for each in PLAYBOOK.patterns)]
profiles = st.builds(
    Profile, st.lists(st.sampled_from(TRAITS), unique=True).map(tuple), st.sampled_from(PATTERNS), st.just("")
)


def test_nothing_known_is_a_low_tier() -> None:
    assert PLAYBOOK.tier(PLAIN) == tiers.Verdict(Tier.LOW, ())


def test_the_gravest_fact_sets_the_tier_and_is_named() -> None:
    verdict = PLAYBOOK.tier(Profile(("personal-data", "health-data")))

    assert verdict == tiers.Verdict(Tier.HIGH, ("Health data",))
    assert PLAYBOOK.tier(Profile(("personal-data",), "on-the-loop")).tier is Tier.MEDIUM


@given(profiles)
def test_more_facts_never_lower_the_tier(profile: Profile) -> None:
    tier = PLAYBOOK.tier(profile).tier
    for some in combinations(profile.traits, max(len(profile.traits) - 1, 0)):
        assert tier.reaches(PLAYBOOK.tier(Profile(some, profile.pattern)).tier)


@given(profiles)
def test_nobody_out_of_the_loop_above_a_low_tier(profile: Profile) -> None:
    is_alone, is_low = profile.pattern == "out-of-the-loop", PLAYBOOK.tier(profile).tier is Tier.LOW
    if is_alone and not is_low:
        with pytest.raises(Refused, match="only for use cases of a low risk tier") as refused:
            tiers.check(profile, PLAYBOOK.traits, PLAYBOOK.patterns)
        assert refused.value.field == "pattern"
    else:
        assert tiers.check(profile, PLAYBOOK.traits, PLAYBOOK.patterns) == PLAYBOOK.tier(profile)


@pytest.mark.parametrize(
    ("profile", "field"), [(Profile(("astrology",)), "traits"), (Profile((), "by-telepathy"), "pattern")]
)
def test_facts_that_the_playbook_does_not_know_are_refused(profile: Profile, field: str) -> None:
    with pytest.raises(Refused, match="does not know") as refused:
        tiers.check(profile, PLAYBOOK.traits, PLAYBOOK.patterns)

    assert refused.value.field == field


def test_a_gate_asks_more_roles_from_a_tier_on_and_none_twice() -> None:
    more = AtTier(tier="medium", signers=("privacy", "security"), voters=("legal",), vetoes=("legal",), quorum=8)
    gate = replace(GO_NO_GO, at_tier=(more,))

    assert gate.at(Tier.LOW) is gate
    for tier in (Tier.MEDIUM, Tier.HIGH):
        assert gate.at(tier).signers == (*GO_NO_GO.signers, "privacy")
        assert gate.at(tier).voters == (*GO_NO_GO.voters, "legal")
        assert gate.at(tier).vetoes == (*GO_NO_GO.vetoes, "legal")
        assert gate.at(tier).quorum == 8
    assert replace(gate, quorum=9).at(Tier.HIGH).quorum == 9, "a tier asks for more, never for less"


@pytest.mark.parametrize(
    ("approach", "left"),
    [
        ("", {"all", "retrieval", "predictive"}),
        ("both", {"all", "retrieval", "predictive"}),
        ("retrieval", {"all", "retrieval"}),
        ("predictive", {"all", "predictive"}),
        ("other", {"all"}),
    ],
)
def test_week_5_asks_for_what_the_solution_builds_on(approach: tiers.Approach, left: set[str]) -> None:
    playbook = PLAYBOOK.at(Profile(approach=approach))

    assert {each.applies_to for each in playbook.week(5).activities} == left
    assert playbook is PLAYBOOK.at(Profile(approach=approach)), "made once"


def test_a_pattern_that_is_not_allowed_says_what_raised_the_tier_and_what_is_allowed() -> None:
    alone = next(each for each in PLAYBOOK.patterns if each.most == "low")
    high = [each for each in PLAYBOOK.traits if each.tier == "high"][:2]
    profile = Profile(tuple(each.key for each in high), alone.key)
    allowed = [f"“{each.title}”" for each in PLAYBOOK.patterns if each.most == "high"]
    titles = ", ".join(each.title[0].lower() + each.title[1:] for each in high)

    with pytest.raises(Refused) as refused:
        tiers.check(profile, PLAYBOOK.traits, PLAYBOOK.patterns)

    assert refused.value.field == "pattern"
    assert f"this one is high ({titles}). Choose {' or '.join(allowed)}." in str(refused.value)
