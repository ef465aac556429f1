"""What this person can do, here and now; and the rest by what one wants."""

from collections.abc import Sequence
from dataclasses import dataclass

from program.owing import Owed
from program.programs import Program
from templates import blocks as b
from templates.words import say

SHOW = "help-show"
MOST_OWED = 3
Usages = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Group:
    """Commands that belong together, each with what it does."""

    key: str
    title: str
    commands: Usages


def help(fitting: Usages, groups: Sequence[Group], *, program: Program | None, owed: Sequence[Owed]) -> b.Message:
    """What waits for this person first, then the dozen that fits, then the way to the rest."""
    code = program.code if program else None
    text = say("help_line", program=code, owed=owed)
    shown = [b.section(say("help_intro", program=code, owed=owed, most=MOST_OWED))]
    if fitting:
        shown.append(b.section(say("help_group", heading="What fits now", commands=fitting)))
    return b.Message(text, [*shown, b.context(say("help_end", groups=groups)), b.actions(*_buttons(groups, program))])


def groups(groups: Sequence[Group], *, program: Program | None) -> b.Message:
    """Each with all its commands."""
    code = program.code if program else None
    text = say("help_line", program=code, owed=())
    shown = [
        block for each in groups for block in b.sections(say("help_group", heading=each.title, commands=each.commands))
    ]
    return b.Message(text, [*shown, b.context(say("help_roles"))])


def _buttons(groups: Sequence[Group], program: Program | None) -> list[b.Block]:
    id = program.id if program else ""
    named = [b.button(each.title, f"{SHOW}:{each.key}", f"{id}/{each.key}") for each in groups]
    return [*named, b.button("Everything", f"{SHOW}:all", f"{id}/all")]
