"""Actions: the form that gives one, what its owner is told, handing it over, saying that it is done, and the list."""

from datetime import date, datetime

from program.actions import Action
from program.programs import Program
from program.standings import Standing
from templates import blocks as b
from templates.blockers import turns
from templates.words import say

OPEN, GIVE, LIST = "action-open", "action-give", "action-list"
OPEN_DONE, DONE, OPEN_MOVE, MOVE = "action-open-done", "action-done", "action-open-move", "action-move"
MOST = 500
PAGE = 10


def give(standing: Standing, *, due: date) -> b.View:
    return b.modal(
        "Give an action",
        GIVE,
        [
            b.question("what", "What is to be done?", b.text_input(lines=True, most=MOST)),
            b.question("owner", "Who does it?", b.person_input(), hint="They are asked by direct message."),
            b.question("due", "By when?", b.date_input(initial=due)),
        ],
        submit="Give",
        about={"program": str(standing.program.id)},
    )


def given(program: Program, action: Action) -> b.View:
    text = say("action_given", program=program, action=action)
    return b.done("Given", b.Message(text, [b.section(text)]))


def asked(program: Program, action: Action, user: str) -> b.Message:
    """To its owner; afterwards what came of it, or who has it now."""
    text = say("action_asked", program=program, action=action, user=user)
    mine = action.is_open and action.owner == user
    return b.Message(b.shortened(text, b.SECTION), [*b.sections(text), *([_buttons(action)] if mine else [])])


def _buttons(action: Action) -> b.Block:
    done = b.button("Done", f"{OPEN_DONE}:{action.number}", str(action.id), label=f"{action.code} is done")
    move = b.button("Hand over", f"{OPEN_MOVE}:{action.number}", str(action.id), label=f"Hand over {action.code}")
    return b.actions(done, move)


def done(action: Action) -> b.View:
    outcome = b.text_input(lines=True, most=MOST)
    return b.modal(
        f"{action.code} is done",
        DONE,
        [*b.sections(say("action_what", action=action)), b.question("outcome", "What came of it?", outcome)],
        submit="Done",
        about={"action": str(action.id)},
    )


def move(action: Action) -> b.View:
    return b.modal(
        f"Hand over {action.code}",
        MOVE,
        [
            *b.sections(say("action_what", action=action)),
            b.question("owner", "Who does it?", b.person_input(initial=action.owner)),
            b.question("due", "By when?", b.date_input(initial=action.due)),
        ],
        submit="Hand over",
        about={"action": str(action.id)},
    )


def finished(action: Action) -> b.Message:
    """To whoever asked for it."""
    text = say("action_finished", action=action)
    return b.Message(b.shortened(text, b.SECTION), b.sections(text))


def actions(standing: Standing, now: datetime, *, page: int = 0) -> b.Message:
    """Those wanted soonest first."""
    today, id = standing.program.today(now), str(standing.program.id)
    found = sorted(standing.open_actions, key=lambda each: (each.due, each.number))
    late = sum(each.due < today for each in found)
    done = len(standing.actions) - len(found)
    text = say("actions", program=standing.program, count=len(found), late=late, done=done)
    rows = [
        block
        for each in found[page * PAGE : (page + 1) * PAGE]
        for block in (b.section(say("action_row", action=each, is_late=each.due < today)), _buttons(each))
    ]
    give = b.actions(b.button("Give an action", OPEN, id), *turns(LIST, id, page, len(found), PAGE))
    return b.Message(text, [b.section(text), *rows, give])
