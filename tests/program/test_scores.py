"""A candidate's score: from answers where there are any, from levels where there are none, explained."""

from dataclasses import replace
from typing import Any

import pytest

from program.inquiries import Reply
from program.intake import worth
from program.scores import Gain, ranked, score
from program.use_cases import UseCase
from tests.program.examples import NOW, PLAYBOOK
from tests.program.test_selections import a_case


def answered(**facts: Any) -> UseCase:
    return replace(a_case(), replies=(Reply("all", facts=facts, answered_at=NOW),))


def points(use_case: UseCase, title: str) -> int:
    return next(part.points for part in score(use_case, PLAYBOOK).parts if part.title == title)


def test_nothing_answered_is_worth_nothing_and_says_what_would_help() -> None:
    empty = score(a_case(), PLAYBOOK)

    assert empty.points == 0
    assert empty.gains[0].is_unknown
    assert [part.most for part in empty.parts] == [35, 30, 20, 15]
    assert [gain.points for gain in empty.gains] == sorted((gain.points for gain in empty.gains), reverse=True)
    titles = {each.title for scale in PLAYBOOK.scales for each in scale.measures}
    assert {gain.what for gain in empty.gains} == titles
    assert sum(gain.points for gain in empty.gains) == pytest.approx(100, abs=3)


@pytest.mark.parametrize(
    ("facts", "year"),
    [
        ({}, None),
        ({"hours": 10}, None),
        ({"hours": 10, "rate": 50}, 500),
        ({"saving": 1000, "revenue": 200, "losses": 30}, 1230),
        ({"saving": 0}, 0),
    ],
)
def test_a_year_is_worth_what_its_numbers_add_up_to(facts: dict[str, Any], year: float | None) -> None:
    assert worth(facts) == year


def test_a_number_counts_by_the_steps_it_reaches() -> None:
    assert [points(answered(saving=saving), "Business impact") for saving in (1, 25_000, 600_000, 5_000_000)] == [
        0, 7, 28, 35,
    ]  # fmt: skip
    assert [points(answered(integrations=count), "Complexity") for count in (1, 3, 9)] == [7, 4, 0]


def test_what_is_known_can_still_be_raised_by_what_is_left_of_it() -> None:
    measure = next(each for scale in PLAYBOOK.scales for each in scale.measures if each.of == "workflow")
    worst, best = (
        score(answered(workflow=each), PLAYBOOK) for each in (measure.worst_first[0], measure.worst_first[-1])
    )
    unknown = next(gain for gain in score(a_case(), PLAYBOOK).gains if gain.what == measure.title)

    assert Gain(measure.raise_it, unknown.points, is_unknown=False) in worst.gains
    assert not {measure.title, measure.raise_it} & {gain.what for gain in best.gains}
    some = score(answered(saving=25_000), PLAYBOOK)
    assert [gain.points for gain in some.gains if not gain.is_unknown] == [28]


def test_a_scale_of_two_levels_is_judged_by_them() -> None:
    two = replace(PLAYBOOK.scales[0], levels=PLAYBOOK.scales[0].levels[:2])
    playbook = replace(PLAYBOOK, scales=(two, *PLAYBOOK.scales[1:]))

    assert score(replace(a_case(), impact=2), playbook).parts[0].points == 35
    one = replace(PLAYBOOK, scales=(replace(two, levels=two.levels[:1]), *PLAYBOOK.scales[1:]))
    assert score(replace(a_case(), impact=1), one).parts[0].points == 0


def test_a_remark_may_rest_on_one_of_several_answers() -> None:
    remark = replace(PLAYBOOK.remarks[0], of="kinds", answers=("back-office",), points=3)
    playbook = replace(PLAYBOOK, remarks=(remark,))

    assert [score(answered(kinds=each), playbook).points for each in (["x", "back-office"], ["x"], "back-office")] == [
        3, 0, 3,
    ]  # fmt: skip


def test_a_choice_counts_from_worst_to_best() -> None:
    assert [points(answered(workflow=each), "Feasibility") for each in ("unclear", "documented")] == [
        0, 8,
    ]  # fmt: skip
    assert points(answered(workflow="something else"), "Feasibility") == 0


def test_levels_from_before_count_until_somebody_answers() -> None:
    old = replace(a_case(), impact=5, data_readiness=1, complexity=1)

    assert [points(old, title) for title in ("Business impact", "Data readiness", "Complexity")] == [35, 0, 20]
    assert score(old, PLAYBOOK).parts[0].from_levels
    newer = replace(old, replies=answered(saving=1).replies)
    assert points(newer, "Business impact") == 0


def test_remarks_add_take_and_warn() -> None:
    helps = score(answered(kind="back-office"), PLAYBOOK)
    harms = score(answered(**{"life-critical": "yes", "saving": 1_000_000}), PLAYBOOK)

    assert helps.points == 3
    assert harms.points == 35 - 15
    assert [each.key for each in harms.warnings] == ["life-critical"]
    assert score(answered(**{"life-critical": "yes"}), PLAYBOOK).points == 0, "never below nothing"


def said(**facts: Any) -> set[str]:
    return {each.key for each in score(answered(**facts), PLAYBOOK).remarks}


@pytest.mark.parametrize("make", ["buy", "partner"])
def test_buying_or_partnering_is_told_to_go_better_than_building(make: str) -> None:
    assert said(make=make) == {"bought-or-partnered"}
    assert said(make=make, depth="embedded") == {"bought-or-partnered", "inside-the-workflow"}
    assert said(make=make, depth="none") == {"bought-or-partnered", "beside-the-systems"}
    assert said(make="build") == {"own-build"}
    assert score(answered(make=make, depth="api"), PLAYBOOK).points == 3


def test_a_remark_with_more_than_one_condition_needs_all_of_them() -> None:
    assert said(depth="embedded") == set()
    assert said(make="build", depth="embedded") == {"own-build"}


def test_a_platform_before_its_use_case_is_warned_of() -> None:
    found = {each.key: each.warns for each in score(answered(breadth="platform"), PLAYBOOK).remarks}
    assert found == {"platform-first": True}
    assert said(breadth="platform", make="build") == {"platform-first", "own-platform", "own-build"}
    assert said(breadth="grows") == said(breadth="one") == set()


def test_what_nobody_within_can_run_is_warned_of() -> None:
    assert "dependent" in said(make="buy", **{"own-hands": "nobody"})
    assert "dependent" not in said(make="buy", **{"own-hands": "learning"})
    assert "dependent" not in said(make="build", **{"own-hands": "nobody"})


def test_a_scale_without_measures_or_answers_gives_nothing() -> None:
    bare = replace(PLAYBOOK, scales=(replace(PLAYBOOK.scales[0], measures=()),))

    assert score(a_case(), bare).points == 0


def test_the_best_come_first_and_of_equals_the_older() -> None:
    best, first, second = replace(answered(saving=1_000_000), number=3), a_case(1), a_case(2)

    assert [each.number for each, _ in ranked([second, best, first], PLAYBOOK)] == [3, 1, 2]
