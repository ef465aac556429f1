"""The launch on one screen: what it waits for with who holds each, then who has it; and the form that changes that."""

from datetime import date
from uuid import UUID

from program import launches
from program.kpis import Kind
from program.launches import Need
from program.shares import Live, Share, turn
from program.standings import Standing
from program.targets import lead
from templates import blocks as b
from templates import items, kpis, registers
from templates.gates import SHOW as GATE
from templates.people import SHOW as PEOPLE
from templates.status import kpi_line
from templates.words import say

SHOW, OPEN, CHANGE = "launch-show", "launch-open", "launch-change"
PLACES = {
    "gate": ("See the gate", GATE),
    "register": ("Dashboards", registers.OPEN),
    "people": ("People", PEOPLE),
    "item": ("Put it on record", items.OPEN),
}


def launch(standing: Standing, *, today: date, may_change: bool) -> b.Message:
    """Before: each thing that it waits for with its button. After: who has it, its figures, and how it changed."""
    live, wants = launches.live(standing), launches.needs(standing)
    facts = {"program": standing.program, "live": live, "open": [each for each in wants if not each.is_there]}
    entry = launches.entry(standing)
    if entry is None:
        text = say("launch_none", **facts)
        return b.Message(text, [b.section(text)])
    text = say("launch_head", entry=entry, **facts)
    rows = [_need(standing, each, place) for place, each in enumerate(wants)] if live is None else _since(standing)
    return b.Message(
        text, [*b.sections(text), *rows, *_figures(standing, today), *_buttons(standing, live, may_change=may_change)]
    )


def _need(standing: Standing, need: Need, place: int) -> b.Block:
    label, action = PLACES[need.place]
    id = str(standing.program.id)
    value = f"{id}/{need.about}" if need.about else id
    button = b.button(label, f"{action}:launch-{place}", value, label=f"{label}: {need.what}")
    return b.section(say("launch_need", need=need), accessory=None if need.is_there else button)


def _since(standing: Standing) -> list[b.Block]:
    """The changes after the launch, the latest first."""
    rows = [(each, *_turned(standing, each)) for each in standing.shares[::-1][:MOST]]
    return b.sections(say("launch_changes", rows=rows, more=len(standing.shares[MOST:])))


def _turned(standing: Standing, share: Share) -> tuple[str, float]:
    """Raised or lowered, and from what."""
    was = launches.before(standing, share)
    return turn(share, was), (was.percent or 0.0) if was else 0.0


MOST = 10  # changes on one screen


def _figures(standing: Standing, today: date) -> list[b.Block]:
    """Adoption, errors and overrides: what is watched from the launch on (framework 3, Week 11, activity 3)."""
    rates = [kpi_line(each, today) for each in lead(standing.kpis) if each.kind is Kind.RATE]
    wanted = [each.title for each in standing.playbook.measures.kpis.rates]
    return b.sections(say("launch_figures", rates=rates, wanted=wanted)) if rates or wanted else []


def _buttons(standing: Standing, live: Live | None, *, may_change: bool) -> list[b.Block]:
    id, found = str(standing.program.id), []
    entry = launches.entry(standing)
    if entry and live is None:
        value = items.value(standing.program, entry)
        found.append(b.button("It is live: who has it", f"{items.OPEN}:{entry.key}", value, style="primary"))
    if live and may_change:
        found.append(b.button("Another group or share", OPEN, id))
    has_rates = any(each.kind is Kind.RATE for each in standing.kpis)
    if standing.playbook.measures.kpis.rates and not has_rates:
        found.append(b.button("Set up the figures", kpis.OPEN_RATES, id))
    return [b.actions(*found, b.button("KPIs", kpis.LIST, id))]


def form(standing: Standing, live: Live, *, today: date) -> b.View:
    most = standing.playbook.limits.launch_share
    return b.modal(
        "Who has it",
        CHANGE,
        [
            *b.sections(say("launch_live", live=live)),
            b.question("group", "Who has it from then on?", b.text_input(initial=live.group, most=300)),
            b.question(
                "percent",
                "Share of the traffic, in percent",
                b.number_input(initial=live.percent, least=0, most=100),
                hint=f"Above {most} % say what makes you sure.",
            ),
            b.question("since", "Since when?", b.date_input(initial=today)),
            b.question("reason", "Why", b.text_input(lines=True, most=500), hint="Such as what the readings showed."),
        ],
        submit="Record",
        about={"program": str(standing.program.id)},
    )


def done(share: Share) -> b.View:
    text = say("launch_done", share=share)
    return b.done("Recorded", b.Message(text, [b.section(text)]))


def changed(standing: Standing, id: UUID) -> b.Message:
    share = next(each for each in standing.shares if each.id == id)
    turned, was = _turned(standing, share)
    text = say("launch_changed", program=standing.program, share=share, turned=turned, was=was)
    return b.Message(b.shortened(text, b.SECTION), b.sections(text))
