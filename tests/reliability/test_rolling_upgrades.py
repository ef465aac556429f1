"""While one version takes the other's place both work on one schema: what the older one sends is taken, and read."""

import asyncio
import shutil
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Float,
    Integer,
    MetaData,
    Numeric,
    Uuid,
    insert,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.orm import Session as OrmSession

from bot import doctor
from program.playbook import Playbook
from program.posts import RiskRaised
from program.tiers import Profile
from storage import migrating, schema, triggers
from storage.tables import Table

FOLDER = Path(migrating.__file__).parent / "migrations"
STEPS = [step.revision for step in reversed(list(ScriptDirectory(str(FOLDER)).walk_revisions()))]
# An entry follows its chain's head, or the database refuses it.
GIVEN = {
    "audit_chains.seq": 0,
    "audit_chains.hash": "genesis",
    "audit_entries.seq": 1,
    "audit_entries.prev": "genesis",
}


# SQLite keeps a UUID as text, and numbers that people never see are apart from all others.
ANY: dict[type, Callable[[Any], Any]] = {
    Boolean: lambda _: False,
    Date: lambda _: date(2026, 1, 12),
    DateTime: lambda kind: datetime(2026, 1, 12, 9, tzinfo=UTC if kind.timezone else None),
    JSON: lambda _: {},
    Uuid: lambda _: uuid4(),
    Float: lambda _: 1.5,
    Numeric: lambda _: 1.5,
    Integer: lambda _: uuid4().int >> 98,
}


async def test_what_older_versions_send_is_taken_at_every_later_schema_that_serves_them(empty_database_url):
    """Each version's tables are those that its schema had; its connection stays open while the schema changes."""
    older = create_async_engine(empty_database_url, isolation_level="AUTOCOMMIT")
    spoken: dict[str, MetaData] = {}
    sent = 0
    for step in STEPS:
        await asyncio.to_thread(migrating.migrate, empty_database_url, step)
        async with older.connect() as connection:
            spoken[step] = await connection.run_sync(_tables)
            served_now = await served(connection)
            for version in [each for each in spoken if each in served_now or each == step]:
                await connection.run_sync(_speak, spoken[version])
                sent += 1
    async with older.connect() as connection:
        for version in await served(connection):
            await connection.run_sync(_speak, spoken[version])
            sent += 1
        read = await connection.run_sync(_all_as_this_version_reads)
    assert all(read[name] >= sent for name in spoken[STEPS[0]].tables if name in read)
    await older.dispose()


async def served(connection: AsyncConnection) -> list[str]:
    """The versions that work on it, as the database says; before it could say so, only its own."""
    found = await connection.run_sync(lambda sync: schema.ServedRow.__tablename__ in _tables(sync).tables)
    return list(await connection.scalars(select(schema.ServedRow.revision))) if found else []


def _tables(connection: Connection) -> MetaData:
    metadata = MetaData()
    metadata.reflect(connection, resolve_fks=True)
    for name in ("alembic_version", schema.ServedRow.__tablename__):
        if name in metadata.tables:
            metadata.remove(metadata.tables[name])
    return metadata


def _speak(connection: Connection, version: MetaData) -> None:
    """One row for each table of that version, naming every column that it knew and no other; then read and changed."""
    made: dict[str, Mapping[str, Any]] = {}
    for table in version.sorted_tables:
        made[table.name] = row = {column.name: _value(column, made) for column in table.columns}
        connection.execute(insert(table).values(row))
        own = [column == row[column.name] for column in table.primary_key]
        assert len(connection.execute(select(*table.columns).where(*own)).all()) == 1, table.name
        if table.name not in triggers.APPEND_ONLY:
            loose = [c for c in table.columns if not (c.primary_key or c.foreign_keys)]
            connection.execute(update(table).where(*own).values({c.name: row[c.name] for c in loose[-1:]}))


def _value(column: Column[Any], made: Mapping[str, Mapping[str, Any]]) -> Any:
    name = f"{column.table.name}.{column.name}"
    if name in GIVEN:
        return GIVEN[name]
    for key in column.foreign_keys:
        of = key.column.table.name
        return None if of == column.table.name else made[of][key.column.name]
    return next((make(column.type) for kind, make in ANY.items() if isinstance(column.type, kind)), uuid4().hex)


def _all_as_this_version_reads(connection: Connection) -> dict[str, int]:
    with OrmSession(connection) as session:
        rows = [mapper.class_ for mapper in Table.registry.mappers]
        return {row.__tablename__: len(session.scalars(select(row)).all()) for row in rows}


NEWER = """
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "{name}", "{after}", None, None
contracts = {contracts}
def upgrade() -> None:
    op.create_table("{name}", sa.Column("id", sa.Integer(), primary_key=True))
def downgrade() -> None:
    op.drop_table("{name}")
"""


@pytest.fixture
def newer(tmp_path: Path) -> Config:
    """The migrations of two later versions: one that only adds, and one after it that takes something away."""
    shutil.copytree(FOLDER, tmp_path / "newer", ignore=shutil.ignore_patterns("__pycache__"))
    versions = tmp_path / "newer" / "versions"
    (versions / "adds.py").write_text(NEWER.format(name="adds", after=schema.HEAD, contracts=False))
    (versions / "takes.py").write_text(NEWER.format(name="takes", after="adds", contracts=True))
    config = Config()
    config.set_main_option("script_location", str(tmp_path / "newer"))
    return config


def test_a_newer_schema_that_only_adds_serves_this_version_and_one_that_takes_away_does_not(empty_database_url, newer):
    newer.attributes["url"] = empty_database_url
    migrating.migrate(empty_database_url)
    assert "at this" not in said(empty_database_url) and is_served(empty_database_url)

    command.upgrade(newer, "adds")
    assert is_served(empty_database_url)
    assert "adds, which is newer than this version's" in said(empty_database_url)
    migrating.migrate(empty_database_url)  # an old replica that starts once more changes nothing
    assert "adds, which is newer" in said(empty_database_url)

    command.upgrade(newer, "takes")
    assert not is_served(empty_database_url)
    assert "it is at takes, and this version needs" in said(empty_database_url)
    with pytest.raises(CommandError):
        migrating.migrate(empty_database_url)

    command.downgrade(newer, schema.HEAD)
    assert is_served(empty_database_url)


def said(url: str) -> str:
    return asyncio.run(doctor.database(url)).said


def is_served(url: str) -> bool:
    return asyncio.run(doctor.database(url)).ok


def test_a_row_is_read_by_versions_that_know_more_or_less_of_it():
    asked = RiskRaised(uuid4())

    assert RiskRaised.from_json(asked.as_json() | {"of_a_newer": 1}) == asked


def test_the_playbook_that_the_first_programs_began_with_is_still_read():
    began = Playbook.from_json(Path(__file__).with_name("first_playbook.json").read_text(encoding="utf-8"))

    assert len(began.checklist) == 40 and began.at(Profile()).gate("go-no-go").voters
