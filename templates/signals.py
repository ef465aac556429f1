"""Signs of a dying pilot: the few gravest in status, all of them by mode on a screen of their own."""

from datetime import datetime

from program.signals import Signal, signals
from program.standings import Standing
from templates import blocks as b
from templates.words import say

SHOW = "signals-show"
MOST_SHOWN, MOST_EVIDENCE = 3, 4
PLACES = {
    "week": ("This week", "week-show"),
    "checklist": ("Checklist", "checklist-show"),
    "people": ("People", "people-show"),
    "kpis": ("KPIs", "kpi-list"),
    "gate": ("What is missing", "gate-show"),
}


def shown(standing: Standing, now: datetime) -> b.Message:
    """By mode, each symptom with its evidence, what to do, and the button to where it is mended."""
    found = signals(standing, now)
    text = say("signals_line", code=standing.program.code, count=len(found))
    blocks = [b.header(f"Signs of trouble in {standing.program.code}"), b.section(text)]
    for mode in standing.playbook.failure_modes:
        own = [each for each in found if each.mode.key == mode.key]
        if own:
            blocks.append(b.context(say("signals_mode", mode=mode)))
            blocks += [_row(standing, each) for each in own]
    return b.Message(text, blocks)


def _row(standing: Standing, signal: Signal) -> b.Block:
    title, action = PLACES[signal.symptom.opens]
    label = f"{title}, for: {signal.symptom.title}"[:75]
    button = b.button(title, f"{action}:{signal.symptom.key}", str(standing.program.id), label=label)
    return b.section(say("signal", signal=signal, most=MOST_EVIDENCE), accessory=button)


def brief(standing: Standing, now: datetime) -> str:
    """The few that should have been settled longest ago; empty where none shows."""
    found = signals(standing, now)
    return say("signals_brief", signals=found, most=MOST_SHOWN) if found else ""
