"""One gate on one screen: what is missing and who owes it, what is there, who signed; and that it is closed."""

from collections.abc import Set
from datetime import datetime
from typing import Any

from program import gates
from program.adoption import gate_before
from program.authority import may
from program.owing import owed_by
from program.playbook import Gate
from program.polls import undecided
from program.programs import ProgramState
from program.signatures import Signature, SignatureState, own_work, signatures
from program.standings import PassedGate, Standing
from templates import blocks as b
from templates import owing
from templates.adoption import OPEN_GATE
from templates.stopping import OPEN as OPEN_STOP
from templates.words import mention, say

SHOW, CLOSE, OPEN_OVERRIDE, OVERRIDE = "gate-show", "gate-close", "gate-open-override", "gate-override"
ASK = "sign-off-ask"
MOST_SAID, MOST_MINE, MOST_GATES, MOST_WHY = 6, 6, 100, 500


def gate(standing: Standing, gate: Gate, *, user: str, roles: Set[str], now: datetime) -> b.Message:
    """What this person can do about it comes first, and what is missing before what is there."""
    facts = _facts(standing, gate, now)
    mine = [each for each in owed_by(user, standing, now) if each.for_gate] if facts["is_next"] else []
    shown = [
        b.header(f"{standing.program.code} · {gate.title}"),
        *b.sections(say("gate_head", **facts)),
        *(owing.row(each, now) for each in mine[:MOST_MINE]),
        *(b.sections(say("gate_missing", **facts)) if facts["missing"] else []),
        *b.sections(say("gate_there", **facts)),
        *b.sections(say("gate_signatures", lines=[line(standing, gate, each) for each in facts["signatures"]])),
        *b.sections(say("gate_checklist", **facts)),
        b.context(say("gate_all", **facts)),
    ]
    buttons = [*_buttons(standing, gate, roles, facts), *_others(standing, gate)]
    return b.Message(say("gate", **facts, most=MOST_SAID), [*shown, *([b.actions(*buttons)] if buttons else [])])


def _facts(standing: Standing, gate: Gate, now: datetime) -> dict[str, Any]:
    passed = next((each for each in standing.passed if each.gate == gate.key), None)
    upcoming = standing.next_gate
    return {
        "program": standing.program,
        "gate": gate,
        "day": standing.gate_day(gate),
        "days": (standing.gate_day(gate) - standing.program.today(now)).days,
        "passed": passed,
        "is_next": upcoming is not None and upcoming.key == gate.key,
        "upcoming": upcoming,
        "phase": standing.playbook.phase(gate.blocks_phase) if gate.blocks_phase else None,
        "missing": [] if passed else gates.missing(standing, gate),
        "entries": [(entry, standing.item(entry.key)) for entry in gates.entries(standing, gate)],
        "signatures": signatures(standing, gate),
        "score": standing.score(standing.playbook.checklist_due_by(gate.key)),
        "sections": standing.sections(gate),
        "overridden": overridden(standing),
        "called": mention,
        "gates": [(each, standing.gate_day(each), standing.is_passed(each)) for each in standing.playbook.gates],
    }


def overridden(standing: Standing) -> list[tuple[str, PassedGate]]:
    """The gates behind us that were passed with something missing, by their titles."""
    return [(standing.playbook.gate(each.gate).title, each) for each in standing.overridden]


def line(standing: Standing, gate: Gate, signature: Signature) -> str:
    """Where one signature stands, with its conditions."""
    holders = standing.asked("sign", gate).get(signature.role.key, ())
    own = [work for user in holders for work in own_work(standing, gate, signature.role.key, user)]
    facts = {"sign_off": signature.sign_off, "behalf": standing.signed_for(signature.sign_off)}
    return say("gate_signature", signature=signature, own=own[0] if own else None, **facts)


def _buttons(standing: Standing, gate: Gate, roles: Set[str], facts: dict[str, Any]) -> list[b.Block]:
    if not facts["is_next"]:
        return []
    value, buttons = f"{standing.program.id}/{gate.key}", []
    unasked = sum(each.state is SignatureState.NOT_ASKED for each in facts["signatures"])
    if unasked and may("sign-off:ask", roles):
        buttons.append(b.button(f"Ask for {unasked} sign-offs" if unasked > 1 else "Ask for the sign-off", ASK, value))
    if gate.kind != "vote" and may("gate:close", roles):
        buttons.append(_close(gate, value, is_ready=not facts["missing"]))
    if gate.kind != "vote" and facts["missing"] and may("gate:override", roles):
        buttons.append(b.button("Go on without", OPEN_OVERRIDE, value))
    if gate_before(standing) == gate and may("gate:passed-before", roles):
        buttons.append(b.button("Passed before Pilot", OPEN_GATE, str(standing.program.id)))
    if may("program:stop", roles) and standing.program.state is ProgramState.RUNNING:
        buttons.append(b.button("Pause or stop", OPEN_STOP, str(standing.program.id)))
    poll = standing.poll(gate)
    is_free = not (poll and poll.is_open) and not undecided(standing, gate)
    if gate.kind == "vote" and is_free and may("vote:open", roles):
        buttons.append(b.button("Open the vote", "vote-open", value))
    return buttons


def _close(gate: Gate, value: str, *, is_ready: bool) -> b.Block:
    """It asks once more only where it would close; else the answer is what is missing."""
    if not is_ready:
        return b.button("Close the gate", CLOSE, value)
    sure = b.confirm(
        "Close the gate?", f"{gate.title}: nothing is missing. A closed gate stays closed.", yes="Close it"
    )
    return b.button("Close the gate", CLOSE, value, style="primary", confirm=sure)


def _others(standing: Standing, gate: Gate) -> list[b.Block]:
    choices = [
        b.Choice(f"{standing.program.id}/{each.key}", each.title) for each in standing.playbook.gates if each != gate
    ]
    if not choices:
        return []
    menu = b.select_input(choices[:MOST_GATES])
    return [menu | {"action_id": f"{SHOW}:other", "placeholder": b.plain("Another gate", 150)}]


def override(standing: Standing, gate: Gate) -> b.View:
    """The sponsor sees all that is passed over before saying why."""
    missing = [each.what for each in gates.missing(standing, gate)]
    return b.modal(
        "Go on without",
        OVERRIDE,
        [
            *b.sections(say("gate_override", gate=gate, missing=missing)),
            b.question("why", "Why must it go on?", b.text_input(lines=True, most=MOST_WHY)),
        ],
        submit="Go on without it",
        about={"program": str(standing.program.id), "gate": gate.key},
    )


# --- closed -------------------------------------------------------------------------------------------------------


def closed(standing: Standing, gate: Gate, now: datetime) -> b.Message:
    """Who closed it, what begins now, what comes next, and the conditions that were agreed."""
    passed = next(each for each in standing.passed if each.gate == gate.key)
    phase = standing.playbook.phase(gate.blocks_phase) if gate.blocks_phase else None
    upcoming = standing.next_gate
    text = say(
        "gate_closed",
        program=standing.program,
        gate=gate,
        passed=passed,
        phase=phase,
        begins=standing.program.monday(phase.weeks[0]) if phase else None,
        today=standing.program.today(now),
        upcoming=upcoming,
        upcoming_day=standing.gate_day(upcoming) if upcoming else None,
        conditions=[
            condition for each in signatures(standing, gate) if each.sign_off for condition in each.sign_off.conditions
        ],
    )
    if upcoming is None:
        return b.Message(b.spoken(text), b.sections(text))
    needs = b.button("What the next gate needs", SHOW, f"{standing.program.id}/{upcoming.key}")
    return b.Message(b.spoken(text), [*b.sections(text), b.actions(needs)])
