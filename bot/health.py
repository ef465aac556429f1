"""Whether the bot is alive and ready, and how it fares, for whatever watches over it."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from prometheus_client import CONTENT_TYPE_LATEST
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot import metrics
from commands.services import Services
from storage import backlog, schema

OLDEST_TICK = 30.0  # seconds
ANSWER_WITHIN = 3.0  # seconds; a probe that waits longer has its answer


class Health:
    """`ticked` is called by the tick, `connected` asks the connection to Slack where the bot keeps one."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.connected: Callable[[], Awaitable[bool]] | None = None
        self.is_stopping = False
        self.ticked()

    def ticked(self) -> None:
        self._ticked_at = time.monotonic()  # not the clock's, which a rehearsal moves

    @property
    def is_alive(self) -> bool:
        return time.monotonic() - self._ticked_at < OLDEST_TICK

    async def lacking(self) -> str | None:
        """What keeps the bot from its work, if anything does."""
        if self.is_stopping:
            return "stopping"
        if self.connected and not await self.connected():
            return "not connected to Slack"
        try:
            async with asyncio.timeout(ANSWER_WITHIN), self.services.database.writing() as session:
                await backlog.check_writable(session)
                is_served = await schema.serves(session)
        except (OSError, SQLAlchemyError) as error:  # a time-out is an OSError
            return f"the database takes no writes ({type(error).__name__})"
        return None if is_served else "the database's schema does not serve this version"

    # --- over HTTP ------------------------------------------------------------------------------------------------

    def routes(self) -> list[Route]:
        return [Route("/livez", self._livez), Route("/readyz", self._readyz), Route("/metrics", self._metrics)]

    async def _livez(self, _: Request) -> Response:
        return PlainTextResponse("ok") if self.is_alive else PlainTextResponse("the tick stands still", 503)

    async def _readyz(self, _: Request) -> Response:
        lacking = await self.lacking()
        return PlainTextResponse(lacking, 503) if lacking else PlainTextResponse("ok")

    async def _metrics(self, _: Request) -> Response:
        async with self.services.database.reading() as session:
            found = await backlog.backlog(session, self.services.clock.now())
        return Response(metrics.told(found), media_type=CONTENT_TYPE_LATEST)
