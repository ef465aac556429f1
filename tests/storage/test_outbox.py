"""Rows of the outbox find their way."""

from datetime import UTC, datetime
from uuid import uuid4

from sqlalchemy import select

from program.posts import Plan, Post, in_program
from program.workspaces import Workspace
from storage import outbox
from storage.database import Database
from storage.outbox import PostRow
from tests.storage.test_standings import a_program

NOW = datetime(2026, 1, 12, 9, tzinfo=UTC)


async def test_a_post_that_missed_its_programs_channel_is_sent_on(database: Database, workspace: Workspace) -> None:
    """On PostgreSQL it may be written while another transaction finds the channel."""
    async with database.writing() as session:
        program = await a_program(session, workspace)
        lost = Post(Plan(uuid4()), in_program(uuid4()), NOW)
        await outbox.add(session, workspace.id, Post(Plan(program.id), in_program(program.id), NOW), lost)

    async with database.writing() as session:
        await outbox.find_channels(session)

    async with database.reading() as session:
        assert set(await session.scalars(select(PostRow.goes_to))) == {program.channel, lost.to}
