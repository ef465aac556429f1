"""The elements that stand in blocks, and the objects that they are composed of."""

from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.block_kit.checks import (
    Check,
    Place,
    Problem,
    Rule,
    anything,
    array,
    by_type,
    exactly_one,
    flag,
    in_order,
    on,
    one_of,
    shape,
    string,
    text,
    whole,
)

ID = string(255)
MARKED = ("plain_text", "mrkdwn")
PERSON = CONVERSATION = string(255)
URL = string(3000, form=r"[a-zA-Z][a-zA-Z0-9+.-]*:\S+", says="must be a valid URL")
PICTURE = string(3000, form=r"https?://\S+", says="must be a valid image URL")
DATE = string(10, form=r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", says="must be a date as YYYY-MM-DD")
TIME = string(5, form=r"([01]\d|2[0-3]):[0-5]\d", says="must be a time as HH:mm")
NUMBER = string(40, form=r"-?\d+(\.\d+)?", says="must be a number in a string")

CONFIRM = shape(
    {
        "title": text(100),
        "text": text(300, *MARKED),
        "confirm": text(30),
        "deny": text(30),
        "style?": one_of("primary", "danger"),
    }
)
FILTER = shape(
    {
        "include?": array(one_of("im", "mpim", "private", "public"), most=4),
        "exclude_bot_users?": flag,
        "exclude_external_shared_channels?": flag,
    }
)
DISPATCH = shape(
    {"trigger_actions_on?": array(one_of("on_enter_pressed", "on_character_entered"), most=2)},
)
SLACK_FILE = shape({"id?": ID, "url?": URL}, exactly_one("id", "url"))


def option(*kinds: str, **extra: Check) -> Check:
    """One choice of a menu; the kinds of its text."""
    return shape(
        {
            "text": text(75, *kinds),
            "value": string(150),
            "description?": text(75, *kinds),
            **{f"{key}?": check for key, check in extra.items()},
        }
    )


def can_be_shown(value: Mapping[str, Any], at: Place) -> Iterator[Problem]:
    """Slack shows png, jpg and gif."""
    last = str(value.get("image_url", "")).partition("?")[0].rpartition("/")[2]
    ending = last.rpartition(".")[2].lower() if "." in last else "png"
    if ending in {"svg", "webp", "pdf", "bmp", "tif", "tiff", "ico", "avif", "heic"}:
        yield (at / "image_url").refuse("downloading image failed: must be a png, jpg or gif")


def initial_among_options(value: Mapping[str, Any], at: Place) -> Iterator[Problem]:
    groups = value.get("option_groups") or []
    offered = list(value.get("options") or []) + [
        o for g in groups if isinstance(g, dict) for o in g.get("options") or []
    ]
    for key in ("initial_option", "initial_options"):
        chosen = value.get(key, [])
        for one in chosen if isinstance(chosen, list) else [chosen]:
            if one not in offered:
                yield (at / key).refuse("must match one of the options exactly")


def element(fields: Mapping[str, Check], *rules: Rule) -> Check:
    return shape({"type": anything, "action_id?": ID, **fields}, *rules)


def asked(fields: Mapping[str, Check], *rules: Rule) -> Check:
    """An element that takes an answer: it may take the focus and, unlike a button, is confirmed when it changes."""
    return element({"confirm?": CONFIRM, "focus_on_load?": flag, **fields}, *rules)


def typed(fields: Mapping[str, Check], *rules: Rule) -> Check:
    """An element to type into."""
    return element(
        {"placeholder?": text(150), "focus_on_load?": flag, "dispatch_action_config?": DISPATCH, **fields}, *rules
    )


def menu(fields: Mapping[str, Check], *rules: Rule) -> Check:
    return asked({"placeholder?": text(150), **fields}, *rules)


OPTION = option("plain_text")
OPTIONS = array(OPTION, most=100)
GROUP = shape({"label": text(75), "options": OPTIONS})
OFFERED: Mapping[str, Check] = {"options?": OPTIONS, "option_groups?": array(GROUP, most=100)}
MARKED_OPTIONS = array(option(*MARKED), most=10)
SOME: Mapping[str, Check] = {"max_selected_items?": whole(1, 100)}
HERE: Mapping[str, Check] = {"filter?": FILTER, "default_to_current_conversation?": flag}
ANSWERED: Mapping[str, Check] = {"response_url_enabled?": flag}

IMAGE = shape(
    {"type": anything, "image_url?": PICTURE, "slack_file?": SLACK_FILE, "alt_text": string(2000)},
    exactly_one("image_url", "slack_file"),
    can_be_shown,
)

ELEMENTS: Mapping[str, Check] = {
    "button": element(
        {
            "text": text(75),
            "value?": string(2000, least=0),
            "url?": URL,
            "style?": one_of("primary", "danger"),
            "confirm?": CONFIRM,
            "accessibility_label?": string(75),
        }
    ),
    "image": IMAGE,
    "overflow": element({"options": array(option("plain_text", url=URL), most=5), "confirm?": CONFIRM}),
    "checkboxes": asked({"options": MARKED_OPTIONS, "initial_options?": MARKED_OPTIONS}, initial_among_options),
    "radio_buttons": asked({"options": MARKED_OPTIONS, "initial_option?": option(*MARKED)}, initial_among_options),
    "datepicker": menu({"initial_date?": DATE}),
    "timepicker": menu({"initial_time?": TIME, "timezone?": string(100)}),
    "datetimepicker": on("message modal", asked({"initial_date_time?": whole(1_000_000_000, 9_999_999_999)})),
    "static_select": menu(
        {**OFFERED, "initial_option?": OPTION}, exactly_one("options", "option_groups"), initial_among_options
    ),
    "multi_static_select": menu(
        {**OFFERED, **SOME, "initial_options?": OPTIONS},
        exactly_one("options", "option_groups"),
        initial_among_options,
    ),
    "external_select": menu({"initial_option?": OPTION, "min_query_length?": whole(0, 3000)}),
    "multi_external_select": menu({**SOME, "initial_options?": OPTIONS, "min_query_length?": whole(0, 3000)}),
    "users_select": menu({"initial_user?": PERSON}),
    "multi_users_select": menu({**SOME, "initial_users?": array(PERSON, most=100)}),
    "conversations_select": menu({**HERE, **ANSWERED, "initial_conversation?": CONVERSATION}),
    "multi_conversations_select": menu({**HERE, **SOME, "initial_conversations?": array(CONVERSATION, most=100)}),
    "channels_select": menu({**ANSWERED, "initial_channel?": CONVERSATION}),
    "multi_channels_select": menu({**SOME, "initial_channels?": array(CONVERSATION, most=100)}),
    "plain_text_input": typed(
        {
            "initial_value?": string(3000, least=0),
            "multiline?": flag,
            "min_length?": whole(0, 3000),
            "max_length?": whole(1, 3000),
        },
        in_order("min_length", "max_length"),
    ),
    "number_input": on(
        "modal",
        typed(
            {"is_decimal_allowed": flag, "initial_value?": NUMBER, "min_value?": NUMBER, "max_value?": NUMBER},
            in_order("min_value", "max_value"),
            in_order("min_value", "initial_value"),
            in_order("initial_value", "max_value"),
        ),
    ),
    "email_text_input": on("modal", typed({"initial_value?": string(3000, least=0)})),
    "url_text_input": on("modal", typed({"initial_value?": string(3000, least=0)})),
    "rich_text_input": on("modal home", typed({"initial_value?": anything})),
    "file_input": on("modal", element({"filetypes?": array(string(20), most=100), "max_files?": whole(1, 10)})),
}

SELECTS = frozenset(name for name in ELEMENTS if name.endswith("_select"))
CHOICES = SELECTS | {"checkboxes", "radio_buttons", "datepicker", "timepicker"}


def among(names: frozenset[str] | set[str]) -> Check:
    return by_type({name: ELEMENTS[name] for name in names})


ACCESSORY = among(CHOICES | {"button", "overflow", "image"})
ACTION = among(CHOICES | {"button", "overflow", "datetimepicker"})
INPUT = among(CHOICES | {name for name in ELEMENTS if name.endswith("_input")} | {"datetimepicker"})
BUTTON = among({"button"})
