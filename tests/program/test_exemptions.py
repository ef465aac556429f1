"""What the checklist leaves out: with a reason, for a time, and where it is mandatory only with somebody's approval."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from program import exemptions, items
from program.errors import Refused
from program.exemptions import Exemption, ExemptionKind
from program.items import Item, ItemState
from program.standings import Standing
from program.tiers import Profile
from tests.program.examples import NOW, PLAYBOOK, START, begun, done, refuses, with_items

NOT_APPLICABLE, WAIVER = ExemptionKind
LATER = NOW + timedelta(hours=5)
KPIS = PLAYBOOK.item("c-kpis-agreed")
ASKED = Exemption(NOT_APPLICABLE, "No KPIs here.", "PRODUCT-OWNER", NOW)
WAIVED = Exemption(WAIVER, "No vault yet.", "PRODUCT-OWNER", NOW, "Keys rotate by hand.", START + timedelta(days=30))
FORM: dict[str, Any] = {
    "reason": "No vault yet.", "control": "By hand.", "expires": START + timedelta(days=30), "by": "ANN",
    "today": START, "longest": 90, "now": NOW,
}  # fmt: skip


def waiting(exemption: Exemption = ASKED) -> Standing:
    return with_items(begun(), items.propose(Item(KPIS.key), exemption, by="PRODUCT-OWNER", now=NOW))


def test_the_tier_says_what_is_mandatory() -> None:
    assert exemptions.is_mandatory(begun(), KPIS)
    threats = PLAYBOOK.item("c-threat-model")
    assert not exemptions.is_mandatory(begun(), threats)
    grave = replace(begun(), program=replace(begun().program, profile=Profile(("health-data",))))
    assert exemptions.is_mandatory(grave, threats)
    assert not exemptions.is_mandatory(begun(), PLAYBOOK.item("w1-workshops"))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": None}, "reason"),
        ({"control": None}, "control"),
        ({"expires": None}, "expires"),
        ({"expires": START}, "expires"),
        ({"expires": START + timedelta(days=91)}, "expires"),
    ],
)
def test_a_waiver_has_its_reason_its_other_control_and_its_end(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        exemptions.proposal(WAIVER, **FORM | changes)
    assert refused.value.field == field


def test_what_does_not_apply_needs_no_more_than_a_reason() -> None:
    made = exemptions.proposal(NOT_APPLICABLE, **FORM | {"control": None, "expires": None})
    assert made == Exemption(NOT_APPLICABLE, "No vault yet.", "ANN", NOW)
    waiver = Exemption(WAIVER, "No vault yet.", "ANN", NOW, "By hand.", START + timedelta(days=30))
    assert exemptions.proposal(WAIVER, **FORM) == waiver
    longest = START + timedelta(days=90)
    assert exemptions.proposal(WAIVER, **FORM | {"expires": longest}).expires == longest


def test_another_role_approves_or_who_decides_where_it_would_be_the_owners_own() -> None:
    assert exemptions.approver(PLAYBOOK, PLAYBOOK.item("c-kpis-agreed")) == "sponsor"
    assert exemptions.approver(PLAYBOOK, PLAYBOOK.item("c-secrets")) == "security"
    assert exemptions.approver(PLAYBOOK, PLAYBOOK.item("c-network-access")) == "sponsor", "security owns it"
    assert exemptions.approver(PLAYBOOK, PLAYBOOK.item("d1-architecture")) == "sponsor", "it is in no section"
    assert exemptions.approvers(begun(), PLAYBOOK.item("d1-architecture")) == []
    assert exemptions.approvers(begun(), PLAYBOOK.item("c-secrets")) == ["SECURITY"]


def test_who_proposed_it_or_has_it_in_hand_does_not_approve_it() -> None:
    assert exemptions.approvers(waiting(), KPIS) == ["SPONSOR"]
    assert exemptions.approvers(waiting(replace(ASKED, proposed_by="SPONSOR")), KPIS) == []
    held = with_items(waiting(), replace(waiting().item(KPIS.key), owner="SPONSOR"))
    assert exemptions.approvers(held, KPIS) == []
    assert exemptions.owed_by(held, KPIS) == ("SPONSOR",), "nobody else can, so its owner owes it still"
    assert exemptions.owed_by(waiting(), KPIS) == ("SPONSOR",)
    assert [each.key for each in exemptions.proposed(waiting(), "SPONSOR")] == [KPIS.key]
    assert exemptions.proposed(waiting(), "ANN") == []


def test_until_it_is_approved_it_is_owed_and_afterwards_it_counts() -> None:
    assert not waiting().is_settled(KPIS)
    approved = exemptions.approved(waiting().item(KPIS.key), by="SPONSOR", now=LATER)
    given = replace(ASKED, approved_by="SPONSOR", approved_at=LATER)
    assert approved == Item(
        KPIS.key, ItemState.NOT_APPLICABLE, reason="No KPIs here.", changed_by="SPONSOR", changed_at=LATER,
        exemption=given,
    )  # fmt: skip
    waived = exemptions.approved(waiting(WAIVED).item(KPIS.key), by="SPONSOR", now=NOW)
    assert (waived.is_waived, waived.is_settled) == (True, True)
    with pytest.raises(Refused, match="You proposed this yourself"):
        exemptions.approved(waiting().item(KPIS.key), by="PRODUCT-OWNER", now=NOW)
    with pytest.raises(Refused, match="answered already"):
        exemptions.approved(approved, by="SPONSOR", now=NOW)


def test_what_is_turned_down_is_owed_again_with_the_reason() -> None:
    with refuses("Say why not", field="why"):
        exemptions.turned_down(waiting().item(KPIS.key), why=None, by="SPONSOR", now=NOW)
    again = exemptions.turned_down(waiting().item(KPIS.key), why="We need them.", by="SPONSOR", now=LATER)
    assert again == Item(KPIS.key, changed_by="SPONSOR", changed_at=LATER)


def test_a_waiver_lapses_after_its_last_day() -> None:
    waived = exemptions.approved(waiting(WAIVED).item(KPIS.key), by="SPONSOR", now=NOW)
    last = START + timedelta(days=30)
    assert not exemptions.has_lapsed(waived, last)
    assert exemptions.lapsed({KPIS.key: waived}, last + timedelta(days=1)) == [waived]
    assert not exemptions.has_lapsed(done(KPIS.key), last + timedelta(days=1))


AGREED = "Agreed on Friday with the busines owner, 12 of 14 there."


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        (AGREED, AGREED.replace("busines ", "business "), "same"),
        (AGREED, AGREED.replace("12", "13"), ""),
        ("See https://wiki.example/a for what was agreed", "See https://wiki.example/b for what was agreed", ""),
        ("Two teams agreed.", "Nobody agreed at all in the end.", ""),
        ("", "Agreed on Friday.", ""),
    ],
)
def test_a_correction_of_the_wording_is_no_change_that_a_signature_rests_on(before: str, after: str, same: str) -> None:
    one = done(KPIS.key, evidence=before)
    corrected = items.done(one, KPIS, evidence=after, by="ANN", now=NOW)
    assert corrected.evidence == after
    assert (items.material(corrected) == items.material(one)) is bool(same)
    again = items.done(corrected, KPIS, evidence=after + "!", by="ANN", now=NOW)
    assert (items.material(again) == items.material(one)) is bool(same)
