"""Slack sends an event until it hears that it was handled: handled once, and not lost where a handler fails."""

import pytest

from bot.clock import RealClock
from bot.delivered import LEASE, StillAtIt, handled_once
from commands.services import Services
from playbook.loader import load
from program.workspaces import Workspace
from storage import requests
from storage.database import Database
from storage.requests import Begun


@pytest.fixture
def services(database: Database) -> Services:
    return Services(database, load(), RealClock())


async def test_slacks_three_retries_are_harmless(services: Services, workspace: Workspace) -> None:
    handled = []
    for _ in range(4):
        async with handled_once(services, workspace.id, "Ev1") as is_mine:
            handled.append(is_mine)
    assert handled == [True, False, False, False]


async def test_an_event_whose_handler_failed_is_handled_the_next_time(services: Services, workspace: Workspace) -> None:
    with pytest.raises(ZeroDivisionError):
        async with handled_once(services, workspace.id, "Ev1"):
            raise ZeroDivisionError
    async with handled_once(services, workspace.id, "Ev1") as is_mine:
        assert is_mine


async def test_an_event_in_hand_is_refused_so_that_slack_sends_it_again(
    services: Services, workspace: Workspace
) -> None:
    async with handled_once(services, workspace.id, "Ev1"):
        with pytest.raises(StillAtIt):
            async with handled_once(services, workspace.id, "Ev1"):
                pytest.fail("it was handled twice")


async def test_an_event_whose_process_was_killed_is_taken_up_after_its_lease(
    services: Services, workspace: Workspace
) -> None:
    async def begin(wall: float) -> Begun:
        async with services.database.writing() as session:
            return await requests.begin(session, workspace.id, "Ev1", wall=wall, lease=LEASE)

    assert [await begin(1000), await begin(1000 + LEASE - 1), await begin(1000 + LEASE + 1)] == [
        Begun.MINE, Begun.BUSY, Begun.MINE,
    ]  # fmt: skip
    assert await begin(100) is Begun.MINE, "the clock was set back"


async def test_what_was_handled_is_forgotten_by_age(services: Services, workspace: Workspace) -> None:
    async with handled_once(services, workspace.id, "Ev1"):
        pass
    async with services.database.writing() as session:
        await requests.forget(session, before=services.clock.wall() + 1)
    async with handled_once(services, workspace.id, "Ev1") as is_mine:
        assert is_mine
