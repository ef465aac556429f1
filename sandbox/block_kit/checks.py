"""The few kinds of rule that Block Kit is made of, to be put together into tables."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

Surface = Literal["message", "modal", "home"]


@dataclass(frozen=True)
class Problem:
    """What Slack refuses: its error code, the place as a JSON pointer, and its reason."""

    code: str
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.what} [json-pointer:{self.where}]"


@dataclass(frozen=True)
class Place:
    """Where in the payload a check looks, and what that payload is for."""

    path: str
    surface: Surface
    code: str

    def __truediv__(self, key: str | int) -> "Place":
        return replace(self, path=f"{self.path}/{key}")

    def refuse(self, what: str) -> Problem:
        return Problem(self.code, self.path, what)


Check = Callable[[object, Place], Iterator[Problem]]
Rule = Callable[[Mapping[str, Any], Place], Iterator[Problem]]


def shape(fields: Mapping[str, Check], *rules: Rule) -> Check:
    """An object with these keys and no others; a key ending in "?" may be absent. The rules see the whole object."""
    checks = {key.removesuffix("?"): check for key, check in fields.items()}
    required = [key for key in fields if not key.endswith("?")]

    def check(value: object, at: Place) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield at.refuse("must provide an object")
            return
        yield from (at.refuse(f"missing required field: {key}") for key in required if key not in value)
        for key, item in value.items():
            if key in checks:
                yield from checks[key](item, at / key)
            else:
                yield at.refuse(f"invalid additional property: {key}")
        for rule in rules:
            yield from rule(value, at)

    return check


def by_type(table: Mapping[str, Check]) -> Check:
    """An object whose `type` is a name in the table, held to what the table says of it."""

    def check(value: object, at: Place) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield at.refuse("must provide an object")
        elif "type" not in value:
            yield at.refuse("missing required field: type")
        elif not isinstance(value["type"], str) or value["type"] not in table:
            yield (at / "type").refuse(f"unsupported type: {value['type']}")
        else:
            yield from table[value["type"]](value, at)

    return check


def on(surfaces: str, check: Check) -> Check:
    """The same check, where it may stand at all: the names of the surfaces, parted by spaces."""

    def checked(value: object, at: Place) -> Iterator[Problem]:
        if at.surface not in surfaces.split():
            yield (at / "type").refuse(f"unsupported type in a {at.surface}; allowed in: {surfaces}")
        else:
            yield from check(value, at)

    return checked


def array(of: Check, *, most: int, least: int = 1) -> Check:
    def check(value: object, at: Place) -> Iterator[Problem]:
        if not isinstance(value, list):
            yield at.refuse("must provide an array")
            return
        if len(value) > most:
            yield at.refuse(f"no more than {most} items allowed")
        if len(value) < least:
            yield at.refuse(f"no fewer than {least} items allowed")
        for index, item in enumerate(value):
            yield from of(item, at / index)

    return check


def string(most: int, *, least: int = 1, form: str = "", says: str = "") -> Check:
    """A string of so many characters, in the form of a regular expression where one is given."""

    def check(value: object, at: Place) -> Iterator[Problem]:
        if not isinstance(value, str):
            yield at.refuse("must be a string")
        elif len(value) > most:
            yield at.refuse(f"must be less than {most + 1} characters")
        elif len(value) < least:
            yield at.refuse(f"must be more than {least - 1} characters")
        elif form and not re.fullmatch(form, value):
            yield at.refuse(says)

    return check


def text(most: int, *kinds: str, least: int = 1) -> Check:
    """A text object; plain text unless other kinds are named."""
    content = string(most, least=least)
    plain = shape({"type": anything, "text": content, "emoji?": flag})
    mrkdwn = shape({"type": anything, "text": content, "verbatim?": flag})
    table = {"plain_text": plain, "mrkdwn": mrkdwn}
    return by_type({kind: table[kind] for kind in kinds or ("plain_text",)})


def one_of(*allowed: str) -> Check:
    def check(value: object, at: Place) -> Iterator[Problem]:
        if value not in allowed:
            yield at.refuse(f"must be one of: {', '.join(allowed)}")

    return check


def whole(least: int, most: int) -> Check:
    def check(value: object, at: Place) -> Iterator[Problem]:
        if not isinstance(value, int) or isinstance(value, bool):
            yield at.refuse("must be an integer")
        elif not least <= value <= most:
            yield at.refuse(f"must be between {least} and {most}")

    return check


def number(value: object, at: Place) -> Iterator[Problem]:
    if not isinstance(value, int | float) or isinstance(value, bool):
        yield at.refuse("must be a number")


def flag(value: object, at: Place) -> Iterator[Problem]:
    if not isinstance(value, bool):
        yield at.refuse("must be a boolean")


def anything(_value: object, _at: Place) -> Iterator[Problem]:
    yield from ()


def exactly_one(*keys: str) -> Rule:
    """A rule for `shape`: one of these keys, and only one."""

    def check(value: Mapping[str, Any], at: Place) -> Iterator[Problem]:
        if sum(key in value for key in keys) != 1:
            yield at.refuse(f"must define exactly one of: {', '.join(keys)}")

    return check


def at_least_one(*keys: str) -> Rule:
    """A rule for `shape`: one of these keys, or more of them."""

    def check(value: Mapping[str, Any], at: Place) -> Iterator[Problem]:
        if not any(key in value for key in keys):
            yield at.refuse(f"must define at least one of: {', '.join(keys)}")

    return check


def in_order(low: str, high: str) -> Rule:
    """A rule for `shape`: where both are numbers, the first is not above the second."""

    def check(value: Mapping[str, Any], at: Place) -> Iterator[Problem]:
        try:
            wrong = float(value[low]) > float(value[high])
        except (KeyError, TypeError, ValueError):
            return  # absent, or refused already for what it is
        if wrong:
            yield at.refuse(f"{low} must not be greater than {high}")

    return check
