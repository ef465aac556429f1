"""A validator's findings as the Web API reports them."""

from collections.abc import Sequence

from sandbox.block_kit import Problem
from sandbox.errors import SlackError


def refuse(problems: Sequence[Problem]) -> None:
    """Raise Slack's error for the first problem; the messages name them all."""
    if not problems:
        return
    messages = [f"[ERROR] {problem.what} [json-pointer:{problem.where}]" for problem in problems]
    raise SlackError(problems[0].code, messages=messages)
