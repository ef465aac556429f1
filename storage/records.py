"""Moves the fields of a rule's dataclass into a row of the same names, and back."""

from dataclasses import fields
from enum import Enum
from functools import cache
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
    return kind(**{name: getattr(row, name) for name in _names(kind) if name not in others}, **others)  # type: ignore[arg-type]


@cache
def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def copy(record: Any, row: Table) -> None:
    """The record's fields into a row that is there already."""
    for name, value in columns(record, type(row)).items():
        setattr(row, name, value)
