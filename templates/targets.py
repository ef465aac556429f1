"""Targets that change, the headline, stop criteria with what they ask, and the final figures against the first."""

from program import targets
from program.kpis import Kind, Kpi
from program.standings import Standing
from templates import blocks as b
from templates.kpis import facts
from templates.words import say

CHANGE, STOP = "target-change", "target-stop"
LOG = "log-open"  # the form in which the decision is put on record


def change(standing: Standing, kpi: Kpi) -> b.View:
    locked = targets.is_locked(standing)
    is_rate = kpi.kind is Kind.RATE
    asked = []
    if not is_rate:
        asked.append(b.question("baseline", "Baseline", b.number_input(initial=kpi.baseline)))
    if kpi.kind is not Kind.GUARD:
        label = "Limit, in %" if is_rate else f"Target, in {kpi.unit}"
        asked.append(b.question("target", label, b.number_input(initial=kpi.target)))
    return b.modal(
        f"Change {kpi.code}",
        CHANGE,
        [
            *b.sections(say("target_change", locked=locked, **facts(kpi))),
            *asked,
            b.question("reason", "Why?", b.text_input(lines=True, most=500), optional=not locked),
        ],
        submit="Change",
        about={"program": str(standing.program.id), "kpi": str(kpi.id)},
    )


def stop(standing: Standing, kpi: Kpi) -> b.View:
    return b.modal(
        f"Stop criterion {kpi.code}",
        STOP,
        [
            *b.sections(say("target_stop", **facts(kpi))),
            b.question("at", f"Must have reached, in {kpi.unit}", b.number_input(initial=kpi.stop_at), optional=True),
            b.question("on", "By", b.date_input(initial=kpi.stop_on), optional=True),
        ],
        submit="Save",
        about={"program": str(standing.program.id), "kpi": str(kpi.id)},
    )


def changed(standing: Standing, kpi: Kpi) -> b.Message:
    text = say("target_changed", program=standing.program, signers=targets.signers(standing), **facts(kpi))
    return b.Message(b.shortened(text, b.SECTION), b.sections(text))


def called(standing: Standing, kpi: Kpi) -> b.Message:
    """In the channel, without a button: to decide is the decider's."""
    text = say("target_called", program=standing.program, deciders=targets.deciders(standing), **facts(kpi))
    return b.Message(text, b.sections(text))


def asked(standing: Standing, kpi: Kpi) -> b.Message:
    text = say("target_asked", program=standing.program, **facts(kpi))
    decide = b.button("Put the decision on record", LOG, f"{standing.program.id}/{kpi.id}", style="primary")
    return b.Message(text, [*b.sections(text), b.actions(decide)])


def finals(standing: Standing) -> b.Message:
    """What was promised first, what it came to, and whether what was to be held was held."""
    found = targets.finals(standing.kpis)
    head = say("finals", program=standing.program, finals=found)
    rows = [say("final", final=each, **facts(each.kpi)) for each in found]
    return b.Message(b.shortened(head, b.SECTION), [b.section(head), *map(b.section, rows)])
