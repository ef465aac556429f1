"""Keeps to Slack's published rates: a post a second in a channel, and each method's tier in a workspace."""

from uuid import UUID

CHANNEL = 1.1  # seconds between two messages in one channel
METHODS = {  # seconds between two calls in one workspace
    "chat.postMessage": 0.25,
    "chat.update": 60 / 50,
    "views.publish": 60 / 100,
    "conversations.history": 60 / 50,
}


class Pace:
    """When the next call may leave, in seconds of delivery time."""

    def __init__(self) -> None:
        self._free: dict[tuple[UUID, str], float] = {}

    def book(self, workspace: UUID, method: str, channel: str, *, wall: float) -> float:
        """Take the next free place for this call; returns how many seconds to wait for it."""
        waits = {(workspace, method): METHODS.get(method, 0.0)}
        if method == "chat.postMessage":
            waits[workspace, channel] = CHANNEL
        at = max([wall, *(self._free.get(key, 0.0) for key in waits)])
        self._free |= {key: at + wait for key, wait in waits.items()}
        return at - wall

    def hold(self, workspace: UUID, method: str, *, until: float) -> None:
        """Slack said when it takes this method again."""
        self._free[workspace, method] = max(until, self._free.get((workspace, method), 0.0))
