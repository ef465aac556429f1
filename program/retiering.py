"""When the facts of a running program change, its tier may, and with it what is asked (framework 3, Week 3)."""

from dataclasses import dataclass

from program.errors import Refused
from program.inquiries import check_profile
from program.playbook import Playbook
from program.tiers import Profile, Verdict


@dataclass(frozen=True, slots=True)
class Retiering:
    """`mandatory` and `dropped` are titles; `roles` are gates with what changed for signers or voters."""

    before: Verdict
    after: Verdict
    mandatory: tuple[str, ...]
    dropped: tuple[str, ...]
    gates: tuple["GateChange", ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def moves(self) -> bool:
        return self.before.tier is not self.after.tier


@dataclass(frozen=True, slots=True)
class GateChange:
    """Roles by key that sign or vote now, or no longer; all that vote together are its quorum."""

    gate: str
    signers: tuple[str, ...]
    voters: tuple[str, ...]
    no_longer: tuple[str, ...]
    quorum: int


def check(before: Profile, after: Profile, playbook: Playbook) -> None:
    if not playbook.traits and not playbook.patterns:
        raise Refused("This program's playbook asks for no facts of a risk tier: adopt a newer one first.")
    if before == after:
        raise Refused("Nothing is different from what is on record: change an answer, or cancel.", field="pattern")
    check_profile(after, playbook)


def what_changes(playbook: Playbook, before: Profile, after: Profile) -> Retiering:
    """Compared on the playbook as it is for the one and for the other."""
    old, new = playbook.at(before), playbook.at(after)
    was, now = playbook.tier(before), playbook.tier(after)
    must_then, must_now = _mandatory(old, was), _mandatory(new, now)
    had, has = {each.key for each in old.items}, {each.key for each in new.items}
    return Retiering(
        was,
        now,
        tuple(each.title for each in new.checklist if each.key in must_now - must_then),
        tuple(each.title for each in old.checklist if each.key in must_then - must_now),
        tuple(change for gate in new.gates if (change := _gate(old, new, gate.key))),
        tuple(each.title for each in new.items if each.key not in had),
        tuple(each.title for each in old.items if each.key not in has),
    )


def _mandatory(playbook: Playbook, verdict: Verdict) -> set[str]:
    return {
        each.key for each in playbook.checklist if each.mandatory_from and verdict.tier.reaches(each.mandatory_from)
    }


def _gate(old: Playbook, new: Playbook, key: str) -> GateChange | None:
    before, after = old.gate(key), new.gate(key)
    asked, then = {*after.signers, *after.voters}, {*before.signers, *before.voters}
    change = GateChange(
        after.title,
        tuple(role for role in after.signers if role not in before.signers),
        tuple(role for role in after.voters if role not in before.voters),
        tuple(sorted(then - asked)),
        len(after.voters),
    )
    return change if change.signers or change.voters or change.no_longer else None
