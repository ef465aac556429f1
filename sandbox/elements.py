"""Interactive elements: found in blocks, given a value by a person, checked as Slack's client checks them."""

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from sandbox.errors import Failure
from sandbox.ids import short_id
from sandbox.records import JSON

VALUE_KEYS = {
    "plain_text_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "number_input": "value",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "overflow": "selected_option",
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "checkboxes": "selected_options",
    "multi_users_select": "selected_users",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
    "rich_text_input": "rich_text_value",
    "file_input": "files",
}
INTERACTIVE = {*VALUE_KEYS, "button", "icon_button", "workflow_button"}
REQUIRED = "Please complete this required field."


@dataclass(frozen=True)
class Element:
    """An interactive element where it stands: `input` says that its block is an input."""

    block: JSON
    body: JSON

    @property
    def type(self) -> str:
        return str(self.body["type"])

    @property
    def block_id(self) -> str:
        return str(self.block["block_id"])

    @property
    def action_id(self) -> str:
        return str(self.body["action_id"])

    @property
    def is_input(self) -> bool:
        return self.block.get("type") == "input"

    @property
    def label(self) -> str:
        """What a person reads on it: a button's words, an input's label, else the placeholder."""
        for text in (self.body.get("text"), self.block.get("label"), self.body.get("placeholder")):
            if isinstance(text, dict):
                return str(text.get("text", ""))
        return ""

    @property
    def holds_value(self) -> bool:
        """Whether it shows up in the state: an overflow menu forgets what was chosen."""
        return self.value_key is not None and self.type != "overflow"

    @property
    def value_key(self) -> str | None:
        return VALUE_KEYS.get(self.type)

    def initial(self) -> Any:
        """What it holds before anybody has touched it."""
        key = self.value_key
        if key is None:
            return None
        given = self.body.get("initial_value" if key == "value" else key.replace("selected", "initial"))
        return given if given is not None else [] if key in ("selected_options", "files") else None

    def options(self) -> list[JSON]:
        grouped = [option for group in self.body.get("option_groups") or [] for option in group["options"]]
        return [*(self.body.get("options") or []), *grouped]

    def state(self, value: Any) -> JSON:
        return {"type": self.type, str(self.value_key): value}


def with_ids(blocks: Sequence[JSON]) -> list[JSON]:
    """A copy in which every block and every element has an id, as Slack gives one to those that came without."""
    copied = deepcopy(list(blocks))
    for block in copied:
        block.setdefault("block_id", short_id())
        for element in _walk(block):
            if not element.get("action_id"):
                element["action_id"] = short_id()
    return copied


def elements(blocks: Sequence[JSON]) -> Iterator[Element]:
    return (Element(block, body) for block in blocks for body in _walk(block))


def initial_state(blocks: Sequence[JSON], kept: JSON | None = None) -> JSON:
    """The state of all that holds a value; what was `kept` stays where block, element and type are still the same."""
    values: JSON = {}
    for element in elements(blocks):
        if not element.holds_value:
            continue
        old = (kept or {}).get(element.block_id, {}).get(element.action_id)
        same = old is not None and old["type"] == element.type
        values.setdefault(element.block_id, {})[element.action_id] = old if same else element.state(element.initial())
    return values


def find(blocks: Sequence[JSON], action: str, *, block_id: str | None = None) -> Element:
    """By action id, or by the label that a person reads."""
    there = [element for element in elements(blocks) if block_id in (None, element.block_id)]
    by_id = [element for element in there if element.action_id == action]
    found = by_id or [element for element in there if _plain(element.label) == _plain(action)]
    if not found:
        labels = ", ".join(f"“{element.label}” ({element.action_id})" for element in there) or "nothing"
        raise Failure(f"There is no “{action}” to press here, only {labels}.")
    return found[0]


def checked(element: Element, value: Any) -> str | None:
    """What Slack's client says about an input before it submits, if anything."""
    if value in (None, "", []):
        return None if element.block.get("optional") else REQUIRED
    body = element.body
    if element.type == "number_input":
        return _checked_number(body, str(value))
    if element.type in ("plain_text_input", "email_text_input", "url_text_input"):
        return _checked_text(element, str(value))
    if isinstance(value, list) and len(value) > (most := body.get("max_selected_items", len(value))):
        return f"Please choose no more than {most}."
    return None


def option_of(element: Element, wanted: Any, suggested: dict[str, JSON]) -> JSON:
    """The option with this value or this label, among the element's own and those its app has suggested."""
    if isinstance(wanted, dict):
        wanted = wanted.get("value")
    choices = element.options() + list(suggested.values())
    by_value = [option for option in choices if option.get("value") == str(wanted)]
    found = by_value or [option for option in choices if _plain(option["text"]["text"]) == _plain(str(wanted))]
    if not found:
        labels = ", ".join(f"“{option['text']['text']}” ({option.get('value')})" for option in choices) or "none"
        raise Failure(f"“{element.label}” has no option “{wanted}”; its options are {labels}.")
    return found[0]


def date_of(wanted: Any) -> str:
    try:
        return date.fromisoformat(str(wanted)).isoformat()
    except ValueError:
        raise Failure(f"“{wanted}” is no date; a date picker takes one like 2026-11-30.") from None


def time_of(wanted: Any) -> str:
    try:
        return time.fromisoformat(str(wanted)).strftime("%H:%M")
    except ValueError:
        raise Failure(f"“{wanted}” is no time; a time picker takes one like 09:30.") from None


def _checked_number(body: JSON, value: str) -> str | None:
    whole = not body.get("is_decimal_allowed")
    if not re.fullmatch(r"[+-]?[0-9]+" if whole else r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)", value.strip()):
        return "Please enter a whole number." if whole else "Please enter a number."
    if (least := body.get("min_value")) is not None and float(value) < float(least):
        return f"Please enter a number of at least {least}."
    if (most := body.get("max_value")) is not None and float(value) > float(most):
        return f"Please enter a number of at most {most}."
    return None


def _checked_text(element: Element, value: str) -> str | None:
    if element.type == "email_text_input" and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value):
        return "Please enter a valid email address."
    if element.type == "url_text_input" and not re.fullmatch(r"https?://\S+", value):
        return "Please enter a valid URL."
    least, most = element.body.get("min_length", 0), element.body.get("max_length", 3000)
    if len(value) < least:
        return f"Please enter at least {least} characters."
    if len(value) > most:
        return f"Please enter no more than {most} characters."
    return None


def _walk(node: Any) -> Iterator[JSON]:
    if isinstance(node, list):
        for part in node:
            yield from _walk(part)
    elif isinstance(node, dict):
        if node.get("type") in INTERACTIVE:
            yield node
        else:
            for part in node.values():
                yield from _walk(part)


def _plain(label: str) -> str:
    """A label as people compare it: without its emoji, spaces and capitals at the edges."""
    return re.sub(r":[a-z0-9_+-]+:|[^\w\s]", "", label).strip().casefold()
