"""How soon `pilot run` is ready on a migrated database, and how much memory it takes."""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sandbox.serving import serve
from sandbox.workspace import Sandbox

ROUNDS = 5
MANIFEST = Path(__file__).parents[1] / "manifest.yml"
PILOT = Path(sys.executable).with_name("pilot")


async def measure(url: str) -> dict[str, float]:
    """Seconds until it says that it is ready, and resident megabytes a second later; medians."""
    starts, sizes = [], []
    sandbox = Sandbox(None, manifest=MANIFEST)
    async with serve(sandbox) as address:
        for _ in range(ROUNDS):
            start, size = await _once(url, address, sandbox)
            starts.append(start)
            sizes.append(size)
    return {"start_s": round(sorted(starts)[ROUNDS // 2], 2), "rss_mb": round(sorted(sizes)[ROUNDS // 2], 1)}


async def _once(url: str, address: str, sandbox: Sandbox) -> tuple[float, float]:
    began = time.perf_counter()
    async with started(url, address, sandbox) as running:
        ready = time.perf_counter() - began
        await asyncio.sleep(1)
        return ready, resident_mb(running.pid)


@asynccontextmanager
async def started(url: str, address: str, sandbox: Sandbox) -> AsyncIterator[asyncio.subprocess.Process]:
    """`pilot run` as a process of its own, once it says that it is ready."""
    told = {
        "DATABASE_URL": url,
        "SLACK_API_URL": f"{address}/api/",
        "SLACK_BOT_TOKEN": sandbox.bot_token,
        "SLACK_APP_TOKEN": sandbox.app_token,
        "PILOT_LOG_FORMAT": "json",
    }
    running = await asyncio.create_subprocess_exec(
        PILOT, "run", env=os.environ | told, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    assert running.stdout
    said = []
    while line := await running.stdout.readline():
        said.append(line.decode())
        if '"ready"' in said[-1]:
            break
    else:
        raise RuntimeError("pilot run did not get ready:\n" + "".join(said))
    try:
        yield running
    finally:
        running.terminate()
        await running.wait()


def resident_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS:"))
