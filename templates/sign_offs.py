"""Sign-offs: the request, what is being signed with the form below it, the answer, and the list of one's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from program import gates
from program.playbook import Gate
from program.sign_offs import SignOff, SignOffState
from program.signatures import Signature, SignatureState, accepted_by, digest, own_work, signature, signatures
from program.standings import Standing
from templates import blocks as b
from templates import packets
from templates.condition_inputs import Begun, condition_inputs
from templates.gates import ASK, CLOSE, SHOW, line
from templates.packets import Names
from templates.words import say

OPEN, ANSWER, MORE, SIGN = "sign-off-open", "sign-off-answer", "sign-off-more", "sign-off-sign"
MOST_CONDITIONS, MOST_CHANGES, MOST_LISTED, COMMENT = 3, 8, 40, 500
CHOICES = [
    b.Choice(SignOffState.APPROVED, "Approve", "The gate may be passed with what is there."),
    b.Choice(
        SignOffState.CONDITIONAL, "Approve with conditions", "It may be passed; what you name is done by its date."
    ),
    b.Choice(SignOffState.REJECTED, "Reject", "It must not be passed like this: say what would have to change."),
]
OPEN_STATES = {SignatureState.ASKED, SignatureState.STALE}


# --- asking -------------------------------------------------------------------------------------------------------


def asked(standing: Standing, sign_off: SignOff) -> b.Message:
    """With its button for as long as there is something to answer, and with the answer afterwards."""
    gate, role = standing.playbook.gate(sign_off.gate), standing.playbook.role(sign_off.role)
    needed = signature(standing, gate, role.key)
    is_mine = needed.sign_off is not None and needed.sign_off.id == sign_off.id and needed.user == sign_off.user
    state = needed.state if is_mine and sign_off.state is not SignOffState.WITHDRAWN else None
    settled = [entry for entry in gates.entries(standing, gate) if standing.is_settled(entry)]
    text = say(
        "sign_off_asked",
        program=standing.program,
        gate=gate,
        role=role,
        sign_off=sign_off,
        state=state,
        passed=standing.is_passed(gate),
        day=standing.gate_day(gate),
        own=own_work(standing, gate, role.key, sign_off.user),
        settled=len(settled),
        needed=len(gates.entries(standing, gate)),
        score=standing.score(standing.playbook.checklist_due_by(gate.key)),
    )
    buttons = [] if standing.is_passed(gate) else _answering(sign_off, state)
    return b.Message(b.spoken(text), [*b.sections(text), *([b.actions(*buttons)] if buttons else [])])


def _answering(sign_off: SignOff, state: SignatureState | None) -> list[b.Block]:
    if state in OPEN_STATES:
        return [b.button("Read and sign", f"{OPEN}:{sign_off.id}", str(sign_off.id), style="primary")]
    if state and sign_off.signed_at:
        return [b.button("Change my answer", f"{OPEN}:{sign_off.id}", str(sign_off.id))]
    return []


def requested(standing: Standing, gate: Gate, new: Sequence[SignOff]) -> b.Message:
    """Who is asked now, what stands in the way of others, and for whom everybody waits."""
    text = say(
        "sign_offs_requested",
        gate=gate,
        new=[(each.user, standing.playbook.role(each.role).title) for each in new],
        lacking=[entry for entry in gates.entries(standing, gate) if not standing.is_settled(entry)],
        lines=[line(standing, gate, each) for each in signatures(standing, gate) if _is_open(each, new)],
    )
    return b.Message(b.spoken(text), b.sections(text))


def _is_open(needed: Signature, new: Sequence[SignOff]) -> bool:
    """Not given, and not asked for just now."""
    return not needed.is_given and needed.sign_off not in new


# --- signing ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Typed:
    """The form as far as it was filled in."""

    answer: str | None = None
    comment: str | None = None
    conditions: Sequence[Begun] = ()


@dataclass(frozen=True, slots=True)
class Read:
    """What this person reads besides the packet.

    `seen`: the digest of what they have read, where that is not what is shown now; `changes`: since they last signed;
    `signs`: of trouble, as the packet keeps them; `is_changed`: something has, while they had the form open.
    """

    seen: str | None = None
    changes: Sequence[str] = ()
    signs: Sequence[Sequence[Any]] = ()
    is_changed: bool = False


NOTHING = Read()


def form(
    standing: Standing, sign_off: SignOff, names: Names, *, typed: Typed, conditions: int = 1, read: Read = NOTHING
) -> b.View:
    """What is being signed, and the answer below it."""
    gate, role = standing.playbook.gate(sign_off.gate), standing.playbook.role(sign_off.role)
    intro = say(
        "sign_off_intro",
        program=standing.program,
        gate=gate,
        role=role,
        day=standing.gate_day(gate),
        accepts=accepted_by(standing, gate, role.key),
        lacking=[entry for entry in gates.entries(standing, gate) if not standing.is_settled(entry)],
        sign_off=sign_off,
        changes=read.changes,
        most=MOST_CHANGES,
        is_changed=read.is_changed,
    )
    return b.modal(
        "Your sign-off",
        SIGN,
        [
            *b.sections(intro),
            b.divider(),
            *packets.to_sign(standing, gate, names, read.signs),
            b.divider(),
            *_answer(typed),
            *_conditions(sign_off, typed, conditions),
        ],
        submit="Sign",
        about={"sign_off": str(sign_off.id), "digest": read.seen or digest(standing, gate, role.key)},
    )


def _answer(typed: Typed) -> list[b.Block]:
    is_rejected = typed.answer == SignOffState.REJECTED
    radio = b.radio_input(CHOICES, initial=typed.answer) | {"action_id": ANSWER}
    return [
        b.question("answer", "Your answer", radio, dispatch=True),
        b.question(
            "comment",
            "What would have to change?" if is_rejected else "Comment",
            b.text_input(lines=True, most=COMMENT, initial=typed.comment),
            optional=not is_rejected,
        ),
    ]


def _conditions(sign_off: SignOff, typed: Typed, count: int) -> list[b.Block]:
    if typed.answer != SignOffState.CONDITIONAL:
        return []
    shown = condition_inputs(count, typed=typed.conditions, needed=1)
    if count < MOST_CONDITIONS:
        shown.append(b.actions(b.button("Add another condition", MORE, str(count + 1))))
    return shown


def signed(standing: Standing, sign_off: SignOff) -> b.View:
    text = say("sign_off_done", **_given(standing, sign_off))
    return b.done("Signed", b.Message(text, b.sections(text)))


def given(standing: Standing, sign_off: SignOff, *, user: str) -> b.Message:
    """To whoever must act on it: what they are to do, with the button where there is one."""
    facts = _given(standing, sign_off)
    gate, missing = standing.playbook.gate(sign_off.gate), facts["missing"]
    value = f"{standing.program.id}/{gate.key}"
    leads = gates.leads(standing, "gate:close")
    text = say("signature_given", user=user, leads=leads, behalf=standing.signed_for(sign_off), **facts)
    is_ready = not missing and gate.kind != "vote" and user in leads and not facts["passed"]
    button = (
        b.button("Close the gate", CLOSE, value, style="primary") if is_ready else b.button("See the gate", SHOW, value)
    )
    return b.Message(b.spoken(text), [*b.sections(text), b.actions(button)])


def _given(standing: Standing, sign_off: SignOff) -> dict[str, object]:
    gate = standing.playbook.gate(sign_off.gate)
    return {
        "program": standing.program,
        "gate": gate,
        "role": standing.playbook.role(sign_off.role),
        "sign_off": sign_off,
        "missing": gates.missing(standing, gate),
        "passed": standing.is_passed(gate),
    }


# --- one's own ----------------------------------------------------------------------------------------------------


def listed(
    mine: Sequence[tuple[Standing, SignOff]], to_ask: Sequence[tuple[Standing, Gate, int]], now: datetime
) -> b.Message:
    """What waits for a signature first; then what was signed and can be changed; then whom one could ask."""
    rows = [_row(standing, sign_off, now) for standing, sign_off in mine]
    rows += [_ask_row(*each) for each in to_ask]
    waiting = sum(_state(standing, sign_off) in OPEN_STATES for standing, sign_off in mine)
    text = say("sign_offs", waiting=waiting, mine=mine, to_ask=to_ask)
    more = [b.context(say("home_more", more=len(rows) - MOST_LISTED))] if len(rows) > MOST_LISTED else []
    return b.Message(text, [b.section(text), *rows[:MOST_LISTED], *more])


def _state(standing: Standing, sign_off: SignOff) -> SignatureState:
    return signature(standing, standing.playbook.gate(sign_off.gate), sign_off.role).state


def _row(standing: Standing, sign_off: SignOff, now: datetime) -> b.Block:
    gate, state = standing.playbook.gate(sign_off.gate), _state(standing, sign_off)
    words = say(
        "sign_off_row",
        program=standing.program,
        gate=gate,
        role=standing.playbook.role(sign_off.role),
        sign_off=sign_off,
        state=state,
        day=standing.gate_day(gate),
        late=standing.gate_day(gate) < standing.program.today(now),
    )
    buttons = _answering(sign_off, state)
    return b.section(words, accessory=buttons[0] if buttons else None)


def _ask_row(standing: Standing, gate: Gate, count: int) -> b.Block:
    ask = b.button("Ask now", f"{ASK}:{standing.program.code}", f"{standing.program.id}/{gate.key}")
    return b.section(say("sign_off_ask", program=standing.program, gate=gate, count=count), accessory=ask)
