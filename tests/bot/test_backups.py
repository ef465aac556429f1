"""A backup is taken while the bot works, and what it brings back is not said again."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.backups import back_up, restore
from bot.command_line import main
from bot.rehearsal import rehearsing
from bot.settings import Settings
from playbook.loader import load
from sandbox.client import visit
from sandbox.clock import Clock
from sandbox.serving import serve
from sandbox.workspace import Sandbox
from storage.database import Database
from tests.conversations.conftest import A_THURSDAY, MANIFEST
from tests.conversations.story import WEEK_1, running_program

HERE = "#ai-claims"


@pytest.fixture
def file(migrated_sqlite: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A migrated database of this test's own, which the settings name."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pilot.db").write_bytes(migrated_sqlite.read_bytes())
    return tmp_path / "pilot.db"


def pilot(*words: str) -> Result:
    return CliRunner().invoke(main, words, catch_exceptions=False)


def test_a_backup_comes_back(file: Path) -> None:
    assert pilot("backup", "copy.db").exit_code == 0
    assert Path("copy.db").stat().st_mode & 0o777 == 0o600
    assert "copy.db is there already" in pilot("backup", "copy.db").stderr
    assert pilot("backup", "copy.db", "--force").exit_code == 0

    assert "pilot.db is there already" in pilot("restore", "copy.db").stderr
    file.write_bytes(b"ruined")
    told = pilot("restore", "copy.db", "--force")

    assert told.exit_code == 0 and "0 posts will be looked for" in told.output
    assert "Every chain is whole" in pilot("audit", "verify").output
    assert not list(file.parent.glob("*.part*"))


def test_what_is_no_backup_or_of_a_newer_version_is_refused(file: Path) -> None:
    Path("text").write_text("not a database, but long enough to be looked at" * 100, encoding="utf-8")
    with closing(sqlite3.connect("other.db")) as other:
        other.execute("CREATE TABLE things (id)")
    pilot("backup", "newer.db")
    with closing(sqlite3.connect("newer.db")) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '2099_01_01_later'")
        newer.execute("DELETE FROM served_versions")
        newer.commit()

    for name, said in (("text", "is no backup"), ("other.db", "is no backup"), ("newer.db", "another version")):
        refused = pilot("restore", name, "--force")
        assert refused.exit_code == 2 and said in refused.stderr
    assert pilot("audit", "verify").exit_code == 0


async def test_a_database_in_use_is_not_replaced(file: Path) -> None:
    back_up(file, file.with_name("copy.db"))
    database = Database(f"sqlite+aiosqlite:///{file}")
    async with database.writing() as session:
        await session.connection()
        refused = await asyncio.to_thread(pilot, "restore", "copy.db", "--force")
    await database.close()
    assert "is in use: stop the bot first" in refused.stderr


def test_postgresql_is_told_its_own_tools(file: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    if database_url.startswith("sqlite"):
        return
    assert "pg_dump" in pilot("backup", "copy.db").stderr
    assert "pg_restore" in pilot("restore", str(file)).stderr
    assert "0 posts will be looked for" in pilot("restore").output


async def test_what_was_said_after_the_backup_is_not_said_again(file: Path) -> None:
    """The prompt goes out after the backup; the restored database knows nothing of it, but Slack does."""
    clock, copy = Clock(A_THURSDAY), file.with_name("copy.db")
    sandbox = Sandbox(None, manifest=MANIFEST, clock=clock)
    async with serve(sandbox) as address, visit(address) as slack:
        settings = Settings(
            _env_file=None,
            slack_bot_token=sandbox.bot_token,
            slack_app_token=sandbox.app_token,
            slack_api_url=f"{address}/api/",
            database_url=f"sqlite+aiosqlite:///{file}",
        )
        manager = slack.as_("program-manager")
        async with rehearsing(settings, clock) as (bot, _):
            await running_program(bot)
            await asyncio.to_thread(back_up, file, copy)
            await slack.moves_clock(WEEK_1)
            said = len(await manager.sees(HERE))
            await manager.waits_for(HERE, "Week 1 of 13")

        count = await asyncio.to_thread(restore, copy, file, load(), clock)
        assert count

        async with rehearsing(settings, clock):
            await slack.moves_clock("2026-01-12T08:10:00+00:00")
            assert len(await manager.sees(HERE)) == said
