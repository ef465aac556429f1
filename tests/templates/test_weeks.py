"""The weekly prompt: Slack takes it whatever it has to say, and it says what a person in a hurry needs."""

from dataclasses import replace
from datetime import timedelta

import pytest

from program.audit import Head
from program.items import Item, ItemState
from program.programs import Extension, ProgramState
from templates import weeks as shown
from tests.program.examples import (
    DISCOVERY,
    EVERY_ROLE,
    NOW,
    PLAYBOOK,
    PROGRAM,
    START,
    begun,
    complete,
    done,
    morning,
    with_items,
)
from tests.templates.extremes import NASTY, extreme, taken

WEEK_4 = START + timedelta(weeks=3)
SELECTED = [done(entry.key) for entry in PLAYBOOK.items_due_in(0)]


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize("state", ItemState)
def test_slack_takes_every_prompt(text: str, state: ItemState) -> None:
    standing = extreme(text, state)
    longer = replace(standing.program, extensions=(Extension(1, 2, text * 100),))
    for each in (standing, replace(standing, program=longer), replace(standing, passed=())):
        for week in (-1, 0, 1, 2, 3, 5, 13):
            monday = START + timedelta(weeks=week)
            taken(shown.prompt(each, monday, morning(monday), head=Head("c", 10**6, "f" * 64)))


def test_it_says_what_is_due_from_whom_and_what_comes_next() -> None:
    standing = with_items(begun(), *SELECTED, Item("w1-document", ItemState.IN_PROGRESS, "ANN"))

    message = shown.prompt(standing, START, NOW)

    words = taken(message)
    assert "CLAIMS · Week 1 of 13" in words
    assert "Hold workshops with the business and the front line* · <@PRODUCT-OWNER>" in words
    assert "<@ANN> has taken it" in words
    assert "• The decisions that AI will support" in words
    assert "next gate: *End of discovery*, Fri 30 Jan 2026" in words
    assert "late" not in words
    for wanted in ("7 things due by Fri 16 Jan 2026", "Hold workshops", "<@ANN>", "Next gate: End of discovery"):
        assert wanted in message.text


def test_a_vacant_role_is_said_and_anybody_can_take_what_it_owes() -> None:
    message = shown.prompt(begun({**EVERY_ROLE, "operations": []}), START, NOW)

    assert "nobody holds Operations yet" in taken(message)
    buttons = {
        block["accessory"]["action_id"]: block["accessory"]["text"]["text"]
        for block in message.blocks
        if "accessory" in block
    }
    assert buttons["item-take:w1-document"] == "Take it"
    assert buttons["item-open-done:w1-workshops"] == "Mark done"


def test_what_is_settled_shrinks_to_a_line() -> None:
    waived = Item("w1-metrics", ItemState.NOT_APPLICABLE, None, None, "Chosen before", "ANN", NOW)

    words = taken(shown.prompt(with_items(begun(), *SELECTED, done("w1-workshops"), waived), START, NOW))

    assert "✅ Hold workshops with the business and the front line: <https://wiki.example/it" in words
    assert "➖ Choose KPIs that the business already cares about: does not apply" in words
    assert "Managers and the people" not in words
    assert "2 of 7 settled" in words


def test_late_items_are_counted_and_only_the_worst_are_shown() -> None:
    week_2 = START + timedelta(weeks=1)

    message = shown.prompt(begun(), week_2, morning(week_2))

    words = taken(message)
    assert "15 things are late from earlier weeks*; the 5 that matter most" in words
    assert words.count("was due") == 5
    assert "and 10 more items" in words
    assert "15 late from earlier weeks" in message.text


def test_a_held_program_is_told_what_is_missing_and_who_owes_it() -> None:
    message = shown.prompt(with_items(begun(), *SELECTED), WEEK_4, morning(WEEK_4 + timedelta(days=9)))
    words = taken(shown.prompt(with_items(begun(), *SELECTED), WEEK_4, morning(WEEK_4 + timedelta(days=2))))

    assert "Held since Mon 2 Feb 2026 (2 days)" in words
    assert "Foundation does not begin until “End of discovery” is passed" in words
    assert "13 things are missing" in words
    assert "First architecture diagram for production* · <@ENGINEERING-LEAD>, was due Fri 30 Jan 2026" in words
    assert "Evidence for it is accepted early" in words
    assert "Held" not in taken(message)  # a prompt of another week


def test_a_gate_that_lacks_nothing_asks_to_be_closed() -> None:
    words = taken(shown.prompt(complete(DISCOVERY), WEEK_4, morning(WEEK_4)))

    assert "Nothing is missing any more. Close the gate: `/pilot gate`" in words


def test_a_program_that_does_not_run_asks_for_nothing() -> None:
    paused = replace(begun(), program=replace(PROGRAM, state=ProgramState.PAUSED))
    finished = replace(begun(), program=replace(PROGRAM, state=ProgramState.FINISHED))

    assert "`/pilot resume`" in taken(shown.prompt(paused, START, NOW))
    assert "Mark done" not in taken(shown.prompt(paused, START, NOW))
    assert "Finished" in taken(shown.prompt(finished, START, NOW))


def test_before_the_start_it_says_when_week_1_begins() -> None:
    before = START - timedelta(weeks=1)
    assert "Week 1 begins on Mon 12 Jan 2026" in taken(shown.prompt(begun(), before, morning(before)))


def test_an_extended_week_says_why() -> None:
    tenth = PROGRAM.monday(10)
    standing = begun(passed=("selection", "discovery", "foundation"))
    longer = replace(standing, program=replace(PROGRAM, extensions=(Extension(10, 2, "More evidence"),)))

    words = taken(shown.prompt(longer, tenth + timedelta(weeks=1), morning(tenth + timedelta(weeks=1))))

    assert "Week 10 runs until Fri 3 Apr 2026, because the plan was extended: More evidence" in words
