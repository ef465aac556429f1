"""To whom a program shows: the choice, and the units of the workspace with their members."""

from collections.abc import Mapping, Sequence

from program.programs import Program
from program.visibility import TITLES, Visibility, unit_key
from templates import blocks as b
from templates.words import say

OPEN, CHOOSE = "visibility-open", "visibility-choose"
OPEN_UNIT, UNIT = "unit-open", "unit-keep"
MOST_UNITS = 45  # rows beside the heading in one message; as options of a select up to a hundred


def question(chosen: Visibility = Visibility.WORKSPACE) -> b.Block:
    choices = [b.Choice(each.value, title) for each, title in TITLES.items()]
    return b.question(
        "visibility",
        "Who may know of it",
        b.radio_input(choices, initial=chosen.value),
        hint="To everybody else it is as if it did not exist. The program office always sees it.",
    )


def form(program: Program, units: Sequence[str]) -> b.View:
    names = list(dict.fromkeys([*([program.unit] if program.unit else []), *units]))[:100]
    choices = [b.Choice(name[: b.OPTION], name) for name in names]
    unit = b.question("unit", "Its unit", b.select_input(choices, initial=program.unit), optional=True)
    return b.modal(
        "Who sees it",
        CHOOSE,
        [
            b.section(say("visibility_intro", program=program)),
            question(program.visibility),
            *([unit] if choices else []),
        ],
        submit="Save",
        about={"program": str(program.id)},
    )


def chosen(program: Program, *, private_wanted: bool) -> b.View:
    text = say("visibility_done", program=program, title=TITLES[program.visibility], private_wanted=private_wanted)
    return b.done("Who sees it", b.Message(text, [b.section(text)]))


def line(program: Program) -> str:
    return say("visibility_line", program=program, title=TITLES[program.visibility])


# --- units --------------------------------------------------------------------------------------------------------


def units(found: Mapping[str, Sequence[str]]) -> b.Message:
    text = say("units", units=found)
    rows = [
        b.section(
            b.shortened(say("unit_row", name=name, users=users), b.SECTION),
            accessory=b.button("Change", f"{OPEN_UNIT}:{number}", unit_key(name)[:2000], label=f"Change: {name}"),
        )
        for number, (name, users) in enumerate(list(found.items())[:MOST_UNITS])
    ]
    return b.Message(text, [b.section(text), *rows, b.actions(b.button("Add a unit", OPEN_UNIT))])


def unit_form(name: str | None, users: Sequence[str]) -> b.View:
    return b.modal(
        "Unit",
        UNIT,
        [
            b.question("unit", "Name of the unit", b.text_input(initial=name, most=60)),
            b.question(
                "people",
                "Who belongs to it",
                b.people_input(initial=users[:100]),
                hint="With nobody in it, it is no longer listed.",
                optional=True,
            ),
        ],
        submit="Save",
    )


def unit_kept(name: str, users: Sequence[str]) -> b.View:
    text = b.shortened(say("unit_done", name=name, users=users), b.SECTION)
    return b.done("Unit", b.Message(text, [b.section(text)]))
