"""The assessment of pilots without a program: their score, their gaps, and which one or two are ready."""

from contextlib import suppress
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from program.assessments import (
    GAPS,
    KILLS,
    MOST_RECOMMENDED,
    Assessed,
    Running,
    answered,
    assess,
    check_free,
    check_new,
    ranked,
    recommended,
)
from program.errors import Refused
from program.pasted_pilots import MOST_PASTED, read
from tests.program.examples import NOW, PLAYBOOK, refuses

SYMPTOMS = [each for mode in PLAYBOOK.failure_modes for each in mode.symptoms]
KEYS = [each.key for each in SYMPTOMS]
CLEAR = dict.fromkeys(KEYS, False)
LEAST = PLAYBOOK.limits.sprint_from


def pilot(name: str = "Letters", state: Running = Running.RUNNING, **answers: bool) -> Assessed:
    named = {key.replace("_", "-"): shows for key, shows in answers.items()}
    return Assessed(uuid4(), name, "", "", state, CLEAR | named, "ANN", NOW)


def test_what_is_clear_scores_all_and_what_nobody_knows_scores_nothing() -> None:
    assert (assess(pilot(), PLAYBOOK).score, assess(pilot(), PLAYBOOK).findings) == (100, ())
    blank = assess(replace(pilot(), answers={}), PLAYBOOK)
    assert (blank.score, len(blank.unknown), blank.kills) == (0, len(KEYS), [])
    assert assess(pilot(), replace(PLAYBOOK, failure_modes=())).score == 0


def test_the_gravest_comes_first_and_each_gap_has_its_place() -> None:
    found = assess(pilot(no_registry=True, no_data_owner=True, one_person=True), PLAYBOOK)
    assert [each.symptom.key for each in found.findings] == ["no-data-owner", "one-person", "no-registry"]
    placed = {gap: [each.symptom.key for each in found.gap(gap)] for gap in GAPS}
    assert placed == {"data": ["no-data-owner"], "architecture": ["no-registry"], "ownership": ["one-person"]}
    assert [each.symptom.key for each in found.kills] == ["no-data-owner"]


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        (pilot(), []),
        (pilot(no_data_owner=True), ["“Unclear who approves access to data” has to be mended first"]),
        (pilot(state=Running.STOPPED), ["it was stopped"]),
        (replace(pilot(), use_case=UUID(int=3)), ["it is a candidate already"]),
        (replace(pilot(), answers={}), [f"its score is 0, and {LEAST} is wanted"]),
    ],
)
def test_why_one_is_not_ready_is_said(changed: Assessed, why: list[str]) -> None:
    assert assess(changed, PLAYBOOK).why_not(LEAST) == why


def test_at_most_two_are_recommended_the_best_of_those_that_are_ready() -> None:
    pilots = [pilot("Poor", no_data_owner=True), pilot("Fair", no_registry=True), pilot("Good"), pilot("Also good")]
    stopped = pilot("Ended", Running.STOPPED)
    found = ranked([*pilots, stopped], PLAYBOOK)
    assert [each.pilot.name for each in found] == ["Also good", "Good", "Fair", "Poor", "Ended"]
    assert [each.pilot.name for each in recommended(found, PLAYBOOK)] == ["Also good", "Good"]


@given(st.lists(st.dictionaries(st.sampled_from(KEYS), st.booleans()), max_size=6))
def test_whatever_was_answered_nobody_who_shows_what_kills_is_recommended(answers: list[dict[str, bool]]) -> None:
    found = ranked([replace(pilot(str(number)), answers=each) for number, each in enumerate(answers)], PLAYBOOK)
    ready = recommended(found, PLAYBOOK)
    assert len(ready) <= MOST_RECOMMENDED and all(each.score >= LEAST for each in ready)
    kills = {each.key for each in SYMPTOMS if each.gravity >= KILLS}
    assert not [each for each in ready for key in kills if each.pilot.answers.get(key)]
    assert all(0 <= each.score <= 100 for each in found)


def test_what_is_ticked_shows_what_is_left_alone_does_not_and_nothing_is_both() -> None:
    told = answered(PLAYBOOK, shows=["no-registry"], unknown=["one-person"])
    assert (told["no-registry"], told["vague-goal"], "one-person" in told) == (True, False, False)
    with refuses("“No registry of models” is ticked above", field="unknown"):
        answered(PLAYBOOK, shows=["no-registry"], unknown=["no-registry"])


def test_one_name_is_one_pilot_and_one_pilot_one_candidate() -> None:
    there = pilot("Letters")
    check_new(there, [there, pilot("Others")])
    with refuses("is in the inventory already", field="name"):
        check_new(pilot("LETTERS"), [there])
    check_free(there)
    with refuses("is a candidate already", field=None):
        check_free(replace(there, use_case=UUID(int=3)))


# --- a list that is pasted ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("divider", [",", ";", "\t"])
def test_a_list_is_read_whatever_divides_it_and_in_any_order(divider: str) -> None:
    lines = [
        ["Status", "Name", "no-registry", "Department"],
        ["on hold", "Letters", "Yes", "Post"],
        ["", "Bills", "", ""],
    ]
    first, second = read("\n".join(divider.join(line) for line in lines), PLAYBOOK, taken=[])
    assert (first.name, first.state, first.unit, first.answers) == (
        "Letters",
        Running.STALLED,
        "Post",
        {"no-registry": True},
    )
    assert (second.name, second.state, second.owner, second.answers) == ("Bills", Running.RUNNING, None, {})


def test_a_cell_in_quotes_may_hold_what_divides_the_others_and_a_short_line_is_filled_up() -> None:
    (one,) = read('name,what,unit\n\n"Letters","Sorts, reads"\n', PLAYBOOK, taken=[])
    assert (one.what, one.unit) == ("Sorts, reads", "")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (" ", "Paste a list"),
        ("name", "no pilot below the first line"),
        ("what\nA", "no column “name”"),
        ("name,colour\nA,red", "“colour” is no column"),
        ("name,what\n,B", "Line 2 has no name"),
        (f"name\n{'A' * 61}", "Line 2: “name” has 61 characters; use 60 at most"),
        ("name,state\nA,asleep", "Line 2: “asleep” is no state"),
        ("name,no-registry\nA,maybe", "Line 2, no-registry: write yes, no"),
        ("name\nA\na", "Line 3: “a” is in the inventory, or in this list, already"),
        ("name\nKnown", "Line 2: “Known” is in the inventory"),
        ("name\n" + "\n".join(f"A{each}" for each in range(MOST_PASTED + 1)), f"paste {MOST_PASTED} at a time"),
    ],
)
def test_what_cannot_be_read_is_named_by_its_line(text: str, told: str) -> None:
    with refuses(told, field="rows"):
        read(text, PLAYBOOK, taken=["known"])


@given(st.text(max_size=200))
def test_whatever_is_pasted_is_read_or_refused_in_a_sentence(text: str) -> None:
    with suppress(Refused):
        assert all(each.name for each in read(text, PLAYBOOK, taken=[]))
