"""Who holds which role of a program, the form to appoint them, and the program office."""

from collections.abc import Sequence, Set
from datetime import datetime

from program.authority import may
from program.hand_overs import HandOver
from program.playbook import Role
from program.programs import Program
from program.standings import Standing
from templates import blocks as b
from templates import leaving, recusals, stand_ins, visibility
from templates.words import say

SHOW, PAGE_OF = "people-show", "people-page"
OPEN_APPOINT, APPOINT = "people-open-appoint", "people-appoint"
OPEN_OFFICE, OFFICE = "office-open", "office-appoint"
PAGE, MOST_NAMED = 30, 8  # roles on one screen, and in one sentence
MOST_OTHERS = 14  # stand-ins and those who stand aside, on the last screen


def people(standing: Standing, now: datetime, *, user: str, acts_as: Set[str], page: int = 0) -> b.Message:
    """Vacancies that will be felt first, then who holds what, stands in or stands aside."""
    program, may_appoint = standing.program, may("people:appoint", acts_as)
    ordered = sorted(standing.playbook.roles, key=lambda role: _rank(standing, role))
    vacant = [role for role in ordered if role.needed_by is not None and not standing.holders[role.key]]
    held = sum(bool(users) for users in standing.holders.values())
    text = say("people_head", program=program, held=held, total=len(ordered), vacant=vacant, most=MOST_NAMED)
    first = page * PAGE
    rows = [_row(standing, role, now, may_appoint=may_appoint) for role in ordered[first : first + PAGE]]
    turns = [
        b.button(label, f"{PAGE_OF}:{label.lower()}", f"{program.id}/{target}")
        for label, target, there in (("Back", page - 1, page > 0), ("Next", page + 1, first + PAGE < len(ordered)))
        if there
    ]
    others = [*stand_ins.rows(standing, user=user, may_appoint=may_appoint), *recusals.rows(standing, user=user)]
    ends = _end(standing, user, acts_as)
    return b.Message(
        text,
        [
            b.header(f"{program.code} · People"),
            b.section(text),
            *rows,
            *([*others[:MOST_OTHERS], *ends] if len(ordered) <= first + PAGE else []),
            *([b.actions(*turns)] if turns else []),
        ],
    )


def _end(standing: Standing, user: str, acts_as: Set[str]) -> list[b.Block]:
    """What somebody who holds a role can do about it themselves, and to whom the program shows."""
    id = str(standing.program.id)
    mine = [role for role in standing.playbook.roles if user in standing.appointed[role.key]]
    buttons = [
        button
        for button, there in (
            (b.button("Name a stand-in", stand_ins.OPEN, id), any(role.delegable for role in mine)),
            (b.button("Stand aside at a gate", recusals.OPEN, id), may("people:recuse", acts_as)),
            (b.button("Step down", leaving.OPEN, id), bool(mine)),
            (b.button("Who sees it", visibility.OPEN, id), may("program:visibility", acts_as)),
        )
        if there
    ]
    return [b.context(visibility.line(standing.program)), *([b.actions(*buttons)] if buttons else [])]


def _rank(standing: Standing, role: Role) -> tuple[int, int]:
    if standing.holders[role.key]:
        return 1, 0
    return (2, 0) if role.needed_by is None else (0, role.needed_by)


def _row(standing: Standing, role: Role, now: datetime, *, may_appoint: bool) -> b.Block:
    users = standing.appointed[role.key]
    text = say(
        "people_row",
        role=role,
        users=users,
        since=None if role.needed_by is None else standing.program.monday(role.needed_by),
        is_late=role.needed_by is not None and role.needed_by <= standing.week(now).number,
    )
    if not may_appoint:
        return b.section(text)
    verb = "Change" if users else "Appoint"
    value = f"{standing.program.id}/{role.key}"
    return b.section(text, accessory=b.button(verb, f"{OPEN_APPOINT}:{role.key}", value, label=f"{verb}: {role.title}"))


def appointment(program: Program, role: Role, users: Sequence[str]) -> b.View:
    """`users` are those who hold it and are still here: what the form shows is what it can change."""
    return b.modal(
        "Appoint",
        APPOINT,
        [
            b.section(say("people_appoint", program=program, role=role)),
            b.question(
                "people",
                f"{role.title}: who holds it from now on",
                b.people_input(initial=users),
                hint="Of several, the first is asked to sign."
                + ("" if role.needed_to_start else " Empty: nobody holds it."),
                optional=True,
            ),
        ],
        submit="Appoint",
        about={"program": str(program.id), "role": role.key, "seen": " ".join(users)},
    )


def appointed(
    program: Program,
    role: Role,
    users: Sequence[str],
    came: Sequence[str],
    went: Sequence[str],
    taken: HandOver | None = None,
) -> b.View:
    text = say("people_appointed", program=program, role=role, users=users, came=came, went=went, taken=taken)
    return b.done("People", b.Message(text, [b.section(text)]))


def role_vacant(standing: Standing, user: str, roles: Sequence[Role], taken: int, *, why: str = "left") -> b.Message:
    text = say("people_left", program=standing.program, user=user, roles=roles, taken=taken, why=why)
    button = b.button("Appoint", SHOW, str(standing.program.id), style="primary", label="Appoint others")
    return b.Message(text, [b.section(text), b.actions(button)])


# --- the program office -------------------------------------------------------------------------------------------


def office(users: Sequence[str], *, may_appoint: bool) -> b.Message:
    text = say("office", users=users, may_appoint=may_appoint)
    if not may_appoint:
        return b.Message(text, [b.section(text)])
    return b.Message(text, [b.section(text), b.actions(b.button("Choose the program office", OPEN_OFFICE))])


def office_form(users: Sequence[str]) -> b.View:
    return b.modal(
        "Program office",
        OFFICE,
        [
            b.section(say("office_intro")),
            b.question("people", "The program office", b.people_input(initial=users), optional=True),
        ],
        submit="Save",
        about={"seen": " ".join(users)},
    )


def office_chosen(users: Sequence[str]) -> b.View:
    text = say("office", users=users, may_appoint=True)
    return b.done("Program office", b.Message(text, [b.section(text)]))
