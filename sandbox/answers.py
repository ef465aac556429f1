"""What people see and what comes back to them, in words that a test can ask for."""

from dataclasses import dataclass, field

from sandbox.mrkdwn import unescape
from sandbox.reading import buttons, inputs, words
from sandbox.records import JSON


class Failed(AssertionError):
    """Something did not go as the test says; the message tells what was there instead."""


@dataclass(frozen=True)
class Seen:
    """A message, modal or Home as a person sees it."""

    body: JSON

    @property
    def ts(self) -> str:
        return str(self.body["ts"])

    @property
    def id(self) -> str:
        return str(self.body["id"])

    @property
    def text(self) -> str:
        return str(self.body.get("text", ""))

    @property
    def title(self) -> str:
        return str((self.body.get("title") or {}).get("text", ""))

    @property
    def callback_id(self) -> str:
        return str(self.body.get("callback_id", ""))

    @property
    def blocks(self) -> list[JSON]:
        return list(self.body.get("blocks") or [])

    @property
    def ephemeral(self) -> bool:
        return bool(self.body.get("ephemeral"))

    @property
    def thread_ts(self) -> str | None:
        return self.body.get("thread_ts")

    @property
    def words(self) -> str:
        """Everything that can be read, top to bottom; a message's text stands for its blocks when it has none."""
        return "\n".join(filter(None, [self.title, words(self.blocks) or unescape(self.text)]))

    @property
    def buttons(self) -> list[str]:
        return buttons(self.blocks)

    @property
    def inputs(self) -> list[str]:
        return inputs(self.blocks)

    def __contains__(self, wanted: str) -> bool:
        return wanted in self.words or wanted in self.text

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True)
class Answer:
    """What came back to the person who did something."""

    failure: str | None = None
    response: Seen | None = None
    view: Seen | None = None
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The words of the answer, or Slack's own sentence when there was none."""
        return self.failure or (self.response.words if self.response else "")

    @property
    def modal(self) -> Seen:
        """The modal on top; a failure if there is none."""
        if self.view is None:
            raise Failed(f"No modal is open; the answer was: {self}")
        return self.view

    def __contains__(self, wanted: str) -> bool:
        return wanted in self.text or (self.response is not None and wanted in self.response)

    def __str__(self) -> str:
        return self.text or (f"modal “{self.view.title}”" if self.view else "") or str(self.errors or "nothing")
