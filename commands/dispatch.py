"""The tables in which a request finds its handler, and a row of the outbox its words."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar
from uuid import UUID

from rapidfuzz import fuzz, process
from slack_sdk.web.async_client import AsyncWebClient

from commands.services import Asked, Services
from program.errors import Refused
from program.posts import Subject
from storage.database import Session
from storage.deliveries import Row
from templates.blocks import Message, View

LIKELY = 60  # of 100: below this a guess at what was meant confuses more than it helps
VERY_LIKELY = 70  # where what was typed may well be meant as it stands


class Ack(Protocol):
    """Answers the request. Commit first: what is acknowledged is stored."""

    def __call__(self, **answer: Any) -> Awaitable[Any]: ...


class NotYet(Exception):
    """A step needs something that is still on its way; it is tried again shortly."""


Handler = Callable[[Ack, Asked, Services], Awaitable[None]]
S = TypeVar("S", bound=Subject)
Render = Callable[[Session, UUID, S, datetime], Awaitable[Message | View | None]]
Perform = Callable[[AsyncWebClient, Services, UUID, S], Awaitable[None]]
Tell = Callable[[Session, Row, str, datetime], Awaitable[None]]  # what failed for good, Slack's word for why, and when


@dataclass(frozen=True, slots=True)
class Command:
    """`may` names its row in the table of authority; `in_program`: it is about one program; `group`: see its help."""

    words: str
    handler: Handler
    help: str
    may: str
    in_program: bool = True
    example: str = ""
    group: str = ""


class Dispatch:
    """Longest match first for commands; for buttons and modals, by the id up to a colon."""

    def __init__(self) -> None:
        self.commands: dict[str, Command] = {}
        self.groups: dict[str, str] = {}  # of commands, in the order of help: the title of each
        self.actions: dict[str, Handler] = {}
        self.views: dict[str, Handler] = {}
        self.options: dict[str, Handler] = {}
        self.shortcuts: dict[str, Handler] = {}
        self.events: dict[str, Handler] = {}
        self.renders: dict[type[Subject], Render[Any]] = {}
        self.steps: dict[type[Subject], Perform[Any]] = {}
        self.failures: list[Tell] = []

    def command(
        self, words: str, handler: Handler, *, help: str, may: str, in_program: bool = True, example: str = ""
    ) -> None:
        """In the group that was named last."""
        group = next(reversed(self.groups), "")
        self.commands[words] = Command(words, handler, help, may, in_program, example or f"/pilot {words}", group)

    def action(self, id: str, handler: Handler) -> None:
        self.actions[id] = handler

    def view(self, id: str, handler: Handler) -> None:
        self.views[id] = handler

    def option(self, id: str, handler: Handler) -> None:
        self.options[id] = handler

    def shortcut(self, id: str, handler: Handler) -> None:
        self.shortcuts[id] = handler

    def event(self, type: str, handler: Handler) -> None:
        self.events[type] = handler

    def render(self, subject: type[S], render: Render[S]) -> None:
        self.renders[subject] = render

    def step(self, subject: type[S], perform: Perform[S]) -> None:
        self.steps[subject] = perform

    def failure(self, tell: Tell) -> None:
        """Runs in the transaction in which a row of the outbox is given up."""
        self.failures.append(tell)

    def find_command(self, text: str) -> tuple[Command, str]:
        """The command with the most words at the start of what was typed, and the words that follow it.

        Raises `Refused` with the nearest match for words that lead nowhere.
        """
        typed = text.split()
        for length in range(min(len(typed), 2), 0, -1):
            if command := self.commands.get(" ".join(typed[:length]).lower()):
                return command, " ".join(typed[length:])
        raise Refused(self._suggestion(typed[0]))

    def meant(self, text: str) -> str:
        """The command of two words that was nearly typed; nothing where none was."""
        first, _, rest = text.lower().partition(" ")
        below = [each.removeprefix(f"{first} ") for each in self.commands if each.startswith(f"{first} ")]
        typed = rest.split()[0] if rest.split() else ""
        near = process.extractOne(typed, below, scorer=fuzz.ratio, score_cutoff=VERY_LIKELY)
        return f" Did you mean `/pilot {first} {near[0]}`?" if near and near[0] != typed else ""

    def _suggestion(self, word: str) -> str:
        near = process.extractOne(word.lower(), self.commands.keys(), score_cutoff=LIKELY)
        meant = f"Did you mean `/pilot {near[0]}`? " if near else ""
        return f"“{word[:40]}” is not something I can do. {meant}`/pilot help` shows what you can do here."


def prefix(id: str) -> str:
    return id.partition(":")[0]
