from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from program.errors import Refused
from program.votes import (
    Poll,
    Vote,
    check_vote,
    close,
    counted,
    electorate,
    is_carried,
    is_over,
    is_repeated,
    reseated,
    roles_without_a_voter,
    tally,
)
from tests.program.examples import GO_NO_GO, NOW, PLAYBOOK, refuses

SCALE = PLAYBOOK.gate("scale")
OPTIONS = ["go", "go-with-conditions", "no-go", "abstain"]
LATER = NOW + timedelta(days=3)


def a_vote(user: str, choice: str, *, reason: str | None = None, digest: str = "d1") -> Vote:
    return Vote(user, choice, reason, digest, NOW)


def a_poll(*votes: Vote, asked: tuple[str, ...] = ("A", "B", "C")) -> Poll:
    roles = dict.fromkeys(asked, ("security",))
    return Poll(uuid4(), UUID(int=1), "go-no-go", roles, "d1", "A", NOW, LATER, votes)


def check(
    choice: str = "go", *, reason: str | None = None, may: bool = True, closed: bool = False, late: int = 0
) -> None:
    check_vote(
        gate=GO_NO_GO, choice=choice, reason=reason, may_vote=may, closed=closed, closes_at=LATER,
        now=LATER + timedelta(seconds=late - 1),
    )  # fmt: skip


def test_a_plain_go_needs_no_reason_and_all_else_does() -> None:
    check("go")
    check("no-go", reason="Untested")
    for choice in ("go-with-conditions", "no-go", "abstain"):
        with pytest.raises(Refused, match="Say in a sentence why") as refused:
            check(choice)
        assert refused.value.field == "reason"


def test_every_answer_at_the_scale_decision_needs_its_reason() -> None:
    assert all(option.needs_reason for option in SCALE.options)


def test_whoever_was_not_asked_cannot_vote() -> None:
    with pytest.raises(Refused, match="not among those asked"):
        check(may=False)


def test_a_vote_in_the_second_of_closing_is_too_late() -> None:
    check(late=0)
    with pytest.raises(Refused, match="This vote is closed"):
        check(late=1)
    with pytest.raises(Refused, match="This vote is closed"):
        check(closed=True)


def test_an_answer_that_is_not_offered_is_refused() -> None:
    with pytest.raises(Refused, match="not an answer") as refused:
        check("scale")
    assert refused.value.field == "choice"


def test_a_double_click_repeats_nothing_but_other_evidence_makes_it_a_new_vote() -> None:
    before = a_vote("A", "go")

    assert is_repeated(a_vote("A", "go"), before)
    assert not is_repeated(a_vote("A", "go", digest="d2"), before)
    assert not is_repeated(a_vote("A", "no-go", reason="why"), before)
    assert not is_repeated(before, None)
    assert is_repeated(replace(before, at=LATER), before), "however late"


def test_everybody_is_asked_once_with_all_the_roles_they_vote_for() -> None:
    asked = electorate(["security", "compliance", "legal"], {"security": ["A"], "compliance": ["A", "B"]})

    assert asked == {"A": ("security", "compliance"), "B": ("compliance",)}
    assert roles_without_a_voter(["security", "legal"], {"security": ["A"]}) == ["legal"]


def test_a_vote_that_would_ask_nobody_is_refused() -> None:
    with pytest.raises(Refused, match="Appoint people first"):
        electorate(["security"], {"security": []})


def roles_asked(poll: Poll, **holders: list[str]) -> dict[str, tuple[str, ...]]:
    return dict(reseated(poll, ["security", "legal"], holders, now=NOW).electorate)


def test_whoever_comes_to_a_role_is_asked_and_whoever_left_it_is_not() -> None:
    poll = replace(a_poll(), electorate={"A": ("security",), "B": ("legal",)})

    assert roles_asked(poll, security=["A"], legal=["C"]) == {"A": ("security",), "C": ("legal",)}
    assert roles_asked(poll, security=["A", "C"], legal=["A"]) == {"A": ("security", "legal"), "C": ("security",)}
    assert roles_asked(poll, security=["A"], legal=[]) == {"A": ("security",)}
    assert roles_asked(poll) == {"A": ("security",), "B": ("legal",)}, "a poll asks somebody"


def test_a_vote_stays_good_when_its_role_changes_hands() -> None:
    poll = replace(a_poll(a_vote("A", "go")), electorate={"A": ("security",), "B": ("legal",)})

    assert roles_asked(poll, security=["C"], legal=["B"]) == {"A": ("security",), "B": ("legal",)}
    assert roles_asked(poll, security=["C", "D"], legal=["B"])["D"] == ("security",)


def test_a_poll_ends_when_the_last_who_was_missing_leaves() -> None:
    poll = replace(a_poll(a_vote("A", "go")), electorate={"A": ("security",), "B": ("legal",)})

    assert reseated(poll, ["security", "legal"], {"security": ["A"]}, now=NOW).closes_at == NOW
    assert reseated(poll, ["security", "legal"], {"security": ["A"], "legal": ["B"]}, now=NOW) == poll


def test_a_poll_knows_who_is_missing_and_who_voted_on_other_evidence() -> None:
    poll = a_poll(a_vote("A", "go"), a_vote("B", "no-go", reason="why", digest="d0"))

    assert poll.missing == ["C"]
    assert poll.voted_before("d1") == ["B"]
    assert poll.vote_of("C") is None


def test_a_poll_is_over_at_its_deadline_or_with_the_last_voter() -> None:
    everybody = a_poll(*(a_vote(user, "go") for user in "ABC"))

    assert not is_over(a_poll(), LATER - timedelta(seconds=1))
    assert is_over(a_poll(), LATER)
    assert is_over(everybody, NOW)


def test_the_tally_counts_every_option_and_is_written_at_closing() -> None:
    closed = close(a_poll(a_vote("A", "go"), a_vote("B", "go")), options=OPTIONS, now=LATER)

    assert closed.tally == {"go": 2, "go-with-conditions": 0, "no-go": 0, "abstain": 0}
    assert not closed.is_open
    assert tally((), OPTIONS) == dict.fromkeys(OPTIONS, 0)


@pytest.mark.parametrize(
    ("go", "conditional", "against", "abstained", "carried"),
    [(3, 0, 2, 0, True), (1, 1, 1, 5, True), (2, 0, 2, 0, False), (0, 0, 0, 7, False), (1, 0, 2, 0, False)],
)
def test_a_vote_is_carried_when_more_are_for_passing_than_against(
    go: int, conditional: int, against: int, abstained: int, *, carried: bool
) -> None:
    counted = {"go": go, "go-with-conditions": conditional, "no-go": against, "abstain": abstained}

    assert is_carried(counted, GO_NO_GO.options) is carried


def test_scaling_and_stabilising_both_pass_the_last_gate() -> None:
    assert is_carried({"scale": 1, "stabilise": 1, "pivot-or-pause": 1}, SCALE.options)
    assert not is_carried({"scale": 1, "pivot-or-pause": 1}, SCALE.options)


def test_a_poll_knows_who_has_voted_how_and_on_what() -> None:
    poll = a_poll(a_vote("A", "go"), a_vote("B", "no-go", reason="Untested", digest="d0"))

    assert poll.vote_of("B") == poll.votes[1]
    assert poll.vote_of("C") is None
    assert poll.voted_before("d1") == ["B"]


def test_hidden_counts_are_shown_once_the_vote_has_closed() -> None:
    hidden = replace(a_poll(), hidden=True)

    assert a_poll().shows_counts
    assert not hidden.shows_counts
    assert replace(hidden, closed_at=LATER).shows_counts


def test_an_answer_that_the_vote_does_not_offer_is_refused() -> None:
    with refuses("not an answer to this vote", field="choice"):
        check("perhaps", reason="Who knows")


@given(choices=st.lists(st.sampled_from(OPTIONS)))
def test_a_tally_counts_every_vote_once(choices: list[str]) -> None:
    counts = tally([a_vote(f"U{place}", each) for place, each in enumerate(choices)], OPTIONS)

    assert sum(counts.values()) == len(choices)
    assert set(counts) == set(OPTIONS)


@given(choices=st.lists(st.sampled_from(OPTIONS)), more=st.sampled_from(["no-go", "abstain"]))
def test_one_more_vote_that_is_not_for_it_never_carries_what_was_lost(choices: list[str], more: str) -> None:
    before, after = (tally([a_vote("U", each) for each in found], OPTIONS) for found in (choices, [*choices, more]))

    assert is_carried(before, GO_NO_GO.options) or not is_carried(after, GO_NO_GO.options)


def test_who_stands_aside_says_why_and_is_not_counted() -> None:
    with pytest.raises(Refused, match="conflict of interest") as refused:
        check("recuse")

    assert refused.value.field == "reason"
    assert [option.key for option in counted(GO_NO_GO)] == OPTIONS
