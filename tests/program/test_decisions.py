from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from program.decisions import Decision, Grounds, carried_out, check, check_decides, check_due, possible, title
from program.errors import Refused
from program.playbook import Gate
from program.programs import Extension, Move, ProgramState, resumed
from program.sign_offs import Condition
from program.votes import Poll
from tests.program.examples import GO_NO_GO, PLAYBOOK, PROGRAM, begun, morning

SCALE = PLAYBOOK.gate("scale")
FRIDAY = date(2026, 3, 20)  # the day of the go/no-go
NOW = morning(FRIDAY)
CONDITION = Condition("Test the rollback", "ON-CALL", FRIDAY + timedelta(days=3))
CARRIED, LOST = {"go": 3, "no-go": 1}, {"go": 1, "no-go": 3}
MISSING = ["“Evidence that the controls hold”", "Security sign-off"]


def a_poll(tally: dict[str, int] | None = None) -> Poll:
    return Poll(uuid4(), PROGRAM.id, "go-no-go", {"A": ()}, "d", "A", NOW, NOW, closed_at=NOW, tally=tally or CARRIED)


def decide(choice: str, *conditions: Condition, reason: str | None = "why", gate: Gate = GO_NO_GO) -> Decision:
    answers = {"next-scope": "All claims"} if choice == "scale" else {}
    review = FRIDAY + timedelta(days=14) if choice == "pause" else None
    return Decision(
        uuid4(), PROGRAM.id, gate.key, uuid4(), choice, reason, conditions, "SPONSOR", NOW, "d",
        answers=answers, review_on=review,
    )  # fmt: skip


def refused(decision: Decision, *, tally: dict[str, int] | None = None, missing: list[str] | None = None) -> Refused:
    gate = PLAYBOOK.gate(decision.gate)
    with pytest.raises(Refused) as refusal:
        check(decision, gate, poll=a_poll(tally), grounds=Grounds(missing=missing or []), today=FRIDAY)
    return refusal.value


def accepted(decision: Decision, *, tally: dict[str, int] | None = None, missing: list[str] | None = None) -> str:
    gate = PLAYBOOK.gate(decision.gate)
    return check(decision, gate, poll=a_poll(tally), grounds=Grounds(missing=missing or []), today=FRIDAY).effect


def test_only_the_decider_decides() -> None:
    check_decides(GO_NO_GO, ["SPONSOR"], by="SPONSOR", title="Sponsor")
    with pytest.raises(Refused, match="Only the Sponsor, <@SPONSOR>, decides"):
        check_decides(GO_NO_GO, ["SPONSOR"], by="PROGRAM-MANAGER", title="Sponsor")
    with pytest.raises(Refused, match="nobody holds that role"):
        check_decides(GO_NO_GO, [], by="PROGRAM-MANAGER", title="Sponsor")


def test_a_decision_comes_after_the_vote_and_once() -> None:
    poll = a_poll()
    check_due(poll, [])
    with pytest.raises(Refused, match="still open"):
        check_due(replace(poll, closed_at=None), [])
    with pytest.raises(Refused, match="recorded already"):
        check_due(poll, [replace(decide("go"), poll=poll.id)])


def test_a_plain_go_needs_no_reason_where_the_vote_carries_it() -> None:
    assert accepted(decide("go", reason=None)) == "pass"


@pytest.mark.parametrize("tally", [LOST, {"go": 1, "no-go": 1}, {"abstain": 4}])
def test_going_ahead_without_a_majority_needs_a_reason(tally: dict[str, int]) -> None:
    refusal = refused(decide("go", reason=None), tally=tally)

    assert refusal.field == "reason" and "did not carry" in str(refusal)
    assert accepted(decide("go"), tally=tally) == "pass"


def test_stopping_always_needs_its_reason() -> None:
    for choice in ("iterate", "pause"):
        assert refused(decide(choice, reason=None)).field == "reason"
        assert accepted(decide(choice), missing=MISSING) == choice


def test_a_plain_pass_is_refused_while_something_is_missing_and_says_what_is_possible() -> None:
    refusal = refused(decide("go"), missing=MISSING)

    assert refusal.field == "choice"
    assert str(refusal) == (
        "“Go” is not possible while this is missing: “Evidence that the controls hold”; Security sign-off."
        " Possible now: “Go with conditions” or “Iterate two weeks” or “Pause”."
    )
    assert accepted(decide("go-with-conditions", CONDITION), missing=MISSING) == "pass"


def test_at_the_last_gate_only_pivot_or_pause_is_possible_while_something_is_missing() -> None:
    assert [each.key for each in possible(SCALE, MISSING)] == ["pivot-or-pause"]
    assert [each.key for each in possible(SCALE, [])] == ["scale", "stabilise", "pivot-or-pause"]


def test_conditions_are_needed_where_they_belong_and_nowhere_else() -> None:
    assert refused(decide("go-with-conditions")).field == "condition-1"
    misplaced = refused(decide("go", CONDITION))
    assert misplaced.field == "choice" and "Choose “Go with conditions”, or empty the fields" in str(misplaced)
    assert "Empty the fields" in str(refused(decide("scale", CONDITION, gate=SCALE)))


def test_a_condition_whose_date_has_passed_is_named() -> None:
    late = replace(CONDITION, due=FRIDAY - timedelta(days=1))

    assert refused(decide("go-with-conditions", CONDITION, late)).field == "due-2"


def test_an_unknown_decision_is_refused() -> None:
    assert refused(decide("scale")).field == "choice"


def test_what_a_decision_does_to_the_program() -> None:
    def after(choice: str, gate: Gate = GO_NO_GO) -> ProgramState:
        last = gate == PLAYBOOK.gates[-1]
        return carried_out(PROGRAM, gate, decide(choice, gate=gate), cadence=PLAYBOOK.cadence, is_last=last).state

    assert after("go") is ProgramState.RUNNING
    assert after("iterate") is ProgramState.RUNNING
    assert after("pause") is ProgramState.PAUSED
    assert {after(option.key, SCALE) for option in SCALE.decisions} == {ProgramState.FINISHED}


@pytest.mark.parametrize(
    ("decided_on", "weeks", "gate_day"),
    [
        (FRIDAY, 2, date(2026, 4, 3)),
        (FRIDAY + timedelta(days=4), 2, date(2026, 4, 3)),
        (FRIDAY + timedelta(days=21), 5, date(2026, 4, 24)),
    ],
)
def test_an_iteration_moves_this_gate_and_all_after_it(decided_on: date, weeks: int, gate_day: date) -> None:
    decision = replace(decide("iterate"), at=morning(decided_on))
    after = carried_out(PROGRAM, GO_NO_GO, decision, cadence=PLAYBOOK.cadence, is_last=False)

    assert after.extensions == (Extension(10, weeks, "Go or no-go for limited production: why"),)
    assert after.last_day(10) == gate_day
    assert after.monday(10) == PROGRAM.monday(10)
    assert after.monday(11) == PROGRAM.monday(11) + timedelta(weeks=weeks)


def test_a_decision_has_a_title_and_so_has_taking_up_again() -> None:
    assert title(GO_NO_GO, decide("iterate")) == "Iterate two weeks"
    assert title(GO_NO_GO, decide("resumed")) == "Resumed"


# --- taking up again ----------------------------------------------------------------------------------------------

PAUSED = replace(PROGRAM, state=ProgramState.PAUSED)


@pytest.mark.parametrize(
    ("today", "weeks", "gate_day"),
    [
        (FRIDAY, 0, FRIDAY),
        (FRIDAY + timedelta(days=1), 1, date(2026, 3, 27)),
        (date(2026, 3, 23), 1, date(2026, 3, 27)),
        (date(2026, 4, 14), 4, date(2026, 4, 17)),
    ],
)
def test_a_program_goes_on_where_it_was_with_dates_that_are_still_to_come(
    today: date, weeks: int, gate_day: date
) -> None:
    after = resumed(PAUSED, paused_on=FRIDAY, today=today, from_week=10, reason="data is there")

    assert after.state is ProgramState.RUNNING
    assert sum(each.weeks for each in after.extensions) == weeks
    assert after.last_day(10) == gate_day
    assert after.week(today, last=13) == 10


def test_a_pause_decided_after_the_gates_day_leaves_it_no_longer_overdue() -> None:
    monday = date(2026, 3, 23)
    after = resumed(PAUSED, paused_on=monday, today=monday + timedelta(weeks=2), from_week=10, reason="why")

    assert after.last_day(10) == date(2026, 4, 10)


def test_a_program_that_runs_cannot_be_resumed() -> None:
    with pytest.raises(Refused, match="not paused"):
        resumed(PROGRAM, paused_on=FRIDAY, today=FRIDAY, from_week=10, reason="why")


def test_a_vote_that_another_one_overtook_is_not_decided_on() -> None:
    poll = Poll(uuid4(), UUID(int=1), "go-no-go", {}, "d1", "A", NOW, NOW, (), NOW)
    with pytest.raises(Refused, match="Another vote was opened"):
        check_due(poll, (), latest=False)


def test_the_decision_on_a_vote_is_as_it_was_corrected_last() -> None:
    poll = uuid4()
    first = replace(decide("go"), poll=poll)
    second = replace(decide("go"), id=uuid4(), poll=None, corrects=first.id)
    third = replace(decide("go"), id=uuid4(), poll=None, corrects=second.id)
    asked = Poll(poll, UUID(int=1), "go-no-go", {}, "d1", "A", NOW, NOW)

    assert replace(begun(), decisions=(first,)).decision_on(asked) == first
    assert replace(begun(), decisions=(first, second, third)).decision_on(asked) == third
    assert begun().decision_on(asked) is None


def test_a_condition_that_is_due_today_is_in_time() -> None:
    assert accepted(decide("go-with-conditions", replace(CONDITION, due=FRIDAY))) == "pass"


def test_what_is_not_offered_or_lacks_its_reason_says_so() -> None:
    assert "Choose one of the decisions" in str(refused(decide("perhaps")))
    assert "Write down why" in str(refused(decide("iterate", reason=None)))
    assert "Write the condition" in str(refused(decide("go-with-conditions")))
    late = replace(CONDITION, due=FRIDAY - timedelta(days=1))
    assert "This date has passed" in str(refused(decide("go-with-conditions", late)))
    assert "On which day" in str(refused(replace(decide("pause"), review_on=None)))
    assert "still to come" in str(refused(replace(decide("pause"), review_on=FRIDAY)))


def test_several_deciders_are_all_named() -> None:
    with pytest.raises(Refused, match="Only the Sponsor, <@ANN> or <@BEN>, decides"):
        check_decides(GO_NO_GO, ["ANN", "BEN"], by="PM", title="Sponsor")


def test_a_decision_that_the_playbook_does_not_know_any_more_has_no_title() -> None:
    assert title(GO_NO_GO, decide("gone")) == ""


def test_an_iteration_at_a_gate_that_was_moved_counts_from_its_own_day() -> None:
    later = replace(decide("iterate"), at=NOW + timedelta(days=14))
    for moves, weeks in (((Move("go-no-go", 14, "The owner is away"),), 2), ((), 4)):
        program = replace(PROGRAM, moves=moves)
        after = carried_out(program, GO_NO_GO, later, cadence=PLAYBOOK.cadence, is_last=False)
        assert [each.weeks for each in after.extensions] == [weeks]
