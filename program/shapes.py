"""Turns plain values, as JSON and TOML give them, into frozen dataclasses, and names whatever does not fit."""

import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import time
from difflib import get_close_matches
from functools import cache
from typing import Any, ClassVar, Literal, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")

NAMES: dict[type, str] = {
    str: "text in quotes",
    int: "a whole number without quotes",
    bool: "true or false without quotes",
    time: 'a time of day such as "09:00"',
    tuple: "a list in square brackets",
    dict: "a table of settings",
}


def build(kind: type[T], value: object, where: str, problems: list[str]) -> T | None:
    """A `kind` made of `value`; `None` where it cannot be made, with every reason added to `problems`."""
    found = len(problems)
    made = _table(kind, value, where, problems)
    return made if len(problems) == found else None


def _table(kind: type[Any], value: object, where: str, problems: list[str]) -> Any:
    if not isinstance(value, Mapping):
        problems.append(f"{where}: this must be {NAMES[dict]}.")
        return None
    hints = _hints(kind)
    for name in value:
        if name not in hints:
            problems.append(f"{where}: “{name}” is not a setting here; {_nearest(str(name), list(hints))}.")
    needed = {each.name for each in fields(kind) if each.default is MISSING and each.default_factory is MISSING}
    problems.extend(f"{where}: “{name}” is missing; add it." for name in hints if name in needed and name not in value)
    given = {name: _value(hints[name], value[name], where, name, problems) for name in hints if name in value}
    return None if needed - given.keys() else kind(**given)


def _value(hint: Any, value: object, where: str, name: str, problems: list[str]) -> Any:
    origin, inner = get_origin(hint), get_args(hint)
    if origin is types.UnionType:
        kept = next(each for each in inner if each is not type(None))
        return None if value is None else _value(kept, value, where, name, problems)
    if origin is tuple:
        return _list(inner[0], value, where, name, problems)
    if is_dataclass(hint):
        return _table(hint, value, f"{where}, {_label(value, name)}", problems)  # type: ignore[arg-type]
    if origin is Literal:
        if value not in inner:
            problems.append(f"{where}: “{name}” must be one of {', '.join(map(str, inner))}, not “{value}”.")
        return value
    return _plain(hint, value, where, name, problems)


def _list(hint: Any, value: object, where: str, name: str, problems: list[str]) -> tuple[Any, ...]:
    if not isinstance(value, list | tuple):
        problems.append(f"{where}: “{name}” must be {NAMES[tuple]}.")
        return ()
    if is_dataclass(hint):
        kind: Any = hint
        return tuple(_table(kind, each, f"{where}, {_label(each, f'{name} {n}')}", problems) for n, each in enumerate(value, 1))
    return tuple(_value(hint, each, where, name, problems) for each in value)


def _plain(hint: Any, value: object, where: str, name: str, problems: list[str]) -> Any:
    if hint is time and isinstance(value, str):
        try:
            return time.fromisoformat(value)
        except ValueError:
            pass
    if type(value) is not hint:  # exact, because True is an int to isinstance
        problems.append(f"{where}: “{name}” must be {NAMES[hint]}.")
    return value


def _label(value: object, otherwise: str) -> str:
    key = value.get("key") if isinstance(value, Mapping) else None
    return key if isinstance(key, str) and key else otherwise


def _nearest(name: str, allowed: list[str]) -> str:
    near = get_close_matches(name, allowed, n=1)
    return f"did you mean “{near[0]}”?".rstrip("?") if near else f"use {', '.join(allowed)}"


@cache
def _hints(kind: type[Any]) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {name: hint for name, hint in hints.items() if get_origin(hint) is not ClassVar}
