"""Risks: a high one has an owner, and each is closed once, with what became of it."""

from dataclasses import replace
from uuid import uuid4

import pytest

from program import risks
from program.errors import Refused
from program.risks import Risk
from tests.program.examples import NOW, PROGRAM, begun


def a_risk(likelihood: int = 4, impact: int = 4, owner: str | None = "ANN", number: int = 3) -> Risk:
    return Risk(uuid4(), PROGRAM.id, number, "Model drifts", likelihood, impact, owner, None, "BEN", NOW)


@pytest.mark.parametrize(("likelihood", "impact"), [(3, 5), (5, 3), (4, 4), (5, 5)])
def test_a_high_risk_needs_an_owner(likelihood: int, impact: int) -> None:
    with pytest.raises(Refused, match="needs an owner") as refusal:
        risks.check(a_risk(likelihood, impact, owner=None))
    assert refusal.value.field == "owner"
    assert risks.check(a_risk(likelihood, impact)).is_open


@pytest.mark.parametrize(("likelihood", "impact"), [(1, 1), (2, 5), (4, 3)])
def test_a_lower_one_may_wait_for_its_owner(likelihood: int, impact: int) -> None:
    assert risks.check(a_risk(likelihood, impact, owner=None)).owner is None


def test_the_worst_come_first() -> None:
    found = [a_risk(2, 2, number=1), a_risk(5, 4, number=2), a_risk(4, 5, number=3)]
    closed = risks.close(a_risk(5, 5, number=4), outcome="Mitigated", by="ANN", now=NOW)

    standing = replace(begun(), risks=(*found, closed))

    assert [each.number for each in standing.open_risks] == [2, 3, 1]


def test_a_risk_is_closed_once_with_what_became_of_it() -> None:
    with pytest.raises(Refused, match="what became of it") as refusal:
        risks.close(a_risk(), outcome=None, by="ANN", now=NOW)
    assert refusal.value.field == "outcome"

    closed = risks.close(a_risk(), outcome="Accepted by the board", by="ANN", now=NOW)
    assert risks.close(closed, outcome="Accepted by the board", by="ANN", now=NOW) is closed
    with pytest.raises(Refused, match="R-3 is closed already"):
        risks.close(closed, outcome="Mitigated", by="BEN", now=NOW)
