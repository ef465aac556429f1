"""Reads several tables in one statement: each round trip to the database costs more than the reading itself.

Every table comes back as one JSON array of rows, which SQLite and PostgreSQL build themselves.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from json import loads
from typing import Any, NamedTuple
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
        self._readers = {row: _reader(row) for row in wanted}

    async def read(self, session: AsyncSession, **parameters: Any) -> dict[type[Table], list[Row]]:
        statement = self._statements[session.get_bind().dialect.name == "sqlite"]
        found = (await session.execute(statement, parameters)).one()
        return {row: self._readers[row].read(array) for row, array in zip(self._rows, found, strict=True)}


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


@dataclass(frozen=True, slots=True)
class _Reader:
    """Makes rows with the attributes of a row class; `readers` by the place of the values that JSON has no type for."""

    make: Callable[[Sequence[Any]], Row]
    readers: Sequence[tuple[int, Callable[[Any], Any]]]

    def read(self, array: Any) -> list[Row]:
        rows = loads(array) if isinstance(array, str) else array or []
        for values in rows:
            for place, read in self.readers:
                if values[place] is not None:
                    values[place] = read(values[place])
        return [self.make(values) for values in rows]


def _reader(row: type[Table]) -> _Reader:
    columns = list(row.__table__.c)
    names = {attribute.columns[0].name: attribute.key for attribute in row.__mapper__.column_attrs}
    readers = [(place, read) for place, column in enumerate(columns) if (read := _READ.get(type(column.type)))]
    made = NamedTuple(row.__name__, [(names[column.name], Any) for column in columns])  # type: ignore[misc]
    return _Reader(made._make, readers)  # the quickest there is


def _moment(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


_uuid = lru_cache(maxsize=4096)(UUID)  # the rows of one program name it again and again
_READ: dict[type, Callable[[Any], Any]] = {UtcDateTime: _moment, Boolean: bool, Uuid: _uuid, Date: date.fromisoformat}
