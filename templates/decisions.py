"""What the decider is asked, the form in which it is recorded, what everybody learns of it, and the list of all."""

from collections.abc import Sequence
from datetime import date

from program import decisions, gates, questions
from program.decisions import Decision
from program.grounds import grounds
from program.outcomes import carries
from program.playbook import Gate, Option
from program.programs import Program, ProgramState
from program.standings import Standing
from program.votes import Poll
from templates import blocks as b
from templates import packets
from templates.condition_inputs import condition_inputs
from templates.cycles import start_button
from templates.decision_corrections import OPEN as CORRECT
from templates.decision_log import LIST as LOGGED
from templates.packets import Names
from templates.votes import DECIDE, counts, outcome_facts, voter
from templates.words import say, short

RECORD, MORE, PAGE_OF, RESUME = "decision-record", "decision-more", "decision-page", "decision-resume"
MOST_CONDITIONS, REASON = 5, 1000  # how many, and how long
MOST_MISSING, MOST_REASONS = 10, 12
PAGE = 10_000  # characters of a list on one screen


# --- to the decider -----------------------------------------------------------------------------------------------


def wanted(standing: Standing, poll: Poll, names: Names) -> b.Message:
    """Tally, reasons and what is missing, with the button; afterwards what was decided."""
    gate, decision = standing.playbook.gate(poll.gate), standing.decision_on(poll)
    facts = {"gate": gate, "program": standing.program, "poll": poll, "decision": decision}
    if decision:
        text = say("decision_made", title=decisions.title(gate, decision), **facts)
        return b.Message(text, [b.section(text)])
    missing = len(gates.missing(standing, gate))
    text = say("decision_wanted", counts=counts(poll, gate), missing=missing, **facts)
    decide = b.button("Decide", DECIDE, str(poll.id), style="primary")
    lead = b.section(say("decision_lead", **facts))
    return b.Message(text, [lead, *_summary(standing, poll, gate, names), b.actions(decide)])


def form(standing: Standing, poll: Poll, names: Names, *, conditions: int = 1) -> b.View:
    """`conditions`: how many can be filled in; there are none where no decision of this gate takes any."""
    gate = standing.playbook.gate(poll.gate)
    choices = [b.Choice(each.key, each.title) for each in gate.decisions]
    again = decisions.again(gate, standing.decisions)
    takes_conditions = any(each.needs_condition for each in gate.decisions)
    return b.modal(
        "Your decision",
        RECORD,
        [
            *_summary(standing, poll, gate, names),
            *packets.shown(standing, gate, names),
            b.divider(),
            *b.sections(say("options", options=gate.decisions)),
            b.question("choice", "Your decision", b.radio_input(choices)),
            b.question("reason", "Why", b.text_input(lines=True, most=REASON), optional=True),
            *_asked(gate),
            *(_different(again) if again else []),
            *(_conditions(poll, conditions) if takes_conditions else []),
        ],
        submit="Record",
        about={"poll": str(poll.id), "digest": standing.digest(gate)},
    )


def _asked(gate: Gate) -> list[b.Block]:
    """What single decisions ask for besides; each says for which one it is."""
    fields = [
        b.question(
            f"ask-{each.ask.key}",
            f"{each.ask.label} (for “{each.title}”)",
            b.text_input(lines=True, most=REASON),
            hint=each.ask.hint,
            optional=True,
        )
        for each in gate.decisions
        if each.ask
    ]
    reviewed = " or ".join(f"“{each.title}”" for each in gate.decisions if each.needs_review)
    if reviewed:
        day = b.question("review_on", f"When to look at it again (for {reviewed})", b.date_input(), optional=True)
        fields.append(day)
    return fields


def _different(again: Sequence[Option]) -> list[b.Block]:
    titles = " or ".join(f"“{each.title}”" for each in again)
    label = f"{titles} was used here already: why is this time different?"
    return [b.question(decisions.DIFFERENT, label, b.text_input(lines=True, most=REASON), optional=True)]


def _summary(standing: Standing, poll: Poll, gate: Gate, names: Names) -> list[b.Block]:
    missing = gates.missing(standing, gate)
    found = grounds(standing, gate)
    passing = decisions.forbidden(poll, found) is None
    tally = say(
        "decision_tally",
        gate=gate,
        program=standing.program,
        counts=counts(poll, gate),
        poll=poll,
        carried=carries(poll, gate),
        answers=questions.answers(standing, gate),
        **outcome_facts(standing, poll, names),
        missing=missing,
        most=MOST_MISSING,
        possible=[each.title for each in decisions.possible(gate, found.missing, passing=passing)],
    )
    titles = {option.key: option.title for option in gate.options}
    given = [
        (voter(standing, poll, vote.user, names), titles[vote.choice], vote.reason)
        for vote in poll.votes
        if vote.reason
    ]
    if not given:
        return b.sections(tally)
    channel = standing.program.channel
    reasons = say("decision_reasons", reasons=given, most=MOST_REASONS, channel=channel)
    return [*b.sections(tally), *b.sections(reasons)]


def _conditions(poll: Poll, count: int) -> list[b.Block]:
    shown = condition_inputs(count, hint="Only for a decision with conditions.")
    if count < MOST_CONDITIONS:
        shown.append(b.actions(b.button("Add another condition", MORE, f"{poll.id}/{count + 1}")))
    return shown


def done(gate: Gate, decision: Decision) -> b.View:
    text = say("decision_done", title=decisions.title(gate, decision), conditions=len(decision.conditions))
    return b.done("Recorded", b.Message(text, [b.section(text)]))


# --- to everybody -------------------------------------------------------------------------------------------------


def recorded(standing: Standing, decision: Decision) -> b.Message:
    """What, why, on which conditions, and what happens next."""
    program, gate = standing.program, standing.playbook.gate(decision.gate)
    option = next(each for each in gate.decisions if each.key == decision.choice)
    asked_for = decisions.asked_for(gate, decision)
    facts = {"program": program, "gate": gate, "decision": decision, "option": option, "asked_for": asked_for}
    phase = standing.playbook.phase(gate.blocks_phase) if gate.blocks_phase else None
    then = say(
        "decision_next",
        program=program,
        option=option,
        gate_day=standing.gate_day(gate),
        phase=phase,
        begins=program.monday(phase.weeks[0]) if phase else None,
    )
    told = b.sections(say("decision_recorded", reason=decision.reason, **facts))
    text = say("decision_recorded", reason=decision.reason and short(decision.reason, 500), **facts)
    is_last = gate == standing.playbook.gates[-1] and program.state is ProgramState.FINISHED
    more = [b.actions(start_button(program))] if is_last else []
    return b.Message(b.spoken(f"{text}\n{then}"), [*told, *_agreed(decision), *b.sections(then), *more])


def _agreed(decision: Decision) -> list[b.Block]:
    return b.sections(say("decision_conditions", conditions=decision.conditions)) if decision.conditions else []


def listed(standing: Standing, *, user: str = "", page: int = 0) -> b.Message:
    """All decisions of a program, for whoever looks for the reason later; `user` may correct their own words."""
    pages = _pages(standing, user)
    shown = min(page, len(pages) - 1)
    text = say("decisions_head", program=standing.program, total=len(standing.decisions), page=shown + 1, of=len(pages))
    turns = []
    if shown:
        turns.append(b.button("Later ones", f"{PAGE_OF}:back", f"{standing.program.id}/{shown - 1}"))
    if shown + 1 < len(pages):
        turns.append(b.button("Earlier ones", f"{PAGE_OF}:next", f"{standing.program.id}/{shown + 1}"))
    others = b.button(f"Other decisions ({len(standing.decision_log)})", LOGGED, str(standing.program.id))
    return b.Message(text, [b.section(text), *pages[shown], b.actions(*turns, others)])


def _pages(standing: Standing, user: str) -> list[list[b.Block]]:
    """The latest first; as many on a screen as Slack takes."""
    pages: list[list[b.Block]] = [[]]
    length = 0
    for each in reversed(standing.decisions):
        entry = [*_entry(standing, each), *_agreed(each)]
        size = sum(len(block["text"]["text"]) for block in entry)
        if each.by == user and not decisions.is_superseded(each, standing.decisions):
            value = f"{standing.program.id}/{each.id}"
            entry.append(b.actions(b.button("Correct the words", f"{CORRECT}:{each.id}", value)))
        if pages[-1] and length + size > PAGE:
            pages.append([])
            length = 0
        pages[-1] += [b.divider(), *entry]
        length += size
    return pages


def _entry(standing: Standing, decision: Decision) -> list[b.Block]:
    gate = standing.playbook.gate(decision.gate)
    poll = next((each for each in standing.polls if each.id == decision.poll), None)
    return b.sections(
        say(
            "decision_entry",
            gate=gate,
            title=decisions.title(gate, decision),
            decision=decision,
            asked_for=decisions.asked_for(gate, decision),
            counts=counts(poll, gate) if poll else [],
            poll=poll,
            is_superseded=decisions.is_superseded(decision, standing.decisions),
            corrects=next((each for each in standing.decisions if each.id == decision.corrects), None),
        )
    )


# --- resume -------------------------------------------------------------------------------------------------------


def resume(program: Program, decision: Decision, gate: Gate, *, weeks: int, gate_day: date) -> b.View:
    text = say("resume", program=program, decision=decision, gate=gate, weeks=weeks, gate_day=gate_day)
    why = b.question("reason", "What is different now?", b.text_input(lines=True, most=500))
    return b.modal("Resume", RESUME, [*b.sections(text), why], submit="Resume", about={"program": str(program.id)})


def resumed(standing: Standing, decision: Decision) -> b.Message:
    gate = standing.playbook.gate(decision.gate)
    text = say("resumed", decision=decision, program=standing.program, gate=gate, gate_day=standing.gate_day(gate))
    return b.Message(text, b.sections(text))
