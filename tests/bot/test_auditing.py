"""`pilot audit`: what is written out is followed again, with nothing but the file."""

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.command_line import main
from bot.settings import Settings
from program.audit import Actor
from storage import audit, workspaces
from storage.database import Database

NOW = datetime(2026, 1, 12, 9, 0, 0, 5, tzinfo=UTC)


@pytest.fixture
def filled(database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """Three links in one chain and one in another."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.chdir(tmp_path)
    asyncio.run(_fill(database_url))
    return database_url


async def _fill(url: str) -> None:
    database = Database(url)
    for team, count in (("T1", 3), ("T2", 1)):
        async with database.writing() as session:
            met = await workspaces.meet(session, team=team, enterprise=None, name=f"Acme {team}", bot_user="UBOT")
        for number in range(count):
            async with database.writing() as session:
                by = Actor(met.id, "U1", 'home, "sweet"', "U2" if number else None)
                after = {"title": 'a "quoted", line\nand \u2028 another 🚀', "score": 2.50}
                await audit.note(session, by, did="digest:set", to="#claims\n", at=NOW, after=after)
    await database.close()


def pilot(*words: str) -> Result:
    return CliRunner().invoke(main, words, catch_exceptions=False)


@pytest.mark.parametrize("format", ["jsonl", "csv"])
def test_an_export_is_followed_offline(filled: str, monkeypatch: pytest.MonkeyPatch, format: str) -> None:
    assert pilot("audit", "export", "--format", format, "--output", "record").exit_code == 0
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")

    verified = pilot("audit", "verify", "record")

    assert verified.exit_code == 0, verified.output
    assert "Every chain is whole: 2 chains, 4 links." in verified.output
    assert "Acme T1: whole, 3 links" in verified.output


@pytest.mark.parametrize("format", ["jsonl", "csv"])
def test_a_file_that_was_changed_names_the_first_broken_link(filled: str, format: str) -> None:
    pilot("audit", "export", "--format", format, "--output", "record")
    written = Path("record").read_text(encoding="utf-8")
    assert written.count("U2") == 2
    Path("record").write_text(written.replace("U2", "U3", 1), encoding="utf-8")

    verified = pilot("audit", "verify", "record")

    assert verified.exit_code == 1
    assert "The chain of Acme T1 is broken at link 2: it is not what was written" in verified.stderr


def test_a_file_cut_short_is_noticed(filled: str) -> None:
    lines = pilot("audit", "export").stdout.strip().split("\n")
    Path("record").write_text("\n".join(lines[:-2]), encoding="utf-8")
    assert "its head is gone" in pilot("audit", "verify", "record").stderr


def test_the_database_is_followed_and_held_against_an_anchor(filled: str) -> None:
    whole = pilot("audit", "verify")
    assert whole.exit_code == 0 and "2 chains, 4 links" in whole.output
    anchor = next(line for line in whole.output.splitlines() if "3 links" in line).rpartition(" ")[2]
    chain, _, hash = anchor.split(":")
    assert pilot("audit", "verify", "--head", anchor).exit_code == 0
    assert pilot("audit", "verify", "--head", f"Acme T1:3:{hash[:12].upper()}").exit_code == 0

    cut = pilot("audit", "verify", "--head", f"{chain}:5:{hash}")
    assert cut.exit_code == 1 and "broken at link 4: it was cut off" in cut.stderr
    other = pilot("audit", "verify", "--head", f"Acme T1:3:{'0' * 12}")
    assert other.exit_code == 1 and "rewritten" in other.stderr


def test_one_program_alone_and_one_that_is_not_there(filled: str) -> None:
    nowhere = pilot("audit", "export", "--program", "NOPE", "--output", "record")
    assert nowhere.exit_code == 2 and "There is no program “NOPE”" in nowhere.stderr
    assert not Path("record").exists()


@pytest.mark.parametrize(
    "words", ["", "{}", "{", "a,b\n1,2\n", '{"record": "entry", "chain": 1}\n', "\x00", "record\nentry\n"]
)
def test_a_file_that_is_no_export_is_refused(words: str, tmp_path: Path) -> None:
    (tmp_path / "it").write_text(words, encoding="utf-8")
    refused = pilot("audit", "verify", str(tmp_path / "it"))
    assert refused.exit_code == 2 and "is no file of `pilot audit export`" in refused.stderr


@pytest.mark.parametrize(
    "head", ["", "CLAIMS", "CLAIMS:1", "CLAIMS:x:a1b2c3d4e5f6", "CLAIMS:1:a1b2", "C:1:not-a-hash-at"]
)
def test_what_is_no_head_is_refused(filled: str, head: str) -> None:
    refused = pilot("audit", "verify", "--head", head)
    assert refused.exit_code == 2 and "is no head" in refused.stderr


def test_an_export_ends_with_the_heads(filled: str) -> None:
    rows = [json.loads(line) for line in pilot("audit", "export").stdout.strip().split("\n")]
    assert [row["record"] for row in rows] == ["entry"] * 4 + ["head"] * 2
    assert {row["seq"] for row in rows if row["record"] == "head"} == {1, 3}
