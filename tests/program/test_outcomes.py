from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from program.decisions import DIFFERENT, Decision, Grounds, again, asked_for, check, corrected, forbidden
from program.errors import Refused
from program.outcomes import Veto, carries, check_lift, check_quorum, effect, has_quorum, roles_heard, vetoes
from program.sign_offs import Condition
from program.votes import Poll, Vote
from tests.program.examples import GO_NO_GO, NOW, PLAYBOOK, PROGRAM, refuses

TITLES = {role.key: role.title for role in PLAYBOOK.roles}
EVERYBODY = {role: [role.upper()] for role in GO_NO_GO.voters}
SCALE = PLAYBOOK.gate("scale")
TODAY = NOW.date()


def a_vote(user: str, choice: str = "no-go") -> Vote:
    return Vote(user, choice, "Untested", "d", NOW)


def a_poll(*votes: Vote, quorum: int = 0, open_: bool = False, tally: dict[str, int] | None = None) -> Poll:
    asked = {"SEC": ("security", "compliance"), "OPS": ("operations",), "RISK": ("risk-owner",)}
    closed = None if open_ else NOW
    return Poll(
        uuid4(), UUID(int=1), "go-no-go", asked, "d", "A", NOW, NOW, votes, closed, tally or {"go": 3}, quorum=quorum
    )


def a_decision(choice: str = "iterate", *, by: str = "SPONSOR", different: str = "") -> Decision:
    answers = {DIFFERENT: different} if different else {}
    return Decision(uuid4(), PROGRAM.id, "go-no-go", uuid4(), choice, "why", (), by, NOW, "d", answers=answers)


# --- quorum -------------------------------------------------------------------------------------------------------


def test_a_quorum_counts_roles_and_an_abstention_is_an_answer() -> None:
    poll = a_poll(a_vote("SEC", "abstain"), quorum=3)

    assert roles_heard(poll) == {"security", "compliance"}
    assert not has_quorum(poll)
    assert has_quorum(replace(poll, votes=(*poll.votes, a_vote("OPS", "go"))))


def test_a_vote_without_its_quorum_carries_nothing_whatever_the_count() -> None:
    assert carries(a_poll(), GO_NO_GO)
    assert not carries(a_poll(quorum=1), GO_NO_GO)
    assert "closed without its quorum of 1 roles" in str(forbidden(a_poll(quorum=1), Grounds()))


def test_a_quorum_larger_than_the_roles_filled_is_refused_with_who_can_fill_them() -> None:
    holders = EVERYBODY | {"security": [], "compliance": []}
    with pytest.raises(Refused, match="Only 5 of the roles asked can vote, so 6 never will") as refused:
        check_quorum(6, GO_NO_GO, holders, titles=TITLES, fill=["PM"])

    assert refused.value.field == "quorum"
    assert "Nobody holds Security, Compliance: <@PM> fills that" in str(refused.value)
    with refuses("`/pilot people`", field="quorum"):
        check_quorum(6, GO_NO_GO, holders, titles=TITLES, fill=[])
    with refuses("Choose fewer", field="quorum"):
        check_quorum(len(EVERYBODY) + 1, GO_NO_GO, EVERYBODY, titles=TITLES, fill=[])
    assert check_quorum(None, GO_NO_GO, holders, titles=TITLES, fill=[]) == GO_NO_GO.quorum


def test_a_quorum_below_the_playbooks_is_refused() -> None:
    with refuses("not fewer", field="quorum"):
        check_quorum(GO_NO_GO.quorum - 1, GO_NO_GO, EVERYBODY, titles=TITLES, fill=[])


# --- vetoes -------------------------------------------------------------------------------------------------------


def test_the_no_of_a_veto_role_stands_for_each_of_its_roles_and_no_other_does() -> None:
    poll = a_poll(a_vote("SEC"), a_vote("OPS"))

    assert [veto.role for veto in vetoes([poll], GO_NO_GO)] == ["security", "compliance"]
    assert vetoes([replace(poll, closed_at=None)], GO_NO_GO) == [], "until it closes, a vote is changed by voting"
    assert vetoes([replace(poll, gate="scale")], GO_NO_GO) == []
    assert effect("unknown", GO_NO_GO) == "none"


def test_a_veto_stands_into_the_next_vote_until_its_role_answers_otherwise() -> None:
    first, silent = a_poll(a_vote("RISK")), a_poll(a_vote("OPS", "go"))

    assert [veto.poll for veto in vetoes([first, silent], GO_NO_GO)] == [first.id]
    assert vetoes([first, a_poll(a_vote("RISK", "go"))], GO_NO_GO) == []


def test_a_veto_that_was_withdrawn_stands_no_more() -> None:
    lifted = replace(a_vote("RISK"), lifted_at=NOW, lifted_by="RISK", lifted_why="Tested now")

    assert vetoes([a_poll(lifted)], GO_NO_GO) == []


def test_who_gave_a_veto_or_holds_its_role_withdraws_it_with_a_reason_and_nobody_else() -> None:
    found = vetoes([a_poll(a_vote("RISK"))], GO_NO_GO)

    assert check_lift(found, by="RISK", holders={}, reason="Tested") == found
    assert check_lift(found, by="NEW", holders={"risk-owner": ["NEW"]}, reason="Tested") == found
    with pytest.raises(Refused, match="only the role that gave it"):
        check_lift(found, by="SPONSOR", holders={"risk-owner": ["NEW"]}, reason="Tested")
    with pytest.raises(Refused, match="what has changed") as refused:
        check_lift(found, by="RISK", holders={}, reason=None)
    assert refused.value.field == "reason"


def test_no_kind_of_go_is_recorded_against_a_veto_or_an_unanswered_question() -> None:
    for grounds in (Grounds(vetoes=["Security, <@SEC>"]), Grounds(unanswered=["“Is it accurate?”"])):
        for choice in ("go", "go-with-conditions"):
            conditions = replace(a_decision(choice), conditions=())
            with pytest.raises(Refused) as refused:
                check(conditions, GO_NO_GO, poll=a_poll(), grounds=grounds, today=TODAY)
            assert refused.value.field in {"choice", "condition-1"}
        with refuses("Possible now: “Iterate two weeks” or “Pause”", field="choice"):
            check(a_decision("go"), GO_NO_GO, poll=a_poll(), grounds=grounds, today=TODAY)
        assert check(a_decision(), GO_NO_GO, poll=a_poll(), grounds=grounds, today=TODAY).key == "iterate"


# --- what decisions ask for ---------------------------------------------------------------------------------------


def test_two_weeks_more_are_a_right_once_and_then_the_sponsors_to_grant_with_a_reason() -> None:
    earlier = Grounds(earlier=[a_decision()], sponsors=["SPONSOR"])
    assert [each.key for each in again(GO_NO_GO, earlier.earlier)] == ["iterate"]
    assert again(SCALE, earlier.earlier) == []

    with pytest.raises(Refused, match="why this time is different") as refused:
        check(a_decision(), GO_NO_GO, poll=a_poll(), grounds=earlier, today=TODAY)
    assert refused.value.field == DIFFERENT
    with refuses("only the sponsor grants it again: <@SPONSOR>", field="choice"):
        check(a_decision(by="PM"), GO_NO_GO, poll=a_poll(), grounds=earlier, today=TODAY)
    with refuses("nobody holds that role", field="choice"):
        check(a_decision(), GO_NO_GO, poll=a_poll(), grounds=replace(earlier, sponsors=[]), today=TODAY)
    granted = a_decision(different="The vendor has delivered")
    assert check(granted, GO_NO_GO, poll=a_poll(), grounds=earlier, today=TODAY).key == "iterate"
    assert asked_for(GO_NO_GO, granted) == [("Why this time is different", "The vendor has delivered")]


def test_a_pause_needs_a_day_to_come_on_which_it_is_looked_at_again() -> None:
    paused = a_decision("pause")
    for day in (None, TODAY):
        with pytest.raises(Refused) as refused:
            check(replace(paused, review_on=day), GO_NO_GO, poll=a_poll(), grounds=Grounds(), today=TODAY)
        assert refused.value.field == "review_on"
    kept = replace(paused, review_on=TODAY + timedelta(days=1))
    assert check(kept, GO_NO_GO, poll=a_poll(), grounds=Grounds(), today=TODAY).effect == "pause"


@pytest.mark.parametrize(
    ("choice", "key"), [("scale", "next-scope"), ("stabilise", "sla-plan"), ("pivot-or-pause", "learnings")]
)
def test_each_decision_of_week_13_needs_what_the_gate_asks_with_it(choice: str, key: str) -> None:
    decision = replace(a_decision(choice), gate="scale")
    poll = a_poll(tally={"scale": 3})
    with pytest.raises(Refused) as refused:
        check(decision, SCALE, poll=poll, grounds=Grounds(), today=TODAY)
    assert refused.value.field == f"ask-{key}"
    given = replace(decision, answers={key: "As written"})
    assert check(given, SCALE, poll=poll, grounds=Grounds(), today=TODAY).key == choice


# --- corrections --------------------------------------------------------------------------------------------------


def test_a_decision_is_corrected_only_by_a_new_one_that_names_it() -> None:
    first = a_decision()
    new = corrected(first, id=uuid4(), reason="Better said", answers={}, by="SPONSOR", later=[first], now=NOW)

    assert (new.corrects, new.poll, new.choice) == (first.id, None, "iterate")
    with pytest.raises(Refused, match="corrected already"):
        corrected(first, id=uuid4(), reason="Once more", answers={}, by="SPONSOR", later=[first, new], now=NOW)
    for reason in (None, "why"):
        with pytest.raises(Refused) as refused:
            corrected(first, id=uuid4(), reason=reason, answers={}, by="SPONSOR", later=[first], now=NOW)
        assert refused.value.field == "reason"


def test_a_correction_is_the_same_decision_in_other_words_and_in_its_own_name() -> None:
    condition = Condition("Test the rollback", "ON-CALL", TODAY)
    first = replace(a_decision("go-with-conditions"), conditions=(condition,), review_on=TODAY)
    id, later = uuid4(), NOW + timedelta(days=1)

    new = corrected(first, id=id, reason="Better said", answers={"a": "b"}, by="PM", later=[], now=later)

    assert new == Decision(
        id, PROGRAM.id, "go-no-go", None, "go-with-conditions", "Better said", (), "PM", later, "d",
        answers={"a": "b"}, review_on=TODAY, corrects=first.id,
    )  # fmt: skip


def test_other_answers_are_a_correction_and_the_same_words_are_none() -> None:
    first = a_decision(different="The vendor has delivered")
    with refuses("Nothing is different", field="reason"):
        corrected(first, id=uuid4(), reason="why", answers=first.answers, by="A", later=[], now=NOW)
    assert corrected(first, id=uuid4(), reason="why", answers={}, by="A", later=[], now=NOW).answers == {}


def test_a_right_is_used_up_at_its_own_gate_by_a_decision_and_not_by_its_correction() -> None:
    taken = a_decision()

    assert again(GO_NO_GO, [replace(taken, gate="scale")]) == []
    assert again(GO_NO_GO, [replace(taken, corrects=uuid4())]) == []
    assert again(GO_NO_GO, [a_decision("pause")]) == []


def test_what_was_asked_for_shows_by_its_key_where_the_playbook_does_not_know_it_any_more() -> None:
    assert asked_for(GO_NO_GO, replace(a_decision(), answers={"gone": "x"})) == [("gone", "x")]
    asked = next(each.ask for each in SCALE.decisions if each.ask)
    assert asked_for(SCALE, replace(a_decision(), answers={asked.key: "All claims"})) == [(asked.label, "All claims")]


def test_granting_it_again_is_refused_beside_the_choice() -> None:
    earlier = Grounds(earlier=[a_decision()], sponsors=["ANN", "BEN"])
    with refuses("grants it again: <@ANN> or <@BEN>", field="choice"):
        check(a_decision(by="PM"), GO_NO_GO, poll=a_poll(), grounds=earlier, today=TODAY)


def test_where_every_seat_is_filled_there_is_nobody_to_appoint() -> None:
    with pytest.raises(Refused) as refused:
        check_quorum(len(EVERYBODY) + 1, GO_NO_GO, EVERYBODY, titles=TITLES, fill=["PM"])

    assert str(refused.value).endswith("never will. Choose fewer.")
    vacant = EVERYBODY | {"security": []}
    with pytest.raises(Refused) as refused:
        check_quorum(len(EVERYBODY), GO_NO_GO, vacant, titles=TITLES, fill=["PM", "SP"])
    assert str(refused.value).endswith("Nobody holds Security: <@PM> or <@SP> fills that with `/pilot people`.")
    with pytest.raises(Refused) as refused:
        check_quorum(len(EVERYBODY), GO_NO_GO, vacant, titles=TITLES, fill=[])
    assert str(refused.value).endswith("Nobody holds Security: `/pilot people`.")


def test_a_quorum_of_nothing_is_refused_where_the_playbook_wants_one() -> None:
    with refuses("not fewer", field="quorum"):
        check_quorum(0, GO_NO_GO, EVERYBODY, titles=TITLES, fill=[])


def test_a_veto_says_who_gave_it_where_and_why_and_other_votes_do_not_hide_it() -> None:
    open_one, elsewhere, stands = a_poll(open_=True), replace(a_poll(), gate="scale"), a_poll(a_vote("RISK"))

    assert vetoes([elsewhere, open_one, stands], GO_NO_GO) == [Veto("risk-owner", "RISK", stands.id, "Untested")]
    left = a_poll(a_vote("LEFT"), a_vote("RISK"))
    assert [each.user for each in vetoes([left], GO_NO_GO)] == ["RISK"], "who has no seat any more has no veto"
    with pytest.raises(Refused, match="only the role that gave it"):
        check_lift(vetoes([stands], GO_NO_GO), by="SPONSOR", holders={}, reason="Tested")


def test_where_a_vote_carries_nothing_the_way_on_is_named() -> None:
    gate = replace(GO_NO_GO, decisions=tuple(each for each in GO_NO_GO.decisions if each.effect == "pass"))
    with refuses("Possible now: to open the vote again", field="choice"):
        check(a_decision("go"), gate, poll=a_poll(quorum=1), grounds=Grounds(), today=TODAY)
    several = Grounds(vetoes=["Security", "Legal"])
    assert "a veto stands: Security; Legal." in str(forbidden(a_poll(), several))
    assert forbidden(a_poll(), Grounds(unanswered=["A?", "B?"])) == "this is not answered: A?; B?"
    assert forbidden(a_poll(), Grounds()) is None
