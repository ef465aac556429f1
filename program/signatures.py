"""The signatures that a gate needs: where each stands, what it rests on, and who may give it."""

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from json import dumps
from typing import Any

from program import people
from program.errors import Refused
from program.items import material
from program.playbook import Deliverable, Gate, Role
from program.programs import ProgramState
from program.recusals import recused
from program.remembered import remembered
from program.sign_offs import SignOff, SignOffState
from program.standings import Standing, accepted, tolerated
from program.tiers import PLAIN

NAMES = {"deliverables": "items"}  # as they are called in the digests of signatures


class SignatureState(StrEnum):
    VACANT = "vacant"  # nobody holds the role
    OWN_WORK = "own-work"  # all who hold it delivered what it accepts
    NOT_ASKED = "not-asked"
    ASKED = "asked"
    APPROVED = "approved"
    CONDITIONAL = "conditional"
    REJECTED = "rejected"
    STALE = "stale"  # what was signed, or rejected, has changed since


@dataclass(frozen=True, slots=True)
class Signature:
    """`user` is who signs, or who would be asked; `sign_off` the latest request, which may be a former holder's."""

    role: Role
    state: SignatureState
    user: str | None
    sign_off: SignOff | None

    @property
    def is_given(self) -> bool:
        return self.state in {SignatureState.APPROVED, SignatureState.CONDITIONAL}


@remembered
def signatures(standing: Standing, gate: Gate) -> list[Signature]:
    return [signature(standing, gate, role) for role in gate.signers]


def signature(standing: Standing, gate: Gate, role: str) -> Signature:
    """Where the signature of one role stands.

    Of several holders the longest-serving is asked: one signature a role is enough, and one person knows that it is
    theirs. What somebody signed stays good when the role changes hands, until what it rests on changes.
    """
    title, latest = standing.playbook.role(role), standing.sign_off(gate, role)
    holders = standing.asked("sign", gate).get(role, ())
    free = [user for user in holders if not own_work(standing, gate, role, user)]
    if latest and _stands(standing, gate, latest):
        return Signature(title, SignatureState(latest.state.value), latest.user, latest)
    if latest and latest.user in free:
        state = SignatureState.STALE if latest.signed_at else SignatureState.ASKED
        return Signature(title, state, latest.user, latest)
    if free:
        return Signature(title, SignatureState.NOT_ASKED, free[0], latest)
    return Signature(title, SignatureState.OWN_WORK if holders else SignatureState.VACANT, None, latest)


def _stands(standing: Standing, gate: Gate, signed: SignOff) -> bool:
    """Somebody answered, on what is there now, and it was not their own work; or the gate is behind us."""
    if signed.signed_at is None or standing.is_passed(gate):
        return signed.signed_at is not None
    is_current = signed.digest == digest(standing, gate, signed.role)
    return is_current and not own_work(standing, gate, signed.role, signed.user)


# --- what a signature rests on ------------------------------------------------------------------------------------


def rests_on(standing: Standing, gate: Gate, role: str) -> dict[str, object]:
    """The facts whose change makes a signature stale, so that this role is asked again and no other.

    For all signers: the gate's deliverables and answers, high risks, what each KPI promises, the tier with the facts
    behind it, and the architecture. For each role: the checklist items that are its own. Progress elsewhere, lower
    risks and new readings are no reason to sign again. A playbook's `material` says which of these count (framework 6).
    """
    material_kinds = standing.playbook.limits.material
    found = {kind: facts for kind, facts in _facts(standing, gate, role).items() if kind in material_kinds}
    said = _rows_say(standing, [each for each in material_kinds if "." in each])
    return {"gate": gate.key, "role": role} | {NAMES.get(kind, kind): facts for kind, facts in found.items()} | said


def _facts(standing: Standing, gate: Gate, role: str) -> dict[str, Any]:
    """By kind. About a use case of which nobody said anything there is no tier to rest on."""
    own = [entry.key for entry in standing.playbook.checklist_due_by(gate.key) if entry.owner_role == role]
    items = {key: standing.item(key) for key in (*gate.wanted, *own)}
    profile = standing.program.profile
    facts: dict[str, Any] = {
        "deliverables": {key: material(each) for key, each in items.items() if each.is_settled},
        "risks": [
            [risk.number, risk.score, risk.owner, *accepted(risk)]
            for risk in standing.open_risks
            if risk.score >= standing.playbook.measures.risks.high
        ],
        "kpis": [[kpi.number, kpi.baseline, kpi.target, *tolerated(kpi)] for kpi in standing.kpis],
    }
    if profile != PLAIN:
        facts["tier"] = [standing.tier.value, sorted(profile.traits), profile.pattern, profile.approach]
    return facts


def beyond(standing: Standing, gate: Gate) -> dict[str, Any]:
    """What signatures rest on that is in no item, risk or KPI: kept with the packet that was signed."""
    rested = rests_on(standing, gate, "")
    return {name: facts for name, facts in rested.items() if name == "tier" or "." in name}


def _rows_say(standing: Standing, fields: list[str]) -> dict[str, Any]:
    """What the rows of registers say in these fields; nothing where no row says anything."""
    found = {}
    for name in fields:
        register, field = name.split(".", 1)
        said = [[row.number, row.topic, row.facts[field]] for row in standing.register(register) if field in row.facts]
        if said:
            found[name] = said
    return found


def digest(standing: Standing, gate: Gate, role: str) -> str:
    facts = dumps(rests_on(standing, gate, role), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(facts.encode()).hexdigest()


# --- nobody approves their own work -------------------------------------------------------------------------------


def accepted_by(standing: Standing, gate: Gate, role: str) -> list[Deliverable]:
    """The deliverables that a signature in this role accepts: those that name it, and those that name no signer."""
    found = [standing.playbook.item(key) for key in gate.deliverables]
    return [
        each
        for each in found
        if isinstance(each, Deliverable) and (role in each.accepted_by or not set(each.accepted_by) & set(gate.signers))
    ]


def own_work(standing: Standing, gate: Gate, role: str, user: str) -> list[Deliverable]:
    """What this person, or whom they stand in for, marked done and this role accepts.

    While there is any, they cannot sign in this role; so each deliverable of a closed gate was accepted by somebody
    other than who delivered it. In another role, which accepts other things, the same person may sign.
    """
    selves = {user, standing.stands_in_for(user, role)} - {None}
    return [
        each
        for each in accepted_by(standing, gate, role)
        if (item := standing.item(each.key)).is_settled and standing.authors(item) & selves
    ]


# --- asking and signing -------------------------------------------------------------------------------------------


def check_asks(standing: Standing, gate: Gate) -> None:
    """Sign-offs are asked for at the next gate, in a program that runs."""
    _check_open(standing, gate)
    earlier = standing.next_gate
    if earlier and earlier.key != gate.key:
        raise Refused(f"“{earlier.title}” comes first, and is still open: `/pilot gate`.")
    if not gate.signers:
        raise Refused(f"Nobody has to sign at “{gate.title}”: `/pilot gate` shows what it needs.")


def check_signs(standing: Standing, sign_off: SignOff, *, by: str) -> None:
    """In one's own name, in a role that one holds and may hold, at an open gate, and not on one's own work."""
    gate, role = standing.playbook.gate(sign_off.gate), standing.playbook.role(sign_off.role)
    if by != sign_off.user:
        raise Refused(f"This sign-off is <@{sign_off.user}>'s: everyone signs in their own name.")
    _check_open(standing, gate)
    if sign_off.state is SignOffState.WITHDRAWN or by not in standing.asked("sign", gate)[role.key]:
        _check_aside(standing, gate, role, by)
        raise Refused(f"This is no longer asked of you: the role {role.title} has changed hands.")
    others = people.roles_of(by, standing.appointments) - {role.key}
    against = [other for other in sorted(others) if not standing.playbook.may_combine(role.key, other)]
    if against:
        other = standing.playbook.role(against[0]).title
        raise Refused(
            f"You are {other} as well, and whoever is cannot sign as {role.title}: nobody approves their own work."
            " Someone else must take one of the two roles: `/pilot people`."
        )
    if own := own_work(standing, gate, role.key, by):
        raise Refused(
            f"You marked “{own[0].title}” done, and signing as {role.title} would accept it: nobody approves their own"
            " work. Reopen it, so that whoever made it marks it done; or someone else takes this role: `/pilot people`."
        )


def _check_aside(standing: Standing, gate: Gate, role: Role, by: str) -> None:
    """Who holds the role, and yet is not asked: they stand aside, are away, or must not be stood in for."""
    if recused(standing.recusals, gate.key) & {by, standing.stands_in_for(by, role.key)}:
        raise Refused(f"You stand aside at “{gate.title}”: take that back first, in `/pilot people`.")
    if by in standing.appointed[role.key]:
        raise Refused(f"Somebody stands in for you as {role.title}: take that back first, in `/pilot people`.")
    if standing.stands_in_for(by, role.key):
        raise Refused(f"The playbook wants the {role.title} to sign in person: a stand-in cannot.")


def _check_open(standing: Standing, gate: Gate) -> None:
    if standing.is_passed(gate):
        raise Refused(f"“{gate.title}” is behind us, and what was signed stays on record: `/pilot gate {gate.key}`.")
    if standing.program.state is ProgramState.PAUSED:
        raise Refused("This program is paused. The sponsor resumes it first: `/pilot resume`.")
    if standing.program.state is ProgramState.FINISHED:
        raise Refused("This program is finished: `/pilot decisions` lists what was decided.")
