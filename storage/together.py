"""Reads several tables in one statement: each round trip to the database costs more than the reading itself.

Every table comes back as one JSON array of rows, which SQLite and PostgreSQL build themselves.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from json import loads
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Date, Select, Uuid, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Table, UtcDateTime

Row = Any  # has the attributes of the row class that it was read for


async def read(session: AsyncSession, wanted: Mapping[type[Table], Select[Any]]) -> dict[type[Table], list[Row]]:
    """The rows of each select, in its order; a select names no columns, only conditions and order."""
    sqlite = session.get_bind().dialect.name == "sqlite"
    arrays = [_array(row, rows, sqlite=sqlite).label(row.__tablename__) for row, rows in wanted.items()]
    found = (await session.execute(select(*arrays))).one()
    return {row: _rows(row, array) for row, array in zip(wanted, found, strict=True)}


def _array(row: type[Table], rows: Select[Any], *, sqlite: bool) -> Any:
    inner = rows.with_only_columns(*row.__table__.c, maintain_column_froms=True).subquery()
    if sqlite:
        values = [func.json(column) if isinstance(column.type, JSON) else column for column in inner.c]
        array = func.json_group_array(func.json_array(*values))
    else:
        array = func.json_agg(func.json_build_array(*inner.c))
    return select(array).select_from(inner).scalar_subquery()


def _rows(row: type[Table], array: Any) -> list[Row]:
    if not array:
        return []
    attributes = _attributes(row)
    return [
        SimpleNamespace(
            **{
                name: read(value) if read and value is not None else value
                for (name, read), value in zip(attributes, values, strict=True)
            }
        )
        for values in (loads(array) if isinstance(array, str) else array)
    ]


def _attributes(row: type[Table]) -> list[tuple[str, Callable[[Any], Any] | None]]:
    """The attribute of each column, and how its value is read from JSON."""
    names = {attribute.columns[0].name: attribute.key for attribute in row.__mapper__.column_attrs}
    return [(names[column.name], _READ.get(type(column.type))) for column in row.__table__.c]


def _moment(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


_READ: dict[type, Callable[[Any], Any]] = {UtcDateTime: _moment, Uuid: UUID, Date: date.fromisoformat}
