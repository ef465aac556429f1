"""How ready it is: the score, its cap, scorecards, and the rubric for going live."""

from dataclasses import replace
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from program.kpis import Direction, Kpi, Meaning, Reading
from program.readiness import due_by, readiness, scored
from program.risks import Risk
from program.rubric import rubric
from program.tiers import Tier
from tests.program.examples import GO_NO_GO, NOW, PLAYBOOK, PROGRAM, START, asked, begun, delivered, signed

KEYS = [each.key for each in PLAYBOOK.checklist]


def ready(settled: set[str], tier: Tier = Tier.LOW):
    return readiness(PLAYBOOK, PLAYBOOK.checklist, settled, tier=tier, limits=PLAYBOOK.limits)


def test_the_weakest_section_holds_the_whole_down() -> None:
    data = {each.key for each in PLAYBOOK.checklist if each.section == "data"}
    without = ready(set(KEYS) - data)

    assert (without.plain, without.whole) == (88, 20)
    assert without.weakest and without.weakest.title == "Data and compliance"
    assert (ready(set(KEYS)).plain, ready(set(KEYS)).whole, ready(set()).plain) == (100, 100, 0)
    assert not without.is_ready
    assert {each.percent for each in without.sections} == {0, 100}
    half = ready({each.key for each in PLAYBOOK.checklist if each.section == "data"} - {"c-data-sources"})
    counted = next(each for each in half.sections if each.title == "Data and compliance")
    assert counted.percent == round(100 * counted.settled / counted.due) and counted.settled == counted.due - 1
    assert replace(ready(set(KEYS)), most=100).is_ready, "as much as is wanted is enough"
    assert not replace(ready(set(KEYS)), most=101).is_ready
    assert ready(set(KEYS)).is_ready and ready(set(KEYS)).weakest is None


def test_most_is_not_enough_while_something_mandatory_is_open() -> None:
    low, high = ready(set(KEYS) - {"c-runbook"}), ready(set(KEYS) - {"c-runbook"}, Tier.HIGH)

    assert low.is_ready and low.whole >= low.most
    assert [each.key for each in high.mandatory] == ["c-runbook"]
    assert not high.is_ready


@given(st.sets(st.sampled_from(KEYS)), st.sampled_from(KEYS))
def test_one_more_box_never_lowers_the_score(settled: set[str], more: str) -> None:
    before, after = ready(settled), ready(settled | {more})

    assert 0 <= before.whole <= after.whole <= 100
    assert before.whole <= before.plain


def test_only_what_is_due_by_a_gate_counts() -> None:
    assert len(due_by(PLAYBOOK, PLAYBOOK.gate("data"))) == 5
    assert due_by(PLAYBOOK, None) == PLAYBOOK.checklist
    nothing = readiness(PLAYBOOK, (), set(), tier=Tier.LOW, limits=PLAYBOOK.limits)
    assert (nothing.whole, nothing.plain, nothing.weakest) == (100, 100, None)


def test_a_scorecard_says_line_by_line_what_is_there() -> None:
    card = PLAYBOOK.scorecards[0]
    percent, lines = scored(PLAYBOOK, card, {card.lines[0], card.lines[1]})

    assert [there for _, there in lines][:3] == [True, True, False]
    assert percent == round(200 / len(card.lines))
    assert scored(PLAYBOOK, card, set(card.lines))[0] == 100
    assert scored(PLAYBOOK, replace(card, lines=("gone",)), set()) == (100, [])


def test_the_rubric_names_what_is_missing_and_who_holds_it() -> None:
    lines = {each.title: each for each in rubric(begun(), GO_NO_GO)}

    assert not any(
        each.is_met for title, each in lines.items() if title != "Every high risk is brought down or accepted"
    )
    assert list(lines) == [
        "What the gate waits for is delivered", "Its questions are answered", "Readiness is 80 of 100 or more",
        "All that is mandatory at a low risk tier is there", "Every high risk is brought down or accepted",
        "Every KPI has a reading", "Everybody who must sign has signed",
    ]  # fmt: skip
    first = [PLAYBOOK.item(key) for key in (*GO_NO_GO.deliverables, *GO_NO_GO.needs)]
    delivered_line = lines["What the gate waits for is delivered"]
    assert delivered_line.why == "; ".join(f"“{each.title}”" for each in first)
    assert set(delivered_line.held_by) == {each.owner_role.upper() for each in first}
    assert lines["Its questions are answered"].held_by
    score = lines["Readiness is 80 of 100 or more"]
    assert (score.why, score.held_by) == ("it is 0", ("PROGRAM-MANAGER",))
    kpis = lines["Every KPI has a reading"]
    assert (kpis.why, kpis.held_by) == ("no KPI is defined", ("BUSINESS-OWNER",))
    signed_line = lines["Everybody who must sign has signed"]
    assert signed_line.why == ", ".join(PLAYBOOK.role(role).title for role in GO_NO_GO.signers)
    assert signed_line.held_by == tuple(role.upper() for role in GO_NO_GO.signers)
    nobody = {each.title: each for each in rubric(begun({}), GO_NO_GO)}
    assert nobody["Every KPI has a reading"].held_by == nobody["Everybody who must sign has signed"].held_by == ()


def test_the_rubric_is_met_when_all_of_it_is() -> None:
    kpi = Kpi(uuid4(), 1, "Time", "min", Direction.DOWN, 45, 20, "system", Meaning.BUSINESS, "ANN")
    read = replace(kpi, readings=(Reading(30, START, None, "ANN", NOW),))
    before = delivered(begun(passed=("foundation",)), GO_NO_GO)
    standing = signed(asked(replace(before, kpis=(read,)), GO_NO_GO))

    assert all(each.is_met for each in rubric(standing, GO_NO_GO))
    high = Risk(uuid4(), PROGRAM.id, 1, "Drift", 5, 5, "ANN", None, "BEN", NOW)
    worse = {each.title: each for each in rubric(replace(standing, kpis=(kpi,), risks=(high,)), GO_NO_GO)}
    assert worse["Every high risk is brought down or accepted"].held_by == ("ANN",)
    assert worse["Every high risk is brought down or accepted"].why == "R-1"
    assert worse["Every KPI has a reading"].why == "no reading of K-1"
    ready = standing.readiness(GO_NO_GO)
    just = replace(standing.playbook.limits, ready_from=ready.whole)
    exactly = replace(standing, playbook=replace(standing.playbook, limits=just))
    assert all(each.is_met for each in rubric(exactly, GO_NO_GO)), "as much as is wanted is enough"
