"""Block Kit's shapes as plain dicts: what every view and message is put together from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from json import dumps
from typing import Any

Block = dict[str, Any]
View = dict[str, Any]

TEXT, SECTION, OPTION, BUTTON, TITLE = 4000, 3000, 75, 75, 24


@dataclass(frozen=True, slots=True)
class Message:
    """What is posted: `text` says all that matters, for notifications and screen readers."""

    text: str
    blocks: list[Block] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a select, of radio buttons or of checkboxes."""

    value: str
    label: str
    help: str | None = None


def plain(text: str, limit: int) -> Block:
    """Plain text, shortened with an ellipsis where Slack would refuse it."""
    return {"type": "plain_text", "text": shortened(text, limit), "emoji": True}


def mrkdwn(text: str) -> Block:
    return {"type": "mrkdwn", "text": text}


def shortened(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def spoken(text: str) -> str:
    """As much of a message's words as Slack takes in its text, cut between lines; the blocks have them in full."""
    if len(text) <= TEXT:
        return text
    return text[: text.rfind("\n", 0, TEXT - 2)].rstrip() + "\n…"


# --- what stands in a message, a modal or Home ---------------------------------------------------------------------


def header(text: str) -> Block:
    return {"type": "header", "text": plain(text, 150)}


def section(text: str, *, accessory: Block | None = None, id: str | None = None) -> Block:
    return _lean(type="section", text=mrkdwn(text), accessory=accessory, block_id=id)


def sections(text: str) -> list[Block]:
    """A long text as several sections, cut between paragraphs or lines; nothing is lost."""
    blocks: list[Block] = []
    rest = text.strip()
    while len(rest) > SECTION:
        cut = max(rest.rfind("\n\n", 0, SECTION), 0) or max(rest.rfind("\n", 0, SECTION), 0) or SECTION
        blocks.append(section(rest[:cut]))
        rest = rest[cut:].lstrip("\n")
    return [*blocks, section(rest)] if rest else blocks


def length(blocks: Iterable[Block]) -> int:
    """The characters in all sections: Slack refuses a message at about 13,200."""
    return sum(len(block["text"]["text"]) for block in blocks if "text" in block)


def fields(texts: Iterable[str]) -> Block:
    return {"type": "section", "fields": [mrkdwn(text) for text in texts]}


def context(*texts: str) -> Block:
    return {"type": "context", "elements": [mrkdwn(text) for text in texts]}


def divider() -> Block:
    return {"type": "divider"}


def actions(*elements: Block, id: str | None = None) -> Block:
    return _lean(type="actions", elements=list(elements), block_id=id)


def button(
    text: str,
    action: str,
    value: str = "-",
    *,
    style: str | None = None,
    confirm: Block | None = None,
    label: str | None = None,
) -> Block:
    """`action` leads to its handler up to a colon; what follows only makes it unique in its message."""
    return _lean(
        type="button",
        text=plain(text, BUTTON),
        action_id=action,
        value=value,
        style=style,
        confirm=confirm,
        accessibility_label=shortened(label, BUTTON) if label else None,
    )


def confirm(title: str, text: str, *, yes: str, no: str = "Cancel") -> Block:
    return {
        "title": plain(title, 100),
        "text": mrkdwn(shortened(text, 300)),
        "confirm": plain(yes, 30),
        "deny": plain(no, 30),
    }


def overflow(action: str, choices: Sequence[Choice]) -> Block:
    return {"type": "overflow", "action_id": action, "options": [option(each) for each in choices]}


def option(choice: Choice) -> Block:
    help = plain(choice.help, OPTION) if choice.help else None
    return _lean(text=plain(choice.label, OPTION), value=choice.value, description=help)


# --- modals -------------------------------------------------------------------------------------------------------


def modal(
    title: str,
    callback: str,
    blocks: list[Block],
    *,
    submit: str | None = None,
    close: str = "Cancel",
    about: dict[str, str] | None = None,
) -> View:
    """`about` carries ids only, never state."""
    return _lean(
        type="modal",
        callback_id=callback,
        title=plain(title, TITLE),
        submit=plain(submit, TITLE) if submit else None,
        close=plain(close, TITLE),
        private_metadata=dumps(about) if about else None,
        blocks=blocks,
    )


def done(title: str, message: Message) -> View:
    """What a modal shows once its answers are stored."""
    return modal(title, "done", message.blocks or [section(message.text)], close="Close")


def home(blocks: list[Block]) -> View:
    return {"type": "home", "blocks": blocks}


def question(
    name: str, label: str, element: Block, *, hint: str | None = None, optional: bool = False, dispatch: bool = False
) -> Block:
    """An input whose answer the handler finds under `name`."""
    return _lean(
        type="input",
        block_id=name,
        label=plain(label, 2000),
        hint=plain(hint, 2000) if hint else None,
        element=element | {"action_id": element.get("action_id", name)},
        optional=optional,
        dispatch_action=dispatch or None,
    )


def text_input(
    *, initial: str | None = None, lines: bool = False, most: int = 3000, placeholder: str | None = None
) -> Block:
    return _lean(
        type="plain_text_input",
        multiline=lines,
        max_length=most,
        initial_value=initial or None,
        placeholder=plain(placeholder, 150) if placeholder else None,
    )


def number_input(
    *, initial: float | None = None, whole: bool = False, least: float | None = None, most: float | None = None
) -> Block:
    return _lean(
        type="number_input",
        is_decimal_allowed=not whole,
        initial_value=None if initial is None else f"{initial:g}",
        min_value=None if least is None else f"{least:g}",
        max_value=None if most is None else f"{most:g}",
    )


def date_input(*, initial: date | None = None) -> Block:
    return _lean(type="datepicker", initial_date=initial.isoformat() if initial else None)


def moment_input(*, initial: datetime | None = None) -> Block:
    """A day and a time of day, in the time zone of whoever fills it in."""
    return _lean(type="datetimepicker", initial_date_time=int(initial.timestamp()) if initial else None)


def person_input(*, initial: str | None = None) -> Block:
    return _lean(type="users_select", initial_user=initial)


def people_input(*, initial: Sequence[str] = (), most: int | None = None) -> Block:
    return _lean(type="multi_users_select", initial_users=list(initial) or None, max_selected_items=most)


def channel_input(*, initial: str | None = None) -> Block:
    """Channels, public and private, not direct messages."""
    return _lean(
        type="conversations_select",
        initial_conversation=initial,
        filter={"include": ["public", "private"], "exclude_bot_users": True},
    )


def select_input(choices: Sequence[Choice], *, initial: str | None = None) -> Block:
    return _lean(
        type="static_select",
        options=[option(each) for each in choices],
        initial_option=_initial(choices, initial),
    )


def external_input(*, initial: Choice | None = None, placeholder: str) -> Block:
    """For more than a hundred options: the bot answers with those that match what was typed."""
    return _lean(
        type="external_select",
        initial_option=option(initial) if initial else None,
        min_query_length=0,
        placeholder=plain(placeholder, 150),
    )


def radio_input(choices: Sequence[Choice], *, initial: str | None = None) -> Block:
    return _lean(
        type="radio_buttons",
        options=[option(each) for each in choices],
        initial_option=_initial(choices, initial),
    )


def many_input(choices: Sequence[Choice], *, initial: Sequence[str] = ()) -> Block:
    chosen = [option(each) for each in choices if each.value in initial]
    return _lean(type="multi_static_select", options=[option(each) for each in choices], initial_options=chosen or None)


def checkbox_input(choices: Sequence[Choice], *, initial: Sequence[str] = ()) -> Block:
    ticked = [option(each) for each in choices if each.value in initial]
    return _lean(type="checkboxes", options=[option(each) for each in choices], initial_options=ticked or None)


def suggesting(view: View, given: Mapping[str, str]) -> View:
    """The form with these answers in it, to be changed or taken as they are; what it does not ask is left out."""
    return view | {"blocks": [_suggesting(each, given.get(each.get("block_id", ""))) for each in view["blocks"]]}


def _suggesting(block: Block, value: str | None) -> Block:
    if value is None or block["type"] != "input":
        return block
    element = block["element"]
    if element["type"] == "plain_text_input":
        return block | {"element": element | {"initial_value": value}}
    chosen = next((each for each in element.get("options", ()) if each["value"] == value), None)
    return block | {"element": element | {"initial_option": chosen}} if chosen else block


def _initial(choices: Sequence[Choice], value: str | None) -> Block | None:
    return next((option(each) for each in choices if each.value == value), None)


def _lean(**parts: Any) -> Block:
    """Without what is `None`: Slack refuses null."""
    return {name: value for name, value in parts.items() if value is not None}
