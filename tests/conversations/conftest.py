"""The product as people meet it: the real bot in the real sandbox, by both transports, on both databases."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.rehearsal import rehearsing
from bot.running import Bot
from bot.settings import Settings
from sandbox.client import Slack, visit
from sandbox.clock import Clock
from sandbox.serving import serve
from sandbox.workspace import Sandbox

MANIFEST = Path(__file__).parents[2] / "manifest.yml"
A_THURSDAY = datetime(2026, 1, 8, 10, 0, tzinfo=UTC)  # so that the next Monday is the 12th of January 2026


@dataclass(frozen=True)
class Rehearsal:
    slack: Slack
    bot: Bot
    sandbox: Sandbox


@pytest.fixture
def transport() -> str:
    """Socket Mode; a test that asks for both parametrises it."""
    return "socket"


@pytest.fixture
def clock() -> Clock:
    return Clock(A_THURSDAY)


@pytest.fixture
def playbook_folder() -> Path | None:
    """The playbook that ships; a test with another one overrides it."""
    return None


@pytest.fixture
async def rehearsal(
    database_url: str, transport: str, clock: Clock, playbook_folder: Path | None
) -> AsyncIterator[Rehearsal]:
    sandbox = Sandbox(None, manifest=MANIFEST, clock=clock)
    async with serve(sandbox) as address:
        by_socket = transport == "socket"
        settings = Settings(
            _env_file=None,
            slack_bot_token=sandbox.bot_token,
            slack_app_token=sandbox.app_token if by_socket else None,
            slack_signing_secret=sandbox.signing_secret,
            slack_api_url=f"{address}/api/",
            database_url=database_url,
            pilot_playbook=playbook_folder,
        )
        sandbox.deliveries.by_socket = by_socket
        async with rehearsing(settings, clock, port=0) as (bot, how), visit(address) as slack:
            if not by_socket:
                sandbox.deliveries.request_url = how
            yield Rehearsal(slack, bot, sandbox)


@pytest.fixture
def slack(rehearsal: Rehearsal) -> Slack:
    return rehearsal.slack
