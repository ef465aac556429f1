"""The things that get done: activities, questions, outputs, deliverables and checklist items share one life."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from difflib import SequenceMatcher
from enum import StrEnum
from re import compile

from program import facts
from program.errors import Refused
from program.exemptions import Exemption, ExemptionKind
from program.facts import Facts
from program.playbook import Entry, Gate

ALIKE = 0.9  # of 1: the share of a text that a correction of its wording leaves alone
_TELLING = compile(r"https?://\S+|\d+(?:[.,]\d+)*")
MOST_EVIDENCE = 1000  # characters; what is longer belongs behind a link
NEEDS_EVIDENCE = "Add a link or a note that shows it: an auditor will ask for it."
SETTLED = "This is settled already. Reopen it first if there is more to do."


class ItemState(StrEnum):
    OPEN = "open"
    IN_PROGRESS = "in-progress"
    DONE = "done"
    NOT_APPLICABLE = "not-applicable"
    PROPOSED = "proposed"  # an exemption waits for another role's approval
    WAIVED = "waived"  # for a time, against another control


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
    exemption: Exemption | None = None
    substance: str | None = None  # what the evidence said before its wording was corrected (see `substance_of`)

    @property
    def is_settled(self) -> bool:
        return self.state in {ItemState.DONE, ItemState.NOT_APPLICABLE, ItemState.WAIVED}

    @property
    def is_proposed(self) -> bool:
        return self.state is ItemState.PROPOSED

    @property
    def is_waived(self) -> bool:
        return self.state is ItemState.WAIVED

    def exempted(self, exemption: Exemption, *, by: str, now: datetime) -> "Item":
        """As not applicable, or waived."""
        state = ItemState.WAIVED if exemption.kind is ExemptionKind.WAIVER else ItemState.NOT_APPLICABLE
        return replace(
            self, state=state, evidence=None, reason=exemption.reason, changed_by=by, changed_at=now, facts={},
            exemption=exemption, substance=None,
        )  # fmt: skip

    def owed_again(self, *, by: str, now: datetime) -> "Item":
        """Back to open, in the same hands."""
        state = ItemState.IN_PROGRESS if self.owner else ItemState.OPEN
        return replace(
            self, state=state, evidence=None, reason=None, changed_by=by, changed_at=now, exemption=None, substance=None
        )


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
        one, state=ItemState.DONE, evidence=evidence, reason=None, changed_by=by, changed_at=now, facts=checked,
        exemption=None, substance=substance_of(one, evidence),
    )  # fmt: skip


def substance_of(one: Item, evidence: str | None) -> str | None:
    """What a signature goes on resting on when only the wording was corrected; else nothing: the text itself counts.

    A correction leaves every link and number as it was, and nearly all of the words.
    """
    if one.state is not ItemState.DONE or not one.evidence or not evidence:
        return None
    before = one.substance or one.evidence
    same = _TELLING.findall(before) == _TELLING.findall(evidence)
    alike = SequenceMatcher(None, before.casefold(), evidence.casefold()).ratio() >= ALIKE
    return before if same and alike and before != evidence else None


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
    return one.owed_again(by=by, now=now)


def propose(one: Item, exemption: Exemption, *, by: str, now: datetime) -> Item:
    """It is owed until somebody else has approved the exemption."""
    _check_unsettled(one)
    return replace(
        one, state=ItemState.PROPOSED, reason=exemption.reason, changed_by=by, changed_at=now, exemption=exemption
    )


def kept(one: Item) -> list[object]:
    """What a packet holds of it: facts only where there are any, so that older digests stay true."""
    return [one.state, one.evidence, one.reason, *([dict(one.facts)] if one.facts else [])]


def material(one: Item) -> list[object]:
    """What a signature rests on: the same, but a correction of its wording is no change."""
    return kept(replace(one, evidence=one.substance or one.evidence))


def _check_unsettled(one: Item) -> None:
    if one.is_settled:
        raise Refused(SETTLED)
