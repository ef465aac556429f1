"""The manifest is one that Slack accepts, and asks for what the bot uses and nothing else."""

import ast
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from slack_sdk.web.async_client import AsyncWebClient

from bot.settings import Settings

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads(Path(__file__).with_name("manifest.schema.json").read_text(encoding="utf-8"))
MANIFEST = yaml.safe_load((ROOT / "manifest.yml").read_text(encoding="utf-8"))


# What Slack wants for each method and event; for a method, one of them is enough.
SCOPES = {
    "apps_connections_open": set(),  # by the app-level token, which has a scope of its own
    "auth_test": set(),
    "bookmarks_add": {"bookmarks:write"},
    "bookmarks_list": {"bookmarks:read"},
    "chat_delete": {"chat:write"},
    "chat_getPermalink": set(),
    "chat_postEphemeral": {"chat:write"},
    "chat_postMessage": {"chat:write"},
    "chat_update": {"chat:write"},
    "conversations_canvases_create": {"canvases:write"},
    "conversations_create": {"channels:manage", "groups:write"},
    "conversations_history": {"channels:history", "groups:history", "im:history"},
    "conversations_info": {"channels:read", "groups:read"},
    "conversations_invite": {"channels:manage", "groups:write"},
    "conversations_join": {"channels:join"},
    "conversations_list": {"channels:read", "groups:read"},
    "conversations_members": {"channels:read", "groups:read"},
    "conversations_open": {"im:write"},
    "conversations_replies": {"channels:history", "groups:history", "im:history"},
    "conversations_setTopic": {"channels:manage", "groups:write"},
    "files_upload_v2": {"files:write"},
    "pins_add": {"pins:write"},
    "users_info": {"users:read"},
    "users_list": {"users:read"},
    "views_open": set(),
    "views_publish": set(),
    "views_push": set(),
    "views_update": set(),
    "app_home_opened": set(),
    "app_mention": {"app_mentions:read"},
    "app_uninstalled": set(),
    "channel_archive": {"channels:read"},
    "channel_deleted": {"channels:read"},
    "channel_left": {"channels:read"},
    "channel_unarchive": {"channels:read"},
    "member_joined_channel": {"channels:read"},
    "message.im": {"im:history"},
    "team_join": {"users:read"},
    "tokens_revoked": set(),
    "user_change": {"users:read"},
}


def called() -> set[str]:
    """The methods of Slack's client that the bot's source names."""
    methods = {name for name in dir(AsyncWebClient) if "_" in name.strip("_") and not name.startswith("_")}
    sources = (
        path.read_text(encoding="utf-8") for folder in ("bot", "commands") for path in (ROOT / folder).glob("*.py")
    )
    attributes = (node for source in sources for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Attribute))
    return {node.attr for node in attributes} & methods - {"api_call"}


def changed(*path: str | int, to: Any) -> dict[str, Any]:
    """The manifest with one thing replaced."""
    manifest: dict[str, Any] = json.loads(json.dumps(MANIFEST))
    place: Any = manifest
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = to
    return manifest


def test_slack_accepts_it():
    jsonschema.validate(MANIFEST, SCHEMA, format_checker=jsonschema.FormatChecker())


@pytest.mark.parametrize(
    "wrong",
    [
        changed("display_information", "name", to="n" * 36),
        changed("display_information", "description", to="d" * 141),
        changed("display_information", "long_description", to="Too short."),
        changed("display_information", "long_description", to="l" * 4001),
        changed("display_information", "background_color", to="blue"),
        changed("features", "bot_user", "display_name", to="b" * 81),
        changed("features", "slash_commands", 0, "command", to="pilot"),
        changed("features", "slash_commands", 0, "command", to="/" + "p" * 32),
        changed("features", "slash_commands", 0, "description", to="d" * 2001),
        changed("features", "slash_commands", 0, "usage_hint", to="u" * 1001),
        changed("features", "shortcuts", 0, "name", to="s" * 25),
        changed("features", "shortcuts", 0, "description", to="d" * 151),
        changed("features", "shortcuts", 0, "type", to="channel"),
        changed("features", "agent_view", to={}),
        changed("oauth_config", "scopes", "bot", to=["chat:write", "chat:write"]),
        changed("settings", "event_subscriptions", "bot_events", to=["App Home Opened"]),
    ],
)
def test_the_schema_refuses_what_slack_refuses(wrong):
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, SCHEMA)


def test_people_and_channels_arrive_as_ids():
    assert all(command["should_escape"] for command in MANIFEST["features"]["slash_commands"])


def test_whatever_the_bot_calls_or_hears_it_may():
    used, asked = _used(), _asked()

    assert used <= SCOPES.keys()
    assert [name for name in used if SCOPES[name] and not SCOPES[name] & asked] == []


def test_it_asks_for_nothing_that_it_does_not_use():
    assert _asked() - {"commands"} <= set().union(*(SCOPES[name] for name in _used()))


def _asked() -> set[str]:
    scopes = MANIFEST["oauth_config"]["scopes"]
    return {*scopes["bot"], *scopes["bot_optional"]}


def _used() -> set[str]:
    return called() | set(MANIFEST["settings"]["event_subscriptions"]["bot_events"])


def named_in(section: str) -> set[str]:
    """What the tables of a section of the guide to installing have in their first column."""
    guide = (ROOT / "docs" / "installing.md").read_text(encoding="utf-8")
    lines = guide.partition(section)[2].partition("\n## ")[0].splitlines()
    return {line.split("`")[1] for line in lines if line.startswith("| `")}


def test_every_scope_has_its_reason_in_the_guide_to_installing():
    assert named_in("### What the app may do, and why") == _asked()


def test_every_setting_is_in_the_guide_to_installing():
    assert named_in("## 3. Settings") == {name.upper() for name in Settings.model_fields}
