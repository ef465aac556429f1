"""A candidate: checked, corrected, taken out and brought back."""

from dataclasses import replace

import pytest

from program import inquiries, use_cases
from program.errors import Refused
from program.inquiries import Reply
from program.use_cases import UseCaseState
from tests.program.examples import NOW, refuses
from tests.program.test_selections import a_case


def test_nobody_sponsors_their_own_work() -> None:
    with refuses("two different people", field="product_owner"):
        use_cases.check(replace(a_case(), product_owner="SPONSOR"))


def test_a_sponsor_who_was_asked_is_not_exchanged_silently() -> None:
    primary = replace(a_case(), state=UseCaseState.PRIMARY)

    with refuses("has been asked for the agreement", field="sponsor"):
        use_cases.correct(primary, replace(primary, sponsor="OTHER"))
    assert use_cases.correct(primary, replace(primary, title="Better")).title == "Better"


def test_taken_out_with_a_reason_and_back_again() -> None:
    with refuses("Say why", field="why"):
        use_cases.take_out(a_case(), why=None, is_own=True)
    withdrawn = use_cases.take_out(a_case(), why="Done elsewhere.", is_own=True)
    archived = use_cases.take_out(a_case(), why="Too vague.", is_own=False)

    assert withdrawn == replace(a_case(), state=UseCaseState.WITHDRAWN, closed_why="Done elsewhere.")
    assert archived == replace(a_case(), state=UseCaseState.ARCHIVED, closed_why="Too vague.")
    assert use_cases.bring_back(archived) == a_case()
    for wrong, sentence in (
        (lambda: use_cases.bring_back(a_case()), "was not taken out"),
        (lambda: use_cases.check_open(withdrawn), "bring it back first"),
        (lambda: use_cases.check_open(replace(a_case(), state=UseCaseState.STARTED)), "is a program by now"),
        (lambda: use_cases.take_out(replace(a_case(), state=UseCaseState.BACKUP), why="x", is_own=True), "as backup"),
    ):
        with pytest.raises(Refused, match=sentence):
            wrong()


def test_what_somebody_is_to_a_candidate() -> None:
    asked = replace(a_case(), replies=(Reply("data", asked_of="KNOWS", asked_at=NOW),))

    assert asked.standing_of("KNOWS") == {"holder"}
    assert asked.standing_of("PROPOSER") == {"proposer"}
    old = replace(a_case(), cost_today="45", outcome="20", impact=5, data_readiness=4, complexity=2)
    assert old.facts == {"cost": "45", "outcome": "20", "impact": 5, "data-readiness": 4, "complexity": 2}
    assert [asked.standing_of(user) for user in ("SPONSOR", "OWNER", "EVE")] == [{"sponsor"}, {"product-owner"}, set()]
    assert asked.reply("data") == asked.replies[0]
    assert asked.reply("risk") is None


def test_what_people_answered_about_the_risk_is_its_profile() -> None:
    assert a_case().profile == inquiries.profile_of(a_case().facts)
    reply = Reply("risk", "The risk", facts={"approach": "rules"})
    assert replace(a_case(), replies=(reply,)).facts["approach"] == "rules"
