"""The part of the command line that reads playbooks: `pilot playbook check`, `show` and `diff`."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.ending import Stopped, Unsound, load_settings
from bot.settings import LocalSettings

if TYPE_CHECKING:
    from program.playbook import Playbook

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group()
def playbook() -> None:
    """The 90 days as data."""


@playbook.command("check")
@click.argument("path", required=False, type=FOLDER)
def check(path: Path | None) -> None:
    """Check the playbook in the folder PATH; without it, PILOT_PLAYBOOK or the one that comes with the bot."""
    sound = _load(path)
    click.echo(
        f"{sound.name}, version {sound.version}, is sound: {len(sound.phases)} phases, {len(sound.weeks)} weeks, "
        f"{len(sound.deliverables)} deliverables, {len(sound.gates)} gates, {len(sound.checklist)} checklist items, "
        f"{len(sound.roles)} roles."
    )


@playbook.command("show")
@click.option("--json", "as_json", is_flag=True, help="All of it, as JSON.")
def show(*, as_json: bool) -> None:
    """Print the playbook in use: PILOT_PLAYBOOK, or the one that comes with the bot."""
    from playbook import showing

    used = _load(None)
    click.echo(showing.as_json(used) if as_json else showing.as_text(used))


@playbook.command("diff")
@click.argument("folders", nargs=-1, metavar="[OLD] [NEW]", type=FOLDER)
@click.option("--program", metavar="CODE", help="Compare with what this program runs on, in place of OLD.")
def compare(folders: tuple[Path, ...], program: str | None) -> None:
    """Print what NEW adds to OLD, removes and changes.

    One folder is compared with the playbook in use: PILOT_PLAYBOOK, or the one that comes with the bot. With --program,
    NEW may be left out; then it is the playbook in use.
    """
    from playbook import showing
    from program.differences import diff

    if len(folders) > (1 if program else 2) or not (folders or program):
        raise click.UsageError("Name two folders, or one, or --program CODE with one folder or none.")
    new = _load(folders[-1] if folders else None)
    if program:
        old = asyncio.run(_run_on(load_settings(LocalSettings).database_url, program))
    else:
        old = _load(folders[0] if len(folders) > 1 else None)
    click.echo(showing.as_difference(old, new, diff(old, new)))


async def _run_on(url: str, code: str) -> "Playbook":
    """What the program of that code runs on; of several workspaces, the first that has it."""
    from bot import doctor
    from storage import playbooks, programs, workspaces
    from storage.database import Database

    if not (found := await doctor.database(url)).ok:
        raise Stopped(f"The database is not ready: {found.said}")
    database = Database(url)
    try:
        async with database.reading() as session:
            for workspace in await workspaces.list_all(session):
                if code.upper() in await programs.list_codes(session, workspace.id):
                    program = await programs.get_by_code(session, workspace.id, code)
                    return await playbooks.get(session, program.playbook)
    finally:
        await database.close()
    raise Stopped(f"There is no program “{code}”: give its code, as `/pilot status` shows it.")


def _load(path: Path | None) -> "Playbook":
    from playbook.loader import PlaybookError
    from playbook.loader import load as load_playbook

    try:
        return load_playbook(path or load_settings(LocalSettings).pilot_playbook)
    except PlaybookError as error:
        raise Unsound("\n".join(error.problems)) from None
