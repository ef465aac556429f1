"""Writes docs/framework.md from docs/framework.toml: every element of the framework, and what answers to it."""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from program.shapes import build

LIST = Path(__file__).with_name("framework.toml")
PAGE = Path(__file__).with_name("framework.md")
HEAD = """\
# The framework, element by element

Everything that *From AI Pilots to Production in 90 Days* says, asks or promises, in our own words, and where Pilot
answers to it: the entry of the [playbook](playbook.md), the rule in the code, what to type, the test that shows it.

The list is `docs/framework.toml`, written by hand; this page is written from it by `make framework`. A test holds both
to what is there. What is marked `awaits` in the list is not built yet; where it has nothing at all, the page says so.
"""


@dataclass(frozen=True, kw_only=True)
class Element:
    """`at` counts within its part; `background` asks for nothing; what `awaits` is not built yet."""

    at: str
    what: str
    background: bool = False
    awaits: bool = False
    entries: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()

    @property
    def has_row(self) -> bool:
        """Something does it, and a test shows that."""
        return bool(self.tests) and bool(self.entries or self.rules or self.commands)


@dataclass(frozen=True, kw_only=True)
class Part:
    place: str
    title: str
    elements: tuple[Element, ...]


@dataclass(frozen=True, kw_only=True)
class Listed:
    parts: tuple[Part, ...]


def read() -> tuple[Part, ...]:
    """Raises `ValueError` for a list that is not well formed."""
    problems: list[str] = []
    listed = build(Listed, tomllib.loads(LIST.read_text(encoding="utf-8")), "framework.toml", problems)
    if listed is None or problems:
        raise ValueError(" ".join(problems))
    return listed.parts


def page(parts: Sequence[Part]) -> str:
    return "\n".join([HEAD, *(line for part in parts for line in _part(part))])


def _part(part: Part) -> Iterator[str]:
    yield from (f"## {part.place}: {part.title}", "", "| place | element | playbook | rule | say | test |")
    yield "|---|---|---|---|---|---|"
    for each in part.elements:
        yield f"| {each.at} | {each.what} | {_row(each)} |"
    yield ""


def _row(element: Element) -> str:
    if element.background:
        return "— | a finding; it asks for nothing | — | —"
    if element.awaits and not element.has_row:
        return "— | not built yet | — | —"
    say = (f"/pilot {each}" for each in element.commands)
    tests = (f"{path.removeprefix('tests/')}: {_sentence(name)}" for path, _, name in map(_split, element.tests))
    return " | ".join([_code(element.entries), _code(element.rules), _code(say), "<br>".join(tests) or "—"])


def _split(test: str) -> tuple[str, str, str]:
    return test.partition("::")


def _sentence(name: str) -> str:
    return name.removeprefix("test_").replace("_", " ")


def _code(names: Iterator[str] | Sequence[str]) -> str:
    return "<br>".join(f"`{each}`" for each in names) or "—"


if __name__ == "__main__":
    PAGE.write_text(page(read()), encoding="utf-8")
