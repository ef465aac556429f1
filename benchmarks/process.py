"""How soon `pilot run` is ready on a migrated database, and how much memory it takes."""

import asyncio
import os
import sys
import time
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
    told = {
        "DATABASE_URL": url,
        "SLACK_API_URL": f"{address}/api/",
        "SLACK_BOT_TOKEN": sandbox.bot_token,
        "SLACK_APP_TOKEN": sandbox.app_token,
        "PILOT_LOG_FORMAT": "json",
    }
    began = time.perf_counter()
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
    ready = time.perf_counter() - began
    await asyncio.sleep(1)
    size = resident_mb(running.pid)
    running.terminate()
    await running.wait()
    return ready, size


def resident_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS:"))
