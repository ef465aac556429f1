"""`make bench`: prints the measures of one run, and keeps them in results.json."""

import asyncio
import json
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import acks, filled, process

RESULTS = Path(__file__).with_name("results.json")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = filled.prepare(Path(folder))
        results = asyncio.run(_measure(url))
    RESULTS.write_text(json.dumps(results, indent=2) + "\n")
    noop = results["bolt_noop"]["p50_ms"]
    for kind in ("bolt_noop", "status", "vote"):
        p50, p99 = results[kind]["p50_ms"], results[kind]["p99_ms"]
        print(f"{kind:10} p50 {p50:6.2f} ms   p99 {p99:6.2f} ms   {p50 / noop:.2f} of the bare no-op's p50")
    print(f"pilot run  ready in {results['start_s']} s, {results['rss_mb']} MB resident")


async def _measure(url: str) -> dict[str, Any]:
    full = await filled.fill(url)
    return {**await acks.measure(full), **await process.measure(url)}


main()
