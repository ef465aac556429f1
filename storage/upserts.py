"""INSERT … ON CONFLICT, which SQLite and PostgreSQL spell alike but SQLAlchemy keeps apart."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Table

_INSERTS: dict[str, Callable[[Any], Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def insert_into(session: AsyncSession, table: type[Table]) -> Any:
    """An `insert()` with `on_conflict_do_update` and `on_conflict_do_nothing` for this session's database.

    Its values go by the names of the columns, not of the row's attributes.
    """
    return _INSERTS[session.get_bind().dialect.name](table.__table__)


def prebuilt(table: type[Table], complete: Callable[[Any], Any]) -> Callable[[AsyncSession], Any]:
    """The same, completed once for each database: to put a statement together takes about as long as to run it."""
    ready = {dialect: complete(insert(table.__table__)) for dialect, insert in _INSERTS.items()}
    return lambda session: ready[session.get_bind().dialect.name]
