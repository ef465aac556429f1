"""After an outage the latest of what recurs is said, and the record shows what was not."""

from datetime import timedelta

from sqlalchemy import text

from bot import tick
from bot.clock import RealClock
from commands.services import Services
from playbook.loader import load
from program.workspaces import Workspace
from storage import workspaces
from storage.database import Database
from tests.storage.test_standings import NOW, a_program


async def test_a_month_of_downtime_is_on_record(database: Database, workspace: Workspace) -> None:
    clock = RealClock()
    clock.now = lambda: NOW + timedelta(days=30)  # type: ignore[method-assign]
    services = Services(database, load(), clock)
    async with database.writing() as session:
        await a_program(session, workspace)
        await workspaces.save_digest(session, workspace.id, channel="C2", timezone="UTC", next_at=NOW)

    await tick.post_what_is_due(services)
    await tick.post_what_is_due(services)

    async with database.reading() as session:
        rows = (await session.execute(text("SELECT subject, state, about FROM posts ORDER BY due_at"))).all()
    for subject in ("WeeklyPrompt", "WeeklyDigest"):
        states = [state for name, state, _ in rows if name == subject]
        assert states == ["skipped"] * 3 + ["pending"], rows
