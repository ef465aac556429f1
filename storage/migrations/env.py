"""How Alembic reaches the database: one connection, one transaction, one process at a time."""

import asyncio

from alembic import context
from sqlalchemy import Connection, text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine

from storage import schema

ONE_AT_A_TIME = 719_305_501  # any number that nobody else locks in this database


def main() -> None:
    asyncio.run(_connected(context.config.attributes["url"]))


async def _connected(url: str) -> None:
    engine = create_async_engine(make_url(url), isolation_level="AUTOCOMMIT")
    try:
        async with engine.connect() as connection:
            await connection.run_sync(_migrate_sqlite if engine.dialect.name == "sqlite" else _migrate_postgresql)
    finally:
        await engine.dispose()


def _migrate_sqlite(connection: Connection) -> None:
    # Batch mode drops and renames tables: with foreign keys on that deletes every child row by cascade.
    connection.execute(text("PRAGMA journal_mode=WAL"))
    connection.execute(text("PRAGMA busy_timeout=60000"))
    connection.execute(text("PRAGMA foreign_keys=OFF"))
    connection.execute(text("BEGIN IMMEDIATE"))
    try:
        _run(connection)
        if broken := connection.execute(text("PRAGMA foreign_key_check")).all():
            raise RuntimeError(f"the migration would leave rows that point nowhere: {broken[:5]}")  # noqa: TRY301
    except BaseException:
        connection.execute(text("ROLLBACK"))
        raise
    connection.execute(text("COMMIT"))


def _migrate_postgresql(connection: Connection) -> None:
    connection.execute(text("BEGIN"))
    try:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_AT_A_TIME})
        _run(connection)
    except BaseException:
        connection.execute(text("ROLLBACK"))
        raise
    connection.execute(text("COMMIT"))


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=schema.METADATA,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        transactional_ddl=False,  # the transaction is ours, around all of it
    )
    context.run_migrations()


main()
