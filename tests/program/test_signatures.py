import hashlib
import json
from dataclasses import replace
from uuid import uuid4

import pytest

from program import packets
from program.errors import Refused
from program.items import Item, ItemState
from program.kpis import Direction, Kpi, Meaning, Reading
from program.people import Appointment
from program.programs import ProgramState
from program.registers import Row
from program.risks import Risk
from program.sign_offs import SignOffState
from program.signatures import SignatureState, beyond, check_asks, check_signs, digest, rests_on, signature, signatures
from program.standings import Standing
from program.tiers import Profile
from tests.program.examples import (
    DISCOVERY,
    EVERY_ROLE,
    FOUNDATION,
    NOW,
    PROGRAM,
    START,
    asked,
    begun,
    complete,
    delivered,
    done,
    signed,
    with_items,
)

KPI = Kpi(uuid4(), 1, "Handling time", "min", Direction.DOWN, 45, 20, "CRM", Meaning.BUSINESS, "U1")
RISK = Risk(uuid4(), PROGRAM.id, 1, "Model drifts", 4, 5, "RISK-OWNER", None, "U1", NOW)


def state(standing: Standing, role: str) -> SignatureState:
    return signature(standing, DISCOVERY, role).state


def stale_after(standing: Standing) -> set[str]:
    return {each.role.key for each in signatures(standing, DISCOVERY) if each.state is SignatureState.STALE}


# --- where a signature stands -------------------------------------------------------------------------------------


def test_a_signature_is_asked_for_then_given() -> None:
    standing = delivered(begun(), DISCOVERY)
    assert state(standing, "security") is SignatureState.NOT_ASKED

    standing = asked(standing, DISCOVERY, "security")
    assert state(standing, "security") is SignatureState.ASKED
    assert state(signed(standing), "security") is SignatureState.APPROVED


def test_of_several_holders_the_longest_serving_is_asked() -> None:
    standing = begun(EVERY_ROLE | {"security": ["FIRST", "SECOND"]})

    assert signature(standing, DISCOVERY, "security").user == "FIRST"


def test_a_role_that_nobody_holds_is_vacant() -> None:
    assert state(begun(EVERY_ROLE | {"privacy": []}), "privacy") is SignatureState.VACANT


def test_a_request_goes_to_whoever_holds_the_role_now() -> None:
    standing = asked(begun(), DISCOVERY, "security")
    changed = replace(standing, appointments=begun(EVERY_ROLE | {"security": ["NEW"]}).appointments)

    assert signature(changed, DISCOVERY, "security").state is SignatureState.NOT_ASKED
    assert signature(changed, DISCOVERY, "security").user == "NEW"


def test_what_was_signed_stays_good_when_the_role_changes_hands() -> None:
    changed = replace(complete(DISCOVERY), appointments=begun(EVERY_ROLE | {"security": ["NEW"]}).appointments)

    assert state(changed, "security") is SignatureState.APPROVED


# --- what makes it stale ------------------------------------------------------------------------------------------


def component(**facts: str) -> Row:
    return Row(uuid4(), PROGRAM.id, "components", 1, facts, "U1", NOW, topic="vectors")


def test_another_tier_or_architecture_is_signed_again_and_progress_in_it_is_not() -> None:
    before = complete(DISCOVERY)
    profile = replace(before.program, profile=Profile(traits=("personal-data",)))
    assert stale_after(replace(before, program=profile)) == set(DISCOVERY.signers)

    built = component(choice="pgvector", state="chosen")
    assert stale_after(replace(before, rows=(built,))) == set(DISCOVERY.signers)
    assert stale_after(replace(before, rows=(component(state="building"),))) == set()


def test_what_is_kept_with_a_signature_says_what_changed_beyond_items() -> None:
    before = complete(DISCOVERY)
    seen = packets.plain(before, DISCOVERY)
    facts = replace(before.program, profile=Profile(traits=("personal-data",)))
    after = replace(before, program=facts, rows=(component(choice="pgvector"),))

    changed = packets.changes(seen, after, DISCOVERY)
    assert "the tier, or a fact behind it, is another" in changed
    assert any("says something else" in each for each in changed)


def test_what_is_signed_is_known_by_the_sum_of_its_facts_whatever_their_order_or_alphabet() -> None:
    """Digests are stored: one of yesterday must be one of tomorrow, so that nobody is asked again for nothing."""
    standing = with_items(complete(DISCOVERY), done("d1-architecture", evidence="Architektur für Köln"))
    left = replace(RISK, residual_likelihood=2, residual_impact=2, accepted_by="ROSE", accepted_at=NOW)
    held = replace(KPI, tolerance=0.5, number=2)
    standing = replace(standing, risks=(RISK, replace(left, number=2)), kpis=(KPI, held))

    for facts, found in (
        (standing.packet(DISCOVERY), standing.digest(DISCOVERY)),
        (rests_on(standing, DISCOVERY, "security"), digest(standing, DISCOVERY, "security")),
    ):
        text = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert found == hashlib.sha256(text.encode()).hexdigest()
    assert set(standing.packet(DISCOVERY)) == {"gate", "items", "risks", "kpis"}
    assert standing.packet(DISCOVERY)["gate"] == "discovery"
    assert standing.packet(DISCOVERY)["risks"] == [[1, 20, "RISK-OWNER"], [2, 20, "RISK-OWNER", 4, "ROSE"]]
    assert standing.packet(DISCOVERY)["kpis"] == [[1, 45, 20, None], [2, 45, 20, None, 0.5]]


def test_what_no_role_owns_is_kept_with_the_packet() -> None:
    profile = replace(PROGRAM, profile=Profile(traits=("personal-data",)))
    standing = replace(complete(DISCOVERY), program=profile, rows=(component(choice="pgvector"),))

    found = beyond(standing, DISCOVERY)

    assert found["tier"] == [standing.tier.value, ["personal-data"], None, ""]
    assert found["components.choice"] == [[1, "vectors", "pgvector"]]
    assert set(found) == {"tier", "components.choice"}
    assert state(replace(standing, passed=()), "security") is SignatureState.STALE


def test_a_playbook_says_what_is_material() -> None:
    before = complete(DISCOVERY)
    numbers = replace(before.playbook.limits, material=("deliverables",))
    lenient = replace(before, playbook=replace(before.playbook, limits=numbers), kpis=(KPI,), risks=(RISK,))

    assert set(rests_on(lenient, DISCOVERY, "security")) == {"gate", "role", "items"}


def test_nothing_is_added_to_what_a_signature_rests_on_while_nobody_said_anything() -> None:
    assert set(rests_on(complete(DISCOVERY), DISCOVERY, "security")) == {"gate", "role", "items", "risks", "kpis"}


def test_other_evidence_of_a_deliverable_concerns_all_who_signed() -> None:
    changed = with_items(complete(DISCOVERY), done("d1-architecture", evidence="another diagram"))

    assert stale_after(changed) == set(DISCOVERY.signers)


def test_a_checklist_item_concerns_the_role_that_owns_it_and_no_other() -> None:
    standing = complete(DISCOVERY)
    own = next(each for each in standing.playbook.checklist_due_by("discovery") if each.owner_role == "privacy")

    assert stale_after(with_items(standing, done(own.key, evidence="other"))) == {"privacy"}


def test_a_risk_that_is_just_high_concerns_all() -> None:
    just = replace(RISK, likelihood=3, impact=5)
    assert just.score == begun().playbook.measures.risks.high
    assert stale_after(replace(complete(DISCOVERY), risks=(just,))) == set(DISCOVERY.signers)


def test_a_high_risk_concerns_all_and_a_lower_one_nobody() -> None:
    standing = complete(DISCOVERY)

    assert stale_after(replace(standing, risks=(RISK,))) == set(DISCOVERY.signers)
    assert stale_after(replace(standing, risks=(replace(RISK, impact=3),))) == set()


def test_a_new_reading_is_no_reason_to_sign_again_and_another_target_is() -> None:
    standing = signed(asked(delivered(replace(begun(), kpis=(KPI,)), DISCOVERY), DISCOVERY))
    read = replace(KPI, readings=(Reading(40, START, None, "U1", NOW),))

    assert stale_after(replace(standing, kpis=(read,))) == set()
    assert stale_after(replace(standing, kpis=(replace(KPI, target=10),))) == set(DISCOVERY.signers)


def test_who_works_on_something_and_from_when_is_no_reason_to_sign_again() -> None:
    taken = Item("d1-problem-kpis", ItemState.IN_PROGRESS, "U1")
    standing = signed(asked(begun(), DISCOVERY))

    assert stale_after(with_items(standing, taken)) == set()


def test_what_was_taken_back_and_done_again_alike_is_signed_still() -> None:
    standing = complete(DISCOVERY)
    reopened = with_items(standing, Item("d1-architecture"))

    assert stale_after(reopened) == set(DISCOVERY.signers)
    assert stale_after(with_items(reopened, done("d1-architecture"))) == set()


def test_a_rejection_goes_stale_too_when_what_was_rejected_has_changed() -> None:
    standing = signed(asked(delivered(begun(), DISCOVERY), DISCOVERY, "privacy"), SignOffState.REJECTED, comment="no")
    assert state(standing, "privacy") is SignatureState.REJECTED

    assert state(with_items(standing, done("d1-data-risk", evidence="v2")), "privacy") is SignatureState.STALE


# --- nobody approves their own work -------------------------------------------------------------------------------


def test_who_delivered_something_cannot_sign_in_the_role_that_accepts_it() -> None:
    standing = asked(delivered(begun(), DISCOVERY, by="SECURITY"), DISCOVERY, "security")

    assert state(standing, "security") is SignatureState.OWN_WORK
    with pytest.raises(Refused, match="You marked “First architecture diagram for production” done"):
        check_signs(standing, standing.sign_offs[0], by="SECURITY")


def test_who_delivered_something_may_sign_in_a_role_that_accepts_other_things() -> None:
    standing = delivered(begun(passed=("selection", "discovery")), FOUNDATION)
    standing = with_items(standing, done("d2-environments", by="ENGINEERING-LEAD"))

    assert signature(standing, FOUNDATION, "engineering-lead").state is SignatureState.NOT_ASKED


def test_another_holder_of_the_role_signs_instead() -> None:
    standing = begun(EVERY_ROLE | {"security": ["FIRST", "SECOND"]})

    assert signature(delivered(standing, DISCOVERY, by="FIRST"), DISCOVERY, "security").user == "SECOND"


def test_a_signature_given_does_not_count_once_its_giver_has_delivered() -> None:
    standing = with_items(complete(DISCOVERY), done("d1-architecture", by="SECURITY"))

    assert state(standing, "security") is SignatureState.OWN_WORK


def test_what_no_signer_is_named_to_accept_is_accepted_by_all() -> None:
    """The sponsor accepts the recommendation by deciding, but does not sign."""
    scale = begun().playbook.gate("scale")
    standing = with_items(begun(passed=()), done("d4-recommendation", by="OPERATIONS"))

    assert signature(standing, scale, "operations").state is SignatureState.OWN_WORK


# --- who may sign, and who is asked -------------------------------------------------------------------------------


def test_everyone_signs_in_their_own_name() -> None:
    standing = asked(begun(), DISCOVERY, "security")

    with pytest.raises(Refused, match="<@SECURITY>'s: everyone signs in their own name"):
        check_signs(standing, standing.sign_offs[0], by="PRIVACY")


def test_who_no_longer_holds_the_role_does_not_sign() -> None:
    standing = asked(begun(), DISCOVERY, "security")
    changed = replace(standing, appointments=begun(EVERY_ROLE | {"security": ["NEW"]}).appointments)

    with pytest.raises(Refused, match="the role Security has changed hands"):
        check_signs(changed, standing.sign_offs[0], by="SECURITY")


def test_the_product_owner_cannot_sign_as_risk_owner() -> None:
    standing = begun(passed=("selection", "discovery", "foundation"))
    both = Appointment(PROGRAM.id, "product-owner", "RISK-OWNER", NOW, "U1")
    standing = replace(standing, appointments=(*standing.appointments, both))
    request = asked(standing, standing.playbook.gate("go-no-go"), "risk-owner").sign_offs[0]

    with pytest.raises(Refused, match="You are Product owner as well, and whoever is cannot sign as Risk owner"):
        check_signs(standing, request, by="RISK-OWNER")


def test_nothing_is_signed_at_a_gate_that_is_behind() -> None:
    standing = replace(complete(DISCOVERY), passed=begun(passed=("selection", "discovery")).passed)

    with pytest.raises(Refused, match="is behind us"):
        check_signs(standing, next(iter(standing.sign_offs)), by=standing.sign_offs[0].user)


@pytest.mark.parametrize(
    ("standing", "why"),
    [
        (begun(passed=("selection", "discovery")), "is behind us"),
        (begun(passed=()), "“Selection” comes first"),
        (replace(begun(), program=replace(PROGRAM, state=ProgramState.PAUSED)), "is paused"),
        (replace(begun(), program=replace(PROGRAM, state=ProgramState.FINISHED)), "is finished"),
    ],
)
def test_signatures_are_asked_for_at_the_next_gate_of_a_running_program(standing: Standing, why: str) -> None:
    with pytest.raises(Refused, match=why):
        check_asks(standing, DISCOVERY)


def test_nothing_is_signed_any_more_that_was_withdrawn() -> None:
    standing = asked(delivered(begun(), DISCOVERY), DISCOVERY, "security")
    (request,) = standing.sign_offs
    gone = begun({role: users for role, users in EVERY_ROLE.items() if role != "security"})

    with pytest.raises(Refused, match="has changed hands"):
        check_signs(gone, replace(request, state=SignOffState.WITHDRAWN), by="SECURITY")


def test_signatures_are_not_asked_for_where_nobody_signs() -> None:
    gate = replace(DISCOVERY, signers=())

    with pytest.raises(Refused, match="Nobody has to sign"):
        check_asks(begun(), gate)


def test_signatures_are_asked_for_at_one_gate_after_the_other() -> None:
    with pytest.raises(Refused, match="“End of discovery” comes first"):
        check_asks(begun(), FOUNDATION)


def test_who_holds_two_roles_that_do_not_exclude_each_other_signs_in_both() -> None:
    both = {**EVERY_ROLE, "operations": ["SECURITY"]}
    standing = asked(begun(both), DISCOVERY, "security", "operations")

    for request in standing.sign_offs:
        check_signs(standing, request, by="SECURITY")


def test_signatures_are_asked_for_at_the_gate_that_comes_next() -> None:
    check_asks(begun(), DISCOVERY)
    check_asks(begun(passed=("discovery",)), FOUNDATION)
    with pytest.raises(Refused):
        check_asks(begun(passed=("discovery",)), DISCOVERY)


def test_what_was_signed_at_a_gate_that_is_behind_stands_whatever_changes_after() -> None:
    passed = replace(complete(DISCOVERY), passed=begun(passed=("discovery",)).passed)
    changed = with_items(passed, done("d1-architecture", evidence="another diagram", by="SECURITY"))

    assert [each.state for each in signatures(changed, DISCOVERY)] == [SignatureState.APPROVED] * len(DISCOVERY.signers)
    asked_only = replace(asked(begun(), DISCOVERY), passed=passed.passed)
    assert {each.state for each in signatures(asked_only, DISCOVERY)} == {SignatureState.ASKED}


def test_a_signature_says_whose_it_is_and_which_request_was_the_last() -> None:
    standing = signed(asked(begun(), DISCOVERY, "security"))
    (given,) = standing.sign_offs
    gone = replace(standing, appointments=tuple(each for each in standing.appointments if each.role != "security"))
    stale = with_items(gone, done("d1-architecture", evidence="another diagram"))
    instead = begun(EVERY_ROLE | {"security": ["NEW"]})

    found = signature(standing, DISCOVERY, "security")
    assert (found.state, found.user, found.sign_off) == (SignatureState.APPROVED, "SECURITY", given)
    found = signature(stale, DISCOVERY, "security")
    assert (found.state, found.user, found.sign_off) == (SignatureState.VACANT, None, given)
    found = signature(replace(stale, appointments=instead.appointments), DISCOVERY, "security")
    assert (found.state, found.user, found.sign_off) == (SignatureState.NOT_ASKED, "NEW", given)
