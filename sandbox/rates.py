"""Slack's rates: so many calls of a method a minute in a workspace, one message a second in a channel."""

import math
from collections import deque

from sandbox.clock import Clock
from sandbox.errors import SlackError

MINUTE = 60.0
TIERS = {1: 1, 2: 20, 3: 50, 4: 100, 5: 600}
BURST = 5
A_CHANNEL = 1.0
A_WORKSPACE = 300


class Rates:
    """Counted in delivery time, over a sliding window; a refused call does not count."""

    def __init__(self, clock: Clock, *, on: bool = True) -> None:
        self.on = on
        self._clock = clock
        self._calls: dict[tuple[str, str], deque[float]] = {}
        self._blocked: dict[tuple[str, str], float] = {}
        self._channels: dict[str, tuple[float, float]] = {}

    def count(self, team: str, method: str, tier: int) -> None:
        if self.on:
            self._window((team, method), TIERS[tier])

    def count_post(self, team: str, channel: str) -> None:
        """A message: one a second in its channel after a short burst, some hundreds a minute in its workspace."""
        if not self.on:
            return
        now = self._clock.monotonic()
        tokens, since = self._channels.get(channel, (BURST, now))
        tokens = min(BURST, tokens + (now - since) * A_CHANNEL)
        if tokens < 1:
            raise _limited((1 - tokens) / A_CHANNEL)
        self._window((team, "posts"), A_WORKSPACE)
        self._channels[channel] = (tokens - 1, now)

    def block(self, team: str, method: str, seconds: float) -> None:
        """Refuse the method in this workspace for so long."""
        self._blocked[team, method] = self._clock.monotonic() + seconds

    def check_block(self, team: str, method: str) -> None:
        left = self._blocked.get((team, method), 0) - self._clock.monotonic()
        if left > 0:
            raise _limited(left)

    def forget(self) -> None:
        self._calls.clear()
        self._blocked.clear()
        self._channels.clear()

    def _window(self, key: tuple[str, str], most: int) -> None:
        now, calls = self._clock.monotonic(), self._calls.setdefault(key, deque())
        while calls and calls[0] <= now - MINUTE:
            calls.popleft()
        if len(calls) >= most:
            raise _limited(calls[0] + MINUTE - now)
        calls.append(now)


def _limited(seconds: float) -> SlackError:
    return SlackError("ratelimited", retry_after=max(1, math.ceil(seconds)))
