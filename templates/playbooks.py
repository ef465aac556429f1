"""Which playbook a program runs on, what a newer one changes and reopens, and that it was adopted."""

from collections.abc import Sequence
from itertools import groupby

from program.differences import Change, Diff, diff
from program.playbook import Playbook
from program.playbooks import MOST_REASON, Adoption, Reopened
from program.programs import Program
from program.standings import Standing
from templates import blocks as b
from templates.words import say

OPEN_ADOPT, ADOPT = "playbook-open-adopt", "playbook-adopt"
MOST_REOPENED, MOST_NAMED = 30, 8  # of what reopens, and of one kind of change; the rest is counted


def runs_on(standing: Standing, offered: Playbook, adoption: Adoption | None, *, may_adopt: bool) -> b.Message:
    """What it runs on since when, and whether the bot's is another."""
    found = diff(standing.playbook, offered.at(standing.program.profile))
    is_newest = standing.program.playbook == offered.digest
    text = say(
        "playbook_runs_on",
        program=standing.program,
        playbook=standing.playbook,
        offered=offered,
        adoption=adoption,
        is_newest=is_newest,
        diff=found,
    )
    if is_newest or not may_adopt:
        return b.Message(text, [b.section(text)])
    look = b.button("See what would change", OPEN_ADOPT, str(standing.program.id))
    return b.Message(text, [b.section(text), b.actions(look)])


def adopting(standing: Standing, offered: Playbook, reopened: Sequence[Reopened]) -> b.View:
    """All that changes, and first what that reopens; nothing happens before a reason is given."""
    found = diff(standing.playbook, offered.at(standing.program.profile))
    return b.modal(
        "Adopt a playbook",
        ADOPT,
        [
            *b.sections(say("playbook_adopting", standing=standing, program=standing.program, offered=offered)),
            *b.sections(_reopened(reopened)),
            *b.sections(_changes(found)),
            b.question(
                "reason",
                "Why now?",
                b.text_input(lines=True, most=MOST_REASON),
                hint="The channel reads it beside what changes.",
            ),
        ],
        submit="Adopt it",
        about={"program": str(standing.program.id), "playbook": offered.digest},
    )


def adopted(program: Program, old: Playbook, new: Playbook, adoption: Adoption) -> b.Message:
    """Once in the channel."""
    found = diff(old.at(program.profile), new.at(program.profile))
    text = say("playbook_adopted", program=program, old=old, new=new, adoption=adoption)
    return b.Message(text, [*b.sections(text), *b.sections(_changes(found))])


def _reopened(reopened: Sequence[Reopened]) -> str:
    shown = reopened[:MOST_REOPENED]
    return say("playbook_reopens", reopened=shown, more=len(reopened) - len(shown))


def _changes(found: Diff) -> str:
    return say(
        "playbook_changes",
        parts=[(word, _by_kind(each)) for word, each in _words(found) if each],
        most=MOST_NAMED,
        is_empty=found.is_empty,
    )


def _words(found: Diff) -> list[tuple[str, Sequence[Change]]]:
    return [("Added", found.added), ("Removed", found.removed), ("Changed", found.changed)]


def _by_kind(changes: Sequence[Change]) -> list[tuple[str, list[Change]]]:
    ordered = sorted(changes, key=lambda each: each.kind)
    return [(kind, list(each)) for kind, each in groupby(ordered, key=lambda each: each.kind)]
