"""When a symptom first showed is kept once, however many programs a tick looks at."""

from dataclasses import replace
from datetime import date, timedelta

from program.failure_modes import Seen
from program.workspaces import Workspace
from storage import signals, standings
from storage.database import Database
from tests.storage.test_standings import a_program

MONDAY = date(2026, 2, 2)


async def test_what_came_and_what_is_gone_comes_back_with_the_standing(
    database: Database, workspace: Workspace
) -> None:
    async with database.writing() as session:
        one, two = [await a_program(session, workspace, number=number) for number in (1, 2)]
        first = [Seen(each.id, key, 4, MONDAY) for each in (one, two) for key in ("no-ci-cd", "demo-goal")]
        await signals.save(session, first)
        await signals.save(session, first)  # another replica looked too

    over = replace(first[0], gone_day=MONDAY + timedelta(days=2))
    again = replace(first[0], first_week=5, first_day=MONDAY + timedelta(days=7))
    async with database.writing() as session:
        await signals.save(session, [over, again])
        await signals.save(session, [])

    async with database.reading() as session:
        found = await standings.list_standings(session, [one, two])
    assert set(found[0].symptoms_seen) == {over, again, first[1]}
    assert found[0].symptoms_seen[-1] == again
    assert set(found[1].symptoms_seen) == set(first[2:])


async def test_what_comes_back_on_the_day_on_which_it_came_has_never_been_gone(
    database: Database, workspace: Workspace
) -> None:
    async with database.writing() as session:
        program = await a_program(session, workspace)
        came = Seen(program.id, "no-ci-cd", 4, MONDAY)
        for each in (came, replace(came, gone_day=MONDAY), came):
            await signals.save(session, [each])

    async with database.reading() as session:
        assert (await standings.get(session, program)).symptoms_seen == (came,)
