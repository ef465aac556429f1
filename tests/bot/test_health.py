"""Whoever watches over the bot is told whether it lives, whether it is ready, and how it fares."""

import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import aiohttp
import pytest
from sqlalchemy import text
from starlette.applications import Starlette

from bot import http
from bot.health import Health
from bot.requests import kind
from commands.services import Services
from playbook.loader import load
from program.posts import Home, Post, RiskRaised, in_channel, on_home
from sandbox.clock import Clock
from storage import outbox, workspaces
from storage.database import Database

NOW = datetime(2026, 1, 12, 9, tzinfo=UTC)


@pytest.fixture
async def health(database_url: str) -> AsyncIterator[Health]:
    database = Database(database_url)
    yield Health(Services(database, load(), Clock(NOW)))
    await database.close()


@pytest.fixture
async def address(health: Health) -> AsyncIterator[str]:
    async with http.serving(Starlette(routes=health.routes()), 0, "127.0.0.1") as address:
        yield address.removesuffix("/slack/events")


async def ask(address: str, path: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(address + path) as answer:
        return answer.status, await answer.text()


async def test_a_bot_that_ticks_is_alive_and_one_that_stands_still_is_not(health: Health, address: str) -> None:
    assert await ask(address, "/livez") == (200, "ok")
    health._ticked_at = time.monotonic() - 31
    assert (await ask(address, "/livez"))[0] == 503


async def test_ready_is_who_can_write_and_is_connected(health: Health, address: str) -> None:
    is_connected = False

    async def connected() -> bool:
        return is_connected

    assert await ask(address, "/readyz") == (200, "ok")
    health.connected = connected
    assert await ask(address, "/readyz") == (503, "not connected to Slack")
    is_connected = True
    assert await ask(address, "/readyz") == (200, "ok")
    health.is_stopping = True
    assert await ask(address, "/readyz") == (503, "stopping")


async def test_a_schema_of_another_version_is_not_ready(health: Health, address: str) -> None:
    async with health.services.database.writing() as session:
        await session.execute(text("DELETE FROM served_versions"))
    assert await ask(address, "/readyz") == (503, "the database's schema does not serve this version")


async def test_a_database_that_takes_no_writes_is_not_ready(health: Health, address: str) -> None:
    database = health.services.database
    refuse = "PRAGMA query_only=ON" if database.is_sqlite else "SET default_transaction_read_only = on"
    async with database.writing() as session:
        await session.execute(text(refuse))
    status, said = await ask(address, "/readyz")
    assert status == 503 and said.startswith("the database takes no writes")


async def test_the_outbox_is_measured(health: Health, address: str) -> None:
    async with health.services.database.writing() as session:
        met = await workspaces.meet(session, team="T1", enterprise=None, name="Acme", bot_user="UBOT")
        for minutes in (-1, 5, 2):
            due = NOW - timedelta(minutes=minutes)
            await outbox.add(session, met.id, Post(RiskRaised(UUID(int=9 + minutes)), in_channel("C1"), due))
        await outbox.add_skipped(session, met.id, Post(Home("U1"), on_home("U1"), NOW), why="an outage")

    status, told = await ask(address, "/metrics")

    assert status == 200
    oldest = next(line for line in told.splitlines() if line.startswith("pilot_oldest_due_seconds "))
    assert 300 <= float(oldest.split()[1]) < 330  # the clock goes on while the test runs
    assert 'pilot_posts{state="pending"} 3.0' in told and 'pilot_posts{state="skipped"} 1.0' in told
    assert 'pilot_posts{state="unknown"} 0.0' in told


def test_whatever_arrives_there_are_few_kinds() -> None:
    assert kind({"command": "/pilot"}) == "command" and kind({"type": "block_actions"}) == "block_actions"
    assert kind({"type": "event_callback", "event": {}}) == "event"
    assert kind({"type": "x" * 99}) == kind({}) == "other"
