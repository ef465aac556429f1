"""The triggers that keep the record append-only and each audit chain in one line, in both databases' words."""

from sqlalchemy import Connection, text

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
