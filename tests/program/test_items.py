"""What may happen to an item, and what may not."""

from dataclasses import replace
from datetime import timedelta

import pytest

from program import items
from program.errors import Refused
from program.exemptions import Exemption, ExemptionKind
from program.facts import Field
from program.items import Item, ItemState
from tests.program.examples import DISCOVERY, NOW, PLAYBOOK, begun, done, refuses, with_items

ENTRY = PLAYBOOK.item("c-problem-baseline")
OPEN = Item(ENTRY.key)
LATER = NOW + timedelta(hours=5)
DONE = done("c-problem-baseline", by="ANN")


def test_whoever_takes_an_item_has_it_in_progress() -> None:
    taken = items.take(OPEN, by="ANN", now=NOW)

    assert taken == Item(ENTRY.key, ItemState.IN_PROGRESS, "ANN", changed_by="ANN", changed_at=NOW)
    assert items.take(taken, by="ANN", now=NOW) is taken


def test_nobody_takes_an_item_out_of_another_ones_hands() -> None:
    taken = items.take(OPEN, by="ANN", now=NOW)

    with pytest.raises(Refused, match="<@ANN> has taken this already"):
        items.take(taken, by="BEN", now=NOW)
    handed = items.assign(taken, to="BEN", by="CAT", now=LATER)
    assert handed == Item(ENTRY.key, ItemState.IN_PROGRESS, "BEN", changed_by="CAT", changed_at=LATER)


def test_an_item_goes_back_to_those_who_hold_its_role() -> None:
    taken = items.take(OPEN, by="ANN", now=NOW)

    given_back = items.assign(taken, to=None, by="BEN", now=NOW)

    assert (given_back.state, given_back.owner) == (ItemState.OPEN, None)
    assert items.assign(given_back, to=None, by="BEN", now=NOW) is given_back


@pytest.mark.parametrize("evidence", [None, ""])
def test_nothing_is_done_without_evidence(evidence: str | None) -> None:
    with pytest.raises(Refused, match="Add a link or a note") as refusal:
        items.done(OPEN, ENTRY, evidence=evidence, by="ANN", now=NOW)
    assert refusal.value.field == "evidence"


def test_whoever_gives_the_evidence_is_on_record_and_whose_it_is_stays() -> None:
    taken = items.take(OPEN, by="ANN", now=NOW)

    assert items.done(OPEN, ENTRY, evidence="a note", by="BEN", now=NOW).owner is None
    finished = items.done(taken, ENTRY, evidence="a note", by="BEN", now=NOW)
    assert finished == Item(ENTRY.key, ItemState.DONE, "ANN", "a note", changed_by="BEN", changed_at=NOW)


def test_what_is_done_after_all_keeps_nothing_of_why_it_was_not() -> None:
    exemption = Exemption(ExemptionKind.WAIVER, "No vault", "ANN", NOW, "By hand")
    waived = Item(ENTRY.key, ItemState.PROPOSED, "ANN", reason="No vault", exemption=exemption)

    finished = items.done(waived, ENTRY, evidence="a note", by="BEN", now=NOW)

    assert finished == Item(ENTRY.key, ItemState.DONE, "ANN", "a note", changed_by="BEN", changed_at=NOW)


def test_what_is_exempted_or_owed_again_keeps_nothing_of_what_was_done() -> None:
    exemption = Exemption(ExemptionKind.WAIVER, "No vault", "ANN", NOW, "By hand")
    whole = replace(DONE, facts={"on": "2026-01-12"}, substance="Older words", exemption=exemption)

    proposed = items.propose(OPEN, exemption, by="ANN", now=NOW)
    assert proposed == replace(
        OPEN, state=ItemState.PROPOSED, reason="No vault", changed_by="ANN", changed_at=NOW, exemption=exemption
    )
    assert whole.exempted(exemption, by="BEN", now=LATER) == Item(
        ENTRY.key, ItemState.WAIVED, "ANN", reason="No vault", changed_by="BEN", changed_at=LATER, exemption=exemption
    )
    again = items.reopen(replace(whole, reason="x"), passed=None, by="BEN", now=LATER)
    assert again == Item(
        ENTRY.key, ItemState.IN_PROGRESS, "ANN", changed_by="BEN", changed_at=LATER, facts={"on": "2026-01-12"}
    )


def test_what_does_not_apply_keeps_no_evidence_and_another_reason_is_another_word() -> None:
    begun = Item(ENTRY.key, ItemState.IN_PROGRESS, "ANN", "half done", "x", facts={"on": "2026-01-12"})

    waived = items.not_applicable(begun, reason="x", by="BEN", now=LATER)

    assert waived == Item(ENTRY.key, ItemState.NOT_APPLICABLE, "ANN", reason="x", changed_by="BEN", changed_at=LATER)
    with pytest.raises(Refused, match="Reopen it first"):
        items.not_applicable(waived, reason="y", by="BEN", now=LATER)


def test_newer_evidence_replaces_the_old_and_the_same_changes_nothing() -> None:
    assert items.done(DONE, ENTRY, evidence=DONE.evidence, by="BEN", now=NOW) is DONE
    assert items.done(DONE, ENTRY, evidence="https://wiki.example/newer", by="BEN", now=NOW).changed_by == "BEN"


def test_what_does_not_apply_says_why() -> None:
    with pytest.raises(Refused, match="Say why") as refusal:
        items.not_applicable(OPEN, reason=None, by="ANN", now=NOW)
    assert refusal.value.field == "reason"

    waived = items.not_applicable(OPEN, reason="No vendor is involved.", by="ANN", now=NOW)
    assert (waived.state, waived.reason, waived.is_settled) == (
        ItemState.NOT_APPLICABLE,
        "No vendor is involved.",
        True,
    )
    assert items.not_applicable(waived, reason="No vendor is involved.", by="BEN", now=NOW) is waived


def test_what_is_settled_is_reopened_before_anything_else() -> None:
    with pytest.raises(Refused, match="Reopen it first"):
        items.take(DONE, by="BEN", now=NOW)
    with pytest.raises(Refused, match="Reopen it first"):
        items.assign(DONE, to="BEN", by="CAT", now=NOW)
    with pytest.raises(Refused, match="Reopen it first"):
        items.not_applicable(DONE, reason="It does not apply.", by="BEN", now=NOW)


def test_what_is_reopened_stays_in_the_same_hands() -> None:
    again = items.reopen(DONE, passed=None, by="BEN", now=NOW)

    assert (again.state, again.owner, again.evidence) == (ItemState.IN_PROGRESS, "ANN", None)
    assert items.reopen(again, passed=None, by="BEN", now=NOW) is again
    assert items.reopen(replace(DONE, owner=None), passed=None, by="BEN", now=NOW).state is ItemState.OPEN


def test_what_a_gate_was_passed_with_stays_on_record() -> None:
    entry = PLAYBOOK.item("d1-architecture")
    standing = with_items(begun(passed=("selection", "discovery")), done(entry.key))

    assert standing.passed_with(entry) == DISCOVERY
    assert standing.passed_with(PLAYBOOK.item("c-data-sources")) is None
    with pytest.raises(Refused, match="“End of discovery” was passed with this"):
        items.reopen(standing.item(entry.key), passed=DISCOVERY, by="ANN", now=NOW)


def test_facts_and_proofs_stand_in_the_way_and_then_show_it() -> None:
    asks = (Field(key="on", title="When?", kind="date"),)
    entry = replace(ENTRY, asks=asks)
    with refuses("Choose a date", field="on"):
        items.done(OPEN, entry, evidence=None, by="ANN", now=NOW)
    with refuses("Still missing: a workshop; the front line", field="evidence"):
        items.done(
            OPEN,
            entry,
            evidence="x",
            given={"on": "2026-01-12"},
            lacking=["a workshop", "the front line"],
            by="A",
            now=NOW,
        )
    finished = items.done(OPEN, entry, evidence=None, given={"on": "2026-01-12"}, by="ANN", now=NOW)

    assert (finished.state, finished.facts) == (ItemState.DONE, {"on": "2026-01-12"})
    assert items.kept(finished) == ["done", None, None, {"on": "2026-01-12"}]
    assert items.kept(DONE) == ["done", DONE.evidence, None]
