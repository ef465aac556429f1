"""Risks: a high one has an owner, and each is closed once, with what became of it."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from program import gates, risks
from program.errors import Refused
from program.measures import RiskRules
from program.risks import Risk
from tests.program.examples import DISCOVERY, NOW, PROGRAM, begun, complete, refuses


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


RULES = RiskRules(high=15, middle=8, review_days=14)


def reviewed(before: Risk, **changed: object) -> Risk:
    return risks.review(before, replace(before, **changed), RULES, by="ANN", today=NOW.date())  # type: ignore[arg-type]


def test_a_review_is_not_set_into_the_past() -> None:
    yesterday, later = NOW.date() - timedelta(days=1), NOW.date() + timedelta(days=9)
    with pytest.raises(Refused) as refusal:
        risks.check(replace(a_risk(), review_on=yesterday), RULES, today=NOW.date())
    assert refusal.value.field == "review_on"
    assert risks.check(replace(a_risk(), review_on=later), RULES, today=NOW.date()).review_on == later
    assert reviewed(replace(a_risk(), review_on=yesterday)).review_on == yesterday, "what stands there may stay"
    assert reviewed(a_risk(), review_on=NOW.date()).review_on == NOW.date(), "today is still to come"
    with refuses("This date has passed", field="review_on"):
        reviewed(a_risk(), review_on=yesterday)
    with refuses("needs an owner", field="owner"):
        risks.review(a_risk(2, 2), a_risk(2, 2, owner=None), RiskRules(high=4), by="ANN", today=NOW.date())


def test_what_remains_needs_both_numbers_a_mitigation_and_no_more_than_there_was() -> None:
    for changed, field in (
        ({"residual_impact": 4}, "residual_likelihood"),
        ({"residual_likelihood": 4}, "residual_impact"),
        ({"residual_likelihood": 4, "residual_impact": 4}, "mitigation"),
        ({"residual_likelihood": 5, "residual_impact": 5, "mitigation": "x"}, "residual_likelihood"),
    ):
        with pytest.raises(Refused) as refusal:
            reviewed(a_risk(), **changed)
        assert refusal.value.field == field


def test_what_was_accepted_is_accepted_only_as_it_was() -> None:
    left = reviewed(a_risk(), residual_likelihood=4, residual_impact=4, mitigation="Samples")
    accepted = risks.accept(left, comment="Watched daily", by="ROSE", now=NOW)

    assert accepted == replace(left, accepted_by="ROSE", accepted_at=NOW, acceptance="Watched daily")
    assert reviewed(accepted, gates=("scale",)).is_accepted
    assert reviewed(accepted, residual_likelihood=3) == replace(left, residual_likelihood=3, residual_by="ANN")
    assert reviewed(accepted, likelihood=5).residual_by == "ANN"


def test_what_remains_is_accepted_by_a_risk_owner_who_neither_raised_nor_holds_it() -> None:
    left = reviewed(a_risk(), residual_likelihood=4, residual_impact=4, mitigation="Samples")
    risks.check_accepts(left, ["ROSE"], by="ROSE", title="Risk owner")
    for risk, owners, by, why in (
        (a_risk(), ["ROSE"], "ROSE", "what remains"),
        (left, ["ROSE", "RON"], "EVE", "<@ROSE> or <@RON>"),
        (left, [], "EVE", "nobody holds that role"),
        (left, ["BEN"], "BEN", "own work"),
        (left, ["ANN"], "ANN", "own work"),
    ):
        with pytest.raises(Refused, match=why):
            risks.check_accepts(risk, owners, by=by, title="Risk owner")
    with refuses("Say why", field="acceptance"):
        risks.accept(left, comment=None, by="ROSE", now=NOW)
    with pytest.raises(Refused, match="accepted already"):
        risks.accept(risks.accept(left, comment="x", by="ROSE", now=NOW), comment="y", by="ROSE", now=NOW)


def test_a_high_risk_stands_in_the_way_until_it_is_brought_down_or_accepted() -> None:
    high = a_risk()
    left = reviewed(high, residual_likelihood=4, residual_impact=4, mitigation="Samples")
    accepted = risks.accept(left, comment="x", by="ROSE", now=NOW)
    down = reviewed(high, residual_likelihood=2, residual_impact=4, mitigation="Samples")
    elsewhere, closed = replace(high, gates=("scale",)), risks.close(high, outcome="x", by="ANN", now=NOW)

    assert risks.is_in_the_way(a_risk(3, 5), "discovery", RULES) and not risks.is_in_the_way(a_risk(2, 7), "x", RULES)
    assert risks.is_in_the_way(elsewhere, "scale", RULES)
    stands = [risks.is_in_the_way(each, "discovery", RULES) for each in (high, left, accepted, down, elsewhere, closed)]

    assert stands == [True, True, False, False, False, False]


def test_a_gate_names_the_risks_in_its_way_and_who_can_act() -> None:
    left = reviewed(a_risk(number=4), residual_likelihood=4, residual_impact=4, mitigation="Samples")
    standing = replace(complete(DISCOVERY), risks=(a_risk(number=3), left))
    unowned = replace(complete(DISCOVERY), risks=tuple(a_risk(owner=None, number=each) for each in range(1, 8)))

    found = [each for each in gates.missing(standing, DISCOVERY) if each.key.startswith("R-")]
    many = [each for each in gates.missing(unowned, DISCOVERY) if each.key.startswith("R-")]

    assert [(each.what.partition(":")[0], each.owed_by) for each in found] == [
        ("R-3 is high, and not mitigated", ("ANN",)),
        ("R-4 stays high with its mitigation, and nobody has accepted that", ("RISK-OWNER",)),
    ]
    assert many[0].owed_by == ("PROGRAM-MANAGER",)
    assert many[-1].what == "R-6, R-7: high as well, neither brought down nor accepted"
    assert many[-1].key == "R-6"
    alone = replace(standing, risks=(replace(left, owner="RISK-OWNER"),))
    assert gates.missing(alone, DISCOVERY)[0].owed_by == ("PROGRAM-MANAGER",), "somebody else must take the role"


def test_what_remains_is_known_once_both_numbers_are() -> None:
    half = [replace(a_risk(), residual_likelihood=2), replace(a_risk(), residual_impact=2)]

    assert [each.residual for each in half] == [None, None]
    assert replace(half[0], residual_impact=3).residual == 6
