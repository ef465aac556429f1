"""Programs keep their codes, channels and numbers to themselves, and their posts follow them to another channel."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from program.errors import Refused
from program.posts import BusinessCase, ChannelMade, Plan, Post, in_channel
from program.programs import ProgramState, shifted
from program.workspaces import Workspace
from storage import outbox, programs, workspaces
from storage.database import Database
from storage.outbox import PostRow, State
from storage.programs import ProgramRow
from tests.storage.test_standings import a_program

NOW = datetime(2026, 1, 12, 9, tzinfo=UTC)


async def test_what_changes_in_a_program_comes_back(database: Database, workspace: Workspace) -> None:
    async with database.writing() as session:
        program = await a_program(session, workspace)
        changed = replace(
            shifted(program, after_week=3, weeks=2, reason="Too slow"),
            state=ProgramState.PAUSED,
            channel="C2",
            people_round=4,
        )
        await programs.save(session, workspace.id, changed)

    async with database.reading() as session:
        assert await programs.get(session, workspace.id, program.id) == changed
        assert await programs.get_by_code(session, workspace.id, program.code.lower()) == changed


async def test_another_workspace_sees_nothing_of_it(database: Database, workspace: Workspace) -> None:
    async with database.writing() as session:
        program = await a_program(session, workspace)
        other = await workspaces.meet(session, team="T2", enterprise=None, name="Other", bot_user="UBOT")

    async with database.reading() as session:
        assert await programs.find_in_channel(session, other.id, "C1") is None
        assert await programs.list_codes(session, other.id) == set()
        with pytest.raises(Refused, match="not there any more"):
            await programs.get(session, other.id, program.id)


async def test_a_channel_means_the_program_that_runs_in_it_and_else_the_latest(
    database: Database, workspace: Workspace
) -> None:
    async with database.writing() as session:
        older, newer = [await a_program(session, workspace, number=number) for number in (1, 2)]
        (await session.get_one(ProgramRow, newer.id)).started_at = NOW + timedelta(days=90)

    async def meant() -> str | None:
        async with database.reading() as session:
            found = await programs.find_in_channel(session, workspace.id, "C1")
        return found.code if found else None

    assert await meant() == newer.code
    for program, expected in ((newer, older.code), (older, newer.code)):
        async with database.writing() as session:
            await programs.save(session, workspace.id, replace(program, state=ProgramState.FINISHED))
        assert await meant() == expected


async def test_no_number_is_given_twice(database: Database, workspace: Workspace) -> None:
    async with database.writing() as session:
        program = await a_program(session, workspace)

    async def number() -> int:
        async with database.writing() as session:
            return await programs.next_number(session, program.id, "risk")

    assert sorted(await asyncio.gather(*(number() for _ in range(8)))) == list(range(1, 9))


async def test_posts_follow_a_program_to_another_channel(database: Database, workspace: Workspace) -> None:
    async with database.writing() as session:
        program = await a_program(session, workspace)
        plan, case, step = Plan(program.id), BusinessCase(program.id), ChannelMade(program.id)
        await outbox.add(session, workspace.id, *(Post(each, in_channel("C1"), NOW) for each in (plan, case)))
        await outbox.add(session, workspace.id, Post(step, in_channel("step:1"), NOW))
        for row in await session.scalars(select(PostRow)):
            row.slack_channel, row.slack_ts = "C1", "1.1"
            row.state = State.FAILED if row.key == case.key else State.POSTED

    async with database.writing() as session:
        await outbox.move(session, workspace.id, old="C1", new="C2", anew=[plan])

    async with database.reading() as session:
        rows = {row.key: row for row in await session.scalars(select(PostRow))}
        assert await outbox.find_message(session, workspace.id, plan.key) is None
        assert await outbox.find_message(session, workspace.id, case.key) == ("C1", "1.1")
    assert {key: row.goes_to for key, row in rows.items()} == {plan.key: "C2", case.key: "C2", step.key: "step:1"}
    assert {key: row.state for key, row in rows.items()} == {
        plan.key: State.PENDING, case.key: State.PENDING, step.key: State.POSTED,
    }  # fmt: skip
