"""What a decider is asked when a waiver ran out after the launch, and what they read then."""

from datetime import date

from program.playbook import ChecklistItem
from program.standings import Standing
from program.waivers import ACCEPT, EXTEND, ROLL_BACK
from templates import blocks as b
from templates.words import say

OPEN, RECORD = "waiver-open", "waiver-settle"
MOST = 500  # characters
WAYS = (
    b.Choice(EXTEND, "Waive it anew, until another day"),
    b.Choice(ACCEPT, "Accept it as it is"),
    b.Choice(ROLL_BACK, "Roll back: the program is paused until a day"),
)


def form(standing: Standing, entry: ChecklistItem) -> b.View:
    return b.modal(
        "A waiver is over",
        RECORD,
        [
            b.section(say("waiver_settle", program=standing.program, entry=entry)),
            b.question("way", "What becomes of it?", b.radio_input(WAYS)),
            b.question("expires", "Until when", b.date_input(), optional=True, hint="Empty, where you accept it."),
            b.question("control", "What protects you until then", b.text_input(lines=True, most=MOST), optional=True,
                       hint="Where you waive it anew."),
            b.question("reason", "Why", b.text_input(lines=True, most=MOST)),
        ],
        submit="Record",
        about={"program": str(standing.program.id), "item": entry.key},
    )  # fmt: skip


def done(standing: Standing, entry: ChecklistItem, way: str, day: date | None) -> b.View:
    text = say("waiver_settled", program=standing.program, entry=entry, way=way, day=day)
    return b.done("Recorded", b.Message(text, [b.section(text)]))
