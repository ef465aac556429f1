"""The weekly prompt: this week's goal, what is due and who owes it, what is late, what holds it up."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from program.audit import Head
from program.items import item
from program.playbook import Activity, ChecklistItem, Entry, Question
from program.programs import ProgramState
from program.registers import Register
from program.standings import Standing
from program.weeks import Agenda, Hold, agenda
from templates import audit, checklist, items, picks, signals
from templates import blocks as b
from templates.words import Safe, say

SHOW = "week-show"
MOST_DUE, MOST_LATE, MOST_SETTLED, MOST_SIGNATURES = 30, 5, 14, 12
MOST_IN_TEXT = 10
CHECKED = "Checklist"
ROOM = 11_000  # characters in all blocks: Slack refuses a message at about 13,200


def prompt(standing: Standing, monday: date, now: datetime, *, head: Head | None = None) -> b.Message:
    """What is due with its explanations, where all of it fits into one message, else by name.

    `head` is where the program's audit chain ends: posted in Slack, it is out of reach of whoever holds the database.
    """
    this = agenda(standing, monday, now)
    message = _prompt(standing, this, monday, now, full=True)
    if b.length(message.blocks) > ROOM:
        message = _prompt(standing, this, monday, now, full=False)
    return replace(message, blocks=[*message.blocks, *audit.anchor(standing.program, head)]) if head else message


def _prompt(standing: Standing, this: Agenda, monday: date, now: datetime, *, full: bool) -> b.Message:
    facts = _facts(standing, this, now)
    title = f"held by “{this.hold.gate.title}”" if this.hold else this.week.title
    week = standing.program.counted(this.week.number)
    shown = [b.header(f"{standing.program.code} · Week {week} of {standing.last_week}: {title}")]
    if standing.program.state is not ProgramState.RUNNING:
        shown.append(b.section(say("week_paused", **facts)))
    elif this.hold:
        shown += _held(standing, this.hold, this, facts, now)
    else:
        shown += [b.section(say("week_goal", **facts)), *_due(standing, this, facts, now, full=full)]
    shown += signals.in_prompt(standing, now)
    return b.Message(say("week_line", **facts, most=MOST_IN_TEXT), [*shown, b.actions(*_buttons(standing, this))])


def _facts(standing: Standing, this: Agenda, now: datetime) -> dict[str, Any]:
    program, hold = standing.program, this.hold
    phase = hold.gate.blocks_phase if hold else None
    return {
        "program": program,
        "week": this.week,
        "last_week": standing.last_week,
        "due": [(entry, _who(standing, entry)) for entry in this.due],
        "due_day": this.due_day,
        "settled": len(this.settled),
        "total": len(this.due) + len(this.settled),
        "late": this.late,
        "gate": this.gate,
        "gate_day": standing.gate_day(this.gate) if this.gate else None,
        "hold": hold,
        "days": (program.today(now) - hold.since).days if hold else 0,
        "next_phase": standing.playbook.phase(phase).title if phase else None,
        "extension": this.extension,
        "first_day": program.start,
        "signs": signals.count(standing, now),
    }


def _who(standing: Standing, entry: Entry) -> Safe:
    role = standing.playbook.role(entry.owner_role).title
    holders = standing.holders.get(entry.owner_role, ())
    return Safe(say("item_who", item=standing.item(entry.key), holders=holders, role=role))


# --- what is due --------------------------------------------------------------------------------------------------


def _due(standing: Standing, this: Agenda, facts: dict[str, Any], now: datetime, *, full: bool) -> Iterable[b.Block]:
    if this.week.number == 0:
        yield b.section(say("week_before", **facts))
    yield b.context(say("week_facts", **facts))
    left = MOST_DUE
    for heading, entries in _kinds(this.due):
        if left and entries:
            yield b.section(f"*{heading}*")
            explained = full and heading != CHECKED  # its titles say enough, and there are many
            yield from (items.row(standing, entry, now, full=explained) for entry in entries[:left])
            left -= min(left, len(entries))
    if len(this.due) > MOST_DUE:
        yield b.context(say("week_more", more=len(this.due) - MOST_DUE))
    if this.settled:
        yield _settled(standing, this)
    yield from (_counted(standing, each) for each in standing.playbook.registers if _is_counted(each, this))
    if this.late:
        yield b.section(say("week_late", late=this.late, most=MOST_LATE))
        yield from (items.row(standing, entry, now, full=False, dated=True) for entry in this.late[:MOST_LATE])
        if len(this.late) > MOST_LATE:
            yield b.context(say("week_more", more=len(this.late) - MOST_LATE))


def _kinds(due: Iterable[Entry]) -> list[tuple[str, list[Entry]]]:
    """What to do, what to answer, what to hand over, and what to check off."""
    found: dict[str, list[Entry]] = {"To do": [], "To answer": [], "To hand over": [], CHECKED: []}
    for entry in due:
        found[_heading(entry)].append(entry)
    return list(found.items())


def _heading(entry: Entry) -> str:
    match entry:
        case Activity():
            return "To do"
        case Question():
            return "To answer"
        case ChecklistItem():
            return CHECKED
        case _:
            return "To hand over"


def _settled(standing: Standing, this: Agenda) -> b.Block:
    """A line each, with one button for whoever wants to look closer or to take something back."""
    settled = [(entry, item(standing.items, entry.key)) for entry in this.settled]
    page = f"{standing.program.id}/{checklist.week_page(this.week.number)}"
    change = b.button("Change", f"{items.OPEN_PAGE}:week", page, label="See or change what is settled")
    return b.section(say("week_settled", settled=settled, most=MOST_SETTLED), accessory=change)


def _is_counted(register: Register, this: Agenda) -> bool:
    return register.in_prompt and register.week <= this.week.number


def _counted(standing: Standing, register: Register) -> b.Block:
    text = say("week_register", register=register, count=len(standing.register(register.key)))
    where = f"{standing.program.id}/{register.key}"
    button = b.button("Open", f"{items.OPEN_REGISTER}:{register.key}", where, label=f"Open {register.title}")
    return b.section(text, accessory=button)


# --- held by a gate -----------------------------------------------------------------------------------------------


def _held(standing: Standing, hold: Hold, this: Agenda, facts: dict[str, Any], now: datetime) -> Iterable[b.Block]:
    """Only what keeps the gate shut: the rest waits, and would hide it."""
    keys = {entry.key for entry in standing.playbook.items}
    missing = [standing.playbook.item(each.key) for each in hold.missing if each.key in keys]
    signatures = [each for each in hold.missing if each.key not in keys]
    others = len(set(this.late) - set(missing))
    yield b.section(say("week_hold", **facts))
    yield from (items.row(standing, entry, now, full=False, dated=True) for entry in missing[:MOST_DUE])
    if len(missing) > MOST_DUE:
        yield b.context(say("week_more", more=len(missing) - MOST_DUE))
    if signatures:
        yield b.section(say("week_unsigned", signatures=signatures, most=MOST_SIGNATURES))
    yield b.context(say("week_early", week=this.week, late=others))


def _buttons(standing: Standing, this: Agenda) -> list[b.Block]:
    id = str(standing.program.id)
    missing = [b.button("What is missing", "gate-show", id)] if this.hold else []
    return [
        b.button("Mark something done", picks.OPEN_DONE, id),
        b.button("Take an item", picks.OPEN_TAKE, id),
        b.button("Report a blocker", items.OPEN_BLOCKER, id),
        *missing,
        b.button("Checklist", checklist.OPEN, id),
    ]
