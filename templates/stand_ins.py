"""Stand-ins: the form that names one, what the stand-in is told, and how it is taken back."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from program.delegations import Delegation
from program.playbook import Role
from program.standings import Standing
from templates import blocks as b
from templates.words import say

OPEN, NAME, TAKE_BACK = "stand-in-open", "stand-in-name", "stand-in-take-back"
DUTIES = {"work": "do the work", "sign": "sign", "vote": "vote", "decide": "decide"}


def form(standing: Standing, roles: Sequence[Role], now: datetime) -> b.View:
    today = standing.program.today(now)
    most = standing.playbook.limits.stand_in_days
    choices = [b.Choice(role.key, role.title, f"May {duties(role)}") for role in roles]
    return b.modal(
        "Name a stand-in",
        NAME,
        [
            b.section(say("stand_in_intro", program=standing.program, most=most)),
            b.question("role", "For which role", b.select_input(choices, initial=choices[0].value)),
            b.question("stand_in", "Who stands in for you", b.person_input()),
            b.question("first", "From", b.date_input(initial=today)),
            b.question("last", "To, this day included", b.date_input(initial=today + timedelta(days=6))),
        ],
        submit="Name",
        about={"program": str(standing.program.id)},
    )


def duties(role: Role) -> str:
    """What a stand-in may do, in words."""
    may = [DUTIES[each] for each in role.delegable]
    return " and ".join([", ".join(may[:-1]), may[-1]] if len(may) > 1 else may)


def named(standing: Standing, one: Delegation) -> b.View:
    text = _words("stand_in_done", standing, one)
    return b.done("Stand-in", b.Message(text, [b.section(text)]))


def told(standing: Standing, one: Delegation) -> b.Message:
    text = _words("stand_in_told", standing, one)
    buttons = [b.actions(b.button("What waits for me", "todo-show"))] if one.is_open else []
    return b.Message(text, [b.section(text), *buttons])


def taken_back(standing: Standing, one: Delegation) -> str:
    return _words("stand_in_taken_back", standing, one)


def rows(standing: Standing, *, user: str, may_appoint: bool) -> list[b.Block]:
    """Who stands in for whom now, or will."""
    return [
        b.section(
            _words("stand_in_row", standing, one),
            accessory=b.button("Take back", f"{TAKE_BACK}:{one.id.hex[:8]}", str(one.id))
            if may_appoint or user == one.user
            else None,
        )
        for one in standing.delegations
        if one.is_open
    ]


def _words(template: str, standing: Standing, one: Delegation) -> str:
    role = standing.playbook.role(one.role)
    return say(template, program=standing.program, one=one, role=role, duties=duties(role))
