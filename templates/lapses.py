"""Why something lapsed, in one sentence, and what its decider is asked."""

from program.lapses import Lapse
from program.standings import Standing
from templates import blocks as b
from templates.waivers import OPEN
from templates.words import say


def why(standing: Standing, lapse: Lapse) -> str:
    if lapse.condition:
        return f"A condition was not met by its day: {lapse.condition.text}"
    title = standing.playbook.item(lapse.item.key).title if lapse.item else ""
    return f"The waiver of “{title}” is over, and nothing took its place."


def waiver_ended(standing: Standing, key: str) -> b.Message:
    text = say("waiver_ended", program=standing.program, entry=standing.playbook.item(key))
    settle = b.button("Settle it", OPEN, f"{standing.program.id}/{key}", style="primary")
    shown = b.button("Open the checklist", "checklist-show", str(standing.program.id))
    return b.Message(text, [b.section(text), b.actions(settle, shown)])
