"""Gates: what is missing, who owes it, and when one may be closed (framework 3, the end of each phase)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from program.errors import Refused
from program.playbook import Gate
from program.sign_offs import SignOffState
from program.standings import PassedGate, Standing


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing in a gate's way, as people read it, who owes it, and the playbook's key or role behind it."""

    what: str
    owed_by: tuple[str, ...]
    key: str


def missing(standing: Standing, gate: Gate) -> list[Missing]:
    """Everything still in the way: deliverables first, then questions, then signatures."""
    entries = [standing.playbook.item(key) for key in (*gate.deliverables, *gate.questions)]
    lacking = [
        Missing(f"“{entry.title}”", standing.owners(entry), entry.key)
        for entry in entries
        if not standing.is_settled(entry)
    ]
    return lacking + [each for role in gate.signers if (each := _unsigned(standing, gate, role))]


def _unsigned(standing: Standing, gate: Gate, role: str) -> Missing | None:
    title = standing.playbook.role(role).title
    holders = standing.holders.get(role, ())
    if not holders:
        return Missing(f"{title}: nobody holds this role yet", standing.holders.get("program-manager", ()), role)
    signed = standing.sign_off(gate, role)
    if signed and signed.is_given:
        return None
    if signed and signed.state is SignOffState.REJECTED:
        return Missing(f"{title} rejected: “{signed.comment}”", (signed.user,), role)
    return Missing(f"{title}'s sign-off", (signed.user,) if signed else holders, role)


def stale(standing: Standing, gate: Gate) -> list[str]:
    """The roles that signed something else than what stands there now."""
    current = standing.digest(gate)
    signed = [(role, standing.sign_off(gate, role)) for role in gate.signers]
    return [role for role, each in signed if each and each.is_given and each.digest != current]


class GateNotReady(Refused):
    """Carries what is missing, for who wants more than the sentence."""

    def __init__(self, gate: Gate, missing: Sequence[Missing]) -> None:
        listed = "; ".join(each.what for each in missing)
        super().__init__(
            f"“{gate.title}” cannot be closed yet. Missing: {listed}. Nothing of the next phase opens before."
        )
        self.missing = tuple(missing)


def close(standing: Standing, gate: Gate, *, by: str, now: datetime) -> PassedGate:
    """Pass a gate of completion; a gate with a vote is passed by its decision alone."""
    if standing.is_passed(gate):
        raise Refused(f"“{gate.title}” is closed already.")
    if gate.kind == "vote":
        raise Refused(f"“{gate.title}” is passed by a vote and the sponsor's decision: `/pilot vote`.")
    earlier = standing.next_gate
    if earlier and earlier.key != gate.key:
        raise Refused(f"“{earlier.title}” comes first, and is still open: `/pilot gate`.")
    if in_the_way := missing(standing, gate):
        raise GateNotReady(gate, in_the_way)
    return PassedGate(gate.key, now, by)
