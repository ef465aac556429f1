"""A register as a file: every row, told as people told it, and nothing that a spreadsheet would run."""

import csv
from dataclasses import replace
from io import StringIO
from typing import Any

import pytest

from program.facts import Choice, Field
from program.registers import Register, Row
from program.standings import Standing
from templates import exports
from templates import registers as screen
from tests.program.examples import NOW, PLAYBOOK, begun
from tests.program.test_proofs import rows
from tests.templates.extremes import NASTY, filled, taken

KINDS = Register(
    key="kinds",
    title="All kinds",
    one="Kind",
    code="Q",
    help="Each",
    week=1,
    owner_role="sponsor",
    shown=("words",),
    source="own",
    fields=(
        Field(key="words", title="=Words", kind="text"),
        Field(key="amount", title="Amount", kind="number"),
        Field(key="on", title="Day", kind="date"),
        Field(key="who", title="Who", kind="people"),
        Field(key="one", title="One", kind="choice", choices=(Choice(key="a", title="The first"),)),
        Field(key="yes", title="Sure", kind="confirm"),
    ),
)
FACTS: dict[str, Any] = {
    "words": "It works", "amount": -1234.5, "on": "2026-01-13", "who": ["U1", "U2"], "one": "a", "yes": True,
}  # fmt: skip


def with_rows(*facts: dict[str, Any], register: Register = KINDS) -> Standing:
    found = tuple(rows(register.key, *facts))
    return replace(begun(), playbook=replace(PLAYBOOK, registers=(register,)), rows=found)


def read(standing: Standing, register: Register = KINDS, **names: str) -> list[dict[str, str]]:
    text = exports.register_rows(standing, register, names)
    assert text.startswith("\ufeff") and text.endswith("\r\n")
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"), newline="")))


def test_each_answer_is_told_in_plain_words() -> None:
    (row,) = read(with_rows(FACTS), U1="Ada", U2="=Bob")
    assert row["Number"] == "Q-1"
    assert row["'=Words"] == "It works"
    assert (row["Amount"], row["Day"], row["One"], row["Sure"]) == ("-1234.5", "2026-01-13", "The first", "yes")
    assert row["Who"] == "Ada; =Bob"


def test_what_was_not_answered_is_empty_and_who_is_unknown_keeps_their_id() -> None:
    (row,) = read(with_rows({"words": "x", "who": ["U9"], "one": "gone"}))
    assert (row["Amount"], row["Sure"], row["Who"], row["One"]) == ("", "", "U9", "gone")


@pytest.mark.parametrize(
    "typed", ["=1+1", "+1", "-2+3", "@SUM(A1)", "  =1", "\t=1", "\r=1", "\n=1", "＝1", "|calc", '=HYPERLINK("x";"y")']
)
def test_nothing_that_was_typed_is_a_formula(typed: str) -> None:
    standing = with_rows(FACTS | {"words": typed, "who": [typed]})
    withdrawn = replace(standing, rows=tuple(replace(each, withdrawn=typed) for each in standing.rows))
    (row,) = read(withdrawn)
    for told in (row["'=Words"], row["Who"], row["Withdrawn because"]):
        assert told == f"'{typed}"


@pytest.mark.parametrize("typed", ["It works", "1 = 1", "a-b", "", " ", "e-mail: a@b", *NASTY])
def test_other_words_stay_as_they_are(typed: str) -> None:
    (row,) = read(with_rows(FACTS | {"words": filled(typed, 300) if typed else ""}))
    assert not row["'=Words"].startswith("'")


def test_every_row_is_there_with_its_history_and_only_of_this_register() -> None:
    first, second = rows("kinds", FACTS, FACTS)
    changed = replace(second, changed_by="U1", changed_at=NOW, withdrawn="It was moved.")
    (other,) = rows("others", FACTS)
    found = read(replace(with_rows(), rows=(first, changed, other)), U1="Ada")

    assert len(found) == 2
    assert found[0]["Added on"] == "2026-01-12" and found[0]["Changed on"] == found[0]["Withdrawn because"] == ""
    assert (found[1]["Changed on"], found[1]["Changed by"]) == ("2026-01-12", "Ada")
    assert found[1]["Withdrawn because"] == "It was moved."


def test_a_row_about_a_topic_names_it() -> None:
    components = PLAYBOOK.register("components")
    row: Row = replace(rows("components", {"state": "live"})[0], topic=components.topics[0].key)
    (told,) = read(replace(begun(), rows=(row,)), components)
    assert told["Topic"] == components.topics[0].title


def test_the_file_is_named_after_program_and_register() -> None:
    assert exports.name(begun(), KINDS) == "claims-kinds.csv"


def test_the_screen_has_its_button_once_there_is_a_row() -> None:
    button = "register-export"
    assert button in str(screen.one(with_rows(FACTS), KINDS, may_change=False))
    assert button not in str(screen.one(with_rows(), KINDS, may_change=True))
    components = PLAYBOOK.register("components")
    there = replace(begun(), rows=tuple(rows("components", {"state": "live"})))
    assert button in str(screen.one(there, components, may_change=False))


def test_slack_takes_the_refusal() -> None:
    assert "files:write" in taken(exports.refused(begun(), KINDS))
