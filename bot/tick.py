"""The tick: puts into the outbox what should have been said by now. Running it twice says nothing twice."""

from datetime import datetime

from commands import digests, votes
from commands.services import Services
from program import schedule
from storage import outbox, paces, programs, requests, standings, workspaces
from storage import votes as stored_votes

KEPT = 24 * 3600.0  # seconds; Slack repeats an event for some minutes
AT_ONCE = 100  # programs in one transaction, so that a vote never waits long for the tick


async def post_what_is_due(services: Services) -> None:
    await votes.close_due(services)
    while await _some_programs(services) == AT_ONCE:
        pass
    await digests.post_due(services)
    await _tidy(services)


async def _some_programs(services: Services) -> int:
    now = services.clock.now()
    async with services.database.writing() as session:
        due = await programs.due(session, now, limit=AT_ONCE)
        for workspace, id, since in due:
            standing = await standings.get(session, await programs.get(session, workspace, id))
            await outbox.add(session, workspace, *schedule.due_posts(standing, now))
            await outbox.add_skipped(
                session, workspace, *schedule.missed_posts(standing, since, now), why=schedule.MISSED
            )
            await programs.look_again(session, id, schedule.next_due(standing, now))
    return len(due)


async def _tidy(services: Services) -> None:
    """Forget what was kept for a while only, and send on what missed its program's channel."""
    before = services.clock.wall() - KEPT
    async with services.database.writing() as session:
        await requests.forget(session, before=before)
        await paces.forget(session, before=before)
        await outbox.find_channels(session)


async def next_due(services: Services) -> datetime | None:
    """When the tick will have something to say next; the rehearsal's clock stops there."""
    async with services.database.reading() as session:
        moments = [
            await programs.earliest_due(session),
            await stored_votes.earliest_close(session),
            await workspaces.earliest_digest(session),
        ]
    return min((moment for moment in moments if moment), default=None)
