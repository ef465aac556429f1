"""INSERT … ON CONFLICT, which SQLite and PostgreSQL spell alike but SQLAlchemy keeps apart."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Table


def insert_into(session: AsyncSession, table: type[Table]) -> Any:
    """An `insert()` with `on_conflict_do_update` and `on_conflict_do_nothing` for this session's database.

    Its values go by the names of the columns, not of the row's attributes.
    """
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    return insert(table.__table__)  # type: ignore[arg-type]
