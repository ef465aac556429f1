"""The bot at work: connects to Slack and to its database, listens, ticks and sends, until it is told to stop."""

import asyncio
import gc
import os
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import structlog
from slack_bolt.async_app import AsyncApp
from starlette.applications import Starlette

from bot import app as bolt
from bot import http, metrics, slack, socket_mode, tick
from bot.app import Front
from bot.clock import RealClock
from bot.health import Health
from bot.sender import Sender
from bot.settings import Settings
from bot.ticking import ticking
from commands import table
from commands.services import Clock, Services
from playbook.loader import load
from program.workspaces import Workspace
from storage import schema, triggers, workspaces
from storage.database import Database

log = structlog.get_logger(__name__)


class NotMigrated(Exception):
    """The database has a schema that does not serve this version."""


class Unguarded(Exception):
    """The triggers that keep the record append-only are not there."""


@dataclass(frozen=True, slots=True)
class Bot:
    """Everything of one running bot; `listening` keeps its own connection to Slack."""

    services: Services
    app: AsyncApp
    front: Front
    sender: Sender
    workspace: Workspace
    health: Health

    async def tick(self) -> None:
        try:
            await tick.post_what_is_due(self.services)
        finally:
            self.health.ticked()  # it has run; whether the database let it do anything is for /readyz to say

    async def settle(self) -> None:
        """Say all that is due by now, and return when it is said: the rehearsal's way to move time."""
        await self.tick()
        await self.sender.settle()


@asynccontextmanager
async def built(settings: Settings, clock: Clock) -> AsyncIterator[Bot]:
    """The parts put together, with nothing running yet. Raises `NotMigrated`, or what Slack says of the token."""
    database = Database(settings.database_url)
    for engine in database.engines:
        metrics.watch(engine)
    connection = slack.connect(settings.slack_bot_token.get_secret_value(), settings.slack_api_url)
    try:
        async with database.reading() as session:
            if not await schema.serves(session):
                raise NotMigrated("The database's schema does not serve this version: run `pilot migrate` first.")
            if lacking := await triggers.lacking(session):
                raise Unguarded(
                    f"The database does not protect its record, for it lacks {', '.join(lacking)}:"
                    " restore a backup, and look who may change its schema."
                )
        services = Services(database, load(settings.pilot_playbook), clock)
        workspace = await _meet(database, connection)
        everything = table.build()
        app, front = bolt.build(everything, services, connection, workspace)
        yield Bot(
            services,
            app,
            front,
            Sender(services, connection, everything, name=f"{socket.gethostname()}:{os.getpid()}"),
            workspace,
            Health(services),
        )
    finally:
        await connection.close()
        await database.close()


async def _meet(database: Database, connection: slack.Slack) -> Workspace:
    me = await connection.delivering.auth_test()
    async with database.writing() as session:
        return await workspaces.meet(
            session, team=me["team_id"], enterprise=me.get("enterprise_id"), name=me["team"], bot_user=me["user_id"]
        )


@asynccontextmanager
async def working(bot: Bot) -> AsyncIterator[None]:
    """Tick and sender run inside the block; the post in hand is finished before it ends."""
    sending = asyncio.create_task(bot.sender.run())
    try:
        async with ticking(bot.tick, RealClock()):
            yield
    finally:
        bot.sender.stop()
        await sending


@asynccontextmanager
async def listening(bot: Bot, settings: Settings, *, port: int | None = None) -> AsyncIterator[str]:
    """Over Socket Mode where there is an app token, else over HTTP; yields which, as people read it."""
    if settings.slack_app_token:
        async with socket_mode.connected(bot.app, settings.slack_app_token.get_secret_value()) as is_connected:
            bot.health.connected = is_connected
            yield "Socket Mode"
    else:
        secret = settings.slack_signing_secret.get_secret_value() if settings.slack_signing_secret else ""
        probes = [] if settings.pilot_health_port else bot.health.routes()
        web = http.build(bot.app, secret, bot.services.clock.wall, probes)
        async with http.serving(web, settings.port if port is None else port) as address:
            yield address
    await asyncio.gather(*bot.front.busy)


@asynccontextmanager
async def watched(bot: Bot, port: int | None) -> AsyncIterator[None]:
    """Probes are answered on a port of their own, where one is set."""
    if port is None:
        yield
    else:
        async with http.serving(Starlette(routes=bot.health.routes()), port):
            yield


def leave_alone() -> None:
    """What is there from the start stays; to search it for garbage again and again takes a sixth of a large tick."""
    gc.collect()
    gc.freeze()


async def run(settings: Settings, clock: Clock | None = None) -> None:
    """Until SIGTERM or SIGINT."""
    stop = asyncio.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, stop.set)
    async with (
        built(settings, clock or RealClock()) as bot,
        watched(bot, settings.pilot_health_port),
        working(bot),
        listening(bot, settings) as how,
    ):
        leave_alone()
        log.info("ready", listening=how, workspace=bot.workspace.name)
        await stop.wait()
        bot.health.is_stopping = True
        log.info("stopping")
