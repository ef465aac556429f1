"""What goes to the app, whichever way it travels, and what comes back."""

from dataclasses import dataclass
from typing import Any, Literal

from sandbox.records import JSON

Kind = Literal["slash_commands", "interactive", "events_api"]
ACK_SECONDS = 3.0


@dataclass(frozen=True)
class Parcel:
    """`answers`: the acknowledgement may say something; `attempt` and `reason` count an event's repetitions."""

    kind: Kind
    payload: JSON
    answers: bool = True
    attempt: int = 0
    reason: str = ""


@dataclass(frozen=True)
class Reply:
    """The app's acknowledgement: its body, or the reason why there is none, as Slack names it."""

    body: Any = None
    failure: Literal["operation_timeout", "dispatch_failed", "http_service_error"] | None = None
    detail: str = ""
    no_retry: bool = False

    @property
    def ok(self) -> bool:
        return self.failure is None
