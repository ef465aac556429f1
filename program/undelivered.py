"""What the bot could not say or do in Slack, as those who can mend it see it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from program.errors import Refused


class Fate(StrEnum):
    FAILED = "failed"  # Slack refused it
    UNKNOWN = "unknown"  # Slack's answer was lost
    SKIPPED = "skipped"  # its time had passed


@dataclass(frozen=True, slots=True)
class Undelivered:
    """`named` is its subject, `goes_to` as in the outbox, `why` Slack's word or the bot's own sentence."""

    id: int
    key: str
    named: str
    goes_to: str
    fate: Fate
    why: str
    due_at: datetime
    program: UUID | None


def check_can_retry(row: Undelivered) -> None:
    if row.fate is Fate.SKIPPED:
        raise Refused("Its time has passed, so it is not sent any more. Dismiss it when you have seen it.")
