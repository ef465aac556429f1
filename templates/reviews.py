"""A pause whose day has come: the question, its form, and what everybody learns."""

from datetime import date

from program import decisions
from program.decisions import RESUMED, REVIEW_MOVED, STOPPED, Decision
from program.standings import Standing
from templates import blocks as b
from templates.words import say

OPEN, RECORD = "review-open", "review-record"
WAYS = (
    b.Choice(RESUMED, "Resume: it goes on, its dates move"),
    b.Choice(REVIEW_MOVED, "Stay paused until another day"),
    b.Choice(STOPPED, "Stop for good"),
)


def asked(standing: Standing, paused: Decision) -> b.Message:
    text = say("review_due", program=standing.program, paused=paused)
    decide = b.button("Decide", OPEN, str(standing.program.id), style="primary")
    return b.Message(b.shortened(text, b.SECTION), [*b.sections(text), b.actions(decide)])


def form(standing: Standing, paused: Decision) -> b.View:
    return b.modal(
        "A paused program",
        RECORD,
        [
            *b.sections(say("review_due", program=standing.program, paused=paused)),
            b.question("way", "What becomes of it?", b.radio_input(WAYS)),
            b.question("review_on", "Until when, if it stays paused", b.date_input(), optional=True),
            b.question("reason", "Why", b.text_input(lines=True, most=500)),
        ],
        submit="Record",
        about={"program": str(standing.program.id)},
    )


def done(standing: Standing, way: str, day: date | None) -> b.View:
    text = say("review_done", program=standing.program, way=way, day=day)
    return b.done("Recorded", b.Message(text, [b.section(text)]))


def settled(standing: Standing, decision: Decision) -> b.Message:
    asked_for = decisions.asked_for(standing.playbook.gate(decision.gate), decision)
    text = say("review_settled", program=standing.program, decision=decision, asked_for=asked_for)
    return b.Message(b.shortened(text, b.SECTION), b.sections(text))
