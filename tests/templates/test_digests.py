"""The digest is a post that Slack takes, over however many programs and whatever people typed."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from program.decisions import Decision
from program.items import ItemState
from program.standings import Standing
from templates import digests as shown
from tests.program.examples import NOW, begun
from tests.templates.extremes import NASTY, extreme, filled, taken

MONDAY = (NOW - timedelta(days=NOW.weekday())).date()


def many(standing: Standing, count: int, reason: str) -> list[Standing]:
    """Each with a gate that is near, and with a decision of yesterday's."""
    at, start = NOW - timedelta(days=1), NOW.date() - timedelta(days=7)
    gate = standing.playbook.gate("go-no-go")
    choice = gate.decisions[0].key
    made = []
    for number in range(count):
        program = replace(standing.program, id=UUID(int=number), code=f"P{number}", start=start)
        decision = Decision(UUID(int=number), program.id, gate.key, None, choice, reason, (), "U1", at, "d")
        made.append(replace(standing, program=program, decisions=(decision,)))
    return made


@pytest.mark.parametrize("text", NASTY)
def test_a_digest_of_many_programs_with_long_words_is_taken(text):
    said = taken(shown.digest(many(extreme(text, ItemState.OPEN), 60, filled(text, 500)), MONDAY, NOW))

    assert "60 programs" in said


def test_what_does_not_fit_is_counted():
    said = taken(shown.digest(many(begun(), 2_000, "It works."), MONDAY, NOW))

    counted = ("2000 programs", "1970 more programs", "1985 decisions more", "1985 gates more")
    assert [each for each in counted if each not in said] == []


def test_a_few_programs_are_all_there():
    said = taken(shown.digest(many(begun(), 3, "It works."), MONDAY, NOW))

    assert all(f"P{number}" in said for number in range(3)) and " more" not in said
