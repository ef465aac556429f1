"""A tool that is in use and that nobody approved: told without blame, and without a name where that is wished.

(framework 7, question 4)
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from program.assessments import Assessed, Running
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


def inventoried(report: Report, found: Iterable[Assessed], *, id: UUID, now: datetime) -> Assessed | None:
    """The pilot that it is, about which nobody knows more yet; nothing, where the inventory has one of its name.

    Without a name it was added on that day: the hour might tell who was there.
    """
    if any(each.name.casefold() == report.name.casefold() for each in found):
        return None
    at = now if report.told_by else now.replace(hour=0, minute=0, second=0, microsecond=0)
    return Assessed(id, report.name, report.purpose, report.unit or "", Running.RUNNING, {}, report.told_by, at)


def settle(report: Report, outcome: str, *, by: str, now: datetime) -> Report:
    """What became of it: something was approved, offered instead, or taken up."""
    check_open(report)
    return replace(report, settled_at=now, settled_by=by, outcome=outcome)


def check_open(report: Report) -> None:
    if not report.is_open:
        raise Refused(f"Somebody has seen to “{report.name}” already: `/pilot tools` shows what is left.")
