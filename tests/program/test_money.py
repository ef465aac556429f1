"""Money: what it should bring and cost, payback and return, and where it goes."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from program import money
from program.errors import Refused
from program.measures import Bucket, Line, MoneyRules
from program.money import MoneyLine, NextBudget, Per, Stage
from tests.program.examples import NOW, PROGRAM, refuses

RULES = MoneyRules(
    lines=(
        Line(key="saved", title="Saved", kind="benefit", source="s"),
        Line(key="build", title="Build", kind="cost", source="s"),
    ),
    buckets=(
        Bucket(key="models", title="Algorithms", share=10, source="s"),
        Bucket(key="people", title="People", share=70, source="s"),
    ),
)


def line(of: str = "saved", **changes: Any) -> MoneyLine:
    whole = MoneyLine(
        uuid4(), PROGRAM.id, 1, of, Stage.ESTIMATE, Per.MONTH, 100.0, None, None, None, for_data=False, note=None,
        by="ANN", at=NOW,
    )  # fmt: skip
    return replace(whole, **changes)


def cost(amount: float = 600.0, **changes: Any) -> MoneyLine:
    return line("build", **{"amount": amount, "per": Per.ONCE, "bucket": "models"} | changes)


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        (line(hours=1.0, rate=1.0), "amount"),
        (line(amount=None), "amount"),
        (line(amount=0.0), "amount"),
        (line(amount=None, hours=-1.0, rate=1.0), "hours"),
        (line(amount=None, hours=1.0, rate=0.0), "rate"),
        (line(amount=None, rate=1.0), "hours"),
        (line(amount=None, hours=1.0), "rate"),
        (line("luck"), "line"),
        (cost(bucket=None), "bucket"),
        (line(bucket="people"), "bucket"),
        (line(for_data=True), "for_data"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(entry: MoneyLine, field: str) -> None:
    with pytest.raises(Refused) as refused:
        money.check(entry, RULES)
    assert refused.value.field == field


def test_an_amount_or_hours_at_a_rate_make_a_line() -> None:
    by_hours = line(amount=None, hours=10.0, rate=50.0, per=Per.YEAR)

    assert money.check(line(), RULES).value == 100
    assert money.check(by_hours, RULES).value == 500
    assert money.check(cost(), RULES).code == "M-1"
    assert money.check(cost(bucket=None), replace(RULES, buckets=())).value == 600
    assert (line().over(6), by_hours.over(6), cost().over(6)) == (600, 250, 600)
    assert (line().monthly, cost().monthly) == (100, 0)
    assert money.kind_of("build", RULES) == "cost"
    assert line(amount=None, hours=5.0).value == line(amount=None, rate=5.0).value == line(amount=None).value == 0


def test_a_line_is_struck_once_and_with_its_reason() -> None:
    money.check_strike(line(), "Counted twice")
    with refuses("Say why", field="reason"):
        money.check_strike(line(), None)
    with pytest.raises(Refused, match="struck already: “Twice”"):
        money.check_strike(line(struck="Twice"), "Again")


def test_payback_and_return_follow_from_both_sides() -> None:
    found = money.case([line(), cost(), line(struck="twice"), line(stage=Stage.ACTUAL)], Stage.ESTIMATE, RULES)

    assert found and (found.benefit, found.cost, found.net, found.payback, found.multiple) == (1200, 600, 600, 6, 2)
    assert money.case([], Stage.ACTUAL, RULES) is None


@pytest.mark.parametrize(
    ("lines", "payback", "multiple"),
    [
        ([line()], 0.0, None),
        ([cost(), line("build", amount=200.0)], None, 0.0),
        ([cost(), line(amount=50.0), line("build", amount=80.0, bucket="models")], None, 600 / 1560),
        ([line("luck")], None, None),
        ([line(amount=900.0, per=Per.ONCE), cost()], 0.0, 1.5),
        ([line(amount=600.0, per=Per.ONCE), cost()], 0.0, 1.0),
        ([line(amount=600.0, per=Per.ONCE), cost(), line("build", amount=9.0)], 0.0, 600 / 708),
        ([cost(), line(amount=50.0), line("build", amount=50.0)], None, 600 / 1200),
    ],
)
def test_a_payback_that_never_comes_is_none(lines: list[MoneyLine], payback: float, multiple: float) -> None:
    found = money.case(lines, Stage.ESTIMATE, RULES)
    assert found and (found.payback, found.multiple) == (payback, pytest.approx(multiple) if multiple else multiple)


AMOUNTS = st.floats(1, 10_000)


@given(benefit=AMOUNTS, more=AMOUNTS, spent=AMOUNTS)
def test_more_benefit_never_pays_back_later(benefit: float, more: float, spent: float) -> None:
    before = money.case([line(amount=benefit), cost(spent)], Stage.ESTIMATE, RULES)
    after = money.case([line(amount=benefit + more), cost(spent)], Stage.ESTIMATE, RULES)
    assert before and after and before.payback and after.payback and before.multiple and after.multiple
    assert after.payback <= before.payback
    assert after.multiple >= before.multiple


def test_the_split_shows_where_money_goes_beside_what_is_advised() -> None:
    shares, for_data = money.split([cost(300.0, for_data=True), cost(700.0, bucket="people"), line()], RULES)

    assert [(each.title, each.percent, each.advised) for each in shares] == [("Algorithms", 30, 10), ("People", 70, 70)]
    assert for_data == 30
    assert money.split([line()], RULES) == ([], None)
    spent, _ = money.split([cost(300.0), cost(100.0, bucket="people", stage=Stage.ACTUAL)], RULES)
    assert [each.percent for each in spent] == [0, 100], "what was spent counts before what is planned"


BUDGET = NextBudget(PROGRAM.id, is_there=True, amount=1.0, holder="ANN", note=None, by="BEN", at=NOW)


def test_version_two_has_a_budget_with_its_holder_or_none() -> None:
    none = replace(BUDGET, is_there=False, amount=None, holder=None)
    assert money.check_budget(BUDGET) is BUDGET
    assert money.check_budget(none) is none
    for budget, field in (
        (replace(none, amount=5.0), "amount"),
        (replace(BUDGET, amount=None), "amount"),
        (replace(BUDGET, amount=0.0), "amount"),
        (replace(BUDGET, holder=None), "holder"),
    ):
        with pytest.raises(Refused) as refused:
            money.check_budget(budget)
        assert refused.value.field == field
