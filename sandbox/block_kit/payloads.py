"""What holds for a message or a view as a whole: sizes, sums, and ids that must differ."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.block_kit.blocks import BLOCK
from sandbox.block_kit.checks import (
    Check,
    Place,
    Problem,
    Surface,
    anything,
    array,
    flag,
    one_of,
    shape,
    string,
    text,
)

MOST_BLOCKS: Mapping[Surface, int] = {"message": 50, "modal": 100, "home": 100}
MOST_TEXT_OF_BLOCKS = 13_200  # as measured: Slack names no figure
MOST_TEXT_OF_AN_UPDATE = 4_000
MOST_OF_A_VIEW = 250_000
MOST_CHARTS = 2
MOST_CHARACTERS = {"table": 10_000, "data_table": 20_000, "markdown": 12_000}

Blocks = list[dict[str, Any]]


def check_blocks(blocks: object, surface: Surface) -> list[Problem]:
    """All that Slack would refuse in these blocks; the first problem's code is the error that it answers."""
    message = surface == "message"
    at = Place("/blocks" if message else "/view/blocks", surface, "invalid_blocks" if message else "invalid_arguments")
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        return [Problem("invalid_blocks_format" if message else at.code, at.path, "must be an array of objects")]
    return [
        *array(BLOCK, most=MOST_BLOCKS[surface], least=0 if message else 1)(blocks, at),
        *_repeated_ids(blocks, at),
        *_sums(blocks, at),
    ]


def check_message(payload: Mapping[str, Any], *, updating: bool = False) -> list[Problem]:
    """All that `chat.postMessage` (or `chat.update`) would refuse in this text and these blocks."""
    words, blocks = payload.get("text"), payload.get("blocks")
    problems = [] if blocks is None else check_blocks(blocks, "message")
    if words is not None and not isinstance(words, str):
        problems.append(Problem("invalid_arguments", "/text", "must be a string"))
    elif updating and len(words or "") > MOST_TEXT_OF_AN_UPDATE:
        problems.append(Problem("msg_too_long", "/text", f"must be less than {MOST_TEXT_OF_AN_UPDATE + 1} characters"))
    if not words and not blocks and not payload.get("attachments"):
        problems.append(Problem("no_text", "/text", "must define text or blocks"))
    return problems


def check_view(view: object) -> list[Problem]:
    """All that Slack would refuse in this modal or Home view."""
    if not isinstance(view, dict) or view.get("type") not in VIEWS:
        return [Problem("invalid_arguments", "/view/type", "must be one of: modal, home")]
    if len(json.dumps(view, ensure_ascii=False, separators=(",", ":")).encode()) > MOST_OF_A_VIEW:
        return [Problem("view_too_large", "/view", "must be no more than 250 KB")]
    surface: Surface = view["type"]
    at = Place("/view", surface, "invalid_arguments")
    problems = [*VIEWS[surface](view, at), *check_blocks(view.get("blocks", []), surface)]
    return problems + list(_form(view, at))


COMMON: Mapping[str, Check] = {
    "type": one_of("modal", "home"),
    "blocks": anything,
    "private_metadata?": string(3000, least=0),
    "callback_id?": string(255, least=0),
    "external_id?": string(255, least=0),
}
VIEWS: Mapping[Surface, Check] = {
    "home": shape(COMMON),
    "modal": shape(
        {
            **COMMON,
            "title": text(24),
            "submit?": text(24),
            "close?": text(24),
            "clear_on_close?": flag,
            "notify_on_close?": flag,
        }
    ),
}


def elements(block: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The elements of a block in the order in which they stand."""
    held = [block.get("accessory"), block.get("element"), *_list(block.get("elements")), *_list(block.get("actions"))]
    return [one for one in held if isinstance(one, dict)]


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _nested(blocks: Blocks, at: Place) -> Iterator[tuple[dict[str, Any], Place]]:
    """The blocks, and the blocks inside of them."""
    for index, block in enumerate(blocks):
        if isinstance(block, dict):
            yield block, at / index
            yield from _nested(_list(block.get("child_blocks")), at / index / "child_blocks")


def _repeated_ids(blocks: Blocks, at: Place) -> Iterator[Problem]:
    taken: set[str] = set()
    for block, here in _nested(blocks, at):
        yield from _repeated(block, "block_id", taken, here)
        within: set[str] = set()
        for element in elements(block):
            yield from _repeated(element, "action_id", within, here)


def _repeated(owner: Mapping[str, Any], key: str, taken: set[str], at: Place) -> Iterator[Problem]:
    own = owner.get(key)
    if not isinstance(own, str):
        return
    if own in taken:
        yield (at / key).refuse(f"duplicate {key}: {own}")
    taken.add(own)


def _sums(blocks: Blocks, at: Place) -> Iterator[Problem]:
    spoken: Counter[str] = Counter()
    for block, _ in _nested(blocks, at):
        kind = str(block.get("type"))
        own = {key: value for key, value in block.items() if key != "child_blocks"}
        spoken[kind if kind in MOST_CHARACTERS else "other"] += _characters(own)
    for kind, most in MOST_CHARACTERS.items():
        if spoken[kind] > most:
            yield at.refuse(f"the {kind} blocks of one payload must have less than {most + 1} characters")
    if at.surface == "message" and spoken["other"] + spoken["markdown"] > MOST_TEXT_OF_BLOCKS:
        yield Problem("msg_blocks_too_long", at.path, f"must have less than {MOST_TEXT_OF_BLOCKS + 1} characters")
    if sum(block.get("type") == "data_visualization" for block, _ in _nested(blocks, at)) > MOST_CHARTS:
        yield at.refuse(f"no more than {MOST_CHARTS} data_visualization blocks allowed")


def _characters(value: object) -> int:
    """How much text a person would read: every string under a key `text`."""
    if isinstance(value, list):
        return sum(map(_characters, value))
    if isinstance(value, dict):
        return sum(len(v) if k == "text" and isinstance(v, str) else _characters(v) for k, v in value.items())
    return 0


def _form(view: Mapping[str, Any], at: Place) -> Iterator[Problem]:
    """A form can be sent, and asks for the focus once."""
    blocks = [block for block in _list(view.get("blocks")) if isinstance(block, dict)]
    asks = any(block.get("type") == "input" for block in blocks)
    if view["type"] == "modal" and asks and "submit" not in view:
        yield at.refuse("missing required field: submit, which a modal with an input block needs")
    if sum(element.get("focus_on_load") is True for block in blocks for element in elements(block)) > 1:
        yield (at / "blocks").refuse("no more than 1 element may have focus_on_load")
