"""How Alembic reaches the database: one connection, one transaction, one process at a time."""

import asyncio
from collections.abc import Iterator

from alembic import context
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, delete, insert, inspect, select, text
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
    if _is_newer(connection):
        return
    context.configure(
        connection=connection,
        target_metadata=schema.METADATA,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        transactional_ddl=False,  # the transaction is ours, around all of it
    )
    context.run_migrations()
    _record_served(connection)


def _is_newer(connection: Connection) -> bool:
    """A newer version has migrated it, in a way that serves this one too: nothing is to be done."""
    at = _revision(connection)
    is_known = at is None or at in {each.revision for each in _scripts().walk_revisions()}
    return not is_known and schema.HEAD in _served(connection)


def _record_served(connection: Connection) -> None:
    if _has(connection, schema.ServedRow.__tablename__):
        connection.execute(delete(schema.ServedRow))
        connection.execute(insert(schema.ServedRow), [{"revision": each} for each in _serving(_revision(connection))])


def _serving(at: str | None) -> Iterator[str]:
    """From the newest back to the first that needs nothing which a later one took away (`contracts = True`)."""
    for step in _scripts().iterate_revisions(at, "base"):
        yield step.revision
        if getattr(step.module, "contracts", False):
            return


def _served(connection: Connection) -> set[str]:
    known = _has(connection, schema.ServedRow.__tablename__)
    return set(connection.scalars(select(schema.ServedRow.revision))) if known else set()


def _revision(connection: Connection) -> str | None:
    known = _has(connection, "alembic_version")
    return connection.scalar(text("SELECT version_num FROM alembic_version")) if known else None


def _has(connection: Connection, table: str) -> bool:
    return inspect(connection).has_table(table)


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(context.config)


main()
