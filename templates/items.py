"""An item wherever it is shown: its row in a list, its card with what can be done about it, and the forms behind."""

from datetime import datetime
from typing import Any

from program.exemptions import approver, is_mandatory
from program.facts import Facts
from program.items import MOST_EVIDENCE, Item, ItemState
from program.playbook import Activity, ChecklistItem, Entry, Question
from program.programs import Program
from program.proofs import lacking
from program.standings import Standing
from templates import blocks as b
from templates import facts as asked
from templates.words import say

OPEN, TAKE, REOPEN = "item-open-done", "item-take", "item-reopen"
OPEN_ASSIGN, OPEN_WAIVE, OPEN_PAGE = "item-open-assign", "item-open-waive", "item-open-page"
CARD, ASSIGN, WAIVE = "item-done", "item-assign", "item-waive"
OPEN_WAIVER, WAIVER = "item-open-waiver", "item-waiver"
OPEN_BLOCKER, OPEN_REGISTER = "blocker-open", "register-open"
MOST_REASON = 500
EXEMPT = (ItemState.NOT_APPLICABLE, ItemState.WAIVED)
SIGNS = {
    ItemState.OPEN: "⬜",
    ItemState.IN_PROGRESS: "⏳",
    ItemState.DONE: "✅",
    ItemState.NOT_APPLICABLE: "➖",
    ItemState.PROPOSED: "❓",
    ItemState.WAIVED: "🕒",
}
STATES = {
    ItemState.OPEN: "open",
    ItemState.IN_PROGRESS: "in progress",
    ItemState.DONE: "done",
    ItemState.NOT_APPLICABLE: "marked as not applicable",
    ItemState.PROPOSED: "waiting for another role to approve that it is left out",
    ItemState.WAIVED: "waived for a time",
}


# --- a row --------------------------------------------------------------------------------------------------------


def row(
    standing: Standing, entry: Entry, now: datetime, *, button: bool = True, full: bool = True, dated: bool = False
) -> b.Block:
    """What it is and who owes it, with the button for the next thing to do about it; `dated` says by when."""
    return b.section(
        words(standing, entry, now, full=full, dated=dated), accessory=_next(standing, entry) if button else None
    )


def words(standing: Standing, entry: Entry, now: datetime, *, full: bool, dated: bool) -> str:
    facts = _facts(standing, entry, now)
    blockers = [each for each in standing.open_blockers if each.item == entry.key]
    facts["due"] = facts["due"] if dated else None
    text = say("item_row", **facts, full=full, by_whom=dated, blockers=blockers)
    return text if len(text) <= b.SECTION else words(standing, entry, now, full=False, dated=dated)


def _next(standing: Standing, entry: Entry) -> b.Block:
    """What nobody owes wants a person first."""
    action, label = (OPEN, "Mark done")
    if standing.is_settled(entry):
        label = "Change"
    elif not standing.owners(entry):
        action, label = (TAKE, "Take it")
    return b.button(label, f"{action}:{entry.key}", value(standing.program, entry), label=f"{label}: {entry.title}")


def value(program: Program, entry: Entry) -> str:
    """What a button carries that is about an item."""
    return f"{program.id}/{entry.key}"


def _facts(standing: Standing, entry: Entry, now: datetime) -> dict[str, Any]:
    item, due = standing.item(entry.key), standing.due_day(entry)
    return {
        "entry": entry,
        "item": item,
        "sign": SIGNS[item.state],
        "behalf": standing.acted_for(item.changed_by, item.changed_at, entry.owner_role),
        "holders": standing.holders.get(entry.owner_role, ()),
        "role": standing.playbook.role(entry.owner_role).title,
        "details": entry.details if isinstance(entry, Activity) else (),
        "due": due,
        "is_late": due < standing.program.today(now),
    }


# --- the card -----------------------------------------------------------------------------------------------------


def card(
    standing: Standing,
    entry: Entry,
    now: datetime,
    *,
    page: str | None = None,
    typed: str | None = None,
    given: Facts | None = None,
    noted: str | None = None,
) -> b.View:
    """One item with all that can be done about it.

    `typed` and `given` were written before somebody else changed it; `noted` in a shorter form.
    """
    item, facts = standing.item(entry.key), _facts(standing, entry, now)
    needed_by = [gate.title for gate in standing.gates_ahead if entry.key in gate.wanted]
    shown = [b.section(say("item_meanwhile", item=item, words=STATES[item.state]))] if typed or given else []
    shown.append(b.section(say("item_card", **facts)))
    shown.append(b.context(say("item_facts", **facts, counts_at=needed_by[0] if needed_by else None)))
    if item.is_settled:
        shown += b.sections(say("item_state", item=item, entry=entry, behalf=facts["behalf"]))
    shown += _register(standing, entry)
    if item.state not in EXEMPT:
        shown += asked.questions(entry.asks, given or item.facts)
        shown.append(_evidence(entry, typed or noted or item.evidence))
    shown.append(b.actions(*_choices(standing, entry, item, page)))
    submit = {ItemState.DONE: "Replace evidence", **dict.fromkeys(EXEMPT)}.get(item.state, "Mark done")
    about = {"program": str(standing.program.id), "item": entry.key, "seen": seen(item)}
    return b.modal(standing.program.code, CARD, shown, submit=submit, about=about | ({"page": page} if page else {}))


def seen(item: Item) -> str:
    """Which state of an item a form was opened on, so that a change meanwhile is noticed."""
    return item.changed_at.isoformat() if item.changed_at else "-"


def _evidence(entry: Entry, initial: str | None) -> b.Block:
    label = "The answer" if isinstance(entry, Question) else "What shows that it is done? A link or a note"
    element = b.text_input(initial=initial, lines=True, most=MOST_EVIDENCE)
    if entry.asks or entry.register:
        return b.question("evidence", "A link or a note besides", element, hint=entry.evidence, optional=True)
    return b.question("evidence", label, element, hint=entry.evidence)


def _register(standing: Standing, entry: Entry) -> list[b.Block]:
    """What its register holds, and what is missing there."""
    if entry.register is None:
        return []
    register, rows = standing.playbook.register(entry.register), standing.register(entry.register)
    text = say("item_register", register=register, count=len(rows), lacking=lacking(standing, entry))
    where = f"{standing.program.id}/{register.key}"
    return [b.section(text, accessory=b.button("Open", OPEN_REGISTER, where, label=f"Open {register.title}"))]


def _choices(standing: Standing, entry: Entry, item: Item, page: str | None) -> list[b.Block]:
    this = value(standing.program, entry)
    back = [b.button("Back", f"{OPEN_PAGE}:back", f"{standing.program.id}/{page}")] if page else []
    if item.is_settled:
        sure = b.confirm(
            "Reopen it?",
            "It no longer counts until it is done again. What is on record stays in the audit trail.",
            yes="Reopen",
        )
        return [b.button("Reopen", REOPEN, this, confirm=sure), *back]
    take = [] if item.owner else [b.button("Take it", TAKE, this)]
    return [
        *take,
        b.button("Hand it over", OPEN_ASSIGN, this),
        b.button("Does not apply", OPEN_WAIVE, this),
        *([b.button("Waive for a time", OPEN_WAIVER, this)] if isinstance(entry, ChecklistItem) else []),
        b.button("Report a blocker", OPEN_BLOCKER, this),
        *back,
    ]


# --- the forms behind it ------------------------------------------------------------------------------------------


def assign(standing: Standing, entry: Entry, *, page: str | None) -> b.View:
    question = b.question(
        "owner",
        "Who does it?",
        b.person_input(initial=standing.item(entry.key).owner),
        hint="Someone with a role in this program. Leave it empty to give it back to whoever holds the role.",
        optional=True,
    )
    return _form("Hand it over", ASSIGN, standing, entry, [question], "Hand over", page)


def waive(standing: Standing, entry: Entry, *, page: str | None) -> b.View:
    """What this program's tier does not let go without also needs another role's approval."""
    hint = "Shown at the gate, and to an auditor."
    if isinstance(entry, ChecklistItem) and is_mandatory(standing, entry):
        hint = f"{hint} Mandatory at this risk tier: it counts once {_approver(standing, entry)} has approved it."
    question = b.question("reason", "Why does it not apply?", b.text_input(lines=True, most=MOST_REASON), hint=hint)
    return _form("Does not apply", WAIVE, standing, entry, [question], "It does not apply", page)


def waiver(standing: Standing, entry: ChecklistItem, *, page: str | None) -> b.View:
    days = standing.playbook.limits.waiver_days
    questions = [
        b.question("reason", "Why can it not be done now?", b.text_input(lines=True, most=MOST_REASON)),
        b.question("control", "What protects you instead until then?", b.text_input(lines=True, most=MOST_REASON)),
        b.question(
            "expires",
            "Until when?",
            b.date_input(),
            hint=f"{days} days at the most. It counts once {_approver(standing, entry)} has approved it.",
        ),
    ]
    return _form("Waive for a time", WAIVER, standing, entry, questions, "Ask for approval", page)


def _approver(standing: Standing, entry: ChecklistItem) -> str:
    return standing.playbook.role(approver(standing.playbook, entry)).title


def _form(
    title: str, callback: str, standing: Standing, entry: Entry, questions: list[b.Block], submit: str, page: str | None
) -> b.View:
    about = {"program": str(standing.program.id), "item": entry.key, "seen": seen(standing.item(entry.key))}
    back = b.button("Back", OPEN, value(standing.program, entry))
    shown = [b.section(say("item_card", entry=entry, details=())), *questions, b.actions(back)]
    return b.modal(title, callback, shown, submit=submit, about=about | ({"page": page} if page else {}))


# --- what is said about it ----------------------------------------------------------------------------------------


def taken(standing: Standing, entry: Entry, now: datetime) -> str:
    return say("item_taken", **_facts(standing, entry, now))


def reopened(standing: Standing, entry: Entry) -> str:
    return say("item_reopened", entry=entry, item=standing.item(entry.key))


def handed(standing: Standing, entry: Entry, now: datetime) -> b.Message:
    item = standing.item(entry.key)
    text = say("item_handed", program=standing.program, by=item.changed_by, **_facts(standing, entry, now))
    return b.Message(text, [b.section(text, accessory=_next(standing, entry))])
