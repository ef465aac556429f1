"""The things that get done: activities, questions, outputs, deliverables and checklist items share one life."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from program.errors import Refused

NEEDS_EVIDENCE = "Add a link or a note that shows it: an auditor will ask for it."


class ItemState(StrEnum):
    OPEN = "open"
    IN_PROGRESS = "in-progress"
    DONE = "done"
    NOT_APPLICABLE = "not-applicable"


@dataclass(frozen=True, slots=True)
class Item:
    """Where one entry of the playbook stands in one program; `key` is the entry's."""

    key: str
    state: ItemState = ItemState.OPEN
    owner: str | None = None
    evidence: str | None = None  # a link or a note; for a question the answer
    reason: str | None = None  # why it does not apply
    changed_by: str | None = None
    changed_at: datetime | None = None

    @property
    def is_settled(self) -> bool:
        return self.state in {ItemState.DONE, ItemState.NOT_APPLICABLE}


Items = Mapping[str, Item]


def item(items: Items, key: str) -> Item:
    return items.get(key) or Item(key)


def take(one: Item, *, by: str, now: datetime) -> Item:
    if one.is_settled:
        raise Refused("This is settled already; reopen it first if there is more to do.")
    return replace(one, state=ItemState.IN_PROGRESS, owner=by, changed_by=by, changed_at=now)


def done(one: Item, *, evidence: str | None, by: str, now: datetime) -> Item:
    if not evidence:
        raise Refused(NEEDS_EVIDENCE, field="evidence")
    return replace(
        one, state=ItemState.DONE, owner=one.owner or by, evidence=evidence, reason=None, changed_by=by, changed_at=now
    )


def not_applicable(one: Item, *, reason: str | None, by: str, now: datetime) -> Item:
    if not reason:
        raise Refused("Say why it does not apply: the reason is shown at the gate.", field="reason")
    return replace(one, state=ItemState.NOT_APPLICABLE, evidence=None, reason=reason, changed_by=by, changed_at=now)


def reopen(one: Item, *, by: str, now: datetime) -> Item:
    """Back to open; who holds it stays."""
    state = ItemState.IN_PROGRESS if one.owner else ItemState.OPEN
    return replace(one, state=state, evidence=None, reason=None, changed_by=by, changed_at=now)


def assign(one: Item, *, to: str | None, by: str, now: datetime) -> Item:
    state = one.state if one.is_settled else (ItemState.IN_PROGRESS if to else ItemState.OPEN)
    return replace(one, state=state, owner=to, changed_by=by, changed_at=now)
