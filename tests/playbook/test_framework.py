"""The playbook that ships, held against the framework's outline."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import pytest

from playbook.loader import load
from program.playbook import Activity, Playbook

# What the framework numbers, counted by hand while reading it. Of activities, the sub-points of each.
OUTLINE: dict[str, dict[str, int | list[int]]] = {
    "3": {},
    "3, Phase 0": {"activity": [0, 3, 0], "deliverable": 3},
    "3, Phase 1": {"deliverable": 4, "rule": 0},
    "3, Phase 1, Week 1": {"activity": [0, 3, 3], "output": 3},
    "3, Phase 1, Week 2": {"activity": [0, 0, 0, 0], "question": 3, "output": 3},
    "3, Phase 1, Week 3": {"activity": [0, 3, 4]},
    "3, Phase 2": {"deliverable": 3, "rule": 0},
    "3, Phase 2, Week 4": {"activity": [0, 2, 3, 0]},
    "3, Phase 2, Week 5": {"activity": [3, 2, 0]},
    "3, Phase 2, Week 6": {"activity": [3, 3, 3]},
    "3, Phase 3": {},
    "3, Phase 3, Weeks 7–8": {"activity": [3, 2, 2], "aim": 0},
    "3, Phase 3, Week 9": {"introduction": 0, "activity": [0, 3, 0], "pattern": 2},
    "3, Phase 3, Week 10": {"question": 3, "rule": 0},
    "3, Phase 4": {},
    "3, Phase 4, Week 11": {"activity": [0, 3], "measure": 3},
    "3, Phase 4, Week 12": {"activity": [0, 0, 3]},
    "3, Phase 4, Week 13": {"option": 3, "deliverable": 3},
    **{f"6.{section}": {"item": 5} for section in range(1, 8)},
}
ELSEWHERE = {"4, layer 5, component 4", "7, question 2"}  # sections 4 and on have no entries of their own yet


def elements() -> Iterator[str]:
    for heading, kinds in OUTLINE.items():
        yield heading
        for kind, count in kinds.items():
            if isinstance(count, list):
                yield from (f"{heading}, {kind} {number}" for number, _ in enumerate(count, 1))
                yield from (f"{heading}, {kind} {n}.{m}" for n, subs in enumerate(count, 1) for m in range(1, subs + 1))
            elif count:
                yield from (f"{heading}, {kind} {number}" for number in range(1, count + 1))
            else:
                yield f"{heading}, {kind}"


def sources(playbook: Playbook) -> Iterator[str]:
    options = (option for gate in playbook.gates for option in (*gate.options, *gate.decisions))
    details = (detail for item in playbook.items if isinstance(item, Activity) for detail in item.details)
    parts = (playbook.phases, playbook.weeks, playbook.items, playbook.gates, playbook.sections, playbook.roles)
    for each in (*details, *options, *playbook.scales, *(each for part in parts for each in part)):
        yield from each.source.split("; ")


@pytest.fixture(scope="module")
def shipped() -> Playbook:
    return load()


def test_every_element_of_sections_3_and_6_has_an_entry(shipped):
    assert set(elements()) - set(sources(shipped)) == set()


def test_every_source_points_to_a_place_in_the_framework(shipped):
    assert set(sources(shipped)) - set(elements()) == ELSEWHERE


def test_there_are_five_phases_and_weeks_0_to_13(shipped):
    assert [phase.number for phase in shipped.phases] == [0, 1, 2, 3, 4]
    assert [week.number for week in shipped.weeks] == list(range(14))
    assert [phase.weeks for phase in shipped.phases] == [(0,), (1, 2, 3), (4, 5, 6), (7, 8, 9, 10), (11, 12, 13)]


def test_each_phase_hands_over_its_deliverables(shipped):
    counted = Counter(each.phase for each in shipped.deliverables)

    assert [counted[phase.key] for phase in shipped.phases] == [3, 4, 3, 3, 3]


def test_each_phase_ends_in_a_gate_that_waits_for_all_its_deliverables(shipped):
    last = [gate for gate in shipped.gates if gate.key != "data"]
    for gate, phase in zip(last, shipped.phases, strict=True):
        assert (gate.phase, gate.week) == (phase.key, phase.weeks[-1])
        assert set(gate.deliverables) == {each.key for each in shipped.deliverables if each.phase == phase.key}


def test_no_phase_begins_before_the_gate_of_the_one_before(shipped):
    blocked = [gate.blocks_phase for gate in shipped.gates]
    assert blocked == ["discovery", None, "foundation", "build", "rollout", None]


def test_data_has_a_gate_of_its_own_in_week_2(shipped):
    gate = shipped.gate("data")

    assert (gate.week, gate.phase, gate.blocks_phase) == (2, "discovery", None)
    assert set(gate.wanted) == {each.key for each in (*shipped.week(2).outputs, *shipped.week(2).questions)}


def test_the_go_no_go_asks_three_questions_and_offers_five_votes_and_four_decisions(shipped):
    gate = shipped.gate("go-no-go")

    assert [shipped.item(key).due_week for key in gate.questions] == [10, 10, 10]
    assert [option.key for option in gate.options] == ["go", "go-with-conditions", "no-go", "abstain", "recuse"]
    assert [option.key for option in gate.decisions] == ["go", "go-with-conditions", "iterate", "pause"]


def test_every_vote_but_go_needs_a_reason(shipped):
    assert [option.key for option in shipped.gate("go-no-go").options if not option.needs_reason] == ["go"]


def test_the_last_decision_is_to_scale_stabilise_or_pivot(shipped):
    assert [option.key for option in shipped.gate("scale").decisions] == ["scale", "stabilise", "pivot-or-pause"]


def test_the_checklist_has_eight_sections_of_five(shipped):
    counted = Counter(item.section for item in shipped.checklist)

    assert [counted[section.key] for section in shipped.sections] == [5] * 8


def test_seven_sections_of_the_checklist_follow_the_framework_one_to_one(shipped):
    own = [item.source for item in shipped.checklist if item.section != "launch"]

    assert own == [f"6.{section}, item {item}" for section in range(1, 8) for item in range(1, 6)]


def test_each_gate_counts_its_own_items_and_those_before(shipped):
    assert [len(shipped.checklist_due_by(gate.key)) for gate in shipped.gates] == [2, 5, 11, 25, 36, 40]


def test_only_the_activities_of_week_5_depend_on_the_kind_of_use_case(shipped):
    activities = [item for item in shipped.items if isinstance(item, Activity)]

    assert {each.due_week for each in activities if each.applies_to != "all"} == {5}
    assert [each.applies_to for each in shipped.week(5).activities] == ["retrieval", "predictive", "all"]


def test_every_week_has_something_due(shipped):
    assert all(shipped.items_due_in(week.number) for week in shipped.weeks)


def test_keys_are_unique_over_the_whole_playbook(shipped):
    details = [detail.key for item in shipped.items if isinstance(item, Activity) for detail in item.details]
    counted = Counter([*(item.key for item in shipped.items), *details])

    assert [key for key, times in counted.items() if times > 1] == []


def test_titles_differ_so_that_nobody_takes_one_for_the_other(shipped):
    counted = Counter(item.title for item in shipped.items)

    assert [title for title, times in counted.items() if times > 1] == []


def test_the_sponsor_decides_and_the_product_owner_is_no_risk_owner(shipped):
    assert [role.key for role in shipped.roles if role.decides] == ["sponsor"]
    assert {gate.decider for gate in shipped.gates} == {"sponsor"}
    assert not shipped.may_combine("product-owner", "risk-owner")


def test_an_auditor_holds_no_other_role(shipped):
    others = [role.key for role in shipped.roles if role.key != "auditor"]

    assert len(others) == 14
    assert not any(shipped.may_combine("auditor", other) for other in others)


def test_everyone_who_signs_or_votes_is_needed_by_then(shipped):
    for gate in shipped.gates:
        for key in {*gate.signers, *gate.voters, gate.decider}:
            needed_by = shipped.role(key).needed_by
            assert needed_by is not None
            assert needed_by <= gate.week, f"{key} at {gate.key}"


def test_whoever_owes_an_entry_is_needed_by_then(shipped):
    for item in shipped.items:
        needed_by = shipped.role(item.owner_role).needed_by
        assert needed_by is not None
        assert needed_by <= item.due_week, item.key


def test_complexity_alone_counts_against_a_candidate(shipped):
    assert [scale.key for scale in shipped.scales if scale.counts_against] == ["complexity"]
    assert sum(scale.weight for scale in shipped.scales) == 100


def test_reminders_come_7_3_and_1_days_before_and_the_prompt_on_monday_morning(shipped):
    cadence = shipped.cadence

    assert cadence.reminder_days == (7, 3, 1)
    assert (cadence.prompt_weekday, f"{cadence.prompt_time:%H:%M}") == (0, "09:00")
    assert (cadence.iterate_weeks, cadence.program_weeks) == (2, 13)


def test_gates_and_phases_stand_in_the_order_of_time(shipped):
    assert all(before.week < after.week for before, after in pairwise(shipped.gates))
