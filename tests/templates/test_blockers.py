"""Blockers as they are shown: Slack takes them, and who should clear one is named."""

from dataclasses import replace

import pytest

from program.items import ItemState
from templates import blockers as shown
from tests.program.examples import NOW, PLAYBOOK, PROGRAM, START, begun
from tests.templates.extremes import NASTY, a_blocker, extreme, filled, taken


@pytest.mark.parametrize("text", NASTY)
def test_slack_takes_every_view(text: str) -> None:
    standing, blocker = extreme(text, ItemState.OPEN), a_blocker(text)
    cleared = replace(blocker, cleared_at=NOW, cleared_by="U3", how=filled(text, 500))
    entry = standing.playbook.item("x-activity-1")

    taken(shown.report(standing, wanted_by=START, entry=entry, what=text * 500, page="checklist"))
    for each in (blocker, cleared):
        taken(shown.post(standing.program, each, entry))
        taken(shown.clear(each))
    taken(shown.cleared(cleared))
    for is_outside in (True, False):
        taken(shown.reported(standing.program, blocker, is_outside=is_outside))
    for page in range(3):
        taken(shown.blockers(standing, NOW, page=page))


def test_a_post_asks_and_afterwards_says_how_it_went() -> None:
    blocker = replace(a_blocker("No access yet"), what="No access yet", item=None)
    message = shown.post(PROGRAM, blocker, PLAYBOOK.item("w1-workshops"))

    assert "<@U1>, can you clear it by Sun 11 Jan 2026?" in message.text
    assert "It holds up “Hold workshops" in message.text
    assert "Cleared" in taken(message)

    cleared = replace(blocker, cleared_at=NOW, cleared_by="U3", how="Granted.")
    assert "✅ *B-1* of CLAIMS is cleared" in taken(shown.post(PROGRAM, cleared, None))
    assert not [block for block in shown.post(PROGRAM, cleared, None).blocks if block["type"] == "actions"]


def test_a_long_list_pages_and_what_is_late_comes_first() -> None:
    standing = extreme("x", ItemState.OPEN)
    first, last = shown.blockers(standing, NOW), shown.blockers(standing, NOW, page=2)

    assert "29 open blockers in CLAIMS, 29 past the wanted day" in first.text
    assert "B-29" in taken(first) and "B-1*" in taken(last)
    assert "Next 10" in taken(first) and "Back" not in taken(first)
    assert "Back" in taken(last) and "Next" not in taken(last)
    assert "Nothing is blocked" in shown.blockers(begun(), NOW).text
