"""The log of decisions as it is shown: Slack takes it, and what was corrected stays in it."""

from dataclasses import replace
from uuid import uuid4

import pytest

from program.decision_log import LoggedDecision
from templates import decision_log as shown
from tests.program.examples import NOW, PROGRAM, START, begun
from tests.templates.extremes import NASTY, filled, taken
from tests.templates.test_kpis import a_kpi

FIRST = LoggedDecision(uuid4(), PROGRAM.id, 1, "One vendor", "Faster", "U1", START, "Two vendors", "U2", NOW)


@pytest.mark.parametrize("text", NASTY)
def test_slack_takes_every_view(text: str) -> None:
    kpi = a_kpi(text, 1)
    long = filled(text, 1000)
    entry = replace(FIRST, what=long, why=long, alternatives=long, kpi=kpi.id)
    entries = tuple(replace(entry, id=uuid4(), number=number) for number in range(1, 13))
    standing = replace(begun(), kpis=(kpi,), decision_log=entries)
    for page in range(2):
        taken(shown.listed(standing, page=page, may_log=True))
    taken(shown.form(standing, by="U1", today=START, old=entry))
    taken(shown.form(standing, by="U1", today=START, kpi=kpi))
    taken(shown.done(entry))


def test_what_was_corrected_is_struck_through() -> None:
    later = replace(FIRST, id=uuid4(), number=2, what="Two vendors", corrects=FIRST.id)

    words = taken(shown.listed(replace(begun(), decision_log=(FIRST, later)), page=0, may_log=True))

    assert "~L-1: One vendor~ corrected by a later entry" in words
    assert "*L-2: Two vendors*" in words and "takes the place of L-1" in words
