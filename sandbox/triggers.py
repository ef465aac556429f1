"""What an interaction hands to the app for a while: trigger ids and response URLs."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sandbox.clock import Clock
from sandbox.errors import SlackError
from sandbox.ids import secret

TRIGGER_SECONDS = 3.0
URL_SECONDS = 1800.0
URL_USES = 5
HELD = 10_000


@dataclass
class Trigger:
    user: str
    made_at: float
    used: bool = False


@dataclass
class ResponseUrl:
    """Answers to an interaction of `user` in `channel`; `original` is the message that it came from, if any."""

    team: str
    channel: str
    user: str
    original: str | None
    made_at: float
    thread_ts: str | None = None
    uses: int = 0


class Triggers:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._triggers: dict[str, Trigger] = {}
        self._urls: dict[str, ResponseUrl] = {}

    def trigger(self, user: str) -> str:
        name = f"{int(self._clock.wall() * 1000)}.{secret(12)}"
        self._triggers[name] = Trigger(user, self._clock.monotonic())
        self._forget()
        return name

    @contextmanager
    def redeemed(self, name: str) -> Iterator[str]:
        """Whose trigger it is; used up unless the block refuses what was to be opened."""
        trigger = self._triggers.get(name)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if self._clock.monotonic() - trigger.made_at > TRIGGER_SECONDS:
            raise SlackError("expired_trigger_id")
        yield trigger.user
        trigger.used = True

    def response_url(
        self, team: str, channel: str, user: str, *, original: str | None = None, thread_ts: str | None = None
    ) -> str:
        """The path of a new response URL."""
        name = secret()
        self._urls[name] = ResponseUrl(team, channel, user, original, self._clock.monotonic(), thread_ts)
        return f"/hooks/{name}"

    def use(self, name: str) -> ResponseUrl:
        found = self._urls.get(name)
        if found is None:
            raise SlackError("no_service")
        if self._clock.monotonic() - found.made_at > URL_SECONDS:
            raise SlackError("expired_url")
        if found.uses >= URL_USES:
            raise SlackError("used_url")
        found.uses += 1
        return found

    def _forget(self) -> None:
        """Drop the oldest, long useless, so that a load test does not fill the memory."""
        for held in (self._triggers, self._urls):
            while len(held) > HELD:
                del held[next(iter(held))]
