"""The tick: puts into the outbox what should have been said by now. Running it twice says nothing twice."""

from datetime import datetime
from itertools import groupby
from uuid import UUID

from commands import delegations, digests, lapses, rounds, surveys, votes
from commands import signals as signs
from commands.services import Services
from program import schedule, signals
from program.programs import Program
from program.standings import Calendar
from storage import delegations as stored_delegations
from storage import lapses as stored_lapses
from storage import outbox, paces, programs, requests, standings, workspaces
from storage import rounds as stored_rounds
from storage import surveys as stored_surveys
from storage import votes as stored_votes
from storage.database import Session

KEPT = 24 * 3600.0  # seconds; Slack repeats an event for some minutes
AT_ONCE = 200  # programs in one transaction, so that a vote never waits long for the tick


async def post_what_is_due(services: Services) -> None:
    """Every part has its turn, also after one that failed; raises what failed, all together, at the end."""
    failed = []
    for part in (
        delegations.turn_due,
        votes.close_due,
        lapses.look,
        _all_programs,
        digests.post_due,
        rounds.post_due,
        surveys.post_due,
        signs.look_due,
        _tidy,
    ):
        try:
            await part(services)
        except Exception as error:  # noqa: BLE001 - one that fails must not silence the others
            failed.append(error)
    if failed:
        raise ExceptionGroup("parts of the tick failed", failed)


async def _all_programs(services: Services) -> None:
    while await _some_programs(services) == AT_ONCE:
        pass


async def _some_programs(services: Services) -> int:
    now = services.clock.now()
    async with services.database.writing() as session:
        due = await programs.due(session, now, limit=AT_ONCE)
        since = {program: at for _, program, at in due}
        for workspace, group in groupby(sorted(due), key=lambda each: each[0]):
            found = await programs.list_programs(session, workspace, [program for _, program, _ in group])
            await _say(session, workspace, await _read(session, found, now), since, now)
    return len(due)


async def _read(session: Session, found: list[Program], now: datetime) -> list[Calendar]:
    """Whole where somebody may be reminded of what is in hand; else only the calendar, which costs a tenth."""
    calendars = await standings.list_calendars(session, found)
    wanted = [each.program for each in calendars if schedule.is_for_reminders(each, now)]
    whole = {each.program.id: each for each in await standings.list_standings(session, wanted)}
    return [whole.get(each.program.id, each) for each in calendars]


async def _say(
    session: Session, workspace: UUID, calendars: list[Calendar], since: dict[UUID, datetime], now: datetime
) -> None:
    """For all of them in four statements."""
    due = [post for each in calendars for post in schedule.due_posts(each, now)]
    missed = [post for each in calendars for post in schedule.missed_posts(each, since[each.program.id], now)]
    looked_for = [each.program.id for each in calendars if signals.is_looked_for(each, since[each.program.id], now)]
    await outbox.add(session, workspace, *due)
    await outbox.add_skipped(session, workspace, *missed, why=schedule.MISSED)
    await programs.plan(session, {each.program.id: schedule.next_due(each, now) for each in calendars})
    await programs.look_for_signs(session, looked_for, now)


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
            await stored_lapses.earliest_due(session),
            await stored_delegations.earliest_due(session),
            await workspaces.earliest_digest(session),
            await stored_rounds.earliest_due(session),
            await stored_surveys.earliest_due(session),
        ]
    return min((moment for moment in moments if moment), default=None)
