"""The command line: `pilot` and what it can do. Each command imports what it runs, so that all start quickly."""

import asyncio
import contextlib
import os
import signal
import socket
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from bot import playbooks, upkeep
from bot.ending import Stopped, load_settings
from bot.settings import LocalSettings, Settings, with_driver

if TYPE_CHECKING:
    from sandbox.workspace import Sandbox

MANIFEST = Path(__file__).parent.parent / "manifest.yml"
HERE = "127.0.0.1"

Transport = Literal["socket", "http"]


@click.group()
@click.version_option(package_name="pilot")
def main() -> None:
    """Carries AI use cases from candidate to production in 90 days, in Slack."""


for command in (upkeep.audit, upkeep.backup, upkeep.restore, playbooks.playbook):
    main.add_command(command)


@main.command()
def run() -> None:
    """Be the bot: by Socket Mode where SLACK_APP_TOKEN is set, else over HTTP on PORT."""
    settings = load_settings(Settings)
    if not settings.uses_socket_mode:
        _refuse_taken(settings.port, remedy="set PORT")
    _log(settings)
    import aiohttp
    from slack_sdk.errors import SlackApiError

    from bot import doctor, running
    from playbook.loader import PlaybookError

    if not (database := asyncio.run(doctor.database(settings.database_url))).ok:
        raise Stopped(f"The database is not ready: {database.said}")
    try:
        asyncio.run(running.run(settings))
    except SlackApiError as refused:
        raise Stopped(f"Slack refuses the bot ({refused.response['error']}): `pilot doctor` tells more.") from None
    except (aiohttp.ClientError, TimeoutError) as unreached:
        raise Stopped(f"Slack cannot be reached ({unreached}): `pilot doctor` tells more.") from None
    except (PlaybookError, running.NotMigrated, running.Unguarded) as unsound:
        raise Stopped(str(unsound)) from None


@main.command()
def migrate() -> None:
    """Bring the database to the schema of this version."""
    _migrate(load_settings(LocalSettings).database_url)
    click.echo("The database is up to date.")


@main.command()
def doctor() -> None:
    """Check settings, tokens, scopes, clock, database and playbook, and say how to mend each."""
    from bot import doctor

    findings = asyncio.run(doctor.examine(MANIFEST))
    for finding in findings:
        click.echo(str(finding))
    if not all(finding.ok for finding in findings):
        raise SystemExit(1)


@main.command()
@click.option("--port", default=8080, show_default=True, type=click.IntRange(1, 65534), help="Where the page is.")
@click.option("--fresh", is_flag=True, help="Forget the last rehearsal and begin anew.")
@click.option(
    "--transport",
    default="socket",
    show_default=True,
    type=click.Choice(["socket", "http"]),
    help="How the sandbox reaches the bot: Socket Mode, or signed HTTP on the next port.",
)
@click.option(
    "--without-bot", is_flag=True, help="Only the sandbox: start the bot yourself with the settings it prints."
)
@click.option("--database", default="sqlite:///sandbox-pilot.db", show_default=True, help="The bot's database.")
@click.option(
    "--state",
    default="sandbox-slack.db",
    show_default=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The sandbox's own database file.",
)
def sandbox(*, port: int, fresh: bool, transport: Transport, without_bot: bool, database: str, state: Path) -> None:
    """Rehearse in the browser: a Slack workspace with the bot in it."""
    _refuse_taken(port, remedy=f"choose another, as in: make sandbox PORT={port + 2}")
    if transport == "http":
        _refuse_taken(port + 1, remedy=f"choose another pair, as in: make sandbox PORT={port + 2} TRANSPORT=http")
    address = _sqlite_or_postgresql(database)
    if fresh:
        _forget(state, address)
    if not without_bot:
        _migrate(address)
    is_new = not state.exists()
    if is_new and not without_bot:
        _refuse_used(address, state)
    with contextlib.suppress(KeyboardInterrupt, asyncio.CancelledError):
        asyncio.run(_serve(port, transport, state, None if without_bot else address, is_new=is_new))


def _refuse_used(database: str, state: Path) -> None:
    """The bot's memory of a workspace makes no sense in another one."""
    from bot.rehearsal import is_unused

    if not asyncio.run(is_unused(database)):
        raise Stopped(f"The bot's database remembers a workspace, but {state} is not there: make sandbox FRESH=1.")


async def _serve(port: int, transport: Transport, state: Path, database: str | None, *, is_new: bool) -> None:
    """The sandbox, and the bot in it where there is a database for it, until interrupted."""
    from sandbox import demo_story
    from sandbox.serving import serve
    from sandbox.workspace import Sandbox

    has_story = is_new and database is not None
    slack = Sandbox(state, manifest=MANIFEST, clock=demo_story.clock() if has_story else None)
    if demo_story.was_interrupted(slack):
        raise Stopped("The demo workspace was left half-built. Begin anew: make sandbox FRESH=1.")
    slack.deliveries.by_socket = transport == "socket"
    slack.deliveries.request_url = f"http://{HERE}:{port + 1}/slack/events"
    _end_politely()
    async with serve(slack, HERE, port) as page:
        told = {"SLACK_API_URL": f"{page}/api/", "SLACK_BOT_TOKEN": slack.bot_token, "PORT": str(port + 1)}
        if transport == "socket":
            told["SLACK_APP_TOKEN"] = slack.app_token
        else:
            told["SLACK_SIGNING_SECRET"] = slack.signing_secret
        if database:
            await _rehearse(slack, page, told, database, has_story=has_story)
        else:
            click.echo(f"Slack is at {page} and waits for a bot, which this starts:")
            click.echo(" ".join(f"{name}={value}" for name, value in told.items()) + " pilot run")
            await asyncio.Event().wait()


async def _rehearse(slack: "Sandbox", page: str, told: Mapping[str, str], database: str, *, has_story: bool) -> None:
    from bot.rehearsal import rehearsing
    from sandbox import demo_story
    from sandbox.client import Failed

    values: dict[str, Any] = {"slack_app_token": None, **{name.lower(): value for name, value in told.items()}}
    settings = Settings(**values, database_url=database)
    _log(settings)
    async with rehearsing(settings, slack.clock):
        if has_story:
            click.echo("The demo workspace lives through its first six weeks: a moment…")
            try:
                await demo_story.play(slack, page)
            except Failed as failed:
                raise Stopped(f"The demo workspace could not be built: {failed}") from None
        click.echo(f"Slack, with Pilot in it, is at {page}")
        await asyncio.Event().wait()


def _end_politely() -> None:
    """SIGTERM, like Ctrl-C, lets the bot finish what it has in hand and the sandbox write what changed last."""
    working = asyncio.current_task()
    if working and sys.platform != "win32":
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, working.cancel)


def _sqlite_or_postgresql(database: str) -> str:
    try:
        return with_driver(database)
    except ValueError:
        raise Stopped("--database takes an address such as sqlite:///rehearsal.db.") from None


def _forget(state: Path, database: str) -> None:
    scheme, _, path = database.partition(":///")
    if not scheme.startswith("sqlite"):
        raise Stopped("--fresh removes files. Empty a PostgreSQL database yourself, then start without --fresh.")
    for file in (str(state), path):
        for end in ("", "-wal", "-shm"):
            Path(file + end).unlink(missing_ok=True)


def _log(settings: LocalSettings) -> None:
    from bot import logs

    logs.configure(settings.pilot_log_format)


def _refuse_taken(port: int, *, remedy: str) -> None:
    try:
        socket.create_server((HERE, port)).close()
    except OSError as error:
        reason = os.strerror(error.errno or 0).lower()
        raise Stopped(f"Port {port} cannot be used ({reason}): stop what uses it, or {remedy}.") from None


def _migrate(database: str) -> None:
    from alembic.util import CommandError

    from bot.doctor import out_of_reach
    from storage.migrating import migrate

    if reason := asyncio.run(out_of_reach(database)):
        raise Stopped(f"The database was not migrated: {reason}")
    try:
        migrate(database)
    except CommandError as error:
        raise Stopped(f"The database was not migrated: it is of a newer version ({error}): run that one.") from None
