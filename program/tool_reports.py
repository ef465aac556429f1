"""A tool that is in use and that nobody approved: told without blame, and without a name where that is wished.

(framework 7, question 4)
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from program.audit import BOT, Actor
from program.errors import Refused

NAMED, UNNAMED = "yes", "no"
NO_NAME = "a report without a name"  # from where it came, in the record


@dataclass(frozen=True, slots=True)
class Report:
    """`told_by` is empty where the name was left out: then nothing that is stored leads to who it was.

    `data` are traits of the playbook that go in, each with the title it had.
    """

    id: UUID
    name: str
    purpose: str
    told_on: date
    told_by: str | None = None
    unit: str | None = None
    data: Mapping[str, str] = field(default_factory=dict)
    settled_at: datetime | None = None
    settled_by: str | None = None
    outcome: str | None = None

    @property
    def is_open(self) -> bool:
        return self.settled_at is None


def signed(choice: str | None, by: Actor) -> tuple[str | None, Actor]:
    """The name that is kept with it, and who acts in the record: nobody, unless they said that they may be named."""
    if choice == NAMED:
        return by.user, by
    return None, Actor(by.workspace, BOT, NO_NAME)


def settle(report: Report, outcome: str, *, by: str, now: datetime) -> Report:
    """What became of it: something was approved, offered instead, or taken up."""
    check_open(report)
    return replace(report, settled_at=now, settled_by=by, outcome=outcome)


def check_open(report: Report) -> None:
    if not report.is_open:
        raise Refused(f"Somebody has seen to “{report.name}” already: `/pilot tools` shows what is left.")
