"""aiosqlite's driver for SQLAlchemy, with one visit to its thread for each statement.

As it comes, a SELECT makes four (a cursor, execute, fetch, close), and the visits cost more than SQLite itself: a vote
of eight statements took 5.8 ms with four visits each, and takes 4 with one (see `make bench`).
"""

from collections import deque
from dataclasses import dataclass, field
from sqlite3 import Connection
from typing import Any

import aiosqlite
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
    AsyncAdapt_aiosqlite_dbapi,
)
from sqlalchemy.util import EMPTY_DICT


@dataclass(slots=True)
class _Ran:
    """What is left of a cursor when its statement has run; it is closed already."""

    description: Any = None
    rowcount: int = -1
    lastrowid: int | None = None
    arraysize: int = 1
    rows: list[Any] = field(default_factory=list)

    def close(self) -> None:
        """It was, in its thread."""


def _run(connection: Connection, statement: str, parameters: Any, *, many: bool) -> _Ran:
    cursor = connection.cursor()
    try:
        (cursor.executemany if many else cursor.execute)(statement, parameters)
        rows = cursor.fetchall() if cursor.description else []
        return _Ran(cursor.description, cursor.rowcount, cursor.lastrowid, rows=rows)
    finally:
        cursor.close()


class _Cursor(AsyncAdapt_aiosqlite_cursor):
    __slots__ = ()

    _awaitable_cursor_close = False

    def __init__(self, adapt_connection: "_Connection") -> None:
        self._adapt_connection = adapt_connection
        self._connection = adapt_connection._connection  # noqa: SLF001 - as the class above does
        self._cursor: Any = _Ran()
        self._soft_closed_memoized = EMPTY_DICT
        self._rows = deque()

    async def _execute_async(self, operation: Any, parameters: Any) -> None:
        await self._visit(operation, parameters or (), many=False)

    async def _executemany_async(self, operation: Any, seq_of_parameters: Any) -> None:
        await self._visit(operation, seq_of_parameters, many=True)

    async def _visit(self, statement: Any, parameters: Any, *, many: bool) -> None:
        thread: Any = self._connection
        async with self._adapt_connection._execute_mutex:  # noqa: SLF001 - as the class above does
            self._cursor = await thread._execute(_run, thread._conn, statement, parameters, many=many)  # noqa: SLF001
            self._rows = deque(self._cursor.rows)


class _Connection(AsyncAdapt_aiosqlite_connection):
    __slots__ = ()

    _cursor_cls = _Cursor  # type: ignore[assignment]  # a subclass, whose constructor knows this connection


class _Driver(AsyncAdapt_aiosqlite_dbapi):
    def connect(self, *arg: Any, **kw: Any) -> _Connection:
        return _Connection(self, super().connect(*arg, **kw)._connection)  # noqa: SLF001


def driver() -> _Driver:
    """For `create_async_engine(…, module=driver())`."""
    return _Driver(aiosqlite, __import__("sqlite3"))
