"""What must be true before an entry counts as done: the rules behind the ticks, week by week."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from program import discovery, launches, models
from program.errors import Refused
from program.items import Item, ItemState
from program.kpis import Direction, Kpi, Meaning
from program.proofs import PROOFS, lacking
from program.registers import Row
from program.risks import Risk
from program.row_rules import ROW_RULES
from program.standings import Standing
from program.tiers import Profile
from tests.program.examples import EVERY_ROLE, NOW, PLAYBOOK, PROGRAM, begun, with_items

GOOD = dict.fromkeys(("completeness", "consistency", "timeliness", "labelling"), "good")
SOURCE: dict[str, Any] = {"name": "Claims", "leaves": "leaves", "sensitivity": ["health-data"], **GOOD}


def rows(register: str, *facts: dict[str, Any]) -> tuple[Row, ...]:
    return tuple(Row(uuid4(), PROGRAM.id, register, number, each, "ANN", NOW) for number, each in enumerate(facts, 1))


def with_rows(register: str, *facts: dict[str, Any]) -> Standing:
    return replace(begun(), rows=rows(register, *facts))


def with_profile(standing: Standing, **facts: Any) -> Standing:
    return replace(standing, program=replace(standing.program, profile=Profile(**facts)))


def keeps_inside(standing: Standing, *kinds: str) -> Standing:
    answer = Item("w2-never-leaves", ItemState.DONE, "A", None, None, "A", NOW, {"kinds": list(kinds), "why": "law"})
    return with_items(standing, answer)


def a_risk(owner: str | None) -> Risk:
    return Risk(uuid4(), PROGRAM.id, 1, "Drift", 3, 3, owner, None, "ANN", NOW)


def a_kpi(meaning: Meaning) -> Kpi:
    return Kpi(uuid4(), 1, "Time", "min", Direction.DOWN, 45, 20, "system", meaning, "ANN")


def test_every_proof_of_the_playbook_is_a_rule_and_every_rule_is_used() -> None:
    named = {each.proof for each in PLAYBOOK.items if each.proof}
    assert named <= PROOFS.keys()
    assert {each.rule for each in PLAYBOOK.registers if each.rule} == ROW_RULES.keys()


# --- weeks 1 to 3 -------------------------------------------------------------------------------------------------


def test_workshops_had_the_front_line_and_operations() -> None:
    assert discovery.workshops(begun(), {}) == ["a workshop with the front line", "a workshop with operations"]
    assert discovery.workshops(with_rows("workshops", {"present": ["operations", "front-line"]}), {}) == []


def test_a_model_metric_alone_is_no_success() -> None:
    technical = replace(begun(), kpis=(a_kpi(Meaning.TECHNICAL),))
    assert discovery.business_kpi(technical, {}) == ["a KPI in business terms: `/pilot kpi define`"]
    assert discovery.business_kpi(replace(begun(), kpis=(a_kpi(Meaning.BUSINESS),)), {}) == []


def test_the_quality_of_each_source_was_looked_at() -> None:
    assert discovery.data_quality(begun(), {}) == ["an entry in “Data sources”"]
    unknown = SOURCE | {"timeliness": "unknown"}
    assert discovery.data_quality(with_rows("data-sources", SOURCE, unknown), {}) == ["the quality of D-2"]
    assert discovery.data_quality(with_rows("data-sources", SOURCE), {}) == []
    partly = {key: value for key, value in SOURCE.items() if key != "labelling"}
    assert discovery.data_quality(with_rows("data-sources", SOURCE, partly), {}) == ["the quality of D-2"]


def test_sensitive_data_that_a_source_holds_counts_for_the_tier() -> None:
    standing = with_rows("data-sources", SOURCE)
    assert discovery.data_flows(standing, {}) == [
        "health data among the facts of the risk tier, since a source holds it: `/pilot tier`"
    ]
    assert discovery.data_flows(with_profile(standing, traits=("health-data",)), {}) == []


def test_reviewers_are_named_in_week_2() -> None:
    assert discovery.early_reviewers(begun(), {}) == []
    holders = {role: users for role, users in EVERY_ROLE.items() if role != "legal"}
    assert discovery.early_reviewers(begun(holders), {}) == ["somebody as Legal: `/pilot people`"]


def test_a_plain_no_keeps_the_data_gate_shut() -> None:
    assert discovery.enough_data(begun(), {"enough": "no"}) == [
        "enough data: get more and answer again, or let the sponsor pause the program"
    ]
    assert discovery.enough_data(begun(), {"enough": "after-fix"}) == []


def test_policies_are_listed_or_there_is_none() -> None:
    assert discovery.policies(begun(), {}) == ["an entry in “Data policies”, or the tick that there is none"]
    assert discovery.policies(begun(), {"none": True}) == []
    assert discovery.policies(with_rows("policies", {"name": "Privacy"}), {}) == []


def test_a_risk_register_has_risks_and_each_its_owner() -> None:
    assert discovery.risks(begun(), {}) == ["a first risk: `/pilot risk`"]
    assert discovery.risks(replace(begun(), risks=(a_risk(None),)), {}) == ["an owner for R-1"]
    assert discovery.risks(replace(begun(), risks=(a_risk("ANN"),)), {}) == []


def test_people_and_the_ai_both_have_steps() -> None:
    assert discovery.workflow(begun(), {}) == ["a step that a person does", "a step that the AI does"]
    assert discovery.workflow(with_rows("workflow-steps", {"actor": "ai"}), {}) == ["a step that a person does"]
    assert discovery.workflow(with_rows("workflow-steps", {"actor": "ai"}, {"actor": "person"}), {}) == []
    assert discovery.workflow(with_rows("workflow-steps", {"actor": "both"}), {}) == []


# --- rows ---------------------------------------------------------------------------------------------------------


def refused(rule: str, standing: Standing, before: Any, row: dict[str, Any], now: Any = NOW) -> tuple[str, str | None]:
    with pytest.raises(Refused) as error:
        ROW_RULES[rule](standing, before, row, now)
    return str(error.value), error.value.field


def test_a_gap_in_quality_has_its_fix_or_who_accepts_it() -> None:
    gap = SOURCE | {"labelling": "gaps"}
    assert refused("data-source", begun(), None, gap)[1] == "gaps"
    assert refused("data-source", begun(), None, SOURCE | {"timeliness": "poor"})[1] == "gaps"
    ROW_RULES["data-source"](begun(), None, gap | {"gaps": "Labels by March."}, NOW)


def test_what_must_never_leave_the_network_stays() -> None:
    standing = keeps_inside(begun(), "health-data")
    sentence, field = refused("data-source", standing, None, SOURCE)
    assert field == "leaves"
    assert "health data must stay inside" in sentence
    ROW_RULES["data-source"](standing, None, SOURCE | {"leaves": "stays"}, NOW)
    ROW_RULES["data-source"](begun(), None, SOURCE, NOW)


def test_a_component_is_chosen_with_its_owner_or_not_needed_with_its_reason() -> None:
    assert refused("component", begun(), None, {"state": "not-needed"})[1] == "choice"
    assert refused("component", begun(), None, {"state": "chosen", "owner": "ANN"})[1] == "choice"
    assert refused("component", begun(), None, {"state": "chosen", "choice": "Kafka"})[1] == "owner"
    ROW_RULES["component"](begun(), None, {"state": "not-needed", "choice": "No streams here."}, NOW)
    ROW_RULES["component"](begun(), None, {"state": "chosen", "choice": "Kafka", "owner": "ANN"}, NOW)


def test_good_enough_is_fixed_before_week_9() -> None:
    row = {"what": "Right", "direction": "at-least", "value": 95.0}
    week_9 = NOW + timedelta(weeks=8)
    ROW_RULES["threshold"](begun(), None, row, NOW)
    ROW_RULES["threshold"](begun(), row, row | {"measured": 96.0}, week_9)
    assert "fixed before week 9" in refused("threshold", begun(), None, row, week_9)[0]
    for field, other in (("what", "Fast"), ("direction", "at-most"), ("value", 90.0)):
        assert refused("threshold", begun(), row, row | {field: other}, week_9)[1] == field


# --- weeks 3 to 11 ------------------------------------------------------------------------------------------------


def test_pattern_and_approach_are_facts_of_the_program() -> None:
    shares = "the way people and the AI share the work: `/pilot tier` sets it"
    assert models.pattern(begun(), {}) == [shares]
    assert models.pattern(with_profile(begun(), pattern="in-the-loop"), {}) == []
    builds = "what the solution builds on, documents or predictions: `/pilot tier` sets it"
    assert models.approach(begun(), {}) == [builds]
    assert models.approach(with_profile(begun(), approach="retrieval"), {}) == []


@pytest.mark.parametrize("rule", [models.architecture, models.model_strategy])
def test_data_that_stays_inside_reaches_no_model_outside(rule: Any) -> None:
    standing = keeps_inside(with_rows("data-sources", SOURCE | {"reaches-model": True}), "health-data")
    apart = keeps_inside(with_rows("data-sources", SOURCE), "health-data")

    assert rule(standing, {"hosting": "outside"}) == [
        "a model inside the own network, or D-1 without what must stay inside it"
    ]
    assert rule(standing, {"hosting": "inside"}) == []
    assert rule(apart, {"hosting": "outside"}) == []
    assert rule(standing, {}) == [], "nobody has said yet where it runs"
    other = keeps_inside(with_rows("data-sources", SOURCE | {"reaches-model": True}), "cardholder-data")
    assert rule(other, {"hosting": "outside"}) == [], "what it holds may leave"


def test_own_training_needs_proven_value_and_mature_mlops() -> None:
    own = {"strategy": "custom", "hosting": "inside"}
    assert models.model_strategy(begun(), own) == [
        "value that is proven in production, or another strategy than your own training",
        "a mature MLOps, or another strategy than your own training",
    ]
    assert models.model_strategy(begun(), own | {"value-proven": True, "mlops-mature": True}) == []


@pytest.mark.parametrize("made_by", ["bought", "partner"])
def test_what_others_make_has_somebody_within_who_can_run_it(made_by: str) -> None:
    given = {"strategy": "managed", "hosting": "inside", "made-by": made_by}
    assert models.model_strategy(begun(), given) == ["one of your own people who can run and change what others make"]
    assert models.model_strategy(begun(), given | {"own-hands": ["U1"]}) == []
    assert models.model_strategy(begun(), given | {"made-by": "own"}) == []
    assert models.model_strategy(begun(), {"strategy": "managed", "hosting": "inside"}) == [], "an older playbook"


def test_a_workflow_has_its_review_or_its_threshold_and_way_out() -> None:
    drafts, acts = (with_profile(begun(), pattern=each) for each in ("in-the-loop", "on-the-loop"))
    assert models.core_workflow(begun(), {}) == models.pattern(begun(), {})
    assert models.core_workflow(drafts, {}) == ["the step in which a person reviews the draft"]
    assert models.core_workflow(drafts, {"review": "Handlers read it."}) == []
    assert models.core_workflow(acts, {"review": "x", "exceptions": ""}) == [
        "the confidence from which on it acts",
        "the way out for the rest",
    ]
    assert models.core_workflow(acts, {"confidence": 0.0, "exceptions": "To a handler."}) == []


def test_thresholds_are_there_and_say_whether_they_are_reached() -> None:
    assert models.thresholds(begun(), {}) == ["an entry in “What is good enough”"]
    standing = with_rows(
        "thresholds",
        {"direction": "at-least", "value": 95.0, "measured": 95.0},
        {"direction": "at-most", "value": 2.0, "measured": 3.0},
        {"direction": "at-most", "value": 2.0},
        {"measured": 2.0},
    )
    assert models.thresholds(standing, {}) == []
    for direction, met in (("at-least", [False, True, True]), ("at-most", [True, True, False])):
        facts = [{"what": "It", "direction": direction, "value": 5.0, "measured": found} for found in (4.0, 5.0, 6.0)]
        assert [reached for _, reached in models.measured(with_rows("thresholds", *facts))] == met
    assert [reached for _, reached in models.measured(standing)] == [True, False, None, None]


def test_the_runbook_rests_on_the_drill_and_the_recommendation_on_the_final_figures() -> None:
    for key, first in (
        ("d4-runbook", "“Before you switch it on, check the safety net”"),
        ("d4-recommendation", "“Final figures against the first KPIs”"),
    ):
        assert lacking(begun(), PLAYBOOK.item(key)) == [first]


def test_a_launch_has_its_safety_net() -> None:
    assert launches.safety_net(begun({}), {}) == [
        "the dashboards: `/pilot register dashboards`",
        "somebody who holds the role On-call: `/pilot people`",
    ]
    assert launches.safety_net(with_rows("dashboards", {}), {}) == []


def test_no_launch_without_a_go_and_more_than_a_fifth_only_with_its_reason() -> None:
    decided = begun(passed=[gate.key for gate in PLAYBOOK.gates[:-1]])
    assert launches.launch(begun(), {"share": 20.0}) == ["a go at “Go or no-go for limited production”"]
    assert launches.launch(decided, {"share": 20.0}) == []
    assert launches.launch(decided, {"share": 21.0}) == ["the reason why more than 20 % begin with it"]
    assert launches.launch(decided, {"share": 21.0, "why-more": "One region."}) == []
