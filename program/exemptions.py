"""Exemptions from the checklist: what does not apply, and what is waived for a time against another control.

Where an item is mandatory for the program's tier, another role approves it (framework 6: the checklist before any
go-live; "mitigated or accepted", 6.2, item 2).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from program.errors import Refused

if TYPE_CHECKING:
    from program.items import Item
    from program.playbook import ChecklistItem, Entry, Playbook
    from program.standings import Standing


class ExemptionKind(StrEnum):
    NOT_APPLICABLE = "not-applicable"
    WAIVER = "waiver"


@dataclass(frozen=True, slots=True)
class Exemption:
    """`control` is what protects instead, until `expires`; it counts once `approved_by` says so."""

    kind: ExemptionKind
    reason: str
    proposed_by: str
    proposed_at: datetime
    control: str | None = None
    expires: date | None = None
    approved_by: str | None = None
    approved_at: datetime | None = None


def is_mandatory(standing: "Standing", entry: "Entry") -> bool:
    """Whether this program's tier allows no going without it."""
    from_tier = getattr(entry, "mandatory_from", None)
    return from_tier is not None and standing.tier.reaches(from_tier)


def approver(playbook: "Playbook", entry: "Entry") -> str:
    """The role that approves an exemption: its section's, or who decides where that is the owner's own."""
    section = getattr(entry, "section", None)
    role = playbook.section(section).approver if section else ""
    if role and role != entry.owner_role:
        return role
    return next(each.key for each in playbook.roles if each.decides)


def proposal(
    kind: ExemptionKind,
    *,
    reason: str | None,
    control: str | None,
    expires: date | None,
    by: str,
    today: date,
    longest: int,
    now: datetime,
) -> Exemption:
    """`longest`: days that a waiver may last."""
    if not reason:
        raise Refused("Say why: the reason is shown at the gate.", field="reason")
    if kind is ExemptionKind.NOT_APPLICABLE:
        return Exemption(kind, reason, by, now)
    if not control:
        raise Refused("Say what protects you instead until then.", field="control")
    if expires is None or expires <= today:
        raise Refused("Choose the day on which this waiver ends, after today.", field="expires")
    if expires > today + timedelta(days=longest):
        raise Refused(f"A waiver lasts {longest} days at the most: choose an earlier day.", field="expires")
    return Exemption(kind, reason, by, now, control, expires)


def proposed(standing: "Standing", user: str | None = None) -> list["ChecklistItem"]:
    """The items whose exemption waits, or waits for this person: who has the role, and did not propose it."""
    waiting = {key for key, each in standing.items.items() if each.is_proposed}
    found = [each for each in standing.playbook.checklist if each.key in waiting]
    return [each for each in found if user is None or user in approvers(standing, each)]


def approvers(standing: "Standing", entry: "Entry") -> list[str]:
    """Who may approve: whoever holds the role, but neither who proposed it nor whose item it is.

    Only the checklist knows exemptions that wait.
    """
    if getattr(entry, "section", None) is None:
        return []
    item = standing.item(entry.key)
    involved = {item.exemption.proposed_by if item.exemption else None, item.owner}
    return [user for user in standing.holders[approver(standing.playbook, entry)] if user not in involved]


def owed_by(standing: "Standing", entry: "Entry") -> tuple[str, ...]:
    """Who owes it now: while an exemption waits, whoever may approve that, if there is anybody."""
    if standing.item(entry.key).is_proposed and (waits_for := approvers(standing, entry)):
        return tuple(waits_for)
    return standing.owners(entry)


def approved(item: "Item", *, by: str, now: datetime) -> "Item":
    exemption = _waiting(item)
    if by == exemption.proposed_by:
        raise Refused("You proposed this yourself: somebody else approves it.")
    given = replace(exemption, approved_by=by, approved_at=now)
    return item.exempted(given, by=by, now=now)


def turned_down(item: "Item", *, why: str | None, by: str, now: datetime) -> "Item":
    """Back to whoever owes it."""
    _waiting(item)
    if not why:
        raise Refused("Say why not, so that it can be done or proposed better.", field="why")
    return item.owed_again(by=by, now=now)


def _waiting(item: "Item") -> Exemption:
    if not item.is_proposed or item.exemption is None:
        raise Refused("This was answered already: `/pilot exemptions` shows what still waits.")
    return item.exemption


def has_lapsed(item: "Item", today: date) -> bool:
    """A waiver whose last day is over."""
    exemption = item.exemption
    return item.is_waived and exemption is not None and exemption.expires is not None and exemption.expires < today


def lapsed(items: Mapping[str, "Item"], today: date) -> Sequence["Item"]:
    return [item for item in items.values() if has_lapsed(item, today)]
