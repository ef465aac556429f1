"""Stepping down from a role."""

from collections.abc import Sequence

from program.playbook import Role
from program.standings import Standing
from templates import blocks as b
from templates.words import say

OPEN, RESIGN = "resign-open", "resign"


def form(standing: Standing, roles: Sequence[Role]) -> b.View:
    choices = [b.Choice(role.key, role.title) for role in roles]
    return b.modal(
        "Step down",
        RESIGN,
        [
            b.section(say("resign_intro", program=standing.program)),
            b.question("role", "Which role do you give up?", b.select_input(choices, initial=choices[0].value)),
        ],
        submit="Step down",
        about={"program": str(standing.program.id)},
    )


def resigned(standing: Standing, role: Role) -> b.View:
    text = say("resigned", program=standing.program, role=role, to=standing.appointed[role.key][:1])
    return b.done("Step down", b.Message(text, [b.section(text)]))
