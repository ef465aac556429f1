"""What a handler is given: the services it works with, who asks from where, and the form they filled in."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from json import loads
from math import isfinite, nan
from typing import Any, Protocol
from uuid import UUID

from slack_sdk.web.async_client import AsyncWebClient

from program.audit import Actor
from program.errors import Refused
from program.facts import Field, FieldKind
from program.playbook import Playbook
from storage.database import Database
from templates.blocks import View

LARGEST = 1e15  # beyond it a number is a slip of the hand, and loses its last digits


class Clock(Protocol):
    """Program time is `now`; the rest is delivery time (see docs/design.md)."""

    def now(self) -> datetime: ...
    def wall(self) -> float: ...
    def monotonic(self) -> float: ...
    async def sleep(self, seconds: float) -> None: ...


@dataclass(frozen=True, slots=True)
class Services:
    """`playbook` is the one that new programs begin with."""

    database: Database
    playbook: Playbook
    clock: Clock


class Form:
    """A modal's answers by the name of their question; an empty answer is `None`."""

    def __init__(self, values: Mapping[str, Mapping[str, Any]]) -> None:
        self._answers: dict[str, dict[str, Any]] = {}
        for name, answers in values.items():
            self._answers[name.partition("~")[0]] = next(iter(answers.values()), {})

    @property
    def names(self) -> list[str]:
        return list(self._answers)

    def text(self, name: str) -> str | None:
        value = self._answers.get(name, {}).get("value")
        return value.strip() or None if value else None

    def needed(self, name: str) -> str:
        """For questions that Slack itself insists on; white space alone is no answer."""
        if (value := self.text(name)) is None:
            raise Refused("Please fill this in.", field=name)
        return value

    def number(self, name: str) -> float | None:
        if (value := self.text(name)) is None:
            return None
        try:
            number = float(value.replace(",", "."))
        except ValueError:
            number = nan
        if not isfinite(number) or abs(number) > LARGEST:
            raise Refused("This must be a number, such as 12 or 3.5.", field=name)
        return number

    def whole(self, name: str) -> int:
        """The number of a select from 1 to 5, and its like."""
        return int(self.choice(name) or 0)

    def date(self, name: str) -> date | None:
        value = self._answers.get(name, {}).get("selected_date")
        return date.fromisoformat(value) if value else None

    def moment(self, name: str) -> datetime | None:
        value = self._answers.get(name, {}).get("selected_date_time")
        return datetime.fromtimestamp(value, UTC) if value else None

    def user(self, name: str) -> str | None:
        return self._answers.get(name, {}).get("selected_user")

    def users(self, name: str) -> list[str]:
        return list(self._answers.get(name, {}).get("selected_users") or ())

    def channel(self, name: str) -> str | None:
        answer = self._answers.get(name, {})
        return answer.get("selected_conversation") or answer.get("selected_channel")

    def choice(self, name: str) -> str | None:
        chosen = self._answers.get(name, {}).get("selected_option")
        return chosen["value"] if chosen else None

    def facts(self, fields: Iterable[Field]) -> dict[str, Any]:
        """The answers to the playbook's questions, as they are stored; what was left empty is not there."""
        given = {field.key: _FACTS.get(field.kind, Form.text)(self, field.key) for field in fields}
        return {key: value for key, value in given.items() if value is not None and value is not False and value != []}

    def choices(self, name: str) -> list[str]:
        return [each["value"] for each in self._answers.get(name, {}).get("selected_options") or ()]


def _day(form: Form, name: str) -> str | None:
    day = form.date(name)
    return day.isoformat() if day else None


_FACTS: Mapping[FieldKind, Callable[[Form, str], Any]] = {  # the others are text
    "number": Form.number,
    "percent": Form.number,
    "date": _day,
    "person": Form.user,
    "people": Form.users,
    "choice": Form.choice,
    "choices": Form.choices,
    "confirm": lambda form, name: bool(form.choices(name)),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One request from Slack: who asks, from where, and what about."""

    workspace: UUID
    person: str
    slack: AsyncWebClient
    where: str  # for the audit trail
    channel: str | None = None
    words: str = ""  # what followed the verb
    value: str = ""  # of the button pressed, or what was chosen
    trigger: str | None = None
    response_url: str | None = None
    view: str | None = None  # the modal that a button was pressed in, or that was submitted
    in_home: bool = False
    about: Mapping[str, str] = field(default_factory=dict)  # ids that the modal carries
    form: Form = field(default_factory=lambda: Form({}))
    message: Mapping[str, Any] | None = None  # the message that a shortcut was used on

    @property
    def by(self) -> Actor:
        return Actor(self.workspace, self.person, self.where)

    @property
    def id(self) -> UUID:
        """The id that a button carries."""
        return as_id(self.value)

    def about_id(self, name: str) -> UUID:
        return as_id(self.about.get(name, ""))

    async def open(self, view: View) -> None:
        """A modal; on top of the one in which the button was pressed."""
        show = self.slack.views_push if self.view and not self.in_home else self.slack.views_open
        await show(trigger_id=self.trigger or "", view=view)

    async def replace(self, view: View) -> None:
        """Show something else in the modal in which the button was pressed."""
        await self.slack.views_update(view_id=self.view, view=view)


def as_id(value: str) -> UUID:
    try:
        return UUID(value)
    except ValueError:
        raise Refused("This button is out of date. Ask again with `/pilot` for a fresh one.") from None


def read_about(private_metadata: str | None) -> dict[str, str]:
    return dict(loads(private_metadata)) if private_metadata else {}
