"""The page of all commands is written by a script; here it is held to what the bot does."""

import importlib.util
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"


def test_the_page_of_commands_is_current() -> None:
    spec = importlib.util.spec_from_file_location("list_commands", DOCS / "list_commands.py")
    assert spec and spec.loader
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)

    assert script.page() == (DOCS / "commands.md").read_text(encoding="utf-8"), "run: make commands"
