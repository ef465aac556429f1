"""What may be recorded about money, and what it comes to."""

from dataclasses import replace
from uuid import uuid4

import pytest

from program.errors import Refused
from program.measures import Bucket, MoneyRules
from program.money import MoneyLine, NextBudget, Per, Share, Stage, case, check, check_budget, check_strike, split
from tests.program.examples import NOW, PROGRAM

BUCKETS = (
    Bucket(key="people", title="People", share=70, source="5.3"),
    Bucket(key="technology", title="Technology", share=30, source="5.3"),
)
RULES = MoneyRules(buckets=BUCKETS)
SAVED = MoneyLine(
    uuid4(),
    PROGRAM.id,
    4,
    "saved",
    Stage.ESTIMATE,
    Per.MONTH,
    1000,
    None,
    None,
    None,
    for_data=False,
    note=None,
    by="U1",
    at=NOW,
)
BUILD = replace(SAVED, number=5, line="build", per=Per.ONCE, amount=6000, bucket="people")
BUDGET = NextBudget(PROGRAM.id, is_there=True, amount=50_000, holder="U2", note=None, by="U1", at=NOW)


@pytest.mark.parametrize("line", [SAVED, BUILD, replace(SAVED, amount=None, hours=10, rate=80)])
def test_an_amount_or_hours_at_a_rate_is_recorded(line: MoneyLine) -> None:
    assert check(line, RULES) is line


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (replace(SAVED, hours=10), "amount"),
        (replace(SAVED, amount=None), "amount"),
        (replace(SAVED, amount=0), "amount"),
        (replace(SAVED, amount=None, hours=-1, rate=80), "hours"),
        (replace(SAVED, amount=None, hours=10, rate=0), "rate"),
        (replace(SAVED, amount=None, rate=80), "hours"),
        (replace(SAVED, amount=None, hours=10), "rate"),
        (replace(SAVED, line="unknown"), "line"),
        (replace(BUILD, bucket=None), "bucket"),
        (replace(SAVED, bucket="people"), "bucket"),
        (replace(SAVED, for_data=True), "for_data"),
    ],
)
def test_a_line_that_contradicts_itself_is_refused_at_its_field(line: MoneyLine, field: str) -> None:
    with pytest.raises(Refused) as refused:
        check(line, RULES)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("line", "year", "monthly"),
    [
        (SAVED, 12_000, 1000),
        (replace(SAVED, per=Per.YEAR), 1000, 1000 / 12),
        (BUILD, 6000, 0),
        (replace(SAVED, amount=None, hours=10, rate=80), 9600, 800),
    ],
)
def test_a_line_comes_to_its_amount_over_the_months(line: MoneyLine, year: float, monthly: float) -> None:
    assert line.over(12) == pytest.approx(year)
    assert line.monthly == pytest.approx(monthly)


def test_a_line_is_struck_once_and_with_a_reason() -> None:
    check_strike(SAVED, "Counted twice")
    with pytest.raises(Refused, match="Say why"):
        check_strike(SAVED, None)
    with pytest.raises(Refused, match="M-4 is struck already: “Counted twice”"):
        check_strike(replace(SAVED, struck="Counted twice"), "Again")


def test_the_case_sets_the_benefit_against_the_cost() -> None:
    found = case([SAVED, BUILD], Stage.ESTIMATE, RULES)
    assert found is not None
    assert (found.benefit, found.cost, found.net, found.payback, found.multiple) == (12_000, 6000, 6000, 6, 2)


def test_what_is_struck_or_of_another_stage_makes_no_case() -> None:
    assert case([replace(SAVED, struck="Twice")], Stage.ESTIMATE, RULES) is None
    assert case([SAVED], Stage.ACTUAL, RULES) is None


@pytest.mark.parametrize(
    ("lines", "payback"),
    [
        ([SAVED], 0),
        ([BUILD], None),
        ([replace(BUILD, per=Per.MONTH)], None),
        ([SAVED, BUILD, replace(BUILD, per=Per.MONTH, amount=1000)], None),
        ([SAVED, BUILD, replace(SAVED, per=Per.ONCE, amount=2000)], 4),
    ],
)
def test_it_pays_back_once_the_benefit_has_caught_up(lines: list[MoneyLine], payback: float | None) -> None:
    found = case(lines, Stage.ESTIMATE, RULES)
    assert found is not None
    assert found.payback == payback


def test_the_split_shows_the_cost_beside_what_is_advised() -> None:
    data = replace(BUILD, bucket="technology", amount=2000, for_data=True)
    assert split([SAVED, BUILD, data], RULES) == ([Share("People", 75, 70), Share("Technology", 25, 30)], 25)


def test_what_was_spent_is_split_rather_than_what_is_planned() -> None:
    spent = replace(BUILD, stage=Stage.ACTUAL, bucket="technology")
    assert split([BUILD, spent], RULES) == ([Share("People", 0, 70), Share("Technology", 100, 30)], 0)


def test_without_a_cost_there_is_no_split() -> None:
    assert split([SAVED, replace(BUILD, struck="Twice")], RULES) == ([], None)


@pytest.mark.parametrize("budget", [BUDGET, replace(BUDGET, is_there=False, amount=None, holder=None)])
def test_a_next_budget_is_there_with_its_holder_or_is_not(budget: NextBudget) -> None:
    assert check_budget(budget) is budget


@pytest.mark.parametrize(
    ("budget", "field"),
    [
        (replace(BUDGET, is_there=False), "amount"),
        (replace(BUDGET, amount=None), "amount"),
        (replace(BUDGET, amount=0), "amount"),
        (replace(BUDGET, holder=None), "holder"),
    ],
)
def test_a_next_budget_that_contradicts_itself_is_refused(budget: NextBudget, field: str) -> None:
    with pytest.raises(Refused) as refused:
        check_budget(budget)
    assert refused.value.field == field
