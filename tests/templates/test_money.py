"""Money as it is shown: Slack takes it, and advice stands beside the figures, never in their place."""

from dataclasses import replace
from uuid import uuid4

import pytest

from program.money import MoneyLine, NextBudget, Per, Stage
from templates import money as shown
from tests.program.examples import NOW, PROGRAM, begun
from tests.templates.extremes import NASTY, filled, taken

BUILD = MoneyLine(
    uuid4(), PROGRAM.id, 1, "build", Stage.ESTIMATE, Per.ONCE, 60000, None, None, "technology-data", for_data=True,
    note=None, by="U1", at=NOW,
)  # fmt: skip
SAVED = replace(
    BUILD, number=2, line="hours", per=Per.MONTH, amount=None, hours=400, rate=50, bucket=None, for_data=False
)


@pytest.mark.parametrize("text", NASTY)
def test_slack_takes_every_view(text: str) -> None:
    struck = replace(BUILD, note=filled(text, 300), struck=filled(text, 300), struck_by="U2")
    budget = NextBudget(PROGRAM.id, is_there=True, amount=5, holder="U1", note=filled(text, 300), by="U1", at=NOW)
    many = tuple(replace(SAVED, number=number, note=filled(text, 300)) for number in range(3, 50))
    full = replace(begun(), money=(BUILD, SAVED, struck, *many), next_budget=budget)
    for standing in (begun(), full):
        taken(shown.picture(standing, may_record=True))
        taken(shown.next_budget(standing))
        taken(shown.form(standing))
        for page in range(3):
            taken(shown.lines(standing, page=page, may_record=True))
    taken(shown.strike(full, BUILD))


def test_the_picture_has_payback_return_and_the_split_beside_what_is_advised() -> None:
    words = taken(shown.picture(replace(begun(), money=(BUILD, SAVED)), may_record=False))

    assert "Expected: benefit 240,000, cost 60,000, net 180,000 EUR" in words
    assert "paid back after 3 months; the benefit is 4 times the cost." in words
    assert "return 3 to 10 times their cost" in words
    assert "Technology and data: 100 % (20 % advised)" in words
    assert "for data readiness: 100 % (50 to 70 % advised)" in words
    assert "pull against each other" in words
    assert "nobody has said yet" in words
