"""The manifest is one that Slack accepts, and asks for what the bot uses and nothing else."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from bot.settings import Settings

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads(Path(__file__).with_name("manifest.schema.json").read_text(encoding="utf-8"))
MANIFEST = yaml.safe_load((ROOT / "manifest.yml").read_text(encoding="utf-8"))


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


def named_in(section: str) -> set[str]:
    """What the tables of a section of the guide to installing have in their first column."""
    guide = (ROOT / "docs" / "installing.md").read_text(encoding="utf-8")
    lines = guide.partition(section)[2].partition("\n## ")[0].splitlines()
    return {line.split("`")[1] for line in lines if line.startswith("| `")}


def test_every_scope_has_its_reason_in_the_guide_to_installing():
    scopes = MANIFEST["oauth_config"]["scopes"]

    assert named_in("### What the app may do, and why") == {*scopes["bot"], *scopes["bot_optional"]}


def test_every_setting_is_in_the_guide_to_installing():
    assert named_in("## 3. Settings") == {name.upper() for name in Settings.model_fields}
