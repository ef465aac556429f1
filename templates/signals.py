"""Signs of a dying pilot: the few gravest in status and prompt, all of them by mode on a screen of their own."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from program.programs import ProgramState
from program.signals import Signal, gone, signals
from program.standings import Standing
from templates import blocks as b
from templates.words import say

SHOW = "signals-show"
MOST_SHOWN = 3
EVIDENCE = (4, 1, 0)  # phrases for each sign; fewer, at last the bare titles, where all are longer than Slack takes
ROOM = 11_000  # characters in all blocks
GRAVITY = {3: "🔴", 2: "🟠", 1: "🟡"}
PLACES = {
    "week": ("This week", "week-show"),
    "checklist": ("Checklist", "checklist-show"),
    "people": ("People", "people-show"),
    "kpis": ("KPIs", "kpi-list"),
    "gate": ("What is missing", "gate-show"),
}


def shown(standing: Standing, now: datetime) -> b.Message:
    """By mode, each symptom with its evidence, what to do, and the button to where it is mended; the gravest first."""
    found = signals(standing, now)
    running = standing.program.state is ProgramState.RUNNING
    text = say("signals_line", code=standing.program.code, count=len(found), running=running, gravity=GRAVITY)
    head = [b.header(f"Signs of trouble in {standing.program.code}"), b.section(text)]
    modes = {each.mode.key: each.mode for each in found}
    drafts = []
    for most in EVIDENCE:
        rows = list(head)
        for mode in modes.values():
            rows += [b.context(say("signals_mode", mode=mode))] if most else []
            rows += [_row(standing, each, most) for each in found if each.mode.key == mode.key]
        drafts.append([*rows, *_gone(standing, now)])
    return b.Message(text, next((each for each in drafts if b.length(each) <= ROOM), drafts[-1]))


def _row(standing: Standing, signal: Signal, most: int) -> b.Block:
    title, action = PLACES[signal.symptom.opens]
    label = f"{title}, for: {signal.symptom.title}"[:75]
    button = b.button(title, f"{action}:{signal.symptom.key}", str(standing.program.id), label=label)
    return b.section(say("signal", **_facts(standing, signal), most=most), accessory=button)


def _gone(standing: Standing, now: datetime) -> list[b.Block]:
    titles = [symptom.title for _, symptom in gone(standing, now)]
    return [b.context(say("signals_gone", titles=titles))] if titles else []


def _facts(standing: Standing, signal: Signal) -> dict[str, object]:
    return {"signal": signal, "sign": GRAVITY[signal.symptom.gravity], "since": standing.program.counted(signal.since)}


def brief(standing: Standing, now: datetime) -> str:
    """The gravest few with what to do; empty where none shows."""
    found = signals(standing, now)
    lines = [_facts(standing, each) for each in found[:MOST_SHOWN]]
    return say("signals_brief", lines=lines, more=len(found[MOST_SHOWN:])) if found else ""


def count(standing: Standing, now: datetime) -> int:
    return len(signals(standing, now))


def in_prompt(standing: Standing, now: datetime) -> list[b.Block]:
    """One line with the gravest, and the button to all."""
    found = signals(standing, now)
    if not found:
        return []
    named = [_facts(standing, each) for each in found[:MOST_SHOWN]]
    button = b.button("Signs of trouble", f"{SHOW}:prompt", str(standing.program.id))
    return [b.section(say("signals_prompt", count=len(found), named=named), accessory=button)]


def told(standings: Sequence[Standing], now: datetime) -> list[dict[str, Any]]:
    """Of each program that has any: how many show, the gravest, what came this week and what is gone."""
    found = []
    for each in standings:
        there, over = signals(each, now), [symptom.title for _, symptom in gone(each, now)]
        if there or over:
            new = [signal.symptom.title for signal in there if signal.is_new]
            since = each.program.counted(there[0].since) if there else ""
            found.append({"code": each.program.code, "signals": there, "since": since, "new": new, "gone": over})
    return found
