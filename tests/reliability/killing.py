"""Kills a process at one chosen await of what it does: a child drives the coroutine by hand, and SIGKILLs itself."""

import asyncio
import multiprocessing
import os
import signal
from collections.abc import Awaitable, Callable, Coroutine, Generator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot import slack
from bot.clock import RealClock
from commands.services import Services
from playbook.loader import load
from storage.database import Database

PLAYBOOK = load()
MOST = 400  # awaits; more than anything here needs

forkserver = multiprocessing.get_context("forkserver")
forkserver.set_forkserver_preload(["pytest", __name__, "tests.reliability.acts"])


@dataclass(frozen=True)
class World:
    """What every process connects to by itself; `told` is where it leaves what it was acknowledged."""

    database: str
    api: str
    token: str
    told: Path
    about: dict[str, Any] = field(default_factory=dict)

    async def ack(self, **answer: Any) -> None:
        with (self.told / str(self.about.get("point"))).open("w") as file:
            file.write("acknowledged")


Act = Callable[[World, Services, slack.Slack], Coroutine[Any, Any, None]]


class _Doomed(Awaitable[None]):
    """The coroutine, until it waits for the n-th time."""

    def __init__(self, coroutine: Coroutine[Any, Any, None], point: int) -> None:
        self._coroutine, self._left = coroutine, point

    def __await__(self) -> Generator[Any, Any, None]:
        value, thrown = None, None
        while True:
            try:
                waited_for = self._coroutine.throw(thrown) if thrown else self._coroutine.send(value)
            except StopIteration:
                return
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            self._left -= 1
            try:
                value, thrown = (yield waited_for), None
            except BaseException as error:  # noqa: BLE001 - it is the coroutine's to handle
                thrown = error


def _live(act: Act, world: World, point: int) -> None:
    async def whole() -> None:
        database, connection = Database(world.database), slack.connect(world.token, world.api)
        await _Doomed(act(world, Services(database, PLAYBOOK, RealClock()), connection), point)
        await connection.close()
        await database.close()

    asyncio.run(whole())


async def dies(act: Act, world: World, point: int) -> bool:
    """Whether the process died at this await; `False`: it came to its end before."""
    process = forkserver.Process(target=_live, args=(act, world, point))
    process.start()
    await asyncio.to_thread(process.join, 30)
    assert process.exitcode in (0, -signal.SIGKILL), f"the process ended with {process.exitcode} at await {point}"
    return process.exitcode != 0
