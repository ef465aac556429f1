"""The part of the command line that looks after the record: `pilot audit`."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

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


def _database() -> str:
    """The address of a database that is ready."""
    from bot import doctor

    url = load_settings(LocalSettings).database_url
    if not (found := asyncio.run(doctor.database(url))).ok:
        raise Stopped(f"The database is not ready: {found.said}")
    return url
