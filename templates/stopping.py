"""The form in which a sponsor pauses or stops a program, and what it answers."""

from program.decisions import PAUSED, STOPPED, Decision
from program.playbook import Gate
from program.standings import Standing
from templates import blocks as b
from templates.words import say

OPEN, RECORD = "stopping-open", "stopping-record"
WAYS = (
    b.Choice(PAUSED, "Pause it until a day; you are asked then"),
    b.Choice(STOPPED, "Stop it for good; its backup is offered"),
)


def form(standing: Standing, gate: Gate, *, way: str) -> b.View:
    return b.modal(
        "Pause or stop",
        RECORD,
        [
            *b.sections(say("stopping", program=standing.program, gate=gate)),
            b.question("way", "What becomes of it?", b.radio_input(WAYS, initial=way)),
            b.question("review_on", "Until when, if it pauses", b.date_input(), optional=True),
            b.question("reason", "Why", b.text_input(lines=True, most=500)),
            b.question(
                "learned", "What was learnt, if it stops", b.text_input(lines=True, most=500), optional=True,
                hint="For whoever tries this again: what you would ask first.",
            ),
        ],
        submit="Record",
        about={"program": str(standing.program.id)},
    )  # fmt: skip


def done(standing: Standing, decision: Decision) -> b.View:
    text = say("review_done", program=standing.program, way=decision.choice, day=decision.review_on)
    return b.done("Recorded", b.Message(text, [b.section(text)]))
