"""Registers keep rows as the playbook describes them; corrected in the open, withdrawn with a reason, never erased."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from program import proofs, registers
from program.errors import Refused
from program.registers import Row
from program.tiers import Profile
from tests.program.examples import NOW, PLAYBOOK, PROGRAM, begun, done, refuses, with_items

WORKSHOPS = PLAYBOOK.register("workshops")
HELD: dict[str, Any] = {"held-on": "2026-01-13", "about": "Claims", "people": ["ANN"], "present": ["front-line"]}
LATER = NOW + timedelta(hours=1)


def row(number: int = 1, **changes: Any) -> Row:
    return Row(uuid4(), PROGRAM.id, "workshops", number, HELD | changes, "ANN", NOW)


def test_a_row_is_known_by_its_code_and_told_by_what_the_playbook_shows() -> None:
    assert registers.code(WORKSHOPS, row(3)) == "W-3"
    assert [field.key for field, _ in registers.told(WORKSHOPS, row())] == ["held-on", "about", "present"]


def test_a_correction_is_checked_and_says_who_made_it() -> None:
    before = row()
    after = registers.corrected(before, HELD | {"about": "Claims, again"}, by="BEN", now=LATER)

    assert (after.facts["about"], after.changed_by, after.changed_at) == ("Claims, again", "BEN", LATER)
    assert registers.corrected(before, HELD, by="BEN", now=LATER) is before


def test_what_is_withdrawn_no_longer_counts_and_cannot_be_changed() -> None:
    with refuses("Say why", field="why"):
        registers.withdrawn(row(), why=None, by="BEN", now=LATER)
    before = row()
    gone = registers.withdrawn(before, why="Never took place.", by="BEN", now=LATER)

    assert gone == replace(before, withdrawn="Never took place.", changed_by="BEN", changed_at=LATER)
    assert not gone.counts
    assert registers.counting([gone, other := row(2)], "workshops") == [other]
    with pytest.raises(Refused, match="Never took place"):
        registers.corrected(gone, HELD, by="BEN", now=LATER)


def test_an_entry_with_a_register_needs_its_rows_and_then_its_proof() -> None:
    entry = replace(PLAYBOOK.item("w1-workshops"), register="workshops", proof="workshops", least=2)
    standing = begun()
    one = replace(standing, rows=(row(),))
    two = replace(standing, rows=(row(1), row(2)))
    both = replace(standing, rows=(row(1), row(2, present=["operations"])))

    assert proofs.lacking(standing, entry) == ["2 in “Workshops”, of which 0 are there"]
    assert proofs.lacking(one, entry) == ["2 in “Workshops”, of which 1 are there"]
    assert proofs.lacking(two, entry) == ["a workshop with operations"]
    assert proofs.lacking(both, entry, {}) == []
    assert proofs.lacking(standing, replace(entry, least=1)) == ["an entry in “Workshops”"]
    assert proofs.lacking(standing, PLAYBOOK.item("c-secrets")) == []


def test_what_an_entry_rests_on_comes_first() -> None:
    entry = PLAYBOOK.item("d2-data-layers")
    built = with_items(begun(), done("w5-retrieval"), done("w5-data-checks"))

    assert proofs.lacking(begun(), PLAYBOOK.item("d1-workflow-maps")) == [
        "“Write down how the work runs today”",
        "“Lay out the future workflow, step by step”",
    ]
    assert proofs.lacking(built, entry) == ["“If it predicts: build the feature layer”"]
    searching = replace(built, playbook=PLAYBOOK.at(Profile(approach="retrieval")))
    assert proofs.lacking(searching, entry) == [], "the other branch is not asked for"


def test_a_register_with_topics_wants_a_row_about_each_and_names_a_few() -> None:
    entry = PLAYBOOK.item("w6-dashboards")
    dashboards = PLAYBOOK.register("dashboards")
    usage = Row(uuid4(), PROGRAM.id, "dashboards", 1, {}, "ANN", NOW, topic="usage")
    standing = replace(begun(), rows=(usage,))

    assert proofs.lacking(standing, entry) == [
        "“Failures and anything unusual” in “Dashboards”",
        "“Cost of model and infrastructure” in “Dashboards”",
    ]
    assert len(proofs.lacking(begun(), PLAYBOOK.item("w3-architecture"))) == proofs.MOST_NAMED + 1
    with pytest.raises(Refused, match="a moment ago"):
        registers.check_untold(dashboards, "usage", standing.rows)
    with pytest.raises(Refused, match="no such topic"):
        registers.check_untold(dashboards, "moods", standing.rows)
    registers.check_untold(dashboards, "cost", standing.rows)
    registers.check_untold(WORKSHOPS, None, standing.rows)


def test_rows_of_a_program_know_their_program() -> None:
    assert row().program == UUID(int=1)


def test_a_topic_is_told_by_a_row_of_its_own_register_that_counts() -> None:
    components = PLAYBOOK.register("components")
    topic = components.topics[0]
    there = replace(row(), register="components", topic=topic.key)

    assert topic not in registers.untold(components, [there])
    assert topic in registers.untold(components, [replace(there, register="workshops")])
    assert topic in registers.untold(components, [replace(there, withdrawn="Twice")])


@pytest.mark.parametrize(("left", "named"), [(4, 4), (5, 5), (6, 6)])
def test_at_most_five_are_named_and_the_rest_counted(left: int, named: int) -> None:
    keys = [each.key for each in PLAYBOOK.items if not each.rests_on and each.key != "w1-workshops"][:left]
    entry = replace(PLAYBOOK.item("w1-workshops"), rests_on=tuple(keys))

    found = proofs.lacking(begun(), entry, {})

    assert len(found) == named
    assert found[-1] == ("1 more" if left == 6 else f"“{PLAYBOOK.item(keys[-1]).title}”")


def test_what_is_given_counts_instead_of_what_is_on_record() -> None:
    entry = next(each for each in PLAYBOOK.items if each.proof == "enough-data")
    standing = with_items(begun(), replace(done(entry.key), facts={"enough": "no"}))
    bare = replace(entry, rests_on=(), register=None)

    assert proofs.lacking(standing, bare) == proofs.PROOFS["enough-data"](standing, {"enough": "no"})
    assert proofs.lacking(standing, bare) != proofs.lacking(standing, bare, {})
    assert proofs.lacking(standing, bare, {}) == proofs.PROOFS["enough-data"](standing, {})
