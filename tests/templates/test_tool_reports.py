"""Telling about a tool: Slack takes every view, and the words blame nobody."""

from dataclasses import replace
from uuid import UUID

import pytest

from program import tool_reports
from templates import tool_reports as shown
from templates import tools
from tests.program.test_tool_reports import NOW, TOLD
from tests.templates.extremes import NASTY, filled, taken
from tests.templates.test_tools import UNITS, WORDS


@pytest.mark.parametrize("text", NASTY)
def test_slack_takes_every_view(text: str) -> None:
    long = replace(
        TOLD, name=filled(text, tools.NAME), purpose=filled(text, tools.TEXT), unit=filled(text, 60), told_by="U1",
        data={each.key: each.title for each in WORDS.traits},
    )  # fmt: skip
    done = tool_reports.settle(long, filled(text, tools.TEXT), by="U2", now=NOW)
    many = [replace(long, id=UUID(int=number)) for number in range(12)]
    for each in (TOLD, long, done):
        taken(shown.card(each, news="x"))
        taken(shown.in_use(each))
        taken(shown.thanks(each))
    taken(shown.settling(long))
    taken(shown.settled(done))
    taken(shown.form(WORDS, UNITS))
    taken(shown.form(tools.Words(), []))
    taken(tools.listed([], [], today=NOW.date(), below=shown.rows(many)))


def test_the_words_blame_nobody_and_say_what_is_kept() -> None:
    assert "held against nobody" in taken(shown.form(WORDS, []))
    assert "kept nowhere" in taken(shown.thanks(TOLD))
    assert "with your name" in taken(shown.thanks(replace(TOLD, told_by="U1")))
    assert "Do not look for who told" in taken(shown.in_use(TOLD))
    assert "left their name out" in taken(shown.in_use(TOLD))


def test_what_is_seen_to_has_no_button_left() -> None:
    done = tool_reports.settle(TOLD, "Lingua does it", by="U2", now=NOW)
    assert "Ask for it" in taken(shown.card(TOLD))
    assert "Ask for it" not in taken(shown.card(done))
    assert "Ask for it" not in taken(shown.in_use(done))
    assert shown.rows([]) == []
