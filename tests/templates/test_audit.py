"""The record in words."""

import ast
from dataclasses import replace
from pathlib import Path

import pytest

from program.audit import BOT, GENESIS, Entry, Head
from templates import audit as shown
from tests.program.examples import NOW, PROGRAM
from tests.templates.extremes import NASTY, filled, taken

COMMANDS = Path(shown.__file__).parents[1] / "commands"
ENTRY = Entry(
    str(PROGRAM.id), 7, GENESIS, NOW, "U1", None, "command in C0CLAIMS", "risk:raise", "CLAIMS R-1", None, None
)
HEAD = Head(str(PROGRAM.id), 42, "a1b2c3d4e5f6" + "0" * 52)


def told(**changes: str) -> str:
    return taken(shown.entries(PROGRAM, [replace(ENTRY, **changes)], HEAD))  # type: ignore[arg-type]


def test_an_entry_says_who_did_what_when_and_where() -> None:
    said = told()
    assert "<@U1> raised the risk" in said and "CLAIMS R-1" in said and "by a command in <#C0CLAIMS>" in said
    assert "Pilot closed the vote on" in told(by=BOT, did="vote:close", where="the vote's end")
    assert "the vote's end" in told(where="the vote's end")
    assert "at a message in <#C1>" in told(where="message 1.2 in C1")
    assert "in a form" in told(where="modal risk-raise") and "in the bot's Home" in told(where="home")
    assert "answered “approved” to the sign-off" in told(did="sign-off:approved")
    assert "decided “go” on" in told(did="decision:go")
    assert "on behalf of <@U2>" in told(on_behalf_of="U2")


def test_the_head_stands_below_as_the_command_line_takes_it() -> None:
    assert "CLAIMS:42:a1b2c3d4e5f6" in told()
    assert "Nothing is recorded" in taken(shown.entries(PROGRAM, [], replace(HEAD, seq=0)))


@pytest.mark.parametrize("text", NASTY)
def test_slack_takes_the_most_extreme(text: str) -> None:
    entry = replace(ENTRY, subject=filled(text, 3000), where=filled(text, 200))
    for page in range(3):
        taken(shown.entries(PROGRAM, [entry] * shown.PAGE, HEAD, page=page))


def test_everything_that_is_noted_has_its_words() -> None:
    noted = {
        word.value.value
        for file in COMMANDS.glob("*.py")
        for word in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(word, ast.keyword) and word.arg == "did" and isinstance(word.value, ast.Constant)
    }
    assert noted
    assert noted <= shown.DID.keys()
