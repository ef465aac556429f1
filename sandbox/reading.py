"""Blocks read aloud: their words, the labels of what can be pressed, and the inputs."""

from collections.abc import Iterator, Sequence
from typing import Any

from sandbox.elements import elements
from sandbox.mrkdwn import unescape
from sandbox.records import JSON

UNREAD = {"options", "option_groups", "confirm", "placeholder", "initial_option", "initial_options"}


def words(blocks: Sequence[JSON]) -> str:
    """Everything that a person reads in the blocks, a line each."""
    return "\n".join(line for line in map(unescape, _lines(list(blocks))) if line.strip())


def buttons(blocks: Sequence[JSON]) -> list[str]:
    """The labels of all that can be pressed or chosen outside of inputs."""
    return [element.label for element in elements(blocks) if not element.is_input]


def inputs(blocks: Sequence[JSON]) -> list[str]:
    return [element.block_id for element in elements(blocks) if element.is_input]


def _lines(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for part in node:
            yield from _lines(part)
    elif isinstance(node, dict):
        if node.get("type") in ("mrkdwn", "plain_text", "text", "markdown", "raw_text") and "text" in node:
            yield str(node["text"])
            return
        for key in ("title", "alt_text") if node.get("type") == "image" else ():
            if isinstance(node.get(key), str):
                yield node[key]
        for key, part in node.items():
            if key not in UNREAD and isinstance(part, list | dict):
                yield from _lines(part)
