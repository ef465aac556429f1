"""The page of all commands is written by a script; here it is held to what the bot does."""

from tests.docs.scripts import DOCS, script


def test_the_page_of_commands_is_current() -> None:
    assert script("list_commands").page() == (DOCS / "commands.md").read_text(encoding="utf-8"), "run: make commands"
