"""Each of the 21 symptoms shows by what is on record, and goes when its cause is mended."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from playbook.loader import load
from program import packets
from program.failure_modes import FailureMode, Seen
from program.kpis import Direction, Kpi, Meaning
from program.money import NextBudget
from program.programs import ProgramState
from program.signals import gone, is_looked_for, news, of_answers, recorded, signals
from program.signatures import digest
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

SMALL_COMPANY = Path(__file__).parents[1] / "playbook" / "small_company"
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


def with_budget(amount: float | None) -> Change:
    budget = NextBudget(PROGRAM.id, amount is not None, amount, "CFO" if amount else None, None, "SPONSOR", NOW)
    return lambda standing: replace(standing, next_budget=budget)


def modes_with(key: str, **changes: Any) -> tuple[FailureMode, ...]:
    """The modes that ship, but for one symptom."""
    return tuple(
        replace(mode, symptoms=tuple(replace(each, **changes) if each.key == key else each for each in mode.symptoms))
        for mode in PLAYBOOK.failure_modes
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
        ("no-next-budget", with_budget(None), with_budget(50_000)),
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


def test_the_gravest_comes_first_and_of_those_what_is_due_longest() -> None:
    ranks = [(-each.symptom.gravity, each.symptom.week) for each in signals(begun(), END)]

    assert ranks == sorted(ranks) and len({gravity for gravity, _ in ranks}) == 3


@pytest.mark.parametrize("state", [ProgramState.PAUSED, ProgramState.FINISHED])
def test_a_program_that_does_not_run_is_exempt(state: ProgramState) -> None:
    at_rest = replace(begun(), program=replace(PROGRAM, state=state))
    assert signals(at_rest, END) == []
    assert not is_looked_for(at_rest, NOW, END)


# --- when each first showed ---------------------------------------------------------------------------------------

TODAY = PROGRAM.today(WEEK_11)


def saw(key: str, *, days_ago: int, gone_days_ago: int | None = None, week: int = 4) -> Seen:
    over = None if gone_days_ago is None else TODAY - timedelta(days=gone_days_ago)
    return Seen(PROGRAM.id, key, week, TODAY - timedelta(days=days_ago), over)


def with_seen(*seen: Seen) -> Standing:
    return replace(begun(), symptoms_seen=seen)


@pytest.mark.parametrize(
    ("seen", "since", "is_new"),
    [
        ([], 11, True),
        ([saw("no-ci-cd", days_ago=0, week=11)], 11, True),
        ([saw("no-ci-cd", days_ago=6, week=10)], 10, True),
        ([saw("no-ci-cd", days_ago=7, week=10)], 10, False),
        ([saw("no-ci-cd", days_ago=40), saw("no-ci-cd", days_ago=30, week=5)], 5, False),
        ([saw("no-ci-cd", days_ago=40, gone_days_ago=30)], 11, True),
    ],
)
def test_a_sign_says_since_which_week_it_shows(seen: list[Seen], since: int, *, is_new: bool) -> None:
    found = {each.symptom.key: each for each in signals(with_seen(*seen), WEEK_11)}["no-ci-cd"]
    assert (found.since, found.is_new) == (since, is_new)


def test_what_came_and_what_is_gone_is_kept_once() -> None:
    keys = set(showing(begun(), WEEK_11))
    came = news(begun(), WEEK_11)

    assert {each.symptom for each in came} == keys
    assert {(each.first_week, each.first_day, each.gone_day) for each in came} == {(11, TODAY, None)}
    assert news(with_seen(*came), WEEK_11) == [], "the next look changes nothing"
    mended = settled("c-ci-cd")(with_seen(*came))
    assert [(each.symptom, each.gone_day) for each in news(mended, WEEK_11)] == [("no-ci-cd", TODAY)]
    over = [replace(each, gone_day=TODAY) if each.symptom == "no-ci-cd" else each for each in came]
    assert news(replace(mended, symptoms_seen=tuple(over)), WEEK_11) == []
    assert [each.symptom for each in news(with_seen(*over), WEEK_11)] == ["no-ci-cd"], "it is there again"


def test_what_a_new_playbook_does_not_look_for_is_gone() -> None:
    bare = replace(with_seen(saw("no-ci-cd", days_ago=9)), playbook=replace(PLAYBOOK, failure_modes=()))
    assert [each.gone_day for each in news(bare, WEEK_11)] == [TODAY]


@pytest.mark.parametrize(("gone_days_ago", "is_told"), [(0, True), (6, True), (7, False)])
def test_what_is_gone_is_told_for_a_week(gone_days_ago: int, *, is_told: bool) -> None:
    mended = settled("c-ci-cd")(with_seen(saw("no-ci-cd", days_ago=20, gone_days_ago=gone_days_ago)))
    assert [symptom.key for _, symptom in gone(mended, WEEK_11)] == ["no-ci-cd"] * is_told
    assert gone(replace(mended, items={}), WEEK_11) == [], "it shows again"


def test_it_is_looked_once_a_day_after_the_hour_of_the_prompt() -> None:
    hour = PROGRAM.at(TODAY, PLAYBOOK.cadence.prompt_time)
    a_minute, a_day = timedelta(minutes=1), timedelta(days=1)

    assert is_looked_for(begun(), hour, hour)
    assert not is_looked_for(begun(), hour + a_minute, hour + a_minute), "somebody changed a date later that day"
    assert not is_looked_for(begun(), hour - a_minute, hour - a_minute)
    assert is_looked_for(begun(), hour - 3 * a_day, hour - a_minute), "nobody was there for days"


# --- packets ------------------------------------------------------------------------------------------------------


def test_a_packet_keeps_the_signs_but_no_signature_rests_on_them() -> None:
    seen = with_seen(saw("no-ci-cd", days_ago=20))
    kept = {row[0]: row for row in packets.frozen(seen, GO_NO_GO, WEEK_11)["signals"]}

    assert set(kept) == set(showing(begun(), WEEK_11))
    assert kept["no-ci-cd"][1:3] == ["No release pipeline", 4] and kept["no-ci-cd"][3]
    assert digest(seen, GO_NO_GO, "security") == digest(begun(), GO_NO_GO, "security")
    assert seen.digest(GO_NO_GO) == begun().digest(GO_NO_GO)
    assert packets.changes(packets.frozen(seen, GO_NO_GO, WEEK_11), begun(), GO_NO_GO) == []


def test_what_was_found_last_is_told_with_the_gravest_first() -> None:
    found = recorded(with_seen(saw("no-registry", days_ago=9), saw("vague-goal", days_ago=3, week=5)))
    assert [(symptom.key, since) for symptom, since in found] == [("vague-goal", 5), ("no-registry", 4)]


# --- a company's own playbook -------------------------------------------------------------------------------------


def test_a_playbook_says_where_its_rules_look() -> None:
    workshops = PLAYBOOK.register("workshops")
    own = replace(workshops, key="round-tables")
    named = modes_with("operations-not-asked", reads=("round-tables.present",), values=("business",))
    playbook = replace(PLAYBOOK, registers=(own,), failure_modes=named)
    asked_for = replace(begun(), playbook=playbook)

    assert showing(asked_for)["operations-not-asked"] == ("nothing in “Workshops” says “The business”",)
    held = replace(asked_for, rows=tuple(rows("round-tables", {"present": ["business"]})))
    assert "operations-not-asked" not in showing(held)


def test_a_copy_from_before_it_said_so_means_the_places_of_the_one_that_ships() -> None:
    before = tuple(
        replace(mode, symptoms=tuple(replace(each, reads=(), values=()) for each in mode.symptoms))
        for mode in PLAYBOOK.failure_modes
    )
    ill = has("data-sources", GOOD | {"consistency": "gaps", "timeliness": "poor"})(begun())
    assert showing(replace(ill, playbook=replace(PLAYBOOK, failure_modes=before))) == showing(ill)


def test_what_a_playbook_does_not_have_shows_nothing() -> None:
    bare = replace(PLAYBOOK, registers=(), weeks=(), deliverables=(), checklist=(), roles=())
    assert set(showing(replace(begun(), playbook=replace(bare, weeks=PLAYBOOK.weeks)))) & {
        "no-ci-cd", "no-data-owner", "operations-not-asked", "underestimated", "no-training", "lineage-invisible",
    } == {"lineage-invisible"}  # fmt: skip


def test_choices_are_told_by_their_titles_or_as_they_were_kept() -> None:
    ill = has("data-sources", GOOD | {"consistency": "poor"})(begun())
    assert showing(ill)["no-common-schema"] == ("D-1, “Do ids and values agree?”: No",)
    named = modes_with("operations-not-asked", values=("night-shift",))
    unknown = replace(begun(), playbook=replace(PLAYBOOK, failure_modes=named))
    assert showing(unknown)["operations-not-asked"] == ("nothing in “Workshops” says “night-shift”",)


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
    named = modes_with("no-training", planned_by=8, held_by=9)
    early = replace(begun(), playbook=replace(PLAYBOOK, failure_modes=named))
    assert "week 8" not in str(showing(early, WEEK_11)) and "by week 9" in str(showing(early, WEEK_11))
    assert "no-training" not in showing(begun(), morning(PROGRAM.last_day(9) + timedelta(days=3)))
    bare = replace(planned, playbook=replace(PLAYBOOK, registers=()))
    assert "no-training" not in showing(bare)


def test_the_same_symptoms_can_be_answered_without_a_program() -> None:
    told = {symptom.key: said for _, symptom, said in of_answers({"demo-goal": True, "no-ci-cd": False}, PLAYBOOK)}

    assert list(told) == KEYS
    assert (told["demo-goal"], told["no-ci-cd"], told["distrust"]) == (True, False, None)


def test_a_company_of_three_roles_and_eight_weeks_has_signs_of_its_own() -> None:
    own = load(SMALL_COMPANY)
    holders = {"business-lead": ["LEAD"], "maker": ["MAKER"], "trust-lead": []}
    standing = replace(begun(holders, passed=()), playbook=own, passed=())
    found = showing(with_items(standing, done("s-work-7")))

    assert list(found) == ["no-number", "maker-alone", "no-off-switch"], "the gravest first"
    assert found["maker-alone"] == ("nobody holds the role Trust lead",)
    assert found["no-off-switch"] == ("“The work of week 7” is done, “It can be switched off” is not",)


# --- to the letter ------------------------------------------------------------------------------------------------


def test_signing_is_slow_once_the_days_allowed_are_over() -> None:
    waiting = settled("w2-early-reviewers")(asked(begun(), GO_NO_GO, "security"))
    (request,) = waiting.sign_offs
    for days, told in ((5, ()), (6, ("Security has been asked to sign for 6 days",))):
        since = replace(waiting, sign_offs=(replace(request, asked_at=END - timedelta(days=days)),))
        assert showing(since).get("security-late", ()) == told
    two = [replace(request, id=uuid4(), asked_at=END - timedelta(days=days)) for days in (9, 7)]
    assert showing(replace(waiting, sign_offs=tuple(two)))["security-late"] == (
        "Security has been asked to sign for 9 days",
    )


@pytest.mark.parametrize(("changes", "told"), [(9, False), (10, True)])
def test_ten_planned_changes_are_too_many(changes: int, *, told: bool) -> None:
    trained = has("trainings", TRAINED)(with_facts("c-communication-plan", changes=changes)(begun()))
    wanted = ("its users face 10 planned changes this year",) if told else ()
    assert showing(trained).get("no-training", ()) == wanted


@pytest.mark.parametrize(("roles", "told"), [(4, False), (5, True)])
def test_five_roles_in_one_pair_of_hands_are_too_many(roles: int, *, told: bool) -> None:
    holders = {role: ["ONE"] if place < roles else [f"U{place}"] for place, role in enumerate(EVERY_ROLE)}
    wanted = ("one person alone holds 5 roles",) if told else ()
    assert showing(begun(holders)).get("one-person", ()) == wanted
    shared = {role: [*users, "SECOND"] for role, users in holders.items()}
    assert "one-person" not in showing(begun(shared)), "somebody else holds them as well"


@pytest.mark.parametrize("week", [10, 12])
def test_training_is_looked_for_from_the_day_after_its_week(week: int) -> None:
    last = PROGRAM.last_day(week)
    before, after = (showing(begun(), morning(day)).get("no-training", ()) for day in (last, last + timedelta(days=1)))
    assert len(after) == 2 and before != after
    assert f"week {week}" in after[0]


def test_half_of_a_training_is_half_of_the_sign() -> None:
    users = has("trainings", TRAINED | {"audience": ["users"]})(begun())
    assert showing(users)["no-training"] == ("no training was held for managers by week 12",)
    assert showing(users, WEEK_11)["no-training"] == ("no training is planned for managers, and week 10 is over",)


def test_only_what_is_due_by_its_own_day_shows() -> None:
    """An entry that was moved, or whose week comes later than the sign's, is not late yet."""
    lines = {line for mode in PLAYBOOK.failure_modes for each in mode.symptoms for line in each.lines}
    found = showing(begun(), WEEK_11)
    for key in lines:
        item = PLAYBOOK.item(key)
        late = f"“{item.title}” is not done"
        assert (late in str(found)) <= (item.due_week <= 10)


def test_a_problem_is_vague_without_a_figure_and_a_goal_without_a_kpi() -> None:
    title = PLAYBOOK.item("w1-problem-statement").title

    def said(statement: str, change: Change) -> tuple[str, ...]:
        told = with_facts("w1-problem-statement", statement=statement)(change(begun()))
        return showing(told).get("vague-goal", ())

    assert said("From 45 minutes to 20", measured(kpi())) == ()
    assert said("Better service", measured(kpi())) == (f"“{title}” has no figure in it",)
    assert said("Better service", as_is) == (
        "there is no KPI with a baseline and a target",
        f"“{title}” has no figure in it",
    )
