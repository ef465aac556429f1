"""Several real `pilot run` on one PostgreSQL: they share the work, whoever comes and goes; and they upgrade at once."""

import asyncio
import os
from collections import Counter
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text

from bot.clock import RealClock
from bot.running import Bot, built
from program.blockers import Blocker
from program.posts import BlockerRaised, Post
from sandbox.client import visit
from sandbox.serving import serve
from sandbox.workspace import Sandbox
from storage import blockers, outbox
from tests.conversations.story import running_program
from tests.postgresql import Postgres
from tests.storm.replicas import PILOT, REPOSITORY, Replica, environment_of, kept, settings_of

CHANNELS, IN_EACH = 6, 4


async def test_the_work_is_shared_and_nothing_lost_or_doubled_when_replicas_come_and_go(
    postgres: Postgres, migrated_postgres: str, tmp_path: Path
) -> None:
    database = await asyncio.to_thread(postgres.create, f"test_{uuid4().hex}", template=migrated_postgres)
    sandbox = Sandbox(None, manifest=REPOSITORY / "manifest.yml")
    async with serve(sandbox) as address, visit(address) as slack:
        settings = settings_of(sandbox, address, database)
        environment = environment_of(settings)
        first, second, third = (
            Replica(f"replica-{number}", PILOT, environment, tmp_path / f"{number}.log") for number in (1, 2, 3)
        )
        async with built(settings, RealClock()) as bot, kept([first, second]):
            await has_much_to_say(bot)
            await posted(bot, at_least=CHANNELS)
            async with kept([third]):
                first.stop()
                answered = [await slack.as_("proposer").says("#general", "/pilot help") for _ in range(6)]
                await posted(bot, at_least=CHANNELS * IN_EACH)
            owners = Counter(row[0].rpartition(":")[2] for row in await rows(bot, "SELECT owner FROM posts"))
            states = {row[0] for row in await rows(bot, "SELECT state FROM posts")}

    assert not any(answer.failure for answer in answered), "every replica answers, and who stops has drained"
    assert states == {"posted"} and len(owners) >= 2, "shared"
    messages = [each for channel in sandbox.team.channels for each in sandbox.team.history(channel).values()]
    said = Counter(each.metadata["event_payload"]["key"] for each in messages if each.metadata)
    assert len(said) == CHANNELS * IN_EACH and set(said.values()) == {1}, "lost or doubled"
    assert not first.surprises + second.surprises + third.surprises
    assert not [entry for entry in sandbox.log.entries() if entry["result"] == "ratelimited"], "one pace for all"


async def has_much_to_say(bot: Bot) -> None:
    made = [await running_program(bot, code=f"P{each}", channel=f"ai-{each}") for each in range(CHANNELS)]
    now = bot.services.clock.now()
    async with bot.services.database.writing() as session:
        await session.execute(text("UPDATE programs SET next_due_at = NULL"))  # only what is put into the outbox here
        for program in made:
            for number in range(1, IN_EACH + 1):
                today = program.today(now)
                stuck = Blocker(uuid4(), program.id, number, None, "No access", "U0DATAOWN", today, "U0OPERATE", now)
                await blockers.add(session, stuck)
                post = Post(BlockerRaised(stuck.id), str(program.channel), now)
                await outbox.add(session, bot.workspace.id, post)


async def rows(bot: Bot, statement: str) -> list[tuple[str, ...]]:
    async with bot.services.database.reading() as session:
        return [tuple(row) for row in await session.execute(text(statement))]


async def posted(bot: Bot, *, at_least: int) -> None:
    async with asyncio.timeout(60):
        while len(await rows(bot, "SELECT key FROM posts WHERE state = 'posted'")) < at_least:  # noqa: ASYNC110 - other processes do it
            await asyncio.sleep(0.1)


@pytest.mark.parametrize("count", [3])
async def test_replicas_that_upgrade_at_once_upgrade_once(postgres: Postgres, count: int) -> None:
    database = await asyncio.to_thread(postgres.create, f"test_{uuid4().hex}")

    async def migrate() -> tuple[int | None, str]:
        process = await asyncio.create_subprocess_exec(
            PILOT[0], "migrate", env=os.environ | {"DATABASE_URL": database}, cwd=REPOSITORY,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        said, _ = await process.communicate()
        return process.returncode, said.decode()

    ended = await asyncio.gather(*(migrate() for _ in range(count)))

    assert all(code == 0 and "up to date" in said for code, said in ended), ended
