"""Registers and the playbook's questions as Slack takes them, whatever people type."""

from dataclasses import replace
from typing import Any, get_args
from uuid import uuid4

import pytest

from program.facts import Choice, Field, FieldKind
from program.items import Item, ItemState
from program.registers import Register, Row
from program.standings import Standing
from templates import items, registers
from tests.program.examples import NOW, PLAYBOOK, PROGRAM, begun, with_items
from tests.templates.extremes import NASTY, filled, taken

CHOICES = tuple(Choice(key=f"c{number}", title=filled("W", 70), help=filled("m", 70)) for number in range(7))
KINDS: tuple[FieldKind, ...] = get_args(FieldKind)
FIELDS = tuple(
    Field(key=kind, title=filled("W", 75), kind=kind, help="h", choices=CHOICES if kind.startswith("choice") else ())
    for kind in KINDS
)
EVERYTHING = Register(
    key="everything", title=filled("W", 75), one="One", code="E", help=filled("m", 200), week=1,
    owner_role="sponsor", fields=FIELDS, shown=KINDS, source="s",
)  # fmt: skip


def answers(text: str) -> dict[str, Any]:
    return {
        "text": filled(text, 200), "lines": filled(text, 1000), "link": "https://wiki.example/a|b", "number": 1.5,
        "percent": 20.0, "date": "2026-01-12", "person": "U1", "people": ["U1", "U2"], "choice": "c1",
        "choices": ["c1", "c2"], "confirm": True,
    }  # fmt: skip


def standing(text: str) -> Standing:
    rows = tuple(Row(uuid4(), PROGRAM.id, "everything", number, answers(text), "U1", NOW) for number in range(1, 60))
    playbook = replace(PLAYBOOK, registers=(*PLAYBOOK.registers, EVERYTHING))
    return replace(begun(), playbook=playbook, rows=rows)


@pytest.mark.parametrize("text", NASTY)
def test_slack_takes_every_list_and_form(text: str) -> None:
    now = standing(text)
    row = now.rows[0]
    taken(registers.every(now))
    for page in (0, 1, 2):
        for may_change in (True, False):
            taken(registers.one(now, EVERYTHING, may_change=may_change, page=page))
    taken(registers.form(now, EVERYTHING))
    taken(registers.form(now, EVERYTHING, row))
    taken(registers.form(now, EVERYTHING, replace(row, changed_by="U2", changed_at=NOW), given=answers(text)))
    taken(registers.withdraw(now, EVERYTHING, row))


@pytest.mark.parametrize("text", NASTY)
def test_an_item_asks_its_facts_and_shows_them_once_done(text: str) -> None:
    entry = replace(PLAYBOOK.item("w1-workshops"), asks=FIELDS, register="everything")
    now = with_items(standing(text), Item(entry.key, ItemState.DONE, "U1", None, None, "U1", NOW, answers(text)))

    card = taken(items.card(now, entry, NOW))
    assert "59 entries" in card and "Mon 12 Jan 2026" in card and "20 %" in card
    assert "…" in taken_row(now, entry)
    taken(items.card(standing(text), entry, NOW, given=answers(text), noted="x"))


def taken_row(now: Standing, entry: Any) -> str:
    return str(items.row(now, entry, NOW)["text"]["text"])


def test_a_register_alone_shows_that_it_is_done() -> None:
    entry = replace(PLAYBOOK.item("w1-workshops"), register="workshops")
    now = with_items(begun(), Item(entry.key, ItemState.DONE, "U1", None, None, "U1", NOW))

    assert "recorded in its register" in taken_row(now, entry)


def test_a_playbook_without_registers_says_so() -> None:
    now = replace(begun(), playbook=replace(PLAYBOOK, registers=()))

    assert "has none" in taken(registers.every(now))
