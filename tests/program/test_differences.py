"""What one playbook has that another has not, whatever its parts are."""

from dataclasses import replace
from typing import Any

import pytest

from playbook.loader import load
from program.differences import Change, Diff, diff
from program.playbook import Playbook
from tests.program.examples import PLAYBOOK


def changed(kind: str, key: str, **settings: Any) -> Playbook:
    """The playbook with one part of a list changed."""
    found: Any = getattr(PLAYBOOK, kind)
    other: Any = {kind: tuple(replace(each, **settings) if each.key == key else each for each in found)}
    return replace(PLAYBOOK, **other)


def without(kind: str) -> Playbook:
    """The playbook without the first part of a list."""
    other: Any = {kind: getattr(PLAYBOOK, kind)[1:]}
    return replace(PLAYBOOK, **other)


def test_the_same_playbook_does_not_differ() -> None:
    assert diff(PLAYBOOK, load()).is_empty
    part = Change("role", "sponsor", "Sponsor", ())
    for one in (Diff((part,), (), ()), Diff((), (part,), ()), Diff((), (), (part,))):
        assert not one.is_empty


@pytest.mark.parametrize(
    "name",
    ["phases", "deliverables", "gates", "checklist", "roles", "scales", "traits", "registers"],
)
def test_a_part_of_any_kind_that_is_removed_is_named_and_so_is_one_that_is_added(name: str) -> None:
    parts = getattr(PLAYBOOK, name)
    fewer = without(name)

    assert parts[0].key in {each.key for each in diff(PLAYBOOK, fewer).removed}
    assert parts[0].key in {each.key for each in diff(fewer, PLAYBOOK).added}
    assert diff(PLAYBOOK, fewer).changed == ()


def test_what_changed_is_named_with_its_settings() -> None:
    other = changed("deliverables", "d1-architecture", title="A diagram", evidence="A link")

    assert diff(PLAYBOOK, other).changed == (
        Change("deliverable", "d1-architecture", "A diagram", ("title", "evidence")),
    )


def test_an_option_is_a_part_of_its_gate_and_no_decision_of_the_same_key() -> None:
    gate = PLAYBOOK.gate("go-no-go")
    other = changed("gates", "go-no-go", options=tuple(replace(each, help="Yes.") for each in gate.options[:1]))

    found = diff(PLAYBOOK, other)

    assert [(each.kind, each.key) for each in found.changed] == [("option", "go-no-go/go")]
    assert {each.key for each in found.removed} == {f"go-no-go/{each.key}" for each in gate.options[1:]}


def test_a_list_of_parts_that_became_empty_is_removed_part_by_part() -> None:
    found = diff(PLAYBOOK, changed("gates", "go-no-go", options=()))

    assert len(found.removed) == len(PLAYBOOK.gate("go-no-go").options)
    assert found.changed == ()


def test_an_activity_that_moves_to_another_week_is_the_same_activity() -> None:
    first, second = PLAYBOOK.week(1), PLAYBOOK.week(2)
    moved = first.activities[0]
    weeks = {
        1: replace(first, activities=first.activities[1:]),
        2: replace(second, activities=(*second.activities, replace(moved, due_week=2))),
    }
    other = replace(PLAYBOOK, weeks=tuple(weeks.get(each.number, each) for each in PLAYBOOK.weeks))

    assert diff(PLAYBOOK, other).changed == (Change("activity", moved.key, moved.title, ("due_week",)),)
    assert diff(PLAYBOOK, other).added == diff(PLAYBOOK, other).removed == ()


def test_weeks_are_known_by_their_number() -> None:
    week = PLAYBOOK.week(13)
    fewer = replace(PLAYBOOK, weeks=PLAYBOOK.weeks[:-1])

    assert Change("week", "13", f"Week 13: {week.title}") in diff(PLAYBOOK, fewer).removed


def test_settings_of_the_whole_are_compared_too() -> None:
    other = replace(PLAYBOOK, cadence=replace(PLAYBOOK.cadence, poll_days=5))

    assert diff(PLAYBOOK, other).changed == (Change("cadence", "cadence", "Cadence", ("poll_days",)),)
