"""Risks as they are shown: Slack takes them, and each number says what it means."""

from dataclasses import replace

import pytest

from program.items import ItemState
from templates import risks as shown
from tests.program.examples import NOW, begun
from tests.templates.extremes import NASTY, a_risk, extreme, filled, taken


@pytest.mark.parametrize("text", NASTY)
def test_slack_takes_every_view(text: str) -> None:
    standing, risk = extreme(text, ItemState.OPEN), a_risk(text)
    closed = replace(risk, closed_at=NOW, closed_by="U3", outcome=filled(text, 500))

    taken(shown.form(standing, today=NOW.date()))
    accepted = replace(
        risk, residual_likelihood=3, residual_impact=5, accepted_by="U9", accepted_at=NOW, acceptance=filled(text, 500),
        review_on=NOW.date(), gates=("discovery", "scale"),
    )  # fmt: skip
    for each in (risk, closed, accepted):
        taken(shown.post(standing, each))
        taken(shown.close(standing, each))
        taken(shown.review(standing, each, today=NOW.date()))
        taken(shown.accept(standing, each))
        taken(shown.accept_asked(standing, each))
        taken(shown.saved(standing, each))
        taken(shown.done(standing.program, each))
    for page in range(3):
        taken(shown.risks(standing, page=page))


def test_a_post_says_how_bad_it_is_and_who_holds_it() -> None:
    risk = replace(a_risk("Model drifts"), title="Model drifts", likelihood=4, impact=5, mitigation="Weekly samples")

    words = taken(shown.post(begun(), risk))

    assert "🔴 *R-1* of CLAIMS, 20 of 25: Model drifts" in words
    assert "likelihood 4 (likely); impact 5 (critical). <@U1> holds it. What is done about it: Weekly samples" in words
    assert "Nobody holds it yet" in taken(shown.post(begun(), replace(risk, owner=None)))


def test_a_long_list_pages_worst_first() -> None:
    first = shown.risks(extreme("x", ItemState.OPEN))

    assert first.text.startswith("29 open risks in CLAIMS, worst first; 18 high")
    assert "25 of 25" in taken(first) and "Next 10" in taken(first)
    assert "No open risk in CLAIMS" in shown.risks(begun()).text
