"""`pilot backup` and `pilot restore`: the database as one file, and back without saying anything twice."""

import asyncio
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from alembic.util import CommandError

from bot import tick
from bot.clock import RealClock
from commands.services import Clock, Services
from program.playbook import Playbook
from storage import backlog
from storage.database import Database
from storage.migrating import migrate


class Impossible(Exception):
    """Nothing was changed; the message says why, and what to do."""


def back_up(source: Path, to: Path) -> None:
    """While the bot works: SQLite's own online backup, one moment of the database in one file."""
    part = to.with_name(f"{to.name}.part")
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_CREAT | os.O_WRONLY, 0o600))  # it holds all that people wrote
    with closing(sqlite3.connect(source)) as database, closing(sqlite3.connect(part)) as copy:
        database.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # else it would be three files
    check(part)
    part.replace(to)


def check(file: Path) -> None:
    """Raises `Impossible` where this is no sound database of the bot's."""
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as database:
            sound = database.execute("PRAGMA integrity_check").fetchone()[0]
            database.execute("SELECT version_num FROM alembic_version").fetchone()[0]
    except (sqlite3.Error, TypeError) as error:
        raise Impossible(f"{file} is no backup of this bot's: {error}.") from None
    if sound != "ok":
        raise Impossible(f"{file} is damaged ({sound}): take another backup.")


def restore(file: Path, to: Path, playbook: Playbook, clock: Clock | None = None) -> int:
    """In the place of the database, at this version's schema; returns how many posts will be looked for in Slack."""
    check(file)
    _refuse_used(to)
    part = to.with_name(f"{to.name}.part")
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_CREAT | os.O_WRONLY, 0o600))
    part.write_bytes(file.read_bytes())
    url = f"sqlite+aiosqlite:///{part}"
    try:
        migrate(url)
    except CommandError as error:
        raise Impossible(
            f"{file} was made by another version of the bot ({error}): restore it with that one."
        ) from None
    count = asyncio.run(reconcile(url, playbook, clock or RealClock()))
    with closing(sqlite3.connect(part)) as database:
        database.execute("PRAGMA journal_mode=DELETE")
    part.replace(to)
    return count


async def reconcile(url: str, playbook: Playbook, clock: Clock) -> int:
    """Whatever is due by now may have been said after the backup: each post is looked for before it is sent."""
    database = Database(url)
    try:
        await tick.post_what_is_due(Services(database, playbook, clock))
        async with database.writing() as session:
            return await backlog.look_for_all(session, wall=clock.wall())
    finally:
        await database.close()


def _refuse_used(database: Path) -> None:
    """Only the last connection can leave WAL mode, so whoever cannot is not alone."""
    if not database.exists():
        return
    try:
        with closing(sqlite3.connect(database, timeout=1)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError:
        raise Impossible(f"{database} is in use: stop the bot first.") from None
    except sqlite3.DatabaseError:
        return  # damaged, which is a reason to restore
