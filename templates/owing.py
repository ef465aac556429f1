"""What one person owes: a row for each thing with the button that does it, the reminder, and the list on demand."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from program.inquiries import Reply
from program.owing import Duty, Owed, is_pressing
from program.selections import Selection
from program.use_cases import UseCase
from templates import blocks as b
from templates.inquiries import answer_button
from templates.selections import OPEN_AGREE
from templates.words import say

PAGE_OF = "todo-page"
MOST, PAGE, MOST_SAID = 20, 15, 5  # rows of a reminder, rows of a page, lines of the notification
BUTTONS = {  # what is pressed to do it: the handler, and the label
    Duty.DECIDE: ("decision-open", "Decide"),
    Duty.SIGN: ("sign-off-open", "Read and sign"),
    Duty.VOTE: ("vote-show", "Vote"),
    Duty.CLEAR: ("blocker-open-clear", "Cleared"),
    Duty.CLOSE: ("gate-close", "Close the gate"),
    Duty.OPEN_VOTE: ("vote-open", "Open the vote"),
    Duty.APPOINT: ("people-show", "People"),
    Duty.ASK: ("sign-off-ask", "Ask for sign-offs"),
    Duty.MEND: ("gate-show", "See why"),
    Duty.RAISE: ("readiness-show", "See why"),
    Duty.EXEMPT: ("exemption-open", "Look at them"),
    Duty.DELIVER: ("item-open-done", "Mark done"),
    Duty.GO_ON: ("log-open", "Decide"),
    Duty.ACT: ("action-open-done", "Done"),
    Duty.COUNT: ("register-open-change", "Who came"),
    Duty.READ: ("kpi-open-record", "Record"),
    Duty.REASSESS: ("risk-open-review", "Review"),
    Duty.LEAD: ("kpi-list", "Choose"),
    Duty.RATES: ("kpi-open-rates", "Set up"),
    Duty.APPROVE: ("change-list-of", "See it"),
    Duty.LOOK_BACK: ("live-review-open", "Still fine"),
    Duty.SETTLE: ("condition-settle", "Settle"),
    Duty.REVIEW: ("condition-review", "Review"),
    Duty.MEET: ("condition-meet", "Met"),
}


def row(owed: Owed, now: datetime) -> b.Block:
    """One thing that waits, with the button that does it."""
    action, label = BUTTONS[owed.duty]
    late = owed.due < owed.program.today(now)
    return b.section(
        say("owed", owed=owed, late=late),
        accessory=b.button(
            label, f"{action}:{owed.program.code}:{owed.about}"[:255], owed.value, label=f"{label}: {owed.what}"
        ),
    )


def agreement_row(selection: Selection, primary: UseCase) -> b.Block:
    """An agreement that waits for its sponsor."""
    return b.section(
        say("home_agreement", selection=selection, primary=primary),
        accessory=b.button("Read and answer", f"{OPEN_AGREE}:{selection.id}", str(selection.id), style="primary"),
    )


def answer_row(use_case: UseCase, reply: Reply) -> b.Block:
    """What this person is asked about a candidate."""
    text = say("home_inquiry", use_case=use_case, reply=reply)
    return b.section(text, accessory=answer_button(use_case, reply))


def reminder(owed: Sequence[Owed], now: datetime) -> b.Message:
    """What the next gates and this day need of this person, in one message; the rest is counted, one click away."""
    to_gates = [each for each in owed if is_pressing(each, now)]
    own_days = any(each.own_day for each in to_gates)
    facts = {"owed": to_gates, "own_days": own_days, "others": len(owed) - len(to_gates), "late": _late(to_gates, now)}
    rows = [row(each, now) for each in to_gates[:MOST]]
    if facts["others"] or len(to_gates) > MOST:
        more = b.context(say("owing_more", others=facts["others"], more=max(0, len(to_gates) - MOST)))
        rows += [more, b.actions(b.button("All that waits for me", f"{PAGE_OF}:all", "0"))]
    return b.Message(say("reminder", **facts, most=MOST_SAID), [b.section(say("reminder_head", **facts)), *rows])


def todo(
    owed: Sequence[Owed],
    agreements: Sequence[tuple[Selection, UseCase]],
    now: datetime,
    *,
    answers: Sequence[tuple[UseCase, Reply]] = (),
    page: int = 0,
) -> b.Message:
    facts = _facts(owed, agreements, answers, now)
    rows = [
        *(agreement_row(selection, primary) for selection, primary in agreements),
        *(answer_row(use_case, reply) for use_case, reply in answers),
        *(row(each, now) for each in owed),
    ]
    turns = []
    if page:
        turns.append(b.button("Back", f"{PAGE_OF}:back", str(page - 1)))
    if left := len(rows[(page + 1) * PAGE :]):
        turns.append(b.button(f"Next {min(PAGE, left)}", f"{PAGE_OF}:next", str(page + 1)))
    shown = [b.section(say("owing_head", **facts)), *rows[page * PAGE : (page + 1) * PAGE]]
    return b.Message(say("owing", **facts, most=MOST_SAID), [*shown, *([b.actions(*turns)] if turns else [])])


def _facts(
    owed: Sequence[Owed],
    agreements: Sequence[tuple[Selection, UseCase]],
    answers: Sequence[tuple[UseCase, Reply]],
    now: datetime,
) -> dict[str, Any]:
    return {
        "owed": owed,
        "agreements": agreements,
        "answers": answers,
        "count": len(owed) + len(agreements) + len(answers),
        "late": _late(owed, now),
    }


def _late(owed: Sequence[Owed], now: datetime) -> int:
    return sum(each.due < each.program.today(now) for each in owed)
