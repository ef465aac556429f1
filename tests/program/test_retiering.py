"""When the facts of a program change: its tier, and what is asked."""

from dataclasses import replace

import pytest

from program import retiering
from program.errors import Refused
from program.tiers import PLAIN, Profile, Tier
from tests.program.examples import PLAYBOOK, refuses

HEALTH = Profile(("health-data",), "in-the-loop")


def test_the_same_facts_are_no_change() -> None:
    with refuses("Nothing is different", field="pattern"):
        retiering.check(HEALTH, HEALTH, PLAYBOOK)


def test_a_playbook_without_facts_has_nothing_to_change() -> None:
    with pytest.raises(Refused, match="adopt a newer one"):
        retiering.check(PLAIN, HEALTH, replace(PLAYBOOK, traits=(), patterns=()))


def test_the_ai_alone_is_refused_above_a_low_tier() -> None:
    with pytest.raises(Refused, match="only for use cases of a low risk tier") as refused:
        retiering.check(PLAIN, Profile(("personal-data",), "out-of-the-loop"), PLAYBOOK)

    assert refused.value.field == "pattern"


def test_facts_that_the_playbook_does_not_know_are_named_at_their_field() -> None:
    with pytest.raises(Refused, match="does not know “gossip”") as refused:
        retiering.check(PLAIN, Profile(("gossip",)), PLAYBOOK)

    assert refused.value.field == "traits-data"


def test_what_a_change_changes_goes_both_ways() -> None:
    up = retiering.what_changes(PLAYBOOK, PLAIN, HEALTH)
    down = retiering.what_changes(PLAYBOOK, HEALTH, PLAIN)

    assert up.moves
    assert (up.before.tier, up.after.tier) == (Tier.LOW, Tier.HIGH)
    assert up.mandatory == down.dropped
    assert {each.gate for each in up.gates} == {each.gate for each in down.gates}
    assert all(each.no_longer for each in down.gates)
    assert not up.removed


def test_another_approach_changes_what_is_asked_and_not_the_tier() -> None:
    change = retiering.what_changes(PLAYBOOK, PLAIN, Profile(approach="retrieval"))

    assert not change.moves
    assert change.removed
    assert retiering.what_changes(PLAYBOOK, Profile(approach="retrieval"), PLAIN).added == change.removed
    assert change.gates == ()


def test_a_playbook_of_traits_or_of_patterns_alone_asks_for_facts() -> None:
    for playbook in (replace(PLAYBOOK, traits=()), replace(PLAYBOOK, patterns=())):
        retiering.check(PLAIN, Profile(approach="retrieval"), playbook)
    with pytest.raises(Refused, match="asks for no facts"):
        retiering.check(PLAIN, Profile(approach="retrieval"), replace(PLAYBOOK, traits=(), patterns=()))


def test_only_gates_at_which_somebody_comes_or_goes_are_named() -> None:
    change = retiering.what_changes(PLAYBOOK, PLAIN, HEALTH)

    assert change.gates
    assert all(each.signers or each.voters or each.no_longer for each in change.gates)
    named = {each.gate for each in change.gates}
    for gate in PLAYBOOK.gates:
        before, after = PLAYBOOK.at(PLAIN).gate(gate.key), PLAYBOOK.at(HEALTH).gate(gate.key)
        assert (gate.title in named) is ((before.signers, before.voters) != (after.signers, after.voters))
