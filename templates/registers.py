"""Registers: all of a program's, one with its rows, and the form of a row."""

from collections.abc import Sequence
from itertools import groupby

from program import registers
from program.facts import Facts
from program.registers import Register, Row, Topic, untold
from program.standings import Standing
from templates import blocks as b
from templates import facts as asked
from templates.blockers import turns
from templates.items import OPEN_REGISTER
from templates.words import answer, say

OPEN, ALL, OPEN_ADD, OPEN_CHANGE = OPEN_REGISTER, "register-all", "register-open-add", "register-open-change"
OPEN_WITHDRAW, TURN = "register-open-withdraw", "register-turn"
ADD, CHANGE, WITHDRAW = "register-add", "register-change", "register-withdraw"
EXPORT = "register-export"
PAGE = 20
MOST_WHY = 300
SHORT = 120


def every(standing: Standing) -> b.View:
    rows = [_line(standing, each) for each in standing.playbook.registers]
    head = b.section(say("registers", program=standing.program, count=len(rows)))
    return b.modal("Registers", "list", [head, *rows], close="Close", about={"program": str(standing.program.id)})


def _line(standing: Standing, register: Register) -> b.Block:
    text = say(
        "registers_line",
        register=register,
        count=len(standing.register(register.key)),
        role=standing.playbook.role(register.owner_role).title,
    )
    where = value(standing, register)
    return b.section(text, accessory=b.button("Open", f"{OPEN}:{register.key}", where, label=f"Open {register.title}"))


def value(standing: Standing, register: Register) -> str:
    return f"{standing.program.id}/{register.key}"


def one(standing: Standing, register: Register, *, may_change: bool, page: int = 0) -> b.View:
    """Newest first, or by its topics; what was withdrawn is not shown, but stays in the record."""
    if register.topics:
        return _by_topic(standing, register, may_change=may_change)
    rows, where = standing.register(register.key)[::-1], value(standing, register)
    add = [b.button(f"Add: {register.one}", OPEN_ADD, where, style="primary")] if may_change else []
    shown = [
        b.section(say("register", register=register, count=len(rows))),
        *(_row(register, row, may_change=may_change) for row in rows[page * PAGE : (page + 1) * PAGE]),
        b.actions(
            *add,
            *_links(standing, register),
            *turns(TURN, where, page, len(rows), PAGE),
        ),
    ]
    about = {"program": str(standing.program.id), "register": register.key}
    return b.modal(register.title, "list", shown, close="Close", about=about)


def _links(standing: Standing, register: Register) -> list[b.Block]:
    """To all registers, and to the rows as a file where there are any."""
    there = any(each.register == register.key for each in standing.rows)
    export = [b.button("Export CSV", EXPORT, value(standing, register))] if there else []
    return [b.button("All registers", ALL, str(standing.program.id)), *export]


def _by_topic(standing: Standing, register: Register, *, may_change: bool) -> b.View:
    rows = {row.topic: row for row in standing.register(register.key)}
    shown = [b.section(say("register_topics", register=register, left=len(untold(register, standing.rows))))]
    for group, topics in groupby(register.topics, key=lambda topic: topic.group):
        shown += [b.section(say("register_group", group=group))] if group else []
        shown += [_topic(standing, register, each, rows.get(each.key), may_change=may_change) for each in topics]
    shown.append(b.actions(*_links(standing, register)))
    about = {"program": str(standing.program.id), "register": register.key}
    return b.modal(register.title, "list", shown, close="Close", about=about)


def _topic(standing: Standing, register: Register, topic: Topic, row: Row | None, *, may_change: bool) -> b.Block:
    if row is None:
        where = f"{value(standing, register)}/{topic.key}"
        button = b.button("Fill in", f"{OPEN_ADD}:{topic.key}", where, label=f"Fill in: {topic.title}")
    else:
        button = b.button("Change", f"{OPEN_CHANGE}:{row.number}", str(row.id), label=f"Change: {topic.title}")
    shown = [answer(field, found, SHORT) for field, found in registers.told(register, row)] if row else []
    text = say("register_topic", topic=topic, row=row, shown=shown)
    return b.section(text, accessory=button if may_change else None)


def _row(register: Register, row: Row, *, may_change: bool) -> b.Block:
    change = b.button(
        "Change", f"{OPEN_CHANGE}:{row.number}", str(row.id), label=f"Change {registers.code(register, row)}"
    )
    return b.section(told(register, row), accessory=change if may_change else None)


def told(register: Register, row: Row) -> str:
    """One row in a line or two."""
    shown = [answer(field, value, SHORT) for field, value in registers.told(register, row)]
    return say("register_row", code=registers.code(register, row), shown=shown)


def form(
    standing: Standing,
    register: Register,
    row: Row | None = None,
    *,
    topic: str | None = None,
    given: Facts | None = None,
    draft: Facts | None = None,
) -> b.View:
    """Of a new row, about its topic where the register has topics, or of one that is there."""
    key = topic or (row.topic if row else None)
    about = register.topic(key) if key else None
    facts = given or draft or (row.facts if row else {})
    where = value(standing, register)
    buttons = [b.button("Back", OPEN, where)]
    if row:
        buttons.append(b.button("Withdraw it", OPEN_WITHDRAW, str(row.id)))
    return b.modal(
        registers.code(register, row) if row else register.one,
        CHANGE if row else ADD,
        [
            b.section(say("register_intro", register=register, topic=about, row=row, meanwhile=given is not None)),
            *asked.questions(register.fields, facts),
            b.actions(*buttons),
        ],
        submit="Save" if row else "Add",
        about=_about(standing, register, row) | ({"topic": topic} if topic else {}),
    )


def withdraw(standing: Standing, register: Register, row: Row) -> b.View:
    return b.modal(
        f"Withdraw {registers.code(register, row)}",
        WITHDRAW,
        [
            b.section(told(register, row)),
            b.question(
                "why",
                "Why does it no longer count?",
                b.text_input(lines=True, most=MOST_WHY),
                hint="It leaves the list and stays on record, with this reason.",
            ),
            b.actions(b.button("Back", OPEN, value(standing, register))),
        ],
        submit="Withdraw",
        about=_about(standing, register, row),
    )


def _about(standing: Standing, register: Register, row: Row | None) -> dict[str, str]:
    about = {"program": str(standing.program.id), "register": register.key}
    return about | ({"row": str(row.id), "seen": seen(row)} if row else {})


def seen(row: Row) -> str:
    """Which state of a row a form was opened on, so that a change meanwhile is noticed."""
    return (row.changed_at or row.added_at).isoformat()


def people_in(register: Register, facts: Facts) -> dict[str, Sequence[str]]:
    """Whom the answers name, by the question that names them."""
    found: dict[str, Sequence[str]] = {}
    for field in register.fields:
        if field.kind in {"person", "people"} and field.key in facts:
            named = facts[field.key]
            found[field.key] = [named] if isinstance(named, str) else list(named)
    return found
