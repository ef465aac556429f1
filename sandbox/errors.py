"""The two ways in which the sandbox says no: to the app, with Slack's code, and to a person, with a sentence."""

from typing import Any


class SlackError(Exception):
    """A Web API call is refused with one of Slack's own error codes, and whatever else the answer carries."""

    def __init__(self, code: str, **more: Any) -> None:
        super().__init__(code)
        self.code = code
        self.more = more


class Failure(Exception):
    """What a person did had no effect; the message is the sentence that Slack shows."""
