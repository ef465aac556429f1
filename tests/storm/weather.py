"""What goes wrong, when: planned from the seed alone, then let loose."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random

from sandbox.records import JSON
from sandbox.workspace import Sandbox
from tests.postgresql import Postgres
from tests.storm.replicas import Replica

CALLS = (
    *["chat.postMessage"] * 8, *["chat.update"] * 4, *["views.publish"] * 2, "views.open", "conversations.history",
    "conversations.replies", "conversations.open", "users.info", "auth.test", "apps.connections.open",
)  # fmt: skip
FAULTS = ("429", "500", "timeout", "drop_answer", "drop_answer", "drop_answer", "error")
EVERY = {"kill": 7.0, "stop": 25.0, "nap": 6.0, "freeze": 30.0, "fault": 0.4, "disconnect": 10.0, "database": 30.0}
LONGEST_FREEZE = 45.0  # seconds of delivery time; after the quarantine, a request that still left would be doubled


@dataclass(frozen=True, order=True)
class Trouble:
    """`at` and `lasts` are seconds; `hits` chooses among what is there then."""

    at: float
    kind: str
    hits: int = 0
    lasts: float = 0.0
    about: dict[str, object] = field(default_factory=dict, compare=False)


def forecast(seed: int, seconds: float, speed: float) -> list[Trouble]:
    """At least one of each kind, in any order, at any moment."""
    random = Random(f"{seed}/weather")
    made = [
        _trouble(random, kind, random.uniform(0.0, seconds), speed)
        for kind, every in EVERY.items()
        for _ in range(max(1, round(seconds / every)))
    ]
    return sorted(made)


def _trouble(random: Random, kind: str, at: float, speed: float) -> Trouble:
    hits, lasts, about = random.randrange(100), 0.0, {}
    match kind:
        case "nap":
            lasts = random.uniform(0.1, 3.0)
        case "freeze":
            lasts = random.uniform(3.0, LONGEST_FREEZE) / speed
        case "fault":
            lasts = random.uniform(1.0, 4.0)
            about = {
                "method": random.choice(CALLS), "kind": random.choice(FAULTS), "times": random.randint(1, 3),
                "retry_after": random.randint(1, 5), "error": random.choice(("internal_error", "fatal_error")),
            }  # fmt: skip
        case "database":
            about = {"politely": random.random() < 0.5}
    return Trouble(at, kind, hits, lasts, about)


@dataclass
class Weather:
    sandbox: Sandbox
    postgres: Postgres
    replicas: Sequence[Replica]
    came: Counter[str] = field(default_factory=Counter)
    calls: Counter[str] = field(default_factory=Counter)
    cut_off: float = 0.0  # the share of the time in which no replica was connected
    _restarting: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def rage(self, troubles: Sequence[Trouble]) -> None:
        begun = time.monotonic()
        async with asyncio.TaskGroup() as under_way:
            for trouble in troubles:
                await asyncio.sleep(begun + trouble.at - time.monotonic())
                under_way.create_task(self._come(trouble))
        self.sandbox.faults.clear()

    async def _come(self, trouble: Trouble) -> None:
        match trouble.kind:
            case "kill":
                self._hit(trouble, Replica.kill)
            case "stop":
                self._hit(trouble, Replica.stop)
            case "nap" | "freeze":
                if victim := self._victim(trouble):
                    self._count(trouble.kind)
                    await victim.freeze(trouble.lasts)
            case "fault":
                fault = self.sandbox.faults.add(trouble.about)
                await asyncio.sleep(trouble.lasts)  # what nobody met until then, nobody meets
                fault.times = 0
            case "disconnect":
                await self.sandbox.sockets.disconnect()
                self._count(trouble.kind)
            case "database":
                async with self._restarting:
                    await asyncio.to_thread(self.postgres.restart, politely=bool(trouble.about["politely"]))
                self._count("database restart" if trouble.about["politely"] else "database crash")

    async def watch(self, over: asyncio.Event) -> None:
        """Count the faults that were met, and the time in which members could not reach any replica."""
        looks = cut_off = seen = 0
        while not over.is_set():
            await asyncio.sleep(0.2)
            looks, cut_off = looks + 1, cut_off + (self.sandbox.sockets.connected == 0)
            self.cut_off = cut_off / looks
            for entry in self.sandbox.log.entries(after=seen):
                seen = entry["number"]
                if entry["kind"] == "call":
                    self._count_call(entry)

    def _count_call(self, entry: JSON) -> None:
        result = str(entry.get("fault", entry["result"]))
        self.calls[result] += 1
        if result == "drop_answer" and entry["method"] == "chat.postMessage":
            self.calls["answer to a post dropped"] += 1

    def _hit(self, trouble: Trouble, blow: Callable[[Replica], None]) -> None:
        if victim := self._victim(trouble):
            blow(victim)
            self._count(trouble.kind)

    def _victim(self, trouble: Trouble) -> Replica | None:
        """One that is up and awake; a frozen one may be killed all the same."""
        there = [each for each in self.replicas if each.is_up and (trouble.kind == "kill" or not each.is_frozen)]
        return there[trouble.hits % len(there)] if there else None

    def _count(self, what: str) -> None:
        self.came[what] += 1
