"""Troubles to order: what Slack and the network between do wrong at times."""

from dataclasses import dataclass
from typing import Literal, get_args

from sandbox.errors import Failure
from sandbox.records import JSON

Kind = Literal["429", "500", "timeout", "drop_answer", "disconnect", "error"]


@dataclass
class Fault:
    """Befalls the next `times` calls of `method` ("*" is any), in `channel` if one is given."""

    method: str
    kind: Kind
    error: str = "internal_error"
    retry_after: int = 1
    times: int = 1
    channel: str | None = None

    def befalls(self, method: str, channel: str | None) -> bool:
        return self.times > 0 and self.method in ("*", method) and self.channel in (None, channel)


class Faults:
    def __init__(self) -> None:
        self.pending: list[Fault] = []

    def add(self, order: JSON) -> Fault:
        if order.get("kind") not in get_args(Kind):
            raise Failure(f"A fault's kind is one of {', '.join(get_args(Kind))}.")
        try:
            fault = Fault(**{"method": "*", **order})
        except TypeError:
            raise Failure("A fault has method, kind, error, retry_after, times and channel.") from None
        self.pending.append(fault)
        return fault

    def take(self, method: str, channel: str | None) -> Fault | None:
        """The fault that befalls this call, used up once."""
        fault = next((fault for fault in self.pending if fault.befalls(method, channel)), None)
        if fault:
            fault.times -= 1
            self.pending = [fault for fault in self.pending if fault.times > 0]
        return fault

    def clear(self) -> None:
        self.pending.clear()
