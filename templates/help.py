"""What this person can do, here and now."""

from collections.abc import Sequence

from program.owing import Owed
from templates import blocks as b
from templates.words import say

MOST_OWED = 3


def help(
    groups: Sequence[tuple[str, Sequence[tuple[str, str]]]], *, program: str | None, owed: Sequence[Owed]
) -> b.Message:
    """`groups`: a heading and its commands, each with what it does; what waits for this person comes first."""
    text = say("help_line", program=program, owed=owed)
    shown = [b.section(say("help_intro", program=program, owed=owed, most=MOST_OWED))]
    shown += [b.section(say("help_group", heading=heading, commands=commands)) for heading, commands in groups]
    return b.Message(text, [*shown, b.context(say("help_end"))])
