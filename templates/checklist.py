"""The lists of items, each a page of one modal: the checklist by section, the deliverables by phase, a week."""

from collections.abc import Sequence
from datetime import datetime

from program.errors import Refused
from program.playbook import Entry
from program.standings import Standing
from templates import blocks as b
from templates import items
from templates.words import say

OPEN = "checklist-show"
CHECKLIST, DELIVERABLES, SECTION, WEEK = "checklist", "deliverables", "section", "week"
MOST_BLOCKS = 100  # of a modal


def page(standing: Standing, name: str, now: datetime, *, may_change: bool) -> b.View:
    """By its name, which buttons and forms carry so as to come back to it: `section/data`, `week/3`."""
    kind, _, key = name.partition("/")
    match kind:
        case "checklist":
            title, shown = "Checklist", _overview(standing)
        case "section":
            title, shown = "Checklist", _section(standing, key, now, may_change=may_change)
        case "deliverables":
            title, shown = "Deliverables", _deliverables(standing, now, may_change=may_change)
        case "week":
            title, shown = f"Week {key}", _week(standing, int(key), now, may_change=may_change)
        case _:
            raise Refused("This page is out of date. Open it again: `/pilot checklist`.")
    about = {"program": str(standing.program.id), "page": name}
    return b.modal(title, "list", _fitting(shown), close="Close", about=about)


def _fitting(shown: list[b.Block]) -> list[b.Block]:
    if len(shown) <= MOST_BLOCKS:
        return shown
    kept = MOST_BLOCKS - 2
    return [*shown[:kept], b.context(say("list_more", more=len(shown) - kept - 1)), shown[-1]]


def section_page(key: str) -> str:
    return f"{SECTION}/{key}"


def week_page(number: int) -> str:
    return f"{WEEK}/{number}"


# --- the checklist ------------------------------------------------------------------------------------------------


def _overview(standing: Standing) -> list[b.Block]:
    gate, checklist = standing.next_gate, standing.playbook.checklist
    counted = standing.playbook.checklist_due_by(gate.key) if gate else ()
    settled, total = standing.score(checklist)
    head = say(
        "checklist_head",
        program=standing.program,
        settled=settled,
        total=total,
        gate=gate,
        gate_day=standing.gate_day(gate) if gate else None,
        counted=len(counted),
        counted_settled=standing.score(counted)[0],
    )
    rows = [_section_row(standing, each.key) for each in standing.playbook.sections]
    return [b.section(head), b.divider(), *rows]


def _section_row(standing: Standing, key: str) -> b.Block:
    section, gate = standing.playbook.section(key), standing.next_gate
    entries = tuple(each for each in standing.playbook.checklist if each.section == key)
    settled, total = standing.score(entries)
    due = tuple(each for each in standing.playbook.checklist_due_by(gate.key) if each.section == key) if gate else ()
    done, wanted = standing.score(due)
    bar = "▰" * settled + "▱" * (total - settled) if total <= 10 else ""  # noqa: PLR2004 - a longer one is no picture
    text = say(
        "checklist_section", section=section, bar=bar, settled=settled, total=total, owing=wanted - done, gate=gate
    )
    open_it = b.button(
        "Open",
        f"{items.OPEN_PAGE}:{key}",
        f"{standing.program.id}/{section_page(key)}",
        label=f"Open {section.title}",
    )
    return b.section(text, accessory=open_it)


def _section(standing: Standing, key: str, now: datetime, *, may_change: bool) -> list[b.Block]:
    section, sections = standing.playbook.section(key), standing.playbook.sections
    entries = [each for each in standing.playbook.checklist if each.section == key]
    after = sections[(sections.index(section) + 1) % len(sections)]
    return [
        *_rows(standing, section.title, entries, now, may_change=may_change),
        b.actions(
            _turn(standing, "All sections", CHECKLIST), _turn(standing, f"Next: {after.title}", section_page(after.key))
        ),
    ]


def _turn(standing: Standing, label: str, to: str) -> b.Block:
    return b.button(label, f"{items.OPEN_PAGE}:{to}", f"{standing.program.id}/{to}")


# --- the deliverables, and a week ---------------------------------------------------------------------------------


def _deliverables(standing: Standing, now: datetime, *, may_change: bool) -> list[b.Block]:
    shown: list[b.Block] = []
    for phase in standing.playbook.phases:
        entries = [each for each in standing.playbook.deliverables if each.phase == phase.key]
        if entries:
            shown += _rows(standing, phase.title, entries, now, may_change=may_change)
    return shown


def _week(standing: Standing, number: int, now: datetime, *, may_change: bool) -> list[b.Block]:
    week = standing.playbook.week(number)
    return _rows(standing, week.title, standing.due_in(number), now, may_change=may_change)


def _rows(
    standing: Standing, title: str, entries: Sequence[Entry], now: datetime, *, may_change: bool
) -> list[b.Block]:
    settled = sum(standing.is_settled(entry) for entry in entries)
    rows = [items.row(standing, entry, now, button=may_change, dated=True) for entry in entries]
    return [b.section(say("list_head", title=title, settled=settled, total=len(entries))), *rows]
