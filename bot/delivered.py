"""Slack sends an event until it hears that it was handled; here it is handled once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from commands.services import Services
from storage import requests
from storage.requests import Begun

LEASE = 30.0  # seconds; who is not done by then was killed, and the next try of Slack's takes it up


class StillAtIt(Exception):
    """Another process handles this event at this moment: if it fails, Slack's next try is needed."""


@asynccontextmanager
async def handled_once(services: Services, workspace: UUID, event: str | None) -> AsyncIterator[bool]:
    """Yields whether the event is still to be handled; it counts as handled when the block ends without an error."""
    if event is None:
        yield True
        return
    async with services.database.writing() as session:
        begun = await requests.begin(session, workspace, event, wall=services.clock.wall(), lease=LEASE)
    if begun is Begun.BUSY:
        raise StillAtIt(event)
    try:
        yield begun is Begun.MINE
    except BaseException:
        async with services.database.writing() as session:
            await requests.release(session, workspace, event)
        raise
    if begun is Begun.MINE:
        async with services.database.writing() as session:
            await requests.finish(session, workspace, event, wall=services.clock.wall())
