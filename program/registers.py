"""Registers: lists of a program whose rows the playbook describes, such as its data sources or its trainings."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from program.errors import Refused
from program.facts import Facts, Field


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One of the things that a register wants a row about, such as a component; `group` is the heading it is under."""

    key: str
    title: str
    source: str
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """`one` is what a row is called, `code` begins its visible number, as `D` in `D-3`.

    `shown` are the keys of the fields by which a row is told in a list; `week` is the first in which it is asked for.
    With `topics`, each row is about one of them and each topic has one row. `rule` names what of
    `program/row_rules.py` a row must satisfy. `in_prompt`: from its week on, the weekly prompt counts it.
    """

    key: str
    title: str
    one: str
    code: str
    help: str
    week: int
    owner_role: str
    fields: tuple[Field, ...]
    shown: tuple[str, ...]
    source: str
    topics: tuple[Topic, ...] = ()
    rule: str | None = None
    in_prompt: bool = False

    def topic(self, key: str) -> Topic:
        found = next((each for each in self.topics if each.key == key), None)
        if found is None:
            raise Refused(f"“{self.title}” has no such topic any more. Open it again: `/pilot register`.")
        return found

    def field(self, key: str) -> Field:
        return next(each for each in self.fields if each.key == key)


@dataclass(frozen=True, slots=True)
class Row:
    """`withdrawn`: why it no longer counts; it stays on record."""

    id: UUID
    program: UUID
    register: str
    number: int
    facts: Facts
    added_by: str
    added_at: datetime
    changed_by: str | None = None
    changed_at: datetime | None = None
    withdrawn: str | None = None
    topic: str | None = None

    @property
    def counts(self) -> bool:
        return self.withdrawn is None


def code(register: Register, row: Row) -> str:
    """What people see, as `D-3`."""
    return f"{register.code}-{row.number}"


def corrected(row: Row, checked: Facts, *, by: str, now: datetime) -> Row:
    """With other answers; the same ones again are no change. What stood there before is in the audit trail."""
    check_counts(row)
    return row if checked == row.facts else replace(row, facts=checked, changed_by=by, changed_at=now)


def withdrawn(row: Row, *, why: str | None, by: str, now: datetime) -> Row:
    check_counts(row)
    if not why:
        raise Refused("Say why it no longer counts: the reason stays on record.", field="why")
    return replace(row, withdrawn=why, changed_by=by, changed_at=now)


def check_counts(row: Row) -> None:
    if not row.counts:
        raise Refused(f"This was withdrawn: “{row.withdrawn}”. Add it anew if it is true after all.")


def told(register: Register, row: Row) -> list[tuple[Field, Any]]:
    """The answers by which a row is told in a list."""
    return [(register.field(key), row.facts[key]) for key in register.shown if key in row.facts]


def untold(register: Register, rows: Iterable[Row]) -> list[Topic]:
    """The topics about which nobody has said anything yet."""
    told = {each.topic for each in rows if each.register == register.key and each.counts}
    return [topic for topic in register.topics if topic.key not in told]


def check_untold(register: Register, topic: str | None, rows: Iterable[Row]) -> None:
    """Refuse a second row about the same topic: two people may have opened its form at once."""
    if topic is None:
        return
    if register.topic(topic) not in untold(register, rows):
        raise Refused("Somebody recorded this a moment ago. Open the register again and change what stands there.")


def counting(rows: Iterable[Row], register: str) -> list[Row]:
    """The rows of one register that were not withdrawn, in the order of their numbers."""
    return sorted((each for each in rows if each.register == register and each.counts), key=lambda row: row.number)
