"""Each of the 21 symptoms shows by what is on record, and goes when its cause is mended."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from program.kpis import Direction, Kpi, Meaning
from program.signals import of_answers, signals
from program.standings import Standing
from program.surveys import Group, Measure, Survey
from tests.program.examples import (
    EVERY_ROLE,
    GO_NO_GO,
    NOW,
    PLAYBOOK,
    PROGRAM,
    asked,
    begun,
    done,
    morning,
    signed,
    with_items,
)
from tests.program.test_proofs import rows

KEYS = [each.key for mode in PLAYBOOK.failure_modes for each in mode.symptoms]
END = morning(PROGRAM.last_day(13) + timedelta(days=3))
WEEK_11 = morning(PROGRAM.last_day(10) + timedelta(days=3))
Change = Callable[[Standing], Standing]


def showing(standing: Standing, now: Any = END) -> dict[str, tuple[str, ...]]:
    return {each.symptom.key: each.evidence for each in signals(standing, now)}


def kpi(meaning: Meaning = Meaning.BUSINESS, name: str = "Handling time") -> Kpi:
    return Kpi(uuid4(), 1, name, "min", Direction.DOWN, 20, 10, "report", meaning, "PRODUCT-OWNER")


def with_facts(key: str, **facts: Any) -> Change:
    return lambda standing: with_items(standing, replace(done(key), facts=facts))


def settled(*keys: str) -> Change:
    return lambda standing: with_items(standing, *(done(key) for key in keys))


def has(register: str, *facts: dict[str, Any]) -> Change:
    return lambda standing: replace(standing, rows=tuple(rows(register, *facts)))


def measured(*kpis: Kpi) -> Change:
    return lambda standing: replace(standing, kpis=kpis)


def surveyed(trust: float) -> Change:
    form = next(each for each in PLAYBOOK.questionnaires if each.trust)
    measure = Measure(6, trust, trust, trust)
    group = Group(form.key, 6, 6, {str(form.trust): measure})
    survey = Survey(UUID(int=9), PROGRAM.id, 1, PROGRAM.start, "PM", NOW, "PM", NOW, (group,))
    return lambda standing: replace(standing, surveys=(survey,))


def without(role: str) -> Change:
    return lambda standing: replace(
        standing, appointments=tuple(each for each in standing.appointments if each.role != role)
    )


def as_is(standing: Standing) -> Standing:
    return standing


def one_for_all(standing: Standing) -> Standing:
    return begun({role: ["ONE"] for role in EVERY_ROLE})


GOOD = {
    "consistency": "good", "completeness": "good", "timeliness": "good", "labelling": "good", "approver": "U1",
}  # fmt: skip
TRAINED = {"on": "2026-02-02", "audience": ["users", "managers"], "invited": 9, "came": 8}


@pytest.mark.parametrize(
    ("key", "ill", "well"),
    [
        ("vague-goal", as_is, measured(kpi())),
        ("vague-goal", with_facts("w1-problem-statement", statement="Better service"), measured(kpi())),
        ("model-metrics", measured(kpi(Meaning.TECHNICAL)), measured(kpi())),
        ("no-operational-sponsor", without("operations"), settled("c-operations-committed")),
        ("no-common-schema", has("data-sources", GOOD | {"consistency": "poor"}), has("data-sources", GOOD)),
        ("poor-data", has("data-sources", GOOD | {"timeliness": "poor"}), has("data-sources", GOOD)),
        ("no-data-owner", has("data-sources", GOOD | {"approver": None}), has("data-sources", GOOD)),
        ("no-data-owner", as_is, has("data-sources", GOOD)),
        ("model-first", settled("w7-model-strategy"), settled("w7-model-strategy", "w3-target-workflow")),
        ("demo-goal", measured(kpi(name="A wow for the board")), measured(kpi())),
        ("no-ci-cd", as_is, settled("c-ci-cd")),
        ("no-registry", as_is, settled("c-model-registry")),
        (
            "no-monitoring",
            as_is,
            settled("c-service-monitoring", "c-quality-monitoring", "c-cost-monitoring", "w6-dashboards"),
        ),
        ("open-apis", as_is, settled("w4-access", "w4-security-controls", "c-network-access", "w6-guardrails")),
        ("security-late", as_is, settled("w2-early-reviewers")),
        (
            "operations-not-asked",
            has("workshops", {"present": ["business"]}),
            has("workshops", {"present": ["operations"]}),
        ),
        ("lineage-invisible", as_is, settled("w2-data-flows", "c-audit-logs")),
        ("distrust", surveyed(1), surveyed(5)),
        ("no-training", as_is, has("trainings", TRAINED)),
        ("no-training", with_facts("c-communication-plan", changes=12), has("trainings", TRAINED)),
        ("confusing-hand-offs", as_is, settled("c-hand-offs", "c-override-feedback")),
        (
            "underestimated",
            as_is,
            lambda each: has("integrations", {"system": "CRM"})(settled("c-threat-model", "c-support-process")(each)),
        ),
        ("one-person", one_for_all, as_is),
        ("no-next-budget", as_is, with_facts("d4-recommendation", budget=50000)),
    ],
)
def test_a_symptom_shows_and_goes(key: str, ill: Change, well: Change) -> None:
    assert key in KEYS
    assert key in showing(ill(begun()))
    assert key not in showing(well(begun()))


def test_there_are_seven_modes_with_twenty_one_symptoms() -> None:
    assert (len(PLAYBOOK.failure_modes), len(KEYS)) == (7, 21)


def test_nothing_shows_before_its_week_is_over() -> None:
    assert set(showing(begun(), NOW)) <= {"model-first", "demo-goal", "one-person"}


def test_who_is_slow_to_sign_is_told_by_role_and_days() -> None:
    waiting = settled("w2-early-reviewers")(asked(begun(), GO_NO_GO, "security"))
    told = showing(waiting)["security-late"]

    assert len(told) == 1 and "has been asked to sign for" in told[0]
    assert "SECURITY" not in told[0]
    assert "security-late" not in showing(waiting, NOW)
    assert "security-late" not in showing(signed(waiting)), "who has answered is not slow"


def test_training_is_planned_by_week_ten_and_held_by_week_twelve() -> None:
    planned = has("trainings", TRAINED | {"on": "2026-05-01", "came": None})(begun())

    assert len(showing(begun(), WEEK_11)["no-training"]) == 2
    assert "no-training" not in showing(planned, WEEK_11)
    assert "by week 12" in showing(planned)["no-training"][0]
    assert "no-training" not in showing(begun(), morning(PROGRAM.last_day(9) + timedelta(days=3)))
    bare = replace(planned, playbook=replace(PLAYBOOK, registers=()))
    assert "no-training" not in showing(bare)


def test_the_same_symptoms_can_be_answered_without_a_program() -> None:
    told = {symptom.key: said for _, symptom, said in of_answers({"demo-goal": True, "no-ci-cd": False}, PLAYBOOK)}

    assert list(told) == KEYS
    assert (told["demo-goal"], told["no-ci-cd"], told["distrust"]) == (True, False, None)
