"""Standing aside at a gate: the form, and who does."""

from collections.abc import Sequence

from program.playbook import Gate
from program.standings import Standing
from templates import blocks as b
from templates.words import say

OPEN, DECLARE, TAKE_BACK = "recusal-open", "recusal-declare", "recusal-take-back"


def form(standing: Standing, gates: Sequence[Gate]) -> b.View:
    choices = [b.Choice(gate.key, gate.title) for gate in gates]
    return b.modal(
        "Stand aside",
        DECLARE,
        [
            b.section(say("recusal_intro", program=standing.program)),
            b.question("gate", "At which gate", b.select_input(choices, initial=choices[0].value)),
            b.question("reason", "What is the conflict of interest?", b.text_input(lines=True, most=500)),
        ],
        submit="Stand aside",
        about={"program": str(standing.program.id)},
    )


def declared(standing: Standing, gate: Gate) -> b.View:
    text = say("recusal_done", program=standing.program, gate=gate)
    return b.done("Stand aside", b.Message(text, [b.section(text)]))


def taken_back(standing: Standing, gate: Gate) -> str:
    return say("recusal_taken_back", program=standing.program, gate=gate)


def rows(standing: Standing, *, user: str) -> list[b.Block]:
    """Who stands aside at the gates that are still ahead."""
    ahead = {gate.key: gate for gate in standing.gates_ahead}
    return [
        b.section(
            say("recusal_row", one=one, gate=ahead[one.gate]),
            accessory=b.button("Take back", f"{TAKE_BACK}:{one.id.hex[:8]}", str(one.id)) if user == one.user else None,
        )
        for one in standing.recusals
        if one.stands and one.gate in ahead
    ]
