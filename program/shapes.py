"""Turns plain values, as JSON and TOML give them, into frozen dataclasses, and names whatever does not fit."""

import types
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import time
from difflib import get_close_matches
from enum import Enum
from typing import Any, ClassVar, Literal, Protocol, TypeVar, Union, get_args, get_origin


class Shape(Protocol):
    """Any dataclass whose annotations are types, not their names in quotes."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


class Unfit(Enum):
    UNFIT = "this value cannot be used"


T = TypeVar("T", bound=Shape)
UNFIT = Unfit.UNFIT

WORDS: Mapping[object, str] = {
    str: "text in quotes",
    int: "a whole number without quotes",
    bool: "true or false without quotes",
    time: 'a time of day such as "09:00"',
}


def build(kind: type[T], value: object, where: str, problems: list[str]) -> T | None:
    """A `kind` made of `value`, with every reason against it added to `problems`.

    What does not fit is left out; `None` when it cannot be left out.
    """
    made = _table(kind, value, where, problems)
    return made if isinstance(made, kind) else None


def known(hint: object, value: object) -> object:
    """The value without the settings that this version does not know, for what a newer one may have stored."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin is types.UnionType:
        return known(inner[0], value)
    if origin is tuple and isinstance(value, list):
        return [known(inner[0], each) for each in value]
    if isinstance(hint, type) and is_dataclass(hint) and isinstance(value, Mapping):
        return {each.name: known(each.type, value[each.name]) for each in fields(hint) if each.name in value}
    return value


def label(value: object, otherwise: str) -> str:
    """What to call an entry of a list in a message: its key, where it has one."""
    key = value.get("key") if isinstance(value, Mapping) else None
    return key if isinstance(key, str) and key else otherwise


def _table(kind: type[T], value: object, where: str, problems: list[str]) -> T | Unfit:
    if not isinstance(value, Mapping):
        problems.append(f"{where}: write this as a table of settings.")
        return UNFIT
    own = {each.name: each for each in fields(kind)}
    needed = [name for name, each in own.items() if each.default is MISSING and each.default_factory is MISSING]
    problems += [f"{where}: there is no setting “{name}”; {_remedy(name, own)}." for name in value if name not in own]
    problems += [f"{where}: “{name}” is missing; add it." for name in needed if name not in value]
    made = {name: _value(own[name].type, value[name], (where, name), problems) for name in own if name in value}
    given = {name: each for name, each in made.items() if each is not UNFIT}
    return kind(**given) if given.keys() >= set(needed) else UNFIT


def _value(hint: object, value: object, at: tuple[str, str], problems: list[str]) -> object:
    origin, inner = get_origin(hint), get_args(hint)
    if origin in {types.UnionType, Union}:  # the only unions are with None
        return None if value is None else _value(inner[0], value, at, problems)
    if origin is tuple:
        return _list(inner[0], value, at, problems)
    if isinstance(hint, type) and is_dataclass(hint):
        return _table(hint, value, ", ".join(at), problems)
    if hint is time and isinstance(value, str):
        with suppress(ValueError):
            return time.fromisoformat(value)
    if value in inner if origin is Literal else type(value) is hint:  # exact, because True is an int too
        return value
    where, name = at
    problems.append(f"{where}: “{name}” must be {WORDS.get(hint) or 'one of ' + ', '.join(inner)}.")
    return UNFIT


def _list(hint: object, value: object, at: tuple[str, str], problems: list[str]) -> object:
    where, name = at
    if not isinstance(value, list | tuple):
        problems.append(f"{where}: “{name}” must be a list in square brackets.")
        return UNFIT
    places = [
        (where, label(each, f"{name} {n}")) if isinstance(each, Mapping) else at for n, each in enumerate(value, 1)
    ]
    made = [_value(hint, each, place, problems) for each, place in zip(value, places, strict=True)]
    return tuple(each for each in made if each is not UNFIT)


def _remedy(name: str, allowed: Collection[str]) -> str:
    near = get_close_matches(name, allowed)
    return f"write “{near[0]}”" if near else f"remove it, or use one of {', '.join(allowed)}"
