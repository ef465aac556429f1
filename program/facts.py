"""What is asked besides a tick: typed questions of the playbook, and answers that are checked where they are typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from program.errors import Refused

FieldKind = Literal[
    "text", "lines", "link", "number", "percent", "date", "person", "people", "choice", "choices", "confirm"
]

# Answers by the key of their question, as JSON keeps them: a date as text, people and choices as lists.
Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One answer that can be chosen; `key` is what is stored."""

    key: str
    title: str
    help: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One question of a form. `least` and `most` bound numbers, and how many people or choices there are."""

    key: str
    title: str
    kind: FieldKind
    help: str = ""
    optional: bool = False
    choices: tuple[Choice, ...] = ()
    least: int | None = None
    most: int | None = None


def check(fields: Sequence[Field], given: Facts) -> dict[str, Any]:
    """The answers that were given; refuses, at its field, one that is missing or that its question does not allow."""
    for field in fields:
        _check(field, given.get(field.key))
    known = [field.key for field in fields]
    return {key: given[key] for key in known if not _is_empty(given.get(key))}


def lacking(fields: Sequence[Field], given: Facts) -> list[str]:
    """The titles of the questions that must be answered and are not."""
    return [field.title for field in fields if not field.optional and _is_empty(given.get(field.key))]


def _check(field: Field, value: Any) -> None:
    if _is_empty(value):
        if not field.optional:
            raise Refused(_MISSING.get(field.kind, "Please fill this in."), field=field.key)
        return
    if field.kind == "link" and not str(value).startswith(("https://", "http://")):
        raise Refused("A link begins with https://.", field=field.key)
    if field.kind in {"number", "percent"}:
        _check_number(field, float(value))
    if field.kind in {"people", "choices"}:
        _check_count(field, len(value))
    if field.choices:
        _check_chosen(field, value)


def _check_number(field: Field, value: float) -> None:
    least, most = (0, 100) if field.kind == "percent" else (None, None)
    least = field.least if field.least is not None else least
    most = field.most if field.most is not None else most
    if least is not None and value < least:
        raise Refused(f"This must be {least} or more.", field=field.key)
    if most is not None and value > most:
        raise Refused(f"This must be {most} or less.", field=field.key)


def _check_count(field: Field, count: int) -> None:
    if field.least is not None and count < field.least:
        raise Refused(f"Choose at least {field.least}.", field=field.key)
    if field.most is not None and count > field.most:
        raise Refused(f"Choose {field.most} at the most.", field=field.key)


def _check_chosen(field: Field, value: Any) -> None:
    allowed = {each.key for each in field.choices}
    if not set(value if isinstance(value, list | tuple) else [value]) <= allowed:
        raise Refused("This is not one of the answers: choose again.", field=field.key)


def _is_empty(value: Any) -> bool:
    """No answer; a zero is one, a box that is not ticked is none."""
    return value is None or value is False or value in ("", [])


_MISSING: Mapping[str, str] = {
    "link": "Add the link that shows it.",
    "number": "A number is needed here.",
    "percent": "A percentage is needed here.",
    "date": "Choose a date.",
    "person": "Choose a person.",
    "people": "Choose at least one person.",
    "choice": "Choose one.",
    "choices": "Choose at least one.",
    "confirm": "Tick this when it is true; until then the item stays open.",
}


# --- reading them ---------------------------------------------------------------------------------------------------


def text(facts: Facts, key: str) -> str:
    return str(facts.get(key) or "")


def day(facts: Facts, key: str) -> date | None:
    value = facts.get(key)
    return date.fromisoformat(value) if value else None


def number(facts: Facts, key: str) -> float | None:
    value = facts.get(key)
    return None if value is None else float(value)


def several(facts: Facts, key: str) -> tuple[str, ...]:
    """The people, or the choices."""
    return tuple(facts.get(key) or ())
