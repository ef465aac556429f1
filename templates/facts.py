"""The questions of the playbook as the inputs of a modal."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from program.facts import Facts, Field, FieldKind
from templates import blocks as b

FEW = 5  # choices that are shown side by side; more are picked from a list
MOST_TEXT, MOST_LINES = 200, 1000
TICKED = "yes"


def questions(fields: Iterable[Field], facts: Facts) -> list[b.Block]:
    """With what was answered before."""
    return [
        b.question(
            field.key,
            field.title,
            _INPUTS.get(field.kind, _text)(field, facts.get(field.key)),
            hint=field.help or None,
            optional=field.optional,
        )
        for field in fields
    ]


def _choices(field: Field) -> list[b.Choice]:
    return [b.Choice(each.key, each.title, each.help or None) for each in field.choices]


def _text(field: Field, value: Any) -> b.Block:
    return b.text_input(
        initial=value, lines=field.kind == "lines", most=MOST_TEXT if field.kind == "text" else MOST_LINES
    )


def _number(field: Field, value: Any) -> b.Block:
    return b.number_input(initial=value)


def _date(field: Field, value: Any) -> b.Block:
    return b.date_input(initial=date.fromisoformat(value) if value else None)


def _choice(field: Field, value: Any) -> b.Block:
    show = b.radio_input if len(field.choices) <= FEW else b.select_input
    return show(_choices(field), initial=value)


_INPUTS: Mapping[FieldKind, Callable[[Field, Any], b.Block]] = {  # the others are text
    "number": _number,
    "percent": _number,
    "date": _date,
    "person": lambda _, value: b.person_input(initial=value),
    "people": lambda _, value: b.people_input(initial=value or ()),
    "choice": _choice,
    "choices": lambda field, value: b.checkbox_input(_choices(field), initial=value or ()),
    "confirm": lambda _, value: b.checkbox_input(
        [b.Choice(TICKED, "Yes, this is so")], initial=[TICKED] if value else ()
    ),
}
