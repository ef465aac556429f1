from dataclasses import dataclass
from datetime import time
from typing import Literal

import pytest

from program.shapes import build, known, label


@dataclass(frozen=True, slots=True)
class Leg:
    key: str
    length: int


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    legs: tuple[Leg, ...]
    wood: Literal["oak", "pine"] = "oak"
    folds: bool = False
    dinner: time = time(19)
    price: int | None = None
    best: Leg | None = None


WHOLE = {
    "name": "round",
    "legs": [{"key": "left", "length": 70}],
    "wood": "pine",
    "folds": True,
    "dinner": "20:30",
    "price": None,
    "best": {"key": "left", "length": 70},
}


def test_what_fits_is_built_to_the_last_part():
    problems: list[str] = []

    table = build(Table, WHOLE, "shop", problems)

    assert table == Table("round", (Leg("left", 70),), "pine", True, time(20, 30), None, Leg("left", 70))  # noqa: FBT003
    assert problems == []


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"name": 5}, "shop: “name” must be text in quotes."),
        ({"price": True}, "shop: “price” must be a whole number without quotes."),
        ({"folds": 1}, "shop: “folds” must be true or false without quotes."),
        ({"dinner": "late"}, 'shop: “dinner” must be a time of day such as "09:00".'),
        ({"wood": "steel"}, "shop: “wood” must be one of oak, pine."),
        ({"legs": "four"}, "shop: “legs” must be a list in square brackets."),
        ({"legs": ["one"]}, "shop, legs: write this as a table of settings."),
        ({"legs": [{"key": "left"}]}, "shop, left: “length” is missing; add it."),
        ({"legs": [{"length": 70}]}, "shop, legs 1: “key” is missing; add it."),
        ({"best": {"key": "left", "length": "70"}}, "shop, best: “length” must be a whole number without quotes."),
        ({"fold": True}, "shop: there is no setting “fold”; write “folds”."),
        (
            {"colour": "red"},
            (
                "shop: there is no setting “colour”; remove it, or use one of"
                " name, legs, wood, folds, dinner, price, best."
            ),
        ),
    ],
)
def test_what_does_not_fit_is_named_with_its_remedy(change, problem):
    problems: list[str] = []

    build(Table, WHOLE | change, "shop", problems)

    assert problems == [problem]


def test_every_problem_is_named_and_the_rest_is_built():
    problems: list[str] = []
    legs = [{"key": "left", "length": 70}, {"key": "right"}, {"key": "back", "length": "70"}]

    table = build(Table, {"name": "round", "legs": legs, "wood": "steel"}, "shop", problems)

    assert table == Table("round", (Leg("left", 70),))
    assert len(problems) == 3


def test_nothing_is_built_without_what_is_needed():
    assert build(Table, {"name": "round"}, "shop", []) is None


def test_what_a_newer_version_stored_besides_is_left_out_at_every_depth():
    newer = {
        "name": "round",
        "legs": [{"key": "left", "length": 70, "paint": "red"}],
        "best": {"key": "left", "length": 70, "paint": "red"},
        "price": None,
        "colour": "red",
    }

    assert known(Table, newer) == {
        "name": "round",
        "legs": [{"key": "left", "length": 70}],
        "best": {"key": "left", "length": 70},
        "price": None,
    }


def test_an_entry_is_called_by_its_key_where_that_is_a_word():
    assert [label(each, "leg 1") for each in ({"key": "left"}, {"key": ""}, {"key": 5}, {}, "left")] == [
        "left", "leg 1", "leg 1", "leg 1", "leg 1",
    ]  # fmt: skip
