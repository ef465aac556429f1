"""The record can be added to, never changed; and whoever goes past the triggers is found."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from program.audit import GENESIS, Actor, Broken, Head, Walk
from program.errors import Refused
from program.workspaces import Workspace
from storage import audit, chains, triggers
from storage.database import Database

NOW = datetime(2026, 1, 12, 9, 0, 0, 123456, tzinfo=UTC)


@pytest.fixture
async def chain(database: Database, workspace: Workspace) -> str:
    """Three links."""
    for number in range(1, 4):
        async with database.writing() as session:
            by = Actor(workspace.id, "U1", "home")
            after = {"title": "Größe 🚀 \u2028 ملخص", "score": 4.0, "nothing": None}
            await audit.note(session, by, did="risk:raise", to=f"R-{number}", at=NOW, after=after)
    return str(workspace.id)


async def verified(database: Database, *anchors: Head) -> Broken | None:
    async with chains.snapshot(database) as session:
        return await chains.verify(session, Walk(anchors))


async def behind_the_triggers(database: Database, *statements: str) -> None:
    """As someone who may change the schema."""
    if database.is_sqlite:
        async with database.reading() as session:
            found = await session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
            drop = [f"DROP TRIGGER {name}" for name in found]
    else:
        drop = [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in ("audit_entries", "audit_chains")]
    await run(database, *drop, *statements)


async def is_refused(database: Database, statement: str) -> None:
    with pytest.raises((DBAPIError, Refused)):
        await run(database, statement)
    assert await verified(database) is None


async def run(database: Database, *statements: str) -> None:
    async with database.writing() as session:
        for statement in statements:
            await session.execute(text(statement))


async def test_an_untouched_chain_is_whole_and_is_read_in_pages(
    database: Database, chain: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await verified(database) is None
    monkeypatch.setattr(chains, "AT_ONCE", 2)
    async with chains.snapshot(database) as session:
        assert [link.entry.seq async for link in chains.links(session)] == [1, 2, 3]
        (head,) = await chains.list_heads(session, chain)
        assert (head.seq, await chains.names(session)) == (3, {chain: "Acme"})


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entries SET acted_by = 'U2' WHERE seq = 2",
        "DELETE FROM audit_entries WHERE seq = 3",
        "DELETE FROM audit_entries",
    ],
)
async def test_an_entry_is_neither_changed_nor_removed(database: Database, chain: str, statement: str) -> None:
    await is_refused(database, statement)


async def test_an_entry_is_not_replaced(database: Database, chain: str) -> None:
    columns = "chain, seq, prev, hash, at, acted_by, on_behalf_of, acted_from, did, subject, was, became"
    forged = columns.replace("acted_by", "'U2'")
    again = f"INTO audit_entries ({columns}) SELECT {forged} FROM audit_entries WHERE seq = 3"
    await is_refused(database, f"INSERT {'OR REPLACE ' if database.is_sqlite else ''}{again}")


@pytest.mark.parametrize(("seq", "prev"), [(4, f"'{GENESIS}'"), (5, "prev"), (2, "prev")])
async def test_a_fork_is_refused(database: Database, chain: str, seq: int, prev: str) -> None:
    await is_refused(
        database,
        "INSERT INTO audit_entries (chain, seq, prev, hash, at, acted_by, acted_from, did, subject)"
        f" SELECT chain, {seq}, {prev}, 'forged', at, 'U2', acted_from, did, subject FROM audit_entries WHERE seq = 2",
    )


@pytest.mark.parametrize(
    ("statements", "seq"),
    [
        (["UPDATE audit_entries SET acted_by = 'U2' WHERE seq = 2"], 2),
        (["UPDATE audit_entries SET became = '{}' WHERE seq = 3"], 3),
        (["UPDATE audit_entries SET hash = prev WHERE seq = 1"], 1),
        (["DELETE FROM audit_entries WHERE seq = 2"], 2),
        (["DELETE FROM audit_entries WHERE seq = 3"], 3),
        (["DELETE FROM audit_entries"], 1),
    ],
)
async def test_tampering_behind_the_triggers_is_found_and_named(
    database: Database, chain: str, statements: list[str], seq: int
) -> None:
    await behind_the_triggers(database, *statements)
    broken = await verified(database)
    assert broken and (broken.chain, broken.seq) == (chain, seq)


async def test_a_tail_cut_together_with_its_head_shows_against_an_anchor(database: Database, chain: str) -> None:
    async with chains.snapshot(database) as session:
        (anchor,) = await chains.list_heads(session)
    await behind_the_triggers(
        database,
        "DELETE FROM audit_entries WHERE seq = 3",
        "UPDATE audit_chains SET seq = 2, hash = (SELECT hash FROM audit_entries WHERE seq = 2)",
    )
    assert await verified(database) is None
    broken = await verified(database, anchor)
    assert broken and broken.seq == 3 and "cut off" in broken.why


async def test_triggers_that_are_gone_or_switched_off_are_missed(database: Database, chain: str) -> None:
    async with database.reading() as session:
        assert await triggers.lacking(session) == []
    await behind_the_triggers(database)
    async with database.reading() as session:
        assert "audit_entries_follow" in await triggers.lacking(session)
