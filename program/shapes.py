"""Turns plain values, as JSON and TOML give them, into frozen dataclasses, and names whatever does not fit."""

import types
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import time
from difflib import get_close_matches
from typing import Any, ClassVar, Literal, Protocol, TypeVar, get_args, get_origin


class Shape(Protocol):
    """Any dataclass."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


T = TypeVar("T", bound=Shape)

WORDS: Mapping[object, str] = {
    str: "text in quotes",
    int: "a whole number without quotes",
    bool: "true or false without quotes",
    time: 'a time of day such as "09:00"',
}


def build(kind: type[T], value: object, where: str, problems: list[str]) -> T | None:
    """A `kind` made of `value`; `None` where it cannot be made, with every reason added to `problems`."""
    before = len(problems)
    made = _table(kind, value, where, problems)
    return made if len(problems) == before else None


def label(value: object, otherwise: str) -> str:
    """What to call an entry of a list in a message: its key, where it has one."""
    key = value.get("key") if isinstance(value, Mapping) else None
    return key if isinstance(key, str) and key else otherwise


def _table(kind: type[T], value: object, where: str, problems: list[str]) -> T | None:
    if not isinstance(value, Mapping):
        problems.append(f"{where}: write this as a table of settings.")
        return None
    own = fields(kind)
    hints: dict[str, object] = {each.name: each.type for each in own}
    needed = [each.name for each in own if each.default is MISSING and each.default_factory is MISSING]
    problems += [
        f"{where}: there is no setting “{name}”; {_remedy(name, hints)}." for name in value if name not in hints
    ]
    problems += [f"{where}: “{name}” is missing; add it." for name in needed if name not in value]
    given = {name: _value(hint, value[name], (where, name), problems) for name, hint in hints.items() if name in value}
    return None if set(needed) - given.keys() else kind(**given)


def _value(hint: object, value: object, at: tuple[str, str], problems: list[str]) -> object:
    origin, inner = get_origin(hint), get_args(hint)
    if origin is types.UnionType:  # the only unions are with None
        return None if value is None else _value(inner[0], value, at, problems)
    if origin is tuple:
        return _list(inner[0], value, at, problems)
    if isinstance(hint, type) and is_dataclass(hint):
        return _table(hint, value, ", ".join(at), problems)
    if hint is time and isinstance(value, str):
        with suppress(ValueError):
            return time.fromisoformat(value)
    fits = value in inner if origin is Literal else type(value) is hint  # exact, because True is an int too
    if not fits:
        where, name = at
        problems.append(f"{where}: “{name}” must be {WORDS.get(hint) or 'one of ' + ', '.join(inner)}.")
    return value


def _list(hint: object, value: object, at: tuple[str, str], problems: list[str]) -> tuple[object, ...]:
    where, name = at
    if not isinstance(value, list | tuple):
        problems.append(f"{where}: “{name}” must be a list in square brackets.")
        return ()
    if isinstance(hint, type) and is_dataclass(hint):
        labels = [f"{where}, {label(each, f'{name} {n}')}" for n, each in enumerate(value, 1)]
        return tuple(_table(hint, each, labels[n], problems) for n, each in enumerate(value))
    return tuple(_value(hint, each, at, problems) for each in value)


def _remedy(name: str, allowed: Mapping[str, object]) -> str:
    near = get_close_matches(name, allowed, n=1)
    return f"write “{near[0]}”" if near else f"remove it, or use one of {', '.join(allowed)}"
