"""Blockers: the form that reports one, the post that asks for it to be cleared, and the list of those that are open."""

from collections.abc import Sequence
from datetime import date, datetime

from program.blockers import Blocker
from program.playbook import Entry
from program.programs import Program
from program.standings import Standing
from templates import blocks as b
from templates import items, picks
from templates.words import Safe, say

OPEN, REPORT, LIST = items.OPEN_BLOCKER, "blocker-report", "blocker-list"
OPEN_CLEAR, CLEAR = "blocker-open-clear", "blocker-clear"
MOST_WHAT, MOST_HOW = 500, 500
PAGE = 10


def report(
    standing: Standing, *, wanted_by: date, entry: Entry | None = None, what: str | None = None, page: str | None = None
) -> b.View:
    back = [b.button("Back", items.OPEN, items.value(standing.program, entry))] if entry else []
    return b.modal(
        "Report a blocker",
        REPORT,
        [
            b.question(
                "what",
                "What stands in the way?",
                b.text_input(initial=b.shortened(what, MOST_WHAT) if what else None, lines=True, most=MOST_WHAT),
            ),
            b.question(
                "holder", "Who can clear it?", b.person_input(), hint="They are asked in the program's channel."
            ),
            b.question("wanted_by", "By when?", b.date_input(initial=wanted_by)),
            picks.which(standing, initial=entry, label="What does it hold up?", optional=True),
            *([b.actions(*back)] if back else []),
        ],
        submit="Report",
        about={"program": str(standing.program.id)} | ({"page": page} if page else {}),
    )


def reported(program: Program, blocker: Blocker, *, is_outside: bool) -> b.View:
    text = say("blocker_reported", program=program, blocker=blocker, place=place(program), outside=is_outside)
    return b.done("Reported", b.Message(text, [b.section(text)]))


def place(program: Program) -> Safe:
    """The program's channel, as a link where it is there already."""
    return Safe(f"<#{program.channel}>" if program.channel else f"#{program.channel_name}")


def post(program: Program, blocker: Blocker, entry: Entry | None) -> b.Message:
    """With its button while it is open, and with how it was cleared afterwards."""
    text = say("blocker", program=program, blocker=blocker, entry=entry)
    clear = b.button("Cleared", OPEN_CLEAR, str(blocker.id), style="primary", label=f"{blocker.code} is cleared")
    return b.Message(
        b.shortened(text, b.SECTION), [*b.sections(text), *([b.actions(clear)] if blocker.is_open else [])]
    )


def clear(blocker: Blocker) -> b.View:
    return b.modal(
        f"Clear {blocker.code}",
        CLEAR,
        [
            *b.sections(say("blocker_what", blocker=blocker)),
            b.question("how", "How was it cleared?", b.text_input(lines=True, most=MOST_HOW)),
        ],
        submit="Cleared",
        about={"blocker": str(blocker.id)},
    )


def cleared(blocker: Blocker) -> b.Message:
    text = say("blocker_cleared", blocker=blocker)
    return b.Message(b.shortened(text, b.SECTION), b.sections(text))


def blockers(standing: Standing, now: datetime, *, page: int = 0) -> b.Message:
    """Those wanted soonest first."""
    today, id = standing.program.today(now), standing.program.id
    found = sorted(standing.open_blockers, key=lambda each: (each.wanted_by, each.number))
    late = sum(each.wanted_by < today for each in found)
    text = say("blockers", program=standing.program, count=len(found), late=late)
    rows = [_row(standing, each, today) for each in found[page * PAGE : (page + 1) * PAGE]]
    report = b.button("Report a blocker", OPEN, str(id))
    buttons = b.actions(report, *turns(LIST, str(id), page, len(found), PAGE))
    return b.Message(text, [b.section(text), *rows, buttons])


def _row(standing: Standing, blocker: Blocker, today: date) -> b.Block:
    entry = standing.playbook.item(blocker.item) if blocker.item else None
    clear = b.button("Cleared", f"{OPEN_CLEAR}:{blocker.number}", str(blocker.id), label=f"{blocker.code} is cleared")
    return b.section(
        say("blocker_row", blocker=blocker, entry=entry, is_late=blocker.wanted_by < today), accessory=clear
    )


def turns(action: str, about: str, page: int, count: int, size: int) -> Sequence[b.Block]:
    """The buttons that turn the pages of a long list."""
    back = [b.button("Back", f"{action}:back", f"{about}/{page - 1}")] if page else []
    left = min(size, count - (page + 1) * size)
    return [*back, *([b.button(f"Next {left}", f"{action}:next", f"{about}/{page + 1}")] if left > 0 else [])]
