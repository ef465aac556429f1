"""The schema comes up, goes down and comes up again, on both databases, and is what the tables in Python say."""

import asyncio
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from alembic.script import ScriptDirectory

from storage import migrating, schema, triggers
from storage.database import Database

VERSIONS = ScriptDirectory(str(Path(migrating.__file__).parent / "migrations"))


def test_there_is_one_head_and_the_program_knows_it() -> None:
    assert VERSIONS.get_heads() == [schema.HEAD]


def test_every_step_can_be_taken_back_and_taken_again(empty_database_url: str) -> None:
    steps = [step.revision for step in reversed(list(VERSIONS.walk_revisions()))]
    for step, before in zip(steps, ["base", *steps[:-1]], strict=True):
        migrating.migrate(empty_database_url, step)
        migrating.go_back(empty_database_url, before)
        migrating.migrate(empty_database_url, step)

    migrating.check(empty_database_url)


def test_going_down_leaves_nothing_behind(empty_database_url: str) -> None:
    migrating.migrate(empty_database_url)
    migrating.go_back(empty_database_url, "base")

    migrating.migrate(empty_database_url)

    assert asyncio.run(standing(empty_database_url)) == (schema.HEAD, [])


def test_several_processes_may_migrate_at_once(empty_database_url: str) -> None:
    with ProcessPoolExecutor(3, mp_context=get_context("spawn")) as pool:
        for done in [pool.submit(migrating.migrate, empty_database_url) for _ in range(3)]:
            done.result()

    assert asyncio.run(standing(empty_database_url)) == (schema.HEAD, [])


async def standing(url: str) -> tuple[str | None, list[str]]:
    """The revision, and the triggers that are not there."""
    database = Database(url)
    async with database.reading() as session:
        found = await schema.revision(session), await triggers.lacking(session)
    await database.close()
    return found
