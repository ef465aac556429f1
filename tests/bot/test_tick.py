"""The tick: each part has its turn, and a program that cannot be said holds up nobody else's votes and digests."""

from pathlib import Path

import pytest

from bot import tick
from bot.clock import RealClock
from commands.services import Services
from playbook.loader import load
from storage.database import Database


async def test_a_part_that_fails_is_told_of_after_all_have_run(tmp_path: Path) -> None:
    """Without tables every part fails: all are named, not only the first."""
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}")

    with pytest.raises(ExceptionGroup) as failures:
        await tick.post_what_is_due(Services(database, load(), RealClock()))

    assert len(failures.value.exceptions) == 9
    await database.close()
