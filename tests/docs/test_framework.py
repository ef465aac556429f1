"""Every element of the framework has a row, and no row names what is not there."""

import ast
import importlib
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from commands import table
from playbook.loader import load
from tests.docs.scripts import script

ROOT = Path(__file__).parents[2]
WRITER = script("list_framework")
PARTS = WRITER.read()
ELEMENTS = [(f"{part.place}, {each.at}", each) for part in PARTS for each in part.elements]

# What the framework has, counted by hand while reading it; of activities, the sub-points of each.
COUNTED: dict[str, dict[str, int | list[int]]] = {
    "0": {"finding": 4, "cause": 1, "use": 1},
    "1": {"lesson": 1},
    "1.1": {"mode": 0, "symptom": 3},
    "1.2": {"mode": 0, "symptom": 3, "finding": 1},
    "1.3": {"mode": 0, "symptom": 2, "finding": 1},
    "1.4": {"mode": 0, "symptom": 4, "finding": 1},
    "1.5": {"mode": 0, "symptom": 3},
    "1.6": {"mode": 0, "symptom": 3, "finding": 1},
    "1.7": {"mode": 0, "symptom": 3, "lesson": 1},
    "2": {"pilot-first": 3, "step": 4, "allocation": 1, "pattern": 4, "version": 1},
    "3": {"assumption": 2, "example": 1, "length": 1},
    "3, Phase 0": {"goal": 0, "activity": [0, 3, 0], "deliverable": 3},
    "3, Phase 1": {"goal": 0, "deliverable": 4, "rule": 0},
    "3, Phase 1, Week 1": {"activity": [0, 3, 3], "output": 3},
    "3, Phase 1, Week 2": {"rule": 0, "activity": [0, 0, 0, 0], "question": 3, "output": 3},
    "3, Phase 1, Week 3": {"rule": 0, "activity": [0, 3, 4]},
    "3, Phase 2": {"goal": 0, "deliverable": 3, "rule": 0},
    "3, Phase 2, Week 4": {"activity": [0, 2, 3, 0]},
    "3, Phase 2, Week 5": {"choice": 0, "activity": [3, 2, 0]},
    "3, Phase 2, Week 6": {"rule": 0, "activity": [3, 3, 3]},
    "3, Phase 3": {"goal": 0},
    "3, Phase 3, Weeks 7–8": {"activity": [3, 2, 2], "aim": 0},
    "3, Phase 3, Week 9": {"introduction": 0, "activity": [0, 3, 0], "pattern": 2},
    "3, Phase 3, Week 10": {"question": 3, "rule": 0, "option": 3},
    "3, Phase 4": {"goal": 0, "end": 0},
    "3, Phase 4, Week 11": {"activity": [0, 3], "measure": 3},
    "3, Phase 4, Week 12": {"activity": [0, 0, 3]},
    "3, Phase 4, Week 13": {"option": 3, "deliverable": 3},
    "4": {"lesson": 1},
    **{f"4, layer {layer}": {"layer": 0, "component": count} for layer, count in enumerate((4, 3, 3, 3, 4, 4), 1)},
    "5.1": {"pattern": 4},
    "5.2": {"finding": 1, "pattern": 3},
    "5.3": {"pattern": 5},
    "6": {"rule": 3},
    **{f"6.{section}": {"item": 5} for section in range(1, 8)},
    "7.1": {"hint": 2},
    "7.2": {"hint": 3},
    "7.3": {"hint": 3},
    "7.4": {"hint": 3},
    "7.5": {"hint": 3},
    "8": {"promise": 3, "use": 1},
    "9": {"use": 1, "promise": 4},
}  # fmt: skip


def counted() -> Iterator[str]:
    for place, kinds in COUNTED.items():
        for kind, count in kinds.items():
            if isinstance(count, list):
                yield from (f"{place}, {kind} {number}" for number, _ in enumerate(count, 1))
                yield from (f"{place}, {kind} {n}.{m}" for n, subs in enumerate(count, 1) for m in range(1, subs + 1))
            else:
                yield from (f"{place}, {kind} {number}" for number in range(1, count + 1))
                if not count:
                    yield f"{place}, {kind}"


def test_every_element_of_the_framework_is_listed_once() -> None:
    listed = Counter(place for place, _ in ELEMENTS)

    assert set(listed) == set(counted())
    assert [place for place, times in listed.items() if times > 1] == []


def test_the_list_has_the_numbers_of_the_framework() -> None:
    def among(start: str, kind: str) -> int:
        return sum(place.startswith(start) and f", {kind}" in place for place, _ in ELEMENTS)

    assert among("1.", "mode") == 7
    assert among("1.", "symptom") == 21
    assert (among("4, ", "layer "), among("4, ", "component")) == (6 + 21, 21)  # each component names its layer
    assert among("6.", "item") == 35
    assert (among("5.", "pattern"), among("7.", "hint"), among("8", "promise"), among("9", "promise")) == (12, 14, 3, 4)


@pytest.mark.parametrize(("place", "element"), ELEMENTS, ids=[place for place, _ in ELEMENTS])
def test_an_element_has_its_row(place: str, element: Any) -> None:
    if element.background:
        assert not element.has_row, f"{place}: a finding asks for nothing; remove the row, or “background”"
    elif not element.awaits:  # what is being built may have some of its row already
        assert element.has_row, f"{place} needs a test, and an entry, a rule or a command"


def test_a_row_names_what_is_there() -> None:
    named: dict[str, Callable[[str], bool]] = {
        "entries": (lambda key: key in keys()),
        "rules": is_rule,
        "commands": (lambda words: words in table.build().commands),
        "tests": is_test,
    }
    missing = [
        f"{place}: {what} “{name}”"
        for place, element in ELEMENTS
        for what, is_there in named.items()
        for name in getattr(element, what)
        if not is_there(name)
    ]
    assert missing == []


def test_the_page_is_current() -> None:
    assert WRITER.page(PARTS) == WRITER.PAGE.read_text(encoding="utf-8"), "run: make framework"


# --- what there is ------------------------------------------------------------------------------------------------


@cache
def keys() -> set[str]:
    """Of everything in the playbook that has one; that of an option or a topic stands behind what it belongs to."""
    shipped = load(None)
    options = {f"{gate.key}/{each.key}" for gate in shipped.gates for each in (*gate.options, *gate.decisions)}
    topics = {f"{register.key}/{each.key}" for register in shipped.registers for each in register.topics}
    return options | topics | set(_keys(vars(shipped))) | {f"week {week.number}" for week in shipped.weeks}


def _keys(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for each in value.values():
            yield from _keys(each)
    elif isinstance(value, tuple):
        for each in value:
            yield from _keys(each)
    elif hasattr(value, "__dataclass_fields__"):
        yield from [value.key] if hasattr(value, "key") else []
        yield from _keys({name: getattr(value, name) for name in value.__dataclass_fields__})


@cache
def is_rule(name: str) -> bool:
    module, _, path = name.partition(":")
    try:
        found: Any = importlib.import_module(module)
    except ModuleNotFoundError:
        return False
    for part in path.split("."):
        found = getattr(found, part, None)
    return callable(found) or isinstance(found, property)


@cache
def is_test(name: str) -> bool:
    path, _, function = name.partition("::")
    return function in _tests(ROOT / path)


@cache
def _tests(file: Path) -> set[str]:
    if not file.is_file():
        return set()
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {
        each.name
        for each in ast.walk(tree)
        if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef) and each.name.startswith("test_")
    }
