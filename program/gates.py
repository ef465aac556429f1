"""Gates: what is missing, who owes it, and when one may be closed (framework 3, the end of each phase)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from program import commitments, risks
from program.authority import may
from program.errors import Refused
from program.exemptions import is_mandatory, owed_by
from program.playbook import ChecklistItem, Entry, Gate
from program.programs import ProgramState
from program.remembered import remembered
from program.risks import Risk
from program.signatures import Signature, SignatureState, own_work, signatures
from program.standings import PassedGate, Standing


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing in a gate's way, as people read it, who owes it, and the playbook's key or role behind it."""

    what: str
    owed_by: tuple[str, ...]
    key: str


def entries(standing: Standing, gate: Gate) -> list[Entry]:
    """What must be there: deliverables, what else is needed, then answers."""
    return [standing.playbook.item(key) for key in gate.wanted]


def next_or_last(standing: Standing) -> Gate:
    """The gate ahead; where all are behind, the last."""
    return standing.next_gate or standing.playbook.gates[-1]


@remembered
def missing(standing: Standing, gate: Gate) -> list[Missing]:
    """Everything still in the way: deliverables first, then questions, high risks, signatures, and the checklist."""
    unsigned = [_unsigned(standing, gate, each) for each in signatures(standing, gate) if not each.is_given]
    delivered, ticked = _undone(standing, entries(standing, gate)), _undone(standing, mandatory(standing, gate))
    return [*delivered, *_risks(standing, gate), *unsigned, *_missed(standing, gate), *ticked, *unready(standing, gate)]


def _missed(standing: Standing, gate: Gate) -> list[Missing]:
    """The conditions for which this gate was opened again."""
    missed = commitments.lapsed(standing, gate)
    return [Missing(f"the condition “{each.text}”", (each.owner,), each.key) for each in missed]


def _undone(standing: Standing, wanted: Iterable[Entry]) -> list[Missing]:
    left = [entry for entry in wanted if not standing.is_settled(entry)]
    return [Missing(f"“{entry.title}”", owed_by(standing, entry), entry.key) for entry in left]


@remembered
def mandatory(standing: Standing, gate: Gate) -> list[ChecklistItem]:
    """The checklist items due by this gate that this program's tier does not let go without (framework 6)."""
    return [each for each in standing.playbook.checklist_due_by(gate.key) if is_mandatory(standing, each)]


@remembered
def unready(standing: Standing, gate: Gate) -> list[Missing]:
    """Before a vote, most of the checklist is there (framework 6, last sentence)."""
    if gate.kind != "vote":
        return []
    ready = standing.readiness(gate)
    if ready.whole >= ready.most:
        return []
    words = f"readiness of {ready.most} of 100, which is {ready.whole} now: `/pilot readiness`"
    return [Missing(words, leads(standing, "gate:close"), "readiness")]


@remembered
def lacking(standing: Standing, gate: Gate) -> list[Entry]:
    """All that somebody must still deliver before it can be passed."""
    wanted = {each.key: each for each in (*entries(standing, gate), *mandatory(standing, gate))}
    return [each for each in wanted.values() if not standing.is_settled(each)]


def risks_in_the_way(standing: Standing, gate: Gate) -> list[Risk]:
    """High risks that weigh on this gate, neither brought down nor accepted: worst first (framework 3, Week 10)."""
    rules = standing.playbook.measures.risks
    return [each for each in standing.open_risks if risks.is_in_the_way(each, gate.key, rules)]


def _risks(standing: Standing, gate: Gate) -> list[Missing]:
    """The worst one by one, and the others in one line, so that what else is missing is still seen."""
    found = risks_in_the_way(standing, gate)
    named, others = found[:MOST_RISKS], found[MOST_RISKS:]
    if not others:
        return [_risk(standing, each) for each in named]
    codes = ", ".join(each.code for each in others)
    holders = tuple(dict.fromkeys(each.owner for each in others if each.owner))
    rest = Missing(f"{codes}: high as well, neither brought down nor accepted", holders, others[0].code)
    return [*(_risk(standing, each) for each in named), rest]


def _risk(standing: Standing, risk: Risk) -> Missing:
    """Owed by whoever holds it, until what remains is known; then by the risk owner, who accepts it."""
    if risk.residual is None:
        holder = (risk.owner,) if risk.owner else leads(standing, "sign-off:ask")
        return Missing(f"{risk.code} is high, and not mitigated: “{risk.title}”", holder, risk.code)
    accepts = tuple(user for user in standing.holders.get("risk-owner", ()) if user not in {risk.owner, risk.raised_by})
    what = f"{risk.code} stays high with its mitigation, and nobody has accepted that: “{risk.title}”"
    return Missing(what, accepts or leads(standing, "people:appoint"), risk.code)


def _unsigned(standing: Standing, gate: Gate, signature: Signature) -> Missing:
    """Owed by whoever was asked; until somebody is, or after a rejection, by those who run the program."""
    role, state = signature.role, signature.state
    asked = state in {SignatureState.ASKED, SignatureState.STALE} and signature.user
    nobody = state in {SignatureState.VACANT, SignatureState.OWN_WORK}
    lead = leads(standing, "people:appoint" if nobody else "sign-off:ask")
    return Missing(_words(standing, gate, signature), (asked,) if asked else lead, role.key)


def _words(standing: Standing, gate: Gate, signature: Signature) -> str:
    title = signature.role.title
    match signature.state:
        case SignatureState.VACANT:
            return f"{title}: nobody holds this role yet"
        case SignatureState.OWN_WORK:
            own = {
                each.title
                for user in standing.asked("sign", gate)[signature.role.key]
                for each in own_work(standing, gate, signature.role.key, user)
            }
            return f"{title} sign-off, by somebody who did not deliver “{min(own)}”"
        case SignatureState.NOT_ASKED:
            return f"{title} sign-off, not asked for yet"
        case SignatureState.REJECTED:
            return f"{title} rejected: “{signature.sign_off.comment if signature.sign_off else ''}”"
        case SignatureState.STALE:
            return f"{title} sign-off once more, since what it rests on has changed"
        case _:
            return f"{title} sign-off"


MOST_RISKS = 5  # that stand in a gate's way, each with its title
LEADS = ("program-manager", "product-owner", "sponsor")


@remembered
def leads(standing: Standing, action: str) -> tuple[str, ...]:
    """Who sees to it that a gate gets on: the program manager, or who comes next of those who may do this."""
    ranked = (standing.acting.get(role, ()) for role in LEADS if may(action, {role}))
    return next((holders for holders in ranked if holders), ())


def stale(standing: Standing, gate: Gate) -> list[str]:
    """The roles that signed, or rejected, something else than what stands there now."""
    return [each.role.key for each in signatures(standing, gate) if each.state is SignatureState.STALE]


def override(standing: Standing, gate: Gate, *, why: str | None, by: str, now: datetime) -> PassedGate:
    """The sponsor lets the next phase begin although something is missing; it is shown at every later gate.

    Not where nothing is missing, and not past a vote (framework 3, Phase 1, rule: nothing missing, or no Phase 2).
    """
    in_the_way = check_override(standing, gate)
    if not why:
        raise Refused("Say why it must go on without: this is shown at every later gate.", field="why")
    return PassedGate(gate.key, now, by, why, tuple(each.what for each in in_the_way))


def check_override(standing: Standing, gate: Gate) -> list[Missing]:
    """What would be passed over; refuses where nothing would."""
    _check_can_close(standing, gate)
    in_the_way = missing(standing, gate)
    if not in_the_way:
        raise Refused(f"Nothing is missing at “{gate.title}”: close it as it is, with `/pilot gate close`.")
    return in_the_way


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
    _check_can_close(standing, gate)
    if in_the_way := missing(standing, gate):
        raise GateNotReady(gate, in_the_way)
    return PassedGate(gate.key, now, by)


def _check_can_close(standing: Standing, gate: Gate) -> None:
    if standing.is_passed(gate):
        raise Refused(f"“{gate.title}” is closed already.")
    if standing.program.state is ProgramState.PAUSED:
        raise Refused("This program is paused. The sponsor resumes it first: `/pilot resume`.")
    if gate.kind == "vote":
        raise Refused(f"“{gate.title}” is passed by a vote and the sponsor's decision: `/pilot vote`.")
    earlier = standing.next_gate
    if earlier and earlier.key != gate.key:
        raise Refused(f"“{earlier.title}” comes first, and is still open: `/pilot gate`.")
