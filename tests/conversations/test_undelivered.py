"""What cannot be delivered is somebody's: they see why, and have it sent again or dismiss it."""

import asyncio

import pytest

from program.undelivered import Undelivered
from sandbox.client import Slack
from storage import undelivered
from tests.conversations.conftest import Rehearsal
from tests.conversations.story import WEEK_1, running_program

HERE, ELSEWHERE = "#ai-claims", "#ai-ideas"


@pytest.fixture
async def removed(rehearsal: Rehearsal) -> Slack:
    """The bot is out of the channel when the weekly prompt falls due."""
    await running_program(rehearsal.bot)
    await rehearsal.slack.as_("program-manager").removes_bot(HERE)
    await rehearsal.slack.moves_clock(WEEK_1)
    return rehearsal.slack


async def failing(rehearsal: Rehearsal) -> list[Undelivered]:
    async with rehearsal.bot.services.database.reading() as session:
        return await undelivered.list_undelivered(session, rehearsal.bot.workspace.id)


async def test_who_invited_the_bot_back_has_the_prompt_sent_again_once(removed: Slack) -> None:
    manager = removed.as_("program-manager")
    told = await manager.says(ELSEWHERE, "/pilot deliveries")
    assert "weekly prompt" in told and "The bot was removed from" in told
    listed = await manager.waits_for(ELSEWHERE, "could not be delivered")

    await manager.adds_bot(HERE)
    await asyncio.gather(*(manager.presses("Retry", in_=listed) for _ in range(2)))

    await manager.waits_for(HERE, "Week 1 of 13")
    assert sum("Week 1 of 13" in each for each in await manager.sees(HERE)) == 1
    assert "settled already" in await manager.waits_for(ELSEWHERE, "settled already")
    assert "had it sent again" in await manager.says(HERE, "/pilot audit")


async def test_what_is_dismissed_is_gone_from_the_list_and_from_home(removed: Slack, rehearsal: Rehearsal) -> None:
    manager = removed.as_("program-manager")
    home = await manager.home()
    assert "could not be delivered" in home
    assert (await manager.presses("delivery-list:home", in_="home")).modal
    for left in range(len(await failing(rehearsal)), 0, -1):
        listed = await manager.view()
        assert listed and f"{left} thing" in listed
        await manager.presses("Dismiss")
    await manager.closes(all_=True)
    assert "Everything was delivered" in await manager.says(ELSEWHERE, "/pilot deliveries")


async def test_only_those_who_can_mend_it_see_it(removed: Slack) -> None:
    assert "You cannot see what was not delivered" in await removed.as_("security").says(ELSEWHERE, "/pilot deliveries")
    await removed.as_("program-manager").says(ELSEWHERE, "/pilot deliveries")
    assert "weekly prompt" in await removed.as_("sponsor").says(ELSEWHERE, "/pilot deliveries")
