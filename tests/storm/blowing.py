"""One storm from its beginning to its ledger."""

import asyncio
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import text

from bot.running import Bot, built
from bot.settings import Settings
from program.items import Item, ItemState
from sandbox.client import Slack, visit
from sandbox.clock import Clock
from sandbox.rates import Rates
from sandbox.serving import serve
from sandbox.workspace import Sandbox
from storage import items
from storage.migrating import migrate
from tests.conversations.story import running_program
from tests.postgresql import Postgres
from tests.storm.ledger import Ledger, draw_up, heads
from tests.storm.members import Company
from tests.storm.pace import FastClock
from tests.storm.replicas import REPOSITORY, Replica, environment_of, kept, settings_of
from tests.storm.weather import Weather, forecast

REPLICAS = 3
BEGINS = datetime(2026, 11, 30, 7, 59, 50, tzinfo=UTC)  # shortly before nine on a Monday in Berlin
VOTING, SIGNING = ("ai-open", "ai-closing", "ai-ending"), ("ai-signing", "ai-signed")
MEMBERS = (
    "program-manager", "product-owner", "business-owner", "operations", "engineering-lead", "security", "compliance",
    "risk-owner", "privacy",
)  # fmt: skip
BEFORE_THE_VOTE = ("selection", "discovery", "foundation")
RECOVERED_WITHIN = 900.0  # seconds of delivery time: a lease, a few quarantines, and the longest back-off


@dataclass
class Verdict:
    seed: int
    commit: str
    seconds: float
    ledger: Ledger
    troubles: Counter[str]
    starts: int
    cut_off: float
    recovered_in: float
    calls: Counter[str] = field(default_factory=Counter)

    @property
    def acknowledged(self) -> int:
        return sum(count for what, count in self.ledger.counts.items() if what.endswith("acknowledged"))

    @property
    def is_good(self) -> bool:
        return not self.ledger.faults

    def __str__(self) -> str:
        lines = [
            f"storm of {self.seconds:.0f} s, seed {self.seed}, commit {self.commit}",
            f"troubles: {_listed(self.troubles)}; processes started: {self.starts}",
            f"without any connection to Slack for {self.cut_off:.0%} of the time",
            f"compared: {_listed(self.ledger.counts)}",
            f"Slack's answers: {_listed(self.calls)}",
            f"recovered {self.recovered_in:.0f} s after the storm",
            *(f"WRONG  {fault}" for fault in self.ledger.faults),
            "0 lost, 0 doubled, chains whole" if self.is_good else f"{len(self.ledger.faults)} lines do not add up",
        ]
        return "\n".join(lines)


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{what} {count}" for what, count in sorted(counts.items())) or "none"


def commit() -> str:
    git = ("git", "describe", "--always", "--dirty", "--abbrev=12")
    return subprocess.run(git, cwd=REPOSITORY, capture_output=True, text=True, check=False).stdout.strip() or "unknown"


async def blow(postgres: Postgres, seconds: float, seed: int, speed: float, logs: Path | None = None) -> Verdict:
    """`speed` is that of delivery time; `logs` is a folder in which the replicas' logs stay."""
    database = await asyncio.to_thread(postgres.create, f"storm_{seed}_{int(time.time())}")
    await asyncio.to_thread(migrate, database)
    clock = FastClock(speed, time.time(), BEGINS)
    sandbox = Sandbox(None, manifest=REPOSITORY / "manifest.yml", rates=False, clock=Clock(BEGINS))
    async with serve(sandbox) as address, visit(address) as slack:
        settings = settings_of(sandbox, address, database)
        async with built(settings, clock) as bot:
            await _furnish(bot)
            sandbox.rates = Rates(clock)
            with tempfile.TemporaryDirectory(prefix="pilot-storm-") as folder:
                replicas = _replicas(settings, clock, Path(folder))
                async with kept(replicas):
                    await _open_votes(bot, slack)
                    weather = Weather(sandbox, postgres, replicas)
                    company = Company(slack, sandbox.team, seed, VOTING, SIGNING)
                    await _storm(weather, company, seconds, speed)
                    recovered_in = await _recover(bot, sandbox, clock)
                if logs:
                    shutil.copytree(folder, logs, dirs_exist_ok=True)
            ledger = await draw_up(bot, sandbox.team, company.deeds)
            ledger.faults += [surprise for replica in replicas for surprise in replica.surprises]
            ledger.counts["heads in Slack"] = len(heads(sandbox.team))
            ledger.faults += await _verify(settings, heads(sandbox.team))
    starts = sum(replica.starts for replica in replicas)
    return Verdict(seed, commit(), seconds, ledger, weather.came, starts, weather.cut_off, recovered_in, weather.calls)


def _replicas(settings: Settings, clock: FastClock, folder: Path) -> list[Replica]:
    command = (sys.executable, "-m", "tests.storm.replica")
    environment = environment_of(settings) | clock.told()
    names = [f"replica-{number}" for number in range(1, REPLICAS + 1)]
    return [Replica(name, command, environment, folder / f"{name}.log") for name in names]


async def _furnish(bot: Bot) -> None:
    """Programs in the week of the vote, and in the week of the first signatures; the latter's work is done."""
    monday = BEGINS.date()
    for number, channel in enumerate(VOTING):
        await _program(bot, f"VOTE{number}", channel, monday - timedelta(weeks=9), BEFORE_THE_VOTE)
    for number, channel in enumerate(SIGNING):
        await _program(bot, f"SIGN{number}", channel, monday - timedelta(weeks=1), ("selection",))


async def _program(bot: Bot, code: str, channel: str, start: date, passed: tuple[str, ...]) -> None:
    program = await running_program(bot, code=code, channel=channel, start=start, passed=passed)
    if channel in SIGNING:
        async with bot.services.database.writing() as session:
            for key in bot.services.playbook.gate("discovery").deliverables:
                done = Item(key, ItemState.DONE, None, "https://wiki.example/it", None, "U0PROGMGR", program.started_at)
                await items.save(session, program.id, done)


async def _open_votes(bot: Bot, slack: Slack) -> None:
    manager = slack.as_("program-manager")
    for channel in VOTING:
        for _ in range(5):  # a busy machine may be slower than Slack's three seconds
            if (await manager.says(channel, "/pilot vote")).view and (await manager.submits({})).view:
                break
            await manager.closes(all_=True)
        await manager.closes(all_=True)
    for channel in SIGNING:
        await manager.says(channel, "/pilot signoff ask")
    for channel in VOTING:
        await manager.waits_for(channel, "Vote: ", seconds=60)


async def _storm(weather: Weather, company: Company, seconds: float, speed: float) -> None:
    over = asyncio.Event()
    async with asyncio.TaskGroup() as under_way:
        under_way.create_task(company.work(MEMBERS, over))
        under_way.create_task(weather.watch(over))
        await weather.rage(forecast(company.seed, seconds, speed))
        over.set()


async def _recover(bot: Bot, sandbox: Sandbox, clock: Clock) -> float:
    """Calm, until nothing waits any more: what Slack wants to repeat is repeated, and the outbox is empty."""
    begun, quiet = time.monotonic(), 0
    deadline = clock.monotonic() + RECOVERED_WITHIN
    while clock.monotonic() < deadline and quiet < 3:
        await sandbox.deliveries.retry_now()
        async with bot.services.database.reading() as session:
            waiting = "SELECT count(*) FROM posts WHERE state IN ('pending', 'sending')"
            quiet = quiet + 1 if not (await session.execute(text(waiting))).scalar_one() else 0
        await asyncio.sleep(0.5)
    return time.monotonic() - begun


async def _verify(settings: Settings, anchors: Sequence[str]) -> list[str]:
    """`pilot audit verify`, as an auditor runs it, with the heads that were posted."""
    given = [argument for head in anchors for argument in ("--head", head)]
    pilot = (sys.executable, "-c", "from bot.command_line import main; main()")  # of this checkout, wherever it is
    process = await asyncio.create_subprocess_exec(
        *pilot, "audit", "verify", *given, env=environment_of(settings), cwd=REPOSITORY,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    said, _ = await process.communicate()
    return [f"audit: {said.decode()}"] if process.returncode else []
