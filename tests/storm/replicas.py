"""Several bots as processes of their own on one database, each started again whenever it ends."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.settings import Settings
from sandbox.workspace import Sandbox

PILOT = (str(Path(sys.executable).with_name("pilot")), "run")
REPOSITORY = Path(__file__).parents[2]
READY = b'"event": "ready"'
PATIENCE = 60.0  # seconds for a start on a busy machine


@dataclass
class Replica:
    """A process, kept alive as systemd would; `surprises` are ends that nobody ordered.

    To give up while it starts, for want of Slack or the database, is its right.
    """

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    pause: float = 0.5
    surprises: list[str] = field(default_factory=list)
    starts: int = 0
    is_frozen: bool = False
    _process: asyncio.subprocess.Process | None = None
    _ordered: bool = False
    _said_before: int = 0  # bytes of its log, from earlier starts

    async def keep(self) -> None:
        while True:
            self._said_before = self.log.stat().st_size if self.log.exists() else 0
            with self.log.open("ab") as log:
                self._process = await asyncio.create_subprocess_exec(
                    *self.command, env=dict(self.environment), cwd=REPOSITORY, stdout=log, stderr=log
                )
            self.starts += 1
            self._ordered = self.is_frozen = False
            code = await self._process.wait()
            if not self._ordered and READY in self._said:
                self.surprises.append(f"{self.name} ended by itself with {code}: …{self._said[-2000:].decode()}")
            await asyncio.sleep(self.pause)

    @property
    def is_up(self) -> bool:
        return self._process is not None and self._process.returncode is None and not self._ordered

    async def is_ready(self) -> None:
        """Return when it has said so since its last start."""
        async with asyncio.timeout(PATIENCE):
            while not self.is_up or READY not in self._said:  # noqa: ASYNC110 - it is another process
                await asyncio.sleep(0.05)

    @property
    def _said(self) -> bytes:
        return self.log.read_bytes()[self._said_before :]

    def kill(self) -> None:
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    async def freeze(self, seconds: float) -> None:
        if (process := self._process) is None:
            return
        self.is_frozen = True
        process.send_signal(signal.SIGSTOP)
        try:
            await asyncio.sleep(seconds)
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGCONT)
            self.is_frozen = False

    async def end(self) -> None:
        """Politely, and for good: whoever keeps it has let go of it."""
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(signal.SIGCONT)
            self._process.send_signal(signal.SIGTERM)
            try:
                await asyncio.wait_for(self._process.wait(), PATIENCE)
            except TimeoutError:
                self._process.kill()
                self.surprises.append(f"{self.name} did not stop when it was told to")
                await self._process.wait()

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None and self._process.returncode is None:
            self._ordered = True
            self._process.send_signal(how)


@asynccontextmanager
async def kept(replicas: Sequence[Replica]) -> AsyncIterator[None]:
    """All of them run inside the block."""
    keepers = [asyncio.create_task(replica.keep()) for replica in replicas]
    try:
        for replica in replicas:
            await replica.is_ready()
        yield
    finally:
        for keeper in keepers:
            keeper.cancel()
        await asyncio.gather(*keepers, return_exceptions=True)
        await asyncio.gather(*(replica.end() for replica in replicas))


def settings_of(sandbox: Sandbox, address: str, database: str) -> Settings:
    return Settings(
        _env_file=None,
        slack_bot_token=sandbox.bot_token,
        slack_app_token=sandbox.app_token,
        slack_api_url=f"{address}/api/",
        database_url=database,
    )


def environment_of(settings: Settings) -> dict[str, str]:
    tokens = {"SLACK_BOT_TOKEN": settings.slack_bot_token, "SLACK_APP_TOKEN": settings.slack_app_token}
    return os.environ | {
        **{name: token.get_secret_value() for name, token in tokens.items() if token},
        "SLACK_API_URL": settings.slack_api_url,
        "DATABASE_URL": settings.database_url,
        "PILOT_LOG_FORMAT": "json",
    }
