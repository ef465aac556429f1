"""The triggers that keep the record append-only and each audit chain in one line, in both databases' words."""

import re

from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncSession

APPEND_ONLY = ("audit_entries", "ballots", "signatures")

_SQLITE = [
    *(
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}"
        f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for table in APPEND_ONLY
        for verb in ("UPDATE", "DELETE")
    ),
    (
        "CREATE TRIGGER audit_entries_follow BEFORE INSERT ON audit_entries"
        " WHEN NOT EXISTS (SELECT 1 FROM audit_chains"
        " WHERE chain = NEW.chain AND hash = NEW.prev AND seq + 1 = NEW.seq)"
        " BEGIN SELECT RAISE(ABORT, 'this entry does not follow the head of its chain'); END"
    ),
    (
        "CREATE TRIGGER audit_entries_head AFTER INSERT ON audit_entries"
        " BEGIN UPDATE audit_chains SET seq = NEW.seq, hash = NEW.hash WHERE chain = NEW.chain; END"
    ),
]

_POSTGRESQL = [
    (
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    ),
    *(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        for table in APPEND_ONLY
    ),
    (
        "CREATE FUNCTION follow_head() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " UPDATE audit_chains SET seq = NEW.seq, hash = NEW.hash"
        " WHERE chain = NEW.chain AND hash = NEW.prev AND seq + 1 = NEW.seq;"
        " IF NOT FOUND THEN RAISE EXCEPTION 'this entry does not follow the head of its chain'; END IF;"
        " RETURN NEW; END $$"
    ),
    "CREATE TRIGGER audit_entries_follow BEFORE INSERT ON audit_entries FOR EACH ROW EXECUTE FUNCTION follow_head()",
]


def create(connection: Connection) -> None:
    for statement in _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL:
        connection.execute(text(statement))


def drop(connection: Connection) -> None:
    """Before the tables go; on SQLite they take their triggers with them."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("DROP FUNCTION refuse_change() CASCADE"))
        connection.execute(text("DROP FUNCTION follow_head() CASCADE"))


_THERE = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
        " AND tgrelid IN (SELECT oid FROM pg_class WHERE relnamespace = current_schema()::regnamespace)"
    ),
}


async def lacking(session: AsyncSession) -> list[str]:
    """The triggers that should be there and are not, or were switched off."""
    dialect = session.get_bind().dialect.name
    there = set(await session.scalars(text(_THERE[dialect])))
    wanted = [found[1] for each in (_SQLITE if dialect == "sqlite" else _POSTGRESQL) if (found := _NAMED.match(each))]
    return [name for name in wanted if name not in there]


_NAMED = re.compile(r"CREATE TRIGGER (\w+)")
