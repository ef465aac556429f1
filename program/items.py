"""The things that get done: activities, questions, outputs, deliverables and checklist items share one life."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from program import facts
from program.errors import Refused
from program.facts import Facts
from program.playbook import Entry, Gate

MOST_EVIDENCE = 1000  # characters; what is longer belongs behind a link
NEEDS_EVIDENCE = "Add a link or a note that shows it: an auditor will ask for it."
SETTLED = "This is settled already. Reopen it first if there is more to do."


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
    facts: Facts = field(default_factory=dict)  # what the playbook asks besides

    @property
    def is_settled(self) -> bool:
        return self.state in {ItemState.DONE, ItemState.NOT_APPLICABLE}


Items = Mapping[str, Item]


def item(items: Items, key: str) -> Item:
    return items.get(key) or Item(key)


def take(one: Item, *, by: str, now: datetime) -> Item:
    if one.owner == by and one.state is ItemState.IN_PROGRESS:
        return one
    _check_unsettled(one)
    if one.owner and one.owner != by:
        raise Refused(f"<@{one.owner}> has taken this already. If you two agree on it, hand it over to yourself.")
    return replace(one, state=ItemState.IN_PROGRESS, owner=by, changed_by=by, changed_at=now)


def assign(one: Item, *, to: str | None, by: str, now: datetime) -> Item:
    """Into somebody's hands, or, without anyone, back to those who hold its role."""
    state = ItemState.IN_PROGRESS if to else ItemState.OPEN
    if (one.owner, one.state) == (to, state):
        return one
    _check_unsettled(one)
    return replace(one, state=state, owner=to, changed_by=by, changed_at=now)


def done(
    one: Item,
    entry: Entry,
    *,
    evidence: str | None,
    by: str,
    now: datetime,
    given: Facts | None = None,
    lacking: Sequence[str] = (),
) -> Item:
    """Whoever gives the evidence is on record as `changed_by`; whose it is stays.

    `given` are the facts that the playbook asks for, `lacking` is what its proof still misses. Where facts or a
    register show it, a note besides is optional.
    """
    checked = facts.check(entry.asks, given or {})
    if lacking:
        raise Refused(f"Not done yet. Still missing: {'; '.join(lacking)}.", field="evidence")
    if not evidence and not entry.asks and not entry.register:
        raise Refused(NEEDS_EVIDENCE, field="evidence")
    if one.state is ItemState.DONE and (one.evidence, one.facts) == (evidence, checked):
        return one
    return replace(
        one, state=ItemState.DONE, evidence=evidence, reason=None, changed_by=by, changed_at=now, facts=checked
    )


def not_applicable(one: Item, *, reason: str | None, by: str, now: datetime) -> Item:
    if not reason:
        raise Refused("Say why it does not apply: the reason is shown at the gate.", field="reason")
    if one.state is ItemState.NOT_APPLICABLE and one.reason == reason:
        return one
    _check_unsettled(one)
    return replace(
        one, state=ItemState.NOT_APPLICABLE, evidence=None, reason=reason, changed_by=by, changed_at=now, facts={}
    )


def reopen(one: Item, *, passed: Gate | None, by: str, now: datetime) -> Item:
    """Back to open, in the same hands; not where a gate was `passed` with it."""
    if not one.is_settled:
        return one
    if passed:
        raise Refused(
            f"“{passed.title}” was passed with this, so it stays on record. Give newer evidence for it, or raise what"
            " is wrong as a risk: `/pilot risk`."
        )
    state = ItemState.IN_PROGRESS if one.owner else ItemState.OPEN
    return replace(one, state=state, evidence=None, reason=None, changed_by=by, changed_at=now)


def kept(one: Item) -> list[object]:
    """What a packet or a signature holds of it: facts only where there are any, so that older digests stay true."""
    return [one.state, one.evidence, one.reason, *([dict(one.facts)] if one.facts else [])]


def _check_unsettled(one: Item) -> None:
    if one.is_settled:
        raise Refused(SETTLED)
