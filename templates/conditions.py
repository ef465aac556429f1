"""The conditions of a program: who owes which by when, the button for whoever acts next, and the three forms."""

from collections.abc import Sequence
from datetime import date, datetime

from program import commitments
from program.conditions import ConditionState, Step, StepKind, Tracked
from program.standings import Standing
from templates import blocks as b
from templates.blockers import turns
from templates.words import say

LIST, MEET, REVIEW, SETTLE = "condition-list", "condition-meet", "condition-review", "condition-settle"
MARK_MET, ANSWER, RECORD = "condition-mark-met", "condition-answer", "condition-record"
PAGE, LONGEST = 10, 1000
ACCEPT, RETURN = b.Choice("accepted", "It is met"), b.Choice("returned", "Something is lacking")
WAYS = (
    b.Choice(StepKind.EXTENDED, "Give it until another day"),
    b.Choice(StepKind.TOLERATED, "Accept it as it is"),
    b.Choice(StepKind.ROLLED_BACK, "Roll back: the program is paused"),
)


def conditions(standing: Standing, user: str, now: datetime, *, page: int = 0) -> b.Message:
    """Those that still count first, soonest first; each with what this person can do about it."""
    today = standing.program.today(now)
    found = sorted(commitments.tracked(standing), key=lambda each: each.state is ConditionState.SETTLED)
    count = sum(each.state is not ConditionState.SETTLED for each in found)
    late = sum(each.is_overdue(today) for each in found)
    text = say("conditions_head", program=standing.program, total=len(found), count=count, late=late)
    rows = [_row(standing, each, user, today) for each in found[page * PAGE : (page + 1) * PAGE]]
    more = turns(LIST, str(standing.program.id), page, len(found), PAGE)
    return b.Message(text, [b.section(text), *rows, *([b.actions(*more)] if more else [])])


def _row(standing: Standing, one: Tracked, user: str, today: date) -> b.Block:
    return b.section(_line(standing, one, today), accessory=_button(standing, one, user, today))


def _line(standing: Standing, one: Tracked, today: date) -> str:
    gate = standing.playbook.gate(one.gate)
    return say("condition_row", one=one, gate=gate, late=one.is_overdue(today), last=one.last)


def _button(standing: Standing, one: Tracked, user: str, today: date) -> b.Block | None:
    if one.state is ConditionState.MET and user in one.setters:
        return act_on(standing, one, REVIEW, "Review")
    if one.state is ConditionState.OPEN and user == one.owner:
        return act_on(standing, one, MEET, "Met")
    deciders = commitments.deciders(standing, standing.playbook.gate(one.gate))
    return act_on(standing, one, SETTLE, "Settle") if one.is_overdue(today) and user in deciders else None


def act_on(standing: Standing, one: Tracked, action: str, label: str) -> b.Block:
    value = f"{standing.program.id}/{one.key}"
    return b.button(label, f"{action}:{one.key}", value, label=f"{label}: {one.text}"[:75])


def _form(standing: Standing, one: Tracked, title: str, id: str, fields: Sequence[b.Block], now: datetime) -> b.View:
    line = _line(standing, one, standing.program.today(now))
    about = {"program": str(standing.program.id), "condition": one.key}
    return b.modal(title, id, [*b.sections(line), *fields], submit="Record", about=about)


def meet(standing: Standing, one: Tracked, now: datetime) -> b.View:
    hint = "Whoever set the condition reads this, and accepts it or says what is lacking."
    what = b.question("evidence", "What shows that it is met?", b.text_input(lines=True, most=LONGEST), hint=hint)
    return _form(standing, one, "Condition met", MARK_MET, [what], now)


def review(standing: Standing, one: Tracked, now: datetime) -> b.View:
    fields = [
        b.question("answer", "Is it met?", b.radio_input([ACCEPT, RETURN])),
        b.question("why", "What is lacking?", b.text_input(lines=True, most=LONGEST), optional=True),
    ]
    return _form(standing, one, "Is it met?", ANSWER, fields, now)


def settle(standing: Standing, one: Tracked, now: datetime) -> b.View:
    hint = "Also for a rollback: the day on which you are asked whether the program goes on."
    fields = [
        b.question("way", "What becomes of it?", b.radio_input(WAYS)),
        b.question("due", "Until when", b.date_input(), hint=hint, optional=True),
        b.question("why", "Why", b.text_input(lines=True, most=LONGEST)),
    ]
    return _form(standing, one, "A missed condition", RECORD, fields, now)


def done(standing: Standing, one: Tracked) -> b.View:
    text = say("condition_moved", one=one, last=one.last, program=standing.program)
    return b.done("Recorded", b.Message(text, b.sections(text)))


def moved(standing: Standing, one: Tracked, step: Step, user: str) -> b.Message:
    """To one person: with the button, where it is theirs to act."""
    text = say("condition_moved", one=one, last=step, program=standing.program)
    shown = _button(standing, one, user, step.at.date())
    return b.Message(b.shortened(text, b.SECTION), [*b.sections(text), *([b.actions(shown)] if shown else [])])


def settled(standing: Standing, one: Tracked, step: Step) -> b.Message:
    text = say("condition_moved", one=one, last=step, program=standing.program)
    return b.Message(b.shortened(text, b.SECTION), b.sections(text))


def missed(standing: Standing, one: Tracked) -> b.Message:
    text = say("condition_missed", one=one, program=standing.program, gate=standing.playbook.gate(one.gate))
    act = b.actions(act_on(standing, one, SETTLE, "Settle"))
    return b.Message(b.shortened(text, b.SECTION), [*b.sections(text), act])


def reopened(standing: Standing, gate_title: str, why: str) -> b.Message:
    text = say("gate_reopened", program=standing.program, title=gate_title, why=why)
    return b.Message(b.shortened(text, b.SECTION), b.sections(text))
