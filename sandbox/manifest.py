"""The app's manifest, as far as Slack acts on it: commands, shortcuts, events, Home tab and scopes."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


class ManifestUnusable(Exception):
    """The manifest cannot be used; the message says what to do about it."""


@dataclass(frozen=True)
class Command:
    name: str
    description: str
    usage_hint: str
    should_escape: bool


@dataclass(frozen=True)
class Shortcut:
    callback_id: str
    name: str
    description: str
    type: str


@dataclass(frozen=True)
class Manifest:
    name: str
    description: str
    bot_name: str
    commands: dict[str, Command]
    shortcuts: dict[str, Shortcut]
    events: frozenset[str]
    home_tab: bool
    messages_tab: bool
    scopes: frozenset[str]
    optional_scopes: frozenset[str]
    socket_mode: bool


def read_manifest(path: Path) -> Manifest:
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as trouble:
        raise ManifestUnusable(f"The app's manifest {path} cannot be read: {trouble}") from trouble
    if not isinstance(document, dict) or "display_information" not in document:
        raise ManifestUnusable(f"{path} is no Slack app manifest: it has no display_information.")
    return _manifest(document)


def _manifest(document: dict[str, Any]) -> Manifest:
    features, settings = document.get("features", {}), document.get("settings", {})
    scopes = document.get("oauth_config", {}).get("scopes", {})
    shown, home = document["display_information"], features.get("app_home", {})
    return Manifest(
        name=shown["name"],
        description=shown.get("description", ""),
        bot_name=features.get("bot_user", {}).get("display_name", shown["name"]),
        commands={entry["command"]: _command(entry) for entry in features.get("slash_commands", [])},
        shortcuts={entry["callback_id"]: _shortcut(entry) for entry in features.get("shortcuts", [])},
        events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", [])),
        home_tab=bool(home.get("home_tab_enabled")),
        messages_tab=bool(home.get("messages_tab_enabled", True)),
        scopes=frozenset(scopes.get("bot", [])),
        optional_scopes=frozenset(scopes.get("bot_optional", [])),
        socket_mode=bool(settings.get("socket_mode_enabled")),
    )


def _command(entry: dict[str, Any]) -> Command:
    hint = entry.get("usage_hint", "")
    return Command(entry["command"], entry.get("description", ""), hint, bool(entry.get("should_escape")))


def _shortcut(entry: dict[str, Any]) -> Shortcut:
    return Shortcut(entry["callback_id"], entry["name"], entry.get("description", ""), entry["type"])
