"""The part of the command line that looks after the database: `pilot audit`, `pilot backup`, `pilot restore`."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from bot.clock import RealClock
from bot.ending import Stopped, Unsound, load_settings
from bot.settings import LocalSettings

if TYPE_CHECKING:
    from bot.auditing import Format

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def audit() -> None:
    """The record of who did what: follow its chains, or write it out."""


@audit.command("verify")
@click.argument("file", required=False, type=FILE)
@click.option(
    "--head",
    "heads",
    multiple=True,
    metavar="CHAIN:SEQ:HASH",
    help="A head that was noted outside, such as the one in a weekly prompt; may be given several times.",
)
def verify(file: Path | None, heads: tuple[str, ...]) -> None:
    """Follow every chain link by link: of the database, or of FILE alone, which an export made."""
    from bot import auditing

    try:
        if file:
            verdict = auditing.verify_file(file, heads)
        else:
            verdict = asyncio.run(auditing.verify_database(_database(), heads))
    except auditing.Unreadable as unreadable:
        raise Stopped(str(unreadable)) from None
    if broken := verdict.broken:
        raise Unsound(f"The chain of {verdict.name(broken.chain)} is broken at link {broken.seq}: {broken.why}.")
    for end in verdict.ends:
        click.echo(f"{verdict.name(end.chain)}: whole, {end.seq} links; head {end}")
    click.echo(f"Every chain is whole: {len(verdict.ends)} chains, {sum(end.seq for end in verdict.ends)} links.")


@audit.command("export")
@click.option("--program", metavar="CODE", help="Only this program's chain.")
@click.option("--format", "format_", default="jsonl", show_default=True, type=click.Choice(["jsonl", "csv"]))
@click.option(
    "--output", default="-", type=click.File("w", encoding="utf-8", atomic=True), help="A file; else it is printed."
)
def export(program: str | None, format_: "Format", output: TextIO) -> None:
    """Write the record out, each chain with its head at the end, so that `pilot audit verify FILE` can follow it."""
    from bot import auditing

    try:
        count = asyncio.run(auditing.export(_database(), output, format_, program))
    except auditing.Unreadable as unreadable:
        raise Stopped(str(unreadable)) from None
    click.echo(f"{count} links written.", err=True)


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Write over FILE.")
def backup(*, file: Path, force: bool) -> None:
    """Copy the database into FILE while the bot works (SQLite; PostgreSQL has pg_dump)."""
    from bot import backups

    source = _sqlite(_database())
    if source is None:
        raise Stopped('This is PostgreSQL, which has its own: pg_dump --format=custom --file=FILE "$DATABASE_URL".')
    _keep(file, force=force)
    try:
        backups.back_up(source, file)
    except (backups.Impossible, OSError) as error:
        raise Stopped(str(error)) from None
    click.echo(f"{file} holds the database as it is now.")


@click.command()
@click.argument("file", required=False, type=FILE)
@click.option("--force", is_flag=True, help="Put it in the place of a database that is there.")
def restore(*, file: Path | None, force: bool) -> None:
    """Put the backup in FILE in the place of the database, and look in Slack before anything is said again.

    Without FILE, for a database that pg_restore or a copy brought back: only the looking.
    """
    from bot import backups
    from playbook.loader import PlaybookError, load

    settings = load_settings(LocalSettings)
    try:
        playbook = load(settings.pilot_playbook)
        if file is None:
            count = asyncio.run(backups.reconcile(_database(), playbook, RealClock()))
        elif to := _sqlite(settings.database_url):
            _keep(to, force=force)
            count = backups.restore(file, to, playbook)
        else:
            raise Stopped(
                "This is PostgreSQL, which has its own: stop the bot, pg_restore --clean --if-exists --dbname="
                '"$DATABASE_URL" FILE, then `pilot migrate`, then `pilot restore` without a file.'
            )
    except (backups.Impossible, PlaybookError, OSError) as error:
        raise Stopped(str(error)) from None
    click.echo(f"The database is restored; {count} posts will be looked for in Slack before they are sent.")


def _keep(file: Path, *, force: bool) -> None:
    if file.exists() and not force:
        raise Stopped(f"{file} is there already: name another file, or add --force to write over it.")


def _sqlite(url: str) -> Path | None:
    scheme, _, file = url.partition(":///")
    return Path(file) if scheme.startswith("sqlite") else None


def _database() -> str:
    """The address of a database that is ready."""
    from bot import doctor

    url = load_settings(LocalSettings).database_url
    if not (found := asyncio.run(doctor.database(url))).ok:
        raise Stopped(f"The database is not ready: {found.said}")
    return url
