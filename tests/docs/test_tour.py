"""The tour on the page sends people to members, channels and commands that there are."""

import tomllib
from pathlib import Path

import pytest

from commands import table
from sandbox import demo_facts

SANDBOX = Path(__file__).parents[2] / "sandbox"
STEPS = tomllib.loads((SANDBOX / "page" / "tour.toml").read_text(encoding="utf-8"))["steps"]
PEOPLE = tomllib.loads((SANDBOX / "people.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step["title"])
def test_a_step_leads_somewhere(step: dict[str, str]) -> None:
    channels = {each["name"] for each in PEOPLE["channels"]} | {demo_facts.START["channel_name"], "home", ""}
    assert step["as"] in {each["name"] for each in PEOPLE["members"]} | {""}
    assert step["channel"] in channels
    if step["type"]:
        command, rest = table.build().find_command(step["type"].removeprefix("/pilot "))
        assert (step["type"], rest) == (f"/pilot {command.words}", "")
