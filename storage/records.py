"""Moves the fields of a rule's dataclass into a row of the same names, and back."""

from collections.abc import Callable
from dataclasses import fields
from enum import Enum
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

from storage.tables import Table

Record = TypeVar("Record")


def columns(record: Any, row: type[Table]) -> dict[str, Any]:
    """The record's fields that the row has too; enumerations as their values."""
    kept = row.__mapper__.attrs.keys()
    values = {field.name: getattr(record, field.name) for field in fields(record) if field.name in kept}
    return {name: value.value if isinstance(value, Enum) else value for name, value in values.items()}


def record(row: Table, kind: type[Record], /, **others: Any) -> Record:
    """The row as that dataclass; `others` are fields that the row keeps in another shape."""
    values_of, places = _kept(kind, *others)  # type: ignore[arg-type]
    values = list(values_of(row))
    for place, name in places:
        values.insert(place, others[name])
    return kind(*values)


@cache
def _kept(kind: type[Any], *others: str) -> tuple[Callable[[Any], tuple[Any, ...]], list[tuple[int, str]]]:
    """What reads all fields that the row keeps as they are, and the places of the others."""
    names = [field.name for field in fields(kind)]
    return attrgetter(*(name for name in names if name not in others)), sorted(
        (names.index(name), name) for name in others
    )


def copy(record: Any, row: Table) -> None:
    """The record's fields into a row that is there already."""
    for name, value in columns(record, type(row)).items():
        setattr(row, name, value)
