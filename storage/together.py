"""Reads several tables in one statement: each round trip to the database costs more than the reading itself.

Every table comes back as one JSON array of rows, which SQLite and PostgreSQL build themselves.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from json import loads
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Boolean, Date, Select, Uuid, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Table, UtcDateTime

Row = Any  # has the attributes of the row class that it was read for


class Together:
    """The rows of each select, in its order; a select names no columns, only conditions and order.

    Made once: to put such a statement together takes longer than to run it.
    """

    def __init__(self, wanted: Mapping[type[Table], Select[Any]]) -> None:
        self._rows = list(wanted)
        self._statements = {sqlite: _statement(wanted, sqlite=sqlite) for sqlite in (True, False)}
        self._attributes = {row: _attributes(row) for row in wanted}

    async def read(self, session: AsyncSession, **parameters: Any) -> dict[type[Table], list[Row]]:
        statement = self._statements[session.get_bind().dialect.name == "sqlite"]
        found = (await session.execute(statement, parameters)).one()
        return {row: _read(self._attributes[row], array) for row, array in zip(self._rows, found, strict=True)}


def _statement(wanted: Mapping[type[Table], Select[Any]], *, sqlite: bool) -> Select[Any]:
    return select(*(_array(row, rows, sqlite=sqlite).label(row.__tablename__) for row, rows in wanted.items()))


def _array(row: type[Table], rows: Select[Any], *, sqlite: bool) -> Any:
    inner = rows.with_only_columns(*row.__table__.c, maintain_column_froms=True).subquery()
    if sqlite:
        values = [func.json(column) if isinstance(column.type, JSON) else column for column in inner.c]
        array = func.json_group_array(func.json_array(*values))
    else:
        array = func.json_agg(func.json_build_array(*inner.c))
    return select(array).select_from(inner).scalar_subquery()


Attributes = Sequence[tuple[str, Callable[[Any], Any] | None]]


def _read(attributes: Attributes, array: Any) -> list[Row]:
    if not array:
        return []
    return [
        SimpleNamespace(
            **{
                name: read(value) if read and value is not None else value
                for (name, read), value in zip(attributes, values, strict=True)
            }
        )
        for values in (loads(array) if isinstance(array, str) else array)
    ]


def _attributes(row: type[Table]) -> Attributes:
    """The attribute of each column, and how its value is read from JSON."""
    names = {attribute.columns[0].name: attribute.key for attribute in row.__mapper__.column_attrs}
    return [(names[column.name], _READ.get(type(column.type))) for column in row.__table__.c]


def _moment(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


_READ: dict[type, Callable[[Any], Any]] = {UtcDateTime: _moment, Boolean: bool, Uuid: UUID, Date: date.fromisoformat}
