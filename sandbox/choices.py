"""What a person chose or typed, as the value that Slack stores for the element."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.elements import Element, date_of, option_of, time_of
from sandbox.errors import Failure
from sandbox.records import JSON
from sandbox.team import Team

SEVERAL = {
    "selected_options": "selected_option",
    "selected_users": "selected_user",
    "selected_channels": "selected_channel",
    "selected_conversations": "selected_conversation",
}


@dataclass(frozen=True)
class Choosing:
    """`suggested` are the options that an external select has shown before."""

    team: Team
    element: Element
    suggested: dict[str, JSON]


def chosen(team: Team, element: Element, wanted: Any, *, container: str) -> Any:
    """The stored value; `container` is the view or message, for the options that its external selects have shown."""
    key = element.value_key or ""
    several = key in SEVERAL or key == "files"
    if wanted in (None, "", []):
        return [] if several else None
    one = ONE.get(SEVERAL.get(key, key))
    if one is None:
        return wanted
    suggested = team.suggested.get((container, element.action_id), {})
    choose = Choosing(team, element, suggested)
    if not several:
        return one(choose, wanted)
    return [one(choose, each) for each in (wanted if isinstance(wanted, list) else [wanted])]


def acted_on(element: Element, value: Any, now: float) -> JSON:
    """The entry of a `block_actions` payload's `actions`."""
    kept = ("type", "action_id", "text", "value", "url", "style", "accessibility_label", "placeholder", "confirm")
    initial = [key for key in element.body if key.startswith("initial_")]
    action = {key: element.body[key] for key in (*kept, *initial) if key in element.body}
    action |= {"block_id": element.block_id, "action_ts": f"{now:.6f}"}
    if element.value_key:
        action[element.value_key] = value
    return action


def _member(choose: Choosing, wanted: Any) -> str:
    member = choose.team.get_member(str(wanted))
    if member.deleted:
        raise Failure(f"{member.real_name} is deactivated, and cannot be chosen.")
    return member.id


def _channel(choose: Choosing, wanted: Any) -> str:
    if (channel := choose.team.find_channel(str(wanted))) is None:
        raise Failure(f"There is no channel “{wanted}” to choose.")
    return channel.id


ONE: dict[str, Callable[[Choosing, Any], Any]] = {
    "value": lambda _, wanted: str(wanted),
    "selected_date": lambda _, wanted: date_of(wanted),
    "selected_time": lambda _, wanted: time_of(wanted),
    "selected_date_time": lambda _, wanted: int(wanted),
    "selected_option": lambda choose, wanted: option_of(choose.element, wanted, choose.suggested),
    "selected_user": _member,
    "selected_channel": _channel,
    "selected_conversation": _channel,
}
