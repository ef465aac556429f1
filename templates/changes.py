"""A change of what is live: its form, the question to those who approve, and where each stands."""

from datetime import date

from program import approvals
from program.changes import Change, ChangeState
from program.standings import Standing
from templates import blocks as b
from templates.blockers import turns
from templates.words import say

OPEN, PROPOSE, LIST = "change-open", "change-propose", "change-list"
APPROVE, OPEN_REFUSE, REFUSE = "change-approve", "change-open-refuse", "change-refuse"
LIST_OF = "change-list-of"
OPEN_LIVE, LIVE, WITHDRAW = "change-open-live", "change-live", "change-withdraw"
MOST = 500
PAGE = 8
SIGNS = {
    ChangeState.WAITING: "⏳",
    ChangeState.APPROVED: "👍",
    ChangeState.REFUSED: "⛔",
    ChangeState.LIVE: "✅",
    ChangeState.WITHDRAWN: "➖",
}


def form(standing: Standing, *, today: date) -> b.View:
    kinds = approvals.kinds(standing.playbook)
    return b.modal(
        "Propose a change",
        PROPOSE,
        [
            *b.sections(say("change_intro", rows=[(each, _titles(standing, each.key)) for each in kinds])),
            b.question("kind", "What changes?", b.radio_input([b.Choice(each.key, each.title) for each in kinds])),
            b.question("what", "From what to what?", b.text_input(lines=True, most=MOST)),
            b.question("why", "Why?", b.text_input(lines=True, most=MOST)),
            b.question("effect", "Which effect do you expect?", b.text_input(lines=True, most=MOST)),
            b.question("planned_on", "When should it go live?", b.date_input(initial=today)),
        ],
        submit="Ask for approval",
        about={"program": str(standing.program.id)},
    )


def _titles(standing: Standing, key: str) -> list[str]:
    roles = approvals.roles(standing, approvals.kind(standing.playbook, key))
    return [standing.playbook.titles[each] for each in roles]


def _facts(standing: Standing, change: Change) -> dict[str, object]:
    return {
        "program": standing.program,
        "change": change,
        "sign": SIGNS[change.state],
        "kind": _kind(standing, change),
        "waits": approvals.waits_for(standing, change) if change.state is ChangeState.WAITING else [],
        "answers": [(standing.playbook.titles.get(each.role, each.role), each) for each in change.answers],
    }


def _kind(standing: Standing, change: Change) -> str:
    """The playbook may have dropped its kind since."""
    return next((each.title for each in approvals.kinds(standing.playbook) if each.key == change.kind), change.kind)


def proposed(standing: Standing, change: Change) -> b.View:
    text = say("change_proposed", **_facts(standing, change))
    return b.done("Asked", b.Message(text, b.sections(text)))


def asked(standing: Standing, change: Change, user: str) -> b.Message:
    """To whoever must approve; with the buttons as long as their word is missing."""
    text = say("change", full=True, **_facts(standing, change))
    mine = user in approvals.asked(standing, change)
    lead = say("change_asked", change=change, program=standing.program) if mine else ""
    blocks = [*b.sections(f"{lead}\n{text}"), *([b.actions(*_answers(change))] if mine else [])]
    return b.Message(b.shortened(f"{lead}\n{text}".strip(), b.SECTION), blocks)


def _answers(change: Change) -> list[b.Block]:
    number, id, code = change.number, str(change.id), change.code
    yes = b.button("Approve", f"{APPROVE}:{number}", id, style="primary", label=f"Approve {code}")
    return [yes, b.button("Refuse", f"{OPEN_REFUSE}:{number}", id, label=f"Refuse {code}")]


def shown(standing: Standing, change: Change) -> b.Message:
    """To the channel, kept current."""
    text = say("change", full=True, **_facts(standing, change))
    return b.Message(b.shortened(text, b.SECTION), b.sections(text))


def told(standing: Standing, change: Change) -> b.Message:
    """To who proposed it; approved, with the button for the day on which it is live."""
    text = say("change_told", **_facts(standing, change))
    done = b.button("It is live", f"{OPEN_LIVE}:{change.number}", str(change.id), style="primary")
    is_next = change.state is ChangeState.APPROVED
    return b.Message(b.shortened(text, b.SECTION), [*b.sections(text), *([b.actions(done)] if is_next else [])])


def refuse(standing: Standing, change: Change) -> b.View:
    return _form(
        f"Refuse {change.code}", REFUSE, standing, change, "Refuse",
        b.question("reason", "Why not, and what would have to be different?", b.text_input(lines=True, most=MOST)),
    )  # fmt: skip


def live(standing: Standing, change: Change, *, today: date) -> b.View:
    on = b.question("on", "Live since", b.date_input(initial=today))
    return _form(f"{change.code} is live", LIVE, standing, change, "Record", on)


def _form(title: str, callback: str, standing: Standing, change: Change, submit: str, question: b.Block) -> b.View:
    text = say("change", full=True, **_facts(standing, change))
    return b.modal(
        title, callback, [*b.sections(text), question], submit=submit, about={"change": str(change.id)}
    )  # fmt: skip


def settled(standing: Standing, change: Change) -> b.View:
    return b.done("Recorded", answered(standing, change))


def answered(standing: Standing, change: Change) -> b.Message:
    text = say("change", full=False, **_facts(standing, change))
    return b.Message(text, b.sections(text))


def listed(standing: Standing, user: str, *, may_go_live: bool, page: int = 0) -> b.Message:
    """What waits first, then the others, the latest on top; each with what this person can do about it."""
    id = str(standing.program.id)
    ordered = sorted(standing.changes, key=lambda each: (not each.is_open, -each.number))
    count = len(approvals.open_changes(standing))
    text = say("changes", program=standing.program, count=count, total=len(ordered))
    rows = [
        block
        for each in ordered[page * PAGE : (page + 1) * PAGE]
        for block in _row(standing, each, user, may_go_live=may_go_live)
    ]
    more = b.actions(b.button("Propose a change", OPEN, id), *turns(LIST, id, page, len(ordered), PAGE))
    return b.Message(text, [b.section(text), *rows, more])


def _row(standing: Standing, change: Change, user: str, *, may_go_live: bool) -> list[b.Block]:
    buttons = _answers(change) if user in approvals.asked(standing, change) else []
    if may_go_live and change.state is ChangeState.APPROVED:
        buttons.append(b.button("It is live", f"{OPEN_LIVE}:{change.number}", str(change.id), style="primary"))
    if change.is_open and user == change.by:
        buttons.append(b.button("Withdraw", f"{WITHDRAW}:{change.number}", str(change.id)))
    text = b.section(say("change", full=False, **_facts(standing, change)))
    return [text, *([b.actions(*buttons)] if buttons else [])]
