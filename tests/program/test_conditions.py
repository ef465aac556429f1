from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from program import commitments, gates, hand_overs, health, owing
from program.conditions import (
    ConditionState,
    Step,
    StepKind,
    Tracked,
    check_accepts,
    check_met,
    check_returns,
    check_settles,
)
from program.decisions import Decision
from program.errors import Refused
from program.sign_offs import Condition, SignOffState
from program.standings import Standing
from tests.program.examples import DISCOVERY, GO_NO_GO, NOW, PROGRAM, asked, begun, refuses, signed

DUE = date(2026, 1, 16)
SOURCE = UUID(int=7)


def a_step(
    kind: StepKind, by: str = "OPS", *, note: str | None = "done", due: date | None = None, hours: int = 1
) -> Step:
    return Step(uuid4(), PROGRAM.id, SOURCE, 1, kind, note, due, by, NOW + timedelta(hours=hours))


def one(*steps: Step) -> Tracked:
    return Tracked(SOURCE, 1, "go-no-go", "Train them", "OPS", DUE, "SPONSOR", ("SPONSOR",), steps)


def agreed(*steps: Step, owner: str = "OPERATIONS") -> Standing:
    """A decision on a condition at the vote, with what became of it."""
    standing = begun(passed=("go-no-go",))
    decision = Decision(
        SOURCE, PROGRAM.id, "go-no-go", uuid4(), "go-with-conditions", "why", (Condition("Train them", owner, DUE),),
        "SPONSOR", NOW, "d",
    )  # fmt: skip
    return replace(standing, decisions=(decision,), condition_steps=steps)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=NOW.tzinfo)


# --- one condition ------------------------------------------------------------------------------------------------


def test_a_condition_is_open_then_met_then_settled() -> None:
    met, accepted = a_step(StepKind.MET), a_step(StepKind.ACCEPTED, "SPONSOR")

    assert one().state is ConditionState.OPEN and one().evidence is None and one().met_by is None
    assert one(met).state is ConditionState.MET and one(met).evidence == "done" and one(met).met_by == "OPS"
    assert one(met, accepted).state is ConditionState.SETTLED
    assert one(met, a_step(StepKind.RETURNED, "SPONSOR")).state is ConditionState.OPEN
    assert one(met, a_step(StepKind.LAPSED)).state is ConditionState.MET, "a lapse leaves it as it was"


def test_more_time_moves_the_day_and_ends_the_lapse() -> None:
    lapsed, later = a_step(StepKind.LAPSED), a_step(StepKind.EXTENDED, due=date(2026, 2, 2))

    assert one(lapsed).has_lapsed and not one(lapsed, later).has_lapsed and not one().has_lapsed
    assert one(later).due == date(2026, 2, 2) and one().due == DUE
    assert one(a_step(StepKind.ROLLED_BACK, due=date(2026, 2, 2))).due == DUE, "only more time moves it"
    assert one(replace(later, due=None)).due == DUE
    assert one().is_overdue(date(2026, 1, 17)) and not one().is_overdue(DUE)


def test_its_owner_says_that_it_is_met_with_what_shows_it() -> None:
    check_met(one(), by="OPS", evidence="here")
    with pytest.raises(Refused, match="is <@OPS>'s to meet"):
        check_met(one(), by="SPONSOR", evidence="here")
    with pytest.raises(Refused, match="What shows") as refused:
        check_met(one(), by="OPS", evidence=None)
    assert refused.value.field == "evidence"
    with pytest.raises(Refused, match="settled already"):
        check_met(one(a_step(StepKind.ACCEPTED)), by="OPS", evidence="here")


def test_whoever_set_it_accepts_it_and_nobody_accepts_their_own_work() -> None:
    met = one(a_step(StepKind.MET))
    check_accepts(met, by="SPONSOR")
    check_returns(met, by="SPONSOR", why="Two are missing")
    for who, sentence in (("OPS", "Nobody accepts their own work"), ("PM", "accepts it: <@SPONSOR>")):
        with pytest.raises(Refused, match=sentence):
            check_accepts(met, by=who)
    with pytest.raises(Refused, match="has not marked it as met"):
        check_accepts(one(), by="SPONSOR")
    with pytest.raises(Refused, match="settled already"):
        check_accepts(one(a_step(StepKind.TOLERATED)), by="SPONSOR")
    with pytest.raises(Refused, match="accepts it: nobody now: `/pilot people`"):
        check_accepts(replace(met, setters=()), by="PM")
    with pytest.raises(Refused, match="accepts it: <@ANN> or <@BEN>"):
        check_accepts(replace(met, setters=("ANN", "BEN")), by="PM")
    with pytest.raises(Refused, match="decides at it: <@ANN> or <@BEN>"):
        check_settles(
            one(), StepKind.TOLERATED, by="PM", deciders=["ANN", "BEN"], why="why", due=None, today=date(2026, 1, 20)
        )
    with pytest.raises(Refused, match="decides at it: nobody holds that role: `/pilot people`"):
        check_settles(one(), StepKind.TOLERATED, by="PM", deciders=[], why="why", due=None, today=date(2026, 1, 20))
    with refuses("still lacking", field="why"):
        check_returns(met, by="SPONSOR", why=None)


@pytest.mark.parametrize(
    ("kind", "by", "why", "due", "today", "sentence", "field"),
    [
        (StepKind.EXTENDED, "SPONSOR", "why", None, date(2026, 1, 20), "^Until when", "due"),
        (
            StepKind.ROLLED_BACK,
            "SPONSOR",
            "why",
            None,
            date(2026, 1, 20),
            "^When do you look at",
            "due",
        ),
        (StepKind.EXTENDED, "SPONSOR", "why", date(2026, 1, 20), date(2026, 1, 20), "still to come", "due"),
        (StepKind.TOLERATED, "SPONSOR", None, None, date(2026, 1, 20), "Write down why", "why"),
        (StepKind.TOLERATED, "PM", "why", None, date(2026, 1, 20), "who decides at it: <@SPONSOR>", None),
        (StepKind.TOLERATED, "SPONSOR", "why", None, DUE, "not overdue", None),
    ],
)
def test_what_was_missed_is_settled_by_the_decider_with_a_reason(
    kind: StepKind, by: str, why: str | None, due: date | None, today: date, sentence: str, field: str | None
) -> None:
    with refuses(sentence, field=field):
        check_settles(one(), kind, by=by, deciders=["SPONSOR"], why=why, due=due, today=today)


def test_a_missed_condition_can_be_extended_accepted_or_rolled_back() -> None:
    today, later = date(2026, 1, 20), date(2026, 2, 2)
    for kind, due in ((StepKind.EXTENDED, later), (StepKind.TOLERATED, None), (StepKind.ROLLED_BACK, later)):
        check_settles(one(), kind, by="SPONSOR", deciders=["SPONSOR"], why="why", due=due, today=today)


# --- the conditions of a program ----------------------------------------------------------------------------------


def test_conditions_come_from_signatures_and_decisions() -> None:
    role = DISCOVERY.signers[0]
    standing = signed(asked(begun(), DISCOVERY, role), SignOffState.CONDITIONAL)
    condition = Condition("Mask the names", "DATA-OWNER", DUE)
    standing = replace(standing, sign_offs=tuple(replace(each, conditions=(condition,)) for each in standing.sign_offs))

    [found] = commitments.tracked(standing)

    assert (found.owner, found.gate, found.setters) == ("DATA-OWNER", DISCOVERY.key, (standing.holders[role][0],))
    assert commitments.find(standing, found.source, 1) == found
    with pytest.raises(Refused, match="does not count any more"):
        commitments.find(standing, found.source, 2)


def test_whoever_holds_the_role_now_accepts_what_a_former_holder_set() -> None:
    standing = agreed()
    [there] = commitments.tracked(standing)
    gone = replace(standing, decisions=tuple(replace(each, by="FORMER") for each in standing.decisions))
    [found] = commitments.tracked(gone)

    assert there == Tracked(SOURCE, 1, "go-no-go", "Train them", "OPERATIONS", DUE, "SPONSOR", ("SPONSOR",))
    assert (found.set_by, found.setters) == ("FORMER", ("SPONSOR",))
    two = [each for each in standing.appointments if each.role != "sponsor"]
    more = [replace(standing.appointments[0], role="sponsor", user=user) for user in ("ANN", "BEN")]
    [found] = commitments.tracked(replace(gone, appointments=(*two, *more)))
    assert found.setters == ("ANN", "BEN")
    by_ann = replace(gone, decisions=tuple(replace(each, by="ANN") for each in gone.decisions))
    [found] = commitments.tracked(replace(by_ann, appointments=(*two, *more)))
    assert found.setters == ("ANN",), "who set it, while they hold the role"


def test_what_happened_to_another_condition_or_before_it_was_signed_again_is_not_its_own() -> None:
    before, other, on_time = a_step(StepKind.MET, hours=-1), a_step(StepKind.MET), a_step(StepKind.MET, hours=0)
    [found] = commitments.tracked(agreed(before, replace(other, number=2), replace(other, source=uuid4()), on_time))

    assert found.steps == (on_time,)
    with_note = a_step(StepKind.MET, note="EVIDENCE")
    [found] = commitments.tracked(agreed(a_step(StepKind.HANDED, note="HEIR"), with_note))
    assert found.owner == "HEIR"


def test_a_gate_was_opened_again_only_for_conditions_of_its_own_that_lapsed() -> None:
    lapsed = agreed(a_step(StepKind.LAPSED))

    assert [each.text for each in commitments.lapsed(lapsed, GO_NO_GO)] == ["Train them"]
    assert commitments.lapsed(lapsed, DISCOVERY) == commitments.lapsed(agreed(), GO_NO_GO) == []


def test_what_was_met_before_a_role_signed_again_is_open_once_more() -> None:
    condition = Condition("Mask the names", "DATA-OWNER", DUE)
    standing = signed(asked(begun(), DISCOVERY, DISCOVERY.signers[0]), SignOffState.CONDITIONAL)
    (given,) = (replace(each, id=SOURCE, conditions=(condition,)) for each in standing.sign_offs)
    before, after = a_step(StepKind.MET, hours=-1), a_step(StepKind.MET, hours=1)

    def state(step: Step) -> ConditionState:
        (found,) = commitments.tracked(replace(standing, sign_offs=(given,), condition_steps=(step,)))
        return found.state

    assert (state(before), state(after)) == (ConditionState.OPEN, ConditionState.MET)


def test_where_nobody_decides_at_a_gate_the_sponsor_settles_what_was_missed() -> None:
    standing = agreed()
    by_operations = replace(GO_NO_GO, decider="operations")
    nobody = replace(GO_NO_GO, decider="")

    assert commitments.deciders(standing, GO_NO_GO) == ("SPONSOR",)
    assert commitments.deciders(standing, by_operations) == ("OPERATIONS",)
    assert commitments.deciders(standing, nobody) == ("SPONSOR",)
    vacant = replace(standing, appointments=())
    assert commitments.deciders(vacant, by_operations) == commitments.deciders(vacant, nobody) == ()


def test_the_setters_are_others_than_the_owner() -> None:
    [found] = commitments.tracked(agreed(owner="SPONSOR"))

    assert found.setters == (), "the sponsor set it, owns it, and is the only decider"


def test_what_was_handed_over_is_the_heirs() -> None:
    [found] = commitments.tracked(agreed(a_step(StepKind.HANDED, note="HEIR")))

    assert found.owner == "HEIR" and found.state is ConditionState.OPEN


def test_each_is_owed_by_whoever_acts_next() -> None:
    early, late = at(DUE), at(date(2026, 1, 20))

    def duties(standing: Standing, now: datetime) -> set[tuple[str, tuple[str, ...]]]:
        found = owing.owed(standing, now)
        return {(each.duty.value, each.by) for each in found if "Train them" in each.what}

    assert duties(agreed(), early) == {("meet", ("OPERATIONS",))}
    assert duties(agreed(), late) == {("meet", ("OPERATIONS",)), ("settle", ("SPONSOR",))}
    assert duties(agreed(a_step(StepKind.MET)), late) == {("review", ("SPONSOR",))}
    assert duties(agreed(a_step(StepKind.MET), a_step(StepKind.ACCEPTED)), late) == set()


def test_what_was_missed_shows_in_the_health_and_at_the_gate_opened_again() -> None:
    late = at(date(2026, 1, 20))
    reopened = agreed(a_step(StepKind.LAPSED))
    gate = reopened.playbook.gate("go-no-go")
    reopened = replace(reopened, passed=tuple(each for each in reopened.passed if each.gate != gate.key))

    assert "1 condition not met in time" in health.judge(agreed(), late).reasons
    assert "the condition “Train them”" in [each.what for each in gates.missing(reopened, gate)]


def test_conditions_pass_to_whoever_takes_over_from_somebody_who_left() -> None:
    standing = agreed(owner="GONE")

    found = hand_overs.hand_over(standing, "operations", {"GONE"}, came=["OPERATIONS"], now=NOW)

    assert found and [each.text for each in found.conditions] == ["Train them"]
    assert hand_overs.in_hands(agreed(), "OPERATIONS") == [("Your condition: Train them", DUE)]


def test_what_was_missed_is_settled_by_whoever_decides_at_its_gate() -> None:
    standing = agreed()
    (tracked,) = commitments.tracked(standing)

    assert commitments.settles(standing, tracked) == ("SPONSOR",)
    nobody = replace(standing, appointments=tuple(each for each in standing.appointments if each.role != "sponsor"))
    assert commitments.settles(nobody, tracked) == ()
