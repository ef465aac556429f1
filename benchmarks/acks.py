"""How long Slack waits for an answer: a bare Bolt no-op, a status, a stored vote, all through the same dispatch."""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from json import dumps
from typing import Any

from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from benchmarks.filled import CHANNEL, TEAM, Filled
from bot import app as bolt
from bot import slack
from bot.clock import RealClock
from commands import table
from commands.services import Services
from playbook.loader import load
from storage.database import Database

ROUNDS, AT_ONCE = 1_000, 50
VOTE, VALUE = "vote-cast:go", "{poll}/go/{number}"


async def measure(filled: Filled) -> dict[str, dict[str, float]]:
    """Milliseconds; the three take turns, so that a slower minute of the machine slows all of them."""
    database = Database(filled.url)
    connection = slack.connect("xoxb-bench", "http://127.0.0.1:9/")
    services = Services(database, load(), RealClock())
    app, front = bolt.build(table.build(), services, connection, filled.workspace)
    async with _sink() as response_url:
        kinds: dict[str, Callable[[int], Awaitable[BoltResponse]]] = {
            "bolt_noop": _asking(_bare(filled), lambda _: _command("help", filled.voters[0])),
            "status": _asking(app, lambda _: _command("status", filled.voters[0])),
            "vote": _asking(app, lambda number: _vote(filled, number, response_url)),
        }
        times: dict[str, list[float]] = {kind: [] for kind in kinds}
        for first in range(-AT_ONCE, ROUNDS, AT_ONCE):
            for kind, ask in kinds.items():
                for number in range(first, first + AT_ONCE):
                    took = await _timed(ask, number)
                    if first >= 0:
                        times[kind].append(took * 1_000)
                    await asyncio.gather(*front.busy)
    await connection.close()
    await database.close()
    return {kind: _summary(taken) for kind, taken in times.items()}


async def _timed(ask: Callable[[int], Awaitable[BoltResponse]], number: int) -> float:
    began = time.perf_counter()
    answer = await ask(number)
    took = time.perf_counter() - began
    assert answer.status == HTTPStatus.OK, answer.body
    return took


def _summary(times: list[float]) -> dict[str, float]:
    hundredths = statistics.quantiles(times, n=100)
    return {"p50_ms": round(hundredths[49], 2), "p99_ms": round(hundredths[98], 2)}


def _bare(filled: Filled) -> AsyncApp:
    """Bolt as it comes, with a command that does nothing."""

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=TEAM, bot_token="xoxb-bench")  # noqa: S106

    app = AsyncApp(authorize=authorize, signing_secret="-")  # noqa: S106

    @app.command("/pilot")
    async def _(ack: Any) -> None:
        await ack()

    return app


def _asking(app: AsyncApp, body: Callable[[int], dict[str, Any]]) -> Callable[[int], Awaitable[BoltResponse]]:
    async def ask(number: int) -> BoltResponse:
        return await app.async_dispatch(AsyncBoltRequest(body=body(number), mode="socket_mode"))

    return ask


def _command(text: str, user: str) -> dict[str, Any]:
    return {
        "command": "/pilot", "text": text, "user_id": user, "team_id": TEAM, "channel_id": CHANNEL,
        "trigger_id": "1.2.3", "response_url": "http://127.0.0.1:9/", "token": "-", "api_app_id": "A",
    }  # fmt: skip


def _vote(filled: Filled, number: int, response_url: str) -> dict[str, Any]:
    """A different person each time; each looks at newer evidence than before, so that every vote is stored."""
    return {
        "type": "block_actions",
        "user": {"id": filled.voters[number % len(filled.voters)]},
        "team": {"id": TEAM},
        "channel": {"id": CHANNEL},
        "container": {"type": "message", "message_ts": "1.2", "channel_id": CHANNEL},
        "message": {"ts": "1.2"},
        "trigger_id": "1.2.3",
        "response_url": response_url,
        "actions": [
            {
                "type": "button",
                "action_id": VOTE,
                "block_id": "b",
                "value": VALUE.format(poll=filled.poll, number=number),
            }
        ],
    }


class _sink:  # noqa: N801 - reads as a word in `async with _sink()`
    """Takes what the bot says to a person after it has answered."""

    async def __aenter__(self) -> str:
        app = web.Application()
        app.router.add_post("/", self._take)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        return f"http://{host}:{port}/"

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    async def _take(self, request: web.Request) -> web.Response:
        await request.read()
        return web.Response(text=dumps({"ok": True}))
