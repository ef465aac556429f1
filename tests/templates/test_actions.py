"""Actions as they are shown: Slack takes them, and who has one is told what, by when and for whom."""

from dataclasses import replace
from uuid import uuid4

import pytest

from program.actions import Action
from templates import actions as shown
from tests.program.examples import NOW, PROGRAM, START, begun
from tests.templates.extremes import NASTY, filled, taken

ASKED = Action(uuid4(), PROGRAM.id, 1, "Ask for access", "U1", START, "U2", NOW)


@pytest.mark.parametrize("text", NASTY)
def test_slack_takes_every_view(text: str) -> None:
    action = replace(ASKED, what=filled(text, 500))
    done = replace(action, done_at=NOW, done_by="U1", outcome=filled(text, 500))
    standing = replace(begun(), actions=(done, *(replace(action, number=number) for number in range(2, 25))))
    for each in (action, done):
        for user in ("U1", "U2"):
            taken(shown.asked(PROGRAM, each, user))
        taken(shown.done(each))
        taken(shown.move(each))
        taken(shown.given(PROGRAM, each))
    taken(shown.finished(done))
    taken(shown.give(standing, due=START))
    for page in range(3):
        taken(shown.actions(standing, NOW, page=page))


def test_its_owner_sees_what_became_of_it() -> None:
    assert "📌 *A-1* of CLAIMS, by Mon 12 Jan 2026: Ask for access" in taken(shown.asked(PROGRAM, ASKED, "U1"))
    assert "is with <@U3> now" in taken(shown.asked(PROGRAM, replace(ASKED, owner="U3"), "U1"))
    done = replace(ASKED, done_at=NOW, done_by="U1", outcome="Granted")
    assert "is done: Ask for access" in taken(shown.asked(PROGRAM, done, "U1"))
    assert "No open action in CLAIMS; 1 done." in taken(shown.actions(replace(begun(), actions=(done,)), NOW))
