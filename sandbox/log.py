"""What went in and out lately: Web API calls and deliveries, for the page's inspector and for tests."""

import logging
from collections import deque

from sandbox.clock import Clock
from sandbox.records import JSON

logger = logging.getLogger("sandbox")
KEPT = 2000


class Log:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._entries: deque[JSON] = deque(maxlen=KEPT)
        self._number = 0

    def call(self, method: str, arguments: JSON, *, result: str, detail: JSON | None = None) -> None:
        """A Web API call; `result` is "ok" or Slack's error code."""
        self._add({"kind": "call", "method": method, "arguments": arguments, "result": result, **(detail or {})})

    def delivery(self, kind: str, what: str, *, by: str, result: str, detail: JSON | None = None) -> None:
        """Something sent to the app; `result` is "ok" or the reason why it did not arrive."""
        self._add({"kind": "delivery", "method": kind, "what": what, "by": by, "result": result, **(detail or {})})

    def alert(self, what: str) -> None:
        """Something that the app's makers should see."""
        logger.warning(what)
        self._add({"kind": "warning", "method": "", "result": what})

    def entries(self, *, after: int = 0) -> list[JSON]:
        return [entry for entry in self._entries if entry["number"] > after]

    def _add(self, entry: JSON) -> None:
        self._number += 1
        self._entries.append({"number": self._number, "at": self._clock.now().isoformat(), **entry})
