"""The fields in which conditions are written: what must still happen, who does it, by when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from templates import blocks as b

LENGTH = 200


@dataclass(frozen=True, slots=True)
class Begun:
    """A condition as far as it was typed."""

    text: str | None = None
    owner: str | None = None
    due: date | None = None


def condition_inputs(
    count: int, *, typed: Sequence[Begun] = (), needed: int = 0, hint: str | None = None
) -> list[b.Block]:
    """`count` conditions, the first `needed` of which must be filled in."""
    kept = [*typed, *(Begun() for _ in range(count))]
    return [
        block
        for number in range(1, count + 1)
        for block in _one(number, kept[number - 1], optional=number > needed, hint=hint if number == 1 else None)
    ]


def _one(number: int, typed: Begun, *, optional: bool, hint: str | None) -> list[b.Block]:
    return [
        b.question(
            f"condition-{number}",
            f"Condition {number}",
            b.text_input(lines=True, most=LENGTH, initial=typed.text),
            hint=hint,
            optional=optional,
        ),
        b.question(
            f"owner-{number}",
            f"Who meets condition {number}?",
            b.person_input(initial=typed.owner),
            optional=optional,
        ),
        b.question(
            f"due-{number}",
            f"By when is condition {number} met?",
            b.date_input(initial=typed.due),
            optional=optional,
        ),
    ]
