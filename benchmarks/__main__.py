"""`make bench`: prints the measures of one run, and keeps them in results.json."""

import asyncio
import json
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import acks, draining, filled, process, ticks

RESULTS = Path(__file__).with_name("results.json")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        names = ("acks", "monday", "tuesday", "virtual", "real")
        urls = [filled.prepare(Path(folder), name) for name in names]
        results = asyncio.run(_measure(*urls))
    RESULTS.write_text(json.dumps(results, indent=2) + "\n")
    noop = results["bolt_noop"]["p50_ms"]
    for kind in ("bolt_noop", "status", "vote"):
        p50, p99 = results[kind]["p50_ms"], results[kind]["p99_ms"]
        print(f"{kind:10} p50 {p50:6.2f} ms   p99 {p99:6.2f} ms   {p50 / noop:.2f} of the bare no-op's p50")
    print(f"pilot run  ready in {results['start_s']} s, {results['rss_mb']} MB resident")
    _print_fan_out(results["tick"], results["virtual_time"], results["real_time"])


def _print_fan_out(tick: dict[str, Any], virtual: dict[str, Any], real: dict[str, Any]) -> None:
    print(
        f"tick       {tick['programs']} running programs: {tick['idle_ms']} ms with nothing due;"
        f" all due: {tick['rows']} rows in the outbox in {tick['all_due_s']} s"
        f" ({tick['all_due_and_a_third_reminded_s']} s where a third has people to remind),"
        f" meanwhile a writer waited {tick['longest_wait_to_write_ms']} ms at most"
    )
    print(
        f"fan-out    {virtual['said']} prompts and digests due at once, with Slack's rates enforced:"
        f" {virtual['share_of_permitted_rate']:.1%} of {draining.PERMITTED} a minute, {virtual['refused_429']} refused;"
        f" {virtual['minutes_of_delivery_time']} minutes of the time that bot and sandbox share, waits skipped,"
        f" which took {virtual['took_s']} s"
    )
    memory = real["memory_mb"]
    print(
        f"pilot run  {real['rows']} rows waiting, {real['seconds']} s of real time: {real['said']} said,"
        f" {real['share_of_permitted_rate']:.1%} of the permitted rate, {real['refused_429']} refused;"
        f" memory {memory['at_first']} MB at first, {memory['most']} at most, {memory['at_last']} at last"
    )


async def _measure(for_acks: str, monday: str, tuesday: str, for_virtual: str, for_real: str) -> dict[str, Any]:
    full = await filled.fill(for_acks)
    results = {**await acks.measure(full), **await process.measure(for_acks)}
    results["tick"] = await ticks.measure(monday, tuesday)
    results["virtual_time"] = await draining.in_virtual_time(for_virtual)
    results["real_time"] = await draining.in_real_time(for_real)
    return results


main()
