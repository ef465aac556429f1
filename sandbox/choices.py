"""What a person chose or typed, as the value that Slack stores for the element."""

from typing import Any

from sandbox.elements import Element, date_of, option_of, time_of
from sandbox.errors import Failure
from sandbox.records import JSON
from sandbox.team import Team


def chosen(team: Team, element: Element, wanted: Any, *, container: str) -> Any:
    """The stored value; `container` is the view or message, for the options that its external selects have shown."""
    if wanted in (None, "", []):
        return [] if element.value_key in ("selected_options", "files") else None
    match element.value_key:
        case "value":
            return str(wanted)
        case "selected_date":
            return date_of(wanted)
        case "selected_time":
            return time_of(wanted)
        case "selected_date_time":
            return int(wanted)
        case "selected_option":
            return option_of(element, wanted, _suggested(team, container, element))
        case "selected_options":
            return [option_of(element, one, _suggested(team, container, element)) for one in _listed(wanted)]
        case "selected_user":
            return _member(team, wanted)
        case "selected_users":
            return [_member(team, one) for one in _listed(wanted)]
        case "selected_channel" | "selected_conversation":
            return _channel(team, wanted)
        case "selected_channels" | "selected_conversations":
            return [_channel(team, one) for one in _listed(wanted)]
        case _:
            return wanted


def acted_on(element: Element, value: Any, now: float) -> JSON:
    """The entry of a `block_actions` payload's `actions`."""
    kept = ("type", "action_id", "text", "value", "url", "style", "accessibility_label", "placeholder", "confirm")
    initial = [key for key in element.body if key.startswith("initial_")]
    action = {key: element.body[key] for key in (*kept, *initial) if key in element.body}
    action |= {"block_id": element.block_id, "action_ts": f"{now:.6f}"}
    if element.value_key:
        action[element.value_key] = value
    return action


def _suggested(team: Team, container: str, element: Element) -> dict[str, JSON]:
    return team.suggested.get((container, element.action_id), {})


def _listed(wanted: Any) -> list[Any]:
    return wanted if isinstance(wanted, list) else [wanted]


def _member(team: Team, wanted: Any) -> str:
    member = team.get_member(str(wanted))
    if member.deleted:
        raise Failure(f"{member.real_name} is deactivated, and cannot be chosen.")
    return member.id


def _channel(team: Team, wanted: Any) -> str:
    if (channel := team.find_channel(str(wanted))) is None:
        raise Failure(f"There is no channel “{wanted}” to choose.")
    return channel.id
