from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from program.errors import Refused
from program.gates import GateNotReady, Missing, close, leads, missing, override, stale, unready
from program.items import Item, ItemState
from program.playbook import Gate
from program.programs import ProgramState
from program.sign_offs import SignOffState
from program.standings import PassedGate, Standing
from tests.program.examples import (
    DISCOVERY,
    EVERY_ROLE,
    FOUNDATION,
    GO_NO_GO,
    NOW,
    PLAYBOOK,
    asked,
    begun,
    complete,
    delivered,
    done,
    signed,
    with_items,
)


def test_a_gate_names_everything_in_its_way_and_who_owes_it() -> None:
    standing = asked(with_items(begun(), done("d1-workflow-maps"), done("d1-architecture")), DISCOVERY, "security")

    assert [(each.what, each.owed_by) for each in missing(standing, DISCOVERY)] == [
        ("“Problem statement and KPIs, signed”", ("PRODUCT-OWNER",)),
        ("“Data and risk assessment”", ("DATA-OWNER",)),
        ("Business owner sign-off, not asked for yet", ("PROGRAM-MANAGER",)),
        ("Data owner sign-off, not asked for yet", ("PROGRAM-MANAGER",)),
        ("Operations sign-off, not asked for yet", ("PROGRAM-MANAGER",)),
        ("Security sign-off", ("SECURITY",)),
        ("Privacy sign-off, not asked for yet", ("PROGRAM-MANAGER",)),
        ("Compliance sign-off, not asked for yet", ("PROGRAM-MANAGER",)),
        ("“State the problem with today's cost in numbers”", ("PRODUCT-OWNER",)),
        ("“Agree the target KPIs with the business owner”", ("BUSINESS-OWNER",)),
        ("“Name the product owner and the sponsor”", ("SPONSOR",)),
        ("“Get the design signed by security, privacy, compliance”", ("PROGRAM-MANAGER",)),
    ]


def test_questions_are_missing_until_they_are_answered() -> None:
    standing = delivered(begun(passed=("selection", "discovery", "foundation")), GO_NO_GO)
    left = {key: each for key, each in standing.items.items() if key not in GO_NO_GO.questions}
    unanswered = replace(standing, items=left)

    assert len(missing(unanswered, GO_NO_GO)) == len(missing(standing, GO_NO_GO)) + 3


def test_what_does_not_apply_is_not_missing() -> None:
    waived = Item("d1-data-risk", ItemState.NOT_APPLICABLE, None, None, "no data", "PROGRAM-MANAGER", NOW)

    assert "d1-data-risk" not in {each.key for each in missing(with_items(begun(), waived), DISCOVERY)}


def test_who_took_a_deliverable_owes_it() -> None:
    standing = with_items(begun(), Item("d1-data-risk", ItemState.IN_PROGRESS, "ANYONE"))

    assert ("ANYONE",) in {each.owed_by for each in missing(standing, DISCOVERY)}


def test_a_gate_with_nothing_missing_closes() -> None:
    passed = close(complete(DISCOVERY), DISCOVERY, by="PROGRAM-MANAGER", now=NOW)

    assert (passed.gate, passed.by, passed.at) == ("discovery", "PROGRAM-MANAGER", NOW)


def test_a_gate_with_something_missing_stays_open_and_says_what() -> None:
    with pytest.raises(GateNotReady, match=r"“Data and risk assessment”; .* Nothing of the next phase") as refusal:
        close(begun(), DISCOVERY, by="PROGRAM-MANAGER", now=NOW)

    assert len(refusal.value.missing) == 14


@pytest.mark.parametrize(
    ("standing", "gate", "why"),
    [
        (begun(passed=("selection", "discovery")), DISCOVERY, "is closed already"),
        (begun(), FOUNDATION, "“End of discovery” comes first"),
        (complete(GO_NO_GO), GO_NO_GO, "a vote and the sponsor's decision"),
        (
            replace(complete(DISCOVERY), program=replace(begun().program, state=ProgramState.PAUSED)),
            DISCOVERY,
            "is paused",
        ),
    ],
)
def test_a_gate_does_not_close_out_of_turn(standing: Standing, gate: Gate, why: str) -> None:
    with pytest.raises(Refused, match=why):
        close(standing, gate, by="PROGRAM-MANAGER", now=NOW)


def test_a_rejection_is_missing_with_its_reason() -> None:
    standing = signed(
        asked(delivered(begun(), DISCOVERY), DISCOVERY, "privacy"), SignOffState.REJECTED, comment="no DPIA"
    )

    assert "Privacy rejected: “no DPIA”" in {each.what for each in missing(standing, DISCOVERY)}


def test_a_stale_signature_does_not_count() -> None:
    standing = with_items(complete(DISCOVERY), done("d1-architecture", evidence="another diagram"))

    assert stale(standing, DISCOVERY) == list(DISCOVERY.signers)
    with pytest.raises(GateNotReady, match="Security sign-off once more"):
        close(standing, DISCOVERY, by="PROGRAM-MANAGER", now=NOW)


def test_a_sponsor_who_passes_over_what_is_missing_says_why_and_it_stays_on_record() -> None:
    with pytest.raises(Refused, match="Say why") as refused:
        override(begun(), DISCOVERY, why=None, by="SPONSOR", now=NOW)
    assert refused.value.field == "why"

    passed = override(begun(), DISCOVERY, why="The board waits.", by="SPONSOR", now=NOW)

    lacking = tuple(each.what for each in missing(begun(), DISCOVERY))
    assert passed == PassedGate("discovery", NOW, "SPONSOR", "The board waits.", lacking)
    assert "“Data and risk assessment”" in passed.lacking
    later = replace(begun(passed=("selection",)), passed=(passed,))
    assert later.overridden == [passed]
    assert begun().overridden == []


def test_where_nothing_is_missing_nothing_is_passed_over() -> None:
    with pytest.raises(Refused, match="Nothing is missing"):
        override(complete(DISCOVERY), DISCOVERY, why="Why not", by="SPONSOR", now=NOW)


def test_who_delivered_it_is_no_signature_and_the_gate_says_what_they_delivered() -> None:
    standing = with_items(complete(DISCOVERY), done("d1-architecture", by="SECURITY"))
    own = standing.playbook.item("d1-architecture").title

    said = [each.what for each in missing(standing, DISCOVERY)]

    assert f"Security sign-off, by somebody who did not deliver “{own}”" in said


ASKED_FOR = sorted({*DISCOVERY.wanted, *(each.key for each in PLAYBOOK.checklist_due_by("discovery"))})


@given(open_again=st.sets(st.sampled_from(ASKED_FOR), max_size=3))
def test_a_gate_closes_exactly_when_nothing_is_missing(open_again: set[str]) -> None:
    standing = with_items(complete(DISCOVERY), *(Item(key, ItemState.OPEN) for key in open_again))

    if missing(standing, DISCOVERY):
        with pytest.raises(GateNotReady):
            close(standing, DISCOVERY, by="SPONSOR", now=NOW)
    else:
        assert close(standing, DISCOVERY, by="SPONSOR", now=NOW).gate == "discovery"
    assert missing(standing, DISCOVERY) or not open_again & set(DISCOVERY.wanted)


def test_a_vote_waits_for_readiness_and_a_gate_without_one_does_not() -> None:
    standing = begun(passed=("foundation",))
    ready = standing.readiness(GO_NO_GO)

    assert unready(standing, DISCOVERY) == []
    assert unready(standing, GO_NO_GO) == [
        Missing("readiness of 80 of 100, which is 0 now: `/pilot readiness`", ("PROGRAM-MANAGER",), "readiness")
    ]
    just = replace(standing.playbook.limits, ready_from=ready.whole)
    assert unready(replace(standing, playbook=replace(PLAYBOOK, limits=just)), GO_NO_GO) == []


def test_who_leads_is_the_program_manager_or_who_comes_next_and_may() -> None:
    def leading(*roles: str) -> tuple[str, ...]:
        return leads(begun({role: [role.upper()] for role in roles}), "gate:close")

    assert leading("sponsor", "product-owner", "program-manager") == ("PROGRAM-MANAGER",)
    assert leading("sponsor", "product-owner") == ("PRODUCT-OWNER",)
    assert leading("sponsor") == ("SPONSOR",)
    assert leading() == () == leading("security")
    bare = replace(begun(), playbook=replace(PLAYBOOK, roles=PLAYBOOK.roles[-1:]))
    assert leads(bare, "gate:close") == ()


def test_a_role_that_is_vacant_is_filled_by_who_appoints_and_one_not_asked_is_asked_by_who_asks() -> None:
    """Who may appoint and who may ask differ: the product owner asks, and does not appoint where a sponsor is there."""
    holders = {role: users for role, users in EVERY_ROLE.items() if role not in {"program-manager", "privacy"}}
    standing = delivered(begun(holders), DISCOVERY, by="SPONSOR")
    owed = {each.key: each.owed_by for each in missing(standing, DISCOVERY)}

    assert owed["security"] == leads(standing, "sign-off:ask")
    assert owed["privacy"] == leads(standing, "people:appoint")
