"""Questionnaires: what the people of a staging pilot are asked, as the playbook says (framework 3, Week 9)."""

from dataclasses import dataclass

from program.facts import Field


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """The median answer to this question from which on it is acceptable."""

    question: str
    at_least: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Questionnaire:
    """One group of the pilot with its questions. `one` and `many` are what its people are called.

    `least` and `most` people are expected; other numbers want a reason. `without` and `with_ai` are the questions
    whose difference is the time saved. `trust`: the question by which distrust shows, with a median below
    `trust_below`.
    """

    key: str
    title: str
    one: str
    many: str
    source: str
    fields: tuple[Field, ...]
    least: int = 1
    most: int = 30
    without: str | None = None
    with_ai: str | None = None
    bars: tuple[Bar, ...] = ()
    trust: str | None = None
    trust_below: int = 3

    def measured(self) -> tuple[Field, ...]:
        """The questions whose answers are numbers."""
        return tuple(each for each in self.fields if is_measure(each))

    @property
    def comments(self) -> tuple[Field, ...]:
        return tuple(each for each in self.fields if each.kind in {"text", "lines"})


def is_measure(field: Field) -> bool:
    """A number, or a choice on a scale."""
    on_scale = field.kind == "choice" and all(each.key.isdecimal() for each in field.choices)
    return field.kind in {"number", "percent"} or on_scale
