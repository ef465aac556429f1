"""The form in which a decider corrects their words, and what everybody reads of it."""

from program import decisions
from program.decisions import Decision
from program.standings import Standing
from templates import blocks as b
from templates.words import say

OPEN, RECORD = "decision-open-correct", "decision-correct"
REASON = 1000


def form(standing: Standing, decision: Decision) -> b.View:
    gate = standing.playbook.gate(decision.gate)
    text = say("decision_correct", title=decisions.title(gate, decision), gate=gate)
    labels = dict(zip(decision.answers, decisions.asked_for(gate, decision), strict=True))
    answers = [
        b.question(f"answer-{key}", labels[key][0], b.text_input(initial=said, lines=True, most=REASON))
        for key, said in decision.answers.items()
    ]
    reason = b.question(
        "reason", "The reason, as it should read", b.text_input(initial=decision.reason, lines=True, most=REASON)
    )
    return b.modal(
        "Correct the words",
        RECORD,
        [b.section(text), reason, *answers],
        submit="Record",
        about={"program": str(standing.program.id), "decision": str(decision.id)},
    )


def done(standing: Standing, decision: Decision) -> b.View:
    text = say("decision_corrected_done", program=standing.program)
    return b.done("Recorded", b.Message(text, [b.section(text)]))


def corrected(standing: Standing, decision: Decision) -> b.Message:
    """With what it said before."""
    gate = standing.playbook.gate(decision.gate)
    before = next(each for each in standing.decisions if each.id == decision.corrects)
    text = say(
        "decision_corrected", decision=decision, before=before, gate=gate, program=standing.program,
        title=decisions.title(gate, decision), asked_for=decisions.asked_for(gate, decision),
    )  # fmt: skip
    return b.Message(b.shortened(text, b.SECTION), b.sections(text))
