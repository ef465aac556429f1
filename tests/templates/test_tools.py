"""AI tools as they are shown: Slack takes every view, and what somebody typed stays data."""

from dataclasses import replace
from uuid import UUID

import pytest

from commands.tools import words_of
from program import tools
from program.tools import Tool, Word
from templates import tools as shown
from tests.program.examples import PLAYBOOK
from tests.program.test_tools import APPROVED, ASKED, LATER, NOW, OTHER
from tests.templates.extremes import NASTY, filled, taken

WORDS, TODAY = words_of(PLAYBOOK), NOW.date()
UNITS = [f"Unit {number}" for number in range(150)]


def extreme(text: str, tool: Tool) -> Tool:
    long = filled(text, shown.TEXT)
    return replace(
        tool, name=filled(text, shown.NAME), purpose=long, users=filled(text, 120), unit=filled(text, 60), limits=long,
        link="https://wiki.example/" + "a" * 270, learn=long, depth="none", instead=long, reason=long,
        data={each.key: each.title for each in WORDS.traits},
    )  # fmt: skip


@pytest.mark.parametrize("text", NASTY)
def test_slack_takes_every_view(text: str) -> None:
    down = tools.turn_down(ASKED, by="U2", now=NOW, reason="x", alternative=OTHER, instead="y")
    retired = tools.retire(APPROVED, by="U2", now=NOW, reason="x")
    said = [Word(UUID(int=number), APPROVED.id, "U3", NOW, filled(text, 1000)) for number in range(5)]
    for tool in (extreme(text, each) for each in (ASKED, APPROVED, down, retired)):
        other = extreme(text, OTHER)
        for by in ("UASKS", "U9"):
            taken(shown.card(tool, WORDS, today=LATER, by=by, may_decide=True, alternative=other, said=said, news="x"))
        taken(shown.wanted(tool, today=TODAY, alternative=other))
        taken(shown.decided(tool, alternative=other))
        for user in (tool.owner, "U9"):
            taken(shown.review(tool, user))
        taken(shown.retired(tool))
        taken(shown.word(tool, said[0]))
        taken(shown.approve(tool, WORDS, UNITS, review_on=LATER))
        taken(shown.turn_down(tool, WORDS, today=TODAY))
        taken(shown.keep(tool, WORDS, review_on=LATER, today=TODAY))
        taken(shown.retire(tool))
        taken(shown.tell(tool))
        taken(shown.sent(tool))
        for deciders in range(3):
            taken(shown.asked(tool, WORDS, today=TODAY, deciders=deciders))
    taken(shown.ask(WORDS, UNITS, by="U1", name=filled(text, 200)))
    taken(shown.ask(shown.Words(), [], by="U1"))


@pytest.mark.parametrize("text", NASTY)
def test_long_lists_page(text: str) -> None:
    many = [replace(extreme(text, APPROVED), id=UUID(int=number)) for number in range(20)]
    for page in range(4):
        message = shown.listed(many, many, today=LATER, search=filled(text, 60), page=page, may_decide=True)
        taken(message)
        taken(shown.page(message))


def test_a_list_with_nothing_in_it_says_what_to_do() -> None:
    assert "No AI tool is approved yet" in taken(shown.listed([], [], today=TODAY))
    assert "No approved tool matches “vpn”" in taken(shown.listed([], [ASKED], today=TODAY, search="vpn"))
    assert "1 request* of yours" in shown.listed([], [ASKED], today=TODAY).blocks[1]["text"]["text"]


def test_a_tool_beside_the_systems_is_warned_of_with_the_playbook_s_words() -> None:
    warned = "plan how it gets inside"
    assert warned in taken(shown.approve(replace(ASKED, depth="none"), WORDS, [], review_on=LATER))
    assert warned not in taken(shown.approve(replace(ASKED, depth="embedded"), WORDS, [], review_on=LATER))
    assert "Inside the screens" in taken(shown.approve(replace(ASKED, depth="embedded"), WORDS, [], review_on=LATER))


def test_only_what_is_approved_says_what_may_go_in() -> None:
    down = tools.turn_down(ASKED, by="U2", now=NOW, reason="x", alternative=OTHER, instead=None)
    retired = tools.retire(APPROVED, by="U2", now=NOW, reason="x")
    for tool in (ASKED, down, retired):
        assert "May go in" not in shown.told(tool, today=TODAY)
    assert "May go in:* personal data" in shown.told(APPROVED, today=TODAY)
    assert "Would go in:* personal data, health data" in shown.told(ASKED, today=TODAY)


def test_who_asked_gets_no_button_to_decide() -> None:
    mine = taken(shown.card(ASKED, WORDS, today=TODAY, by="UASKS", may_decide=True))
    theirs = taken(shown.card(ASKED, WORDS, today=TODAY, by="UOFFICE", may_decide=True))
    assert "Approve" not in mine and "Approve" in theirs
