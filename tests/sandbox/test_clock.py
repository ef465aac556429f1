"""The clock: program time moves forward only, delivery time jumps over waits while it settles."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

import pytest

from sandbox.clock import Clock, ClockRefused, Moved

WEEK = timedelta(days=7)


def test_it_starts_at_the_present_or_at_a_given_instant() -> None:
    assert abs(Clock().now() - datetime.now(UTC)) < timedelta(seconds=1)
    past = datetime(2026, 1, 5, 9, tzinfo=UTC)
    assert timedelta() <= Clock(past).now() - past < timedelta(seconds=1)
    assert Clock(past).moved and not Clock().moved


async def test_it_only_moves_forward() -> None:
    clock = Clock()
    with pytest.raises(ClockRefused, match="only moves forward"):
        await clock.move_to(clock.now() - timedelta(seconds=1))


async def test_moving_stops_at_everything_that_is_due_on_the_way() -> None:
    clock = Clock()
    start, seen = clock.now(), list[timedelta]()
    due = [start + timedelta(days=day) for day in (1, 3, 20)]

    async def next_due() -> datetime | None:
        return due[0] if due else None

    async def hook() -> None:
        seen.append(clock.now() - start)
        while due and due[0] <= clock.now():
            due.pop(0)

    clock.next_due = next_due
    clock.on_move.append(hook)
    await clock.move_to(start + WEEK)

    assert [round(after / timedelta(days=1)) for after in seen] == [1, 3, 7]


async def test_something_that_stays_due_does_not_hold_the_clock() -> None:
    clock = Clock()
    stuck = clock.now() + timedelta(days=1)

    async def next_due() -> datetime | None:
        return stuck

    clock.next_due = next_due
    await clock.move_to(clock.now() + WEEK)
    assert clock.now() > stuck


async def test_sleeps_take_no_time_while_the_clock_is_moved() -> None:
    clock = Clock()

    async def hook() -> None:
        before = clock.monotonic()
        await asyncio.gather(clock.sleep(60), clock.sleep(60), clock.sleep(90))
        assert 90 <= clock.monotonic() - before < 91

    clock.on_move.append(hook)
    began, wall = time.monotonic(), clock.wall()
    await clock.move_to(clock.now() + WEEK)
    assert time.monotonic() - began < 1
    assert 90 <= clock.wall() - wall < 92


async def test_a_sleeper_beside_the_move_wakes_when_a_jump_passes_it() -> None:
    clock = Clock()
    sleeper = asyncio.create_task(clock.sleep(30))
    await asyncio.sleep(0)

    async def hook() -> None:
        await clock.sleep(60)

    clock.on_move.append(hook)
    await clock.move_to(clock.now() + WEEK)
    await asyncio.wait_for(sleeper, 1)


async def test_sleeps_are_real_when_nothing_is_moved() -> None:
    clock = Clock()
    began = time.monotonic()
    await clock.sleep(0.05)
    assert time.monotonic() - began >= 0.05


async def test_what_was_kept_is_taken_up_again() -> None:
    kept = list[Moved]()
    clock = Clock()
    clock.keep = kept.append
    await clock.move_to(clock.now() + WEEK)

    later = Clock()
    later.resume(kept[-1])
    assert timedelta() <= later.now() - clock.now() + timedelta(milliseconds=50) < timedelta(seconds=1)
