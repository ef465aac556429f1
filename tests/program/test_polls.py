from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from program.decisions import Decision
from program.errors import Refused
from program.people import Appointment
from program.polls import (
    check_closes,
    check_opens,
    is_unchanged,
    open_poll,
    suggested_close,
    undecided,
    vote_ahead,
)
from program.programs import ProgramState
from program.standings import Standing
from program.votes import Poll, close
from tests.program.examples import (
    DISCOVERY,
    GO_NO_GO,
    NOW,
    PLAYBOOK,
    begun,
    complete,
    done,
    morning,
    refuses,
    with_items,
)

READY = complete(GO_NO_GO)
WEEK_10 = morning(date(2026, 3, 16))
FRIDAY = datetime(2026, 3, 20, 16, tzinfo=UTC)  # five o'clock in Berlin, on the gate's day


def opened(standing: Standing = READY) -> Poll:
    return open_poll(standing, GO_NO_GO, id=uuid4(), closes_at=FRIDAY, by="PROGRAM-MANAGER", now=WEEK_10)


def decided(poll: Poll, choice: str, *, digest: str = "d") -> Decision:
    return Decision(uuid4(), poll.program, poll.gate, poll.id, choice, "why", (), "SPONSOR", WEEK_10, digest)


def after(poll: Poll, *decisions: Decision) -> Standing:
    closed = close(poll, options=["go"], now=FRIDAY)
    return replace(READY, polls=(closed,), decisions=decisions)


def test_the_next_vote_is_the_next_gate_that_has_one() -> None:
    assert vote_ahead(begun()).key == "go-no-go"
    assert vote_ahead(begun(passed=[gate.key for gate in PLAYBOOK.gates[:-1]])).key == "scale"
    with pytest.raises(Refused, match="`/pilot decisions`"):
        vote_ahead(begun(passed=[gate.key for gate in PLAYBOOK.gates]))


def test_an_earlier_gate_comes_first() -> None:
    with pytest.raises(Refused, match="“End of discovery” comes first"):
        check_opens(begun(), GO_NO_GO)
    check_opens(READY, GO_NO_GO)


def test_a_gate_without_a_vote_and_one_that_is_passed_open_none() -> None:
    with pytest.raises(Refused, match="closed without a vote"):
        check_opens(begun(), DISCOVERY)
    with pytest.raises(Refused, match="passed already"):
        check_opens(begun(passed=[gate.key for gate in PLAYBOOK.gates]), GO_NO_GO)


@pytest.mark.parametrize(("state", "says"), [("paused", "`/pilot resume`"), ("finished", "finished")])
def test_a_program_that_stands_still_opens_no_vote(state: str, says: str) -> None:
    still = replace(READY, program=replace(READY.program, state=ProgramState(state)))
    with pytest.raises(Refused, match=says):
        check_opens(still, GO_NO_GO)


def test_there_is_one_vote_at_a_time_and_none_before_the_last_is_decided() -> None:
    poll = opened()
    with pytest.raises(Refused, match="open already"):
        check_opens(replace(READY, polls=(poll,)), GO_NO_GO)
    assert undecided(after(poll), GO_NO_GO) is None, "without its quorum it does not count as a vote"
    check_opens(after(poll), GO_NO_GO)
    poll = replace(poll, quorum=0)
    assert undecided(after(poll), GO_NO_GO)
    with pytest.raises(Refused, match="waits for its decision"):
        check_opens(after(poll), GO_NO_GO)


def test_after_an_iteration_the_vote_may_be_opened_again() -> None:
    poll = opened()
    iterated = after(poll, decided(poll, "iterate", digest=READY.digest(GO_NO_GO)))

    check_opens(iterated, GO_NO_GO)
    assert undecided(iterated, GO_NO_GO) is None
    assert is_unchanged(iterated, GO_NO_GO)
    assert not is_unchanged(with_items(iterated, done("d3-control-evidence", evidence="new")), GO_NO_GO)
    assert not is_unchanged(READY, GO_NO_GO)


def test_everyone_with_a_voting_role_is_asked() -> None:
    poll = opened()

    asked = {role.upper(): (role,) for role in GO_NO_GO.voters}
    assert poll == Poll(
        poll.id, READY.program.id, GO_NO_GO.key, asked, READY.digest(GO_NO_GO), "PROGRAM-MANAGER", WEEK_10, FRIDAY,
        quorum=GO_NO_GO.quorum, hidden=GO_NO_GO.hidden_counts,
    )  # fmt: skip
    assert list(poll.electorate) == list(asked)


def test_whoever_opens_it_may_want_more_heard_or_the_counts_hidden() -> None:
    id, most = uuid4(), len(GO_NO_GO.voters)

    def opened_with(quorum: int | None, *, hidden: bool | None = None, standing: Standing = READY) -> Poll:
        return open_poll(
            standing, GO_NO_GO, id=id, closes_at=FRIDAY, by="PM", now=WEEK_10, quorum=quorum, hidden=hidden
        )

    assert (opened_with(most).id, opened_with(most).quorum) == (id, most)
    for hidden in (True, False):
        assert opened_with(None, hidden=hidden).hidden is hidden
        gate = replace(GO_NO_GO, hidden_counts=hidden)
        poll = open_poll(READY, gate, id=id, closes_at=FRIDAY, by="PM", now=WEEK_10)
        assert poll.hidden is hidden
    vacant = replace(READY, appointments=tuple(each for each in READY.appointments if each.role != "security"))
    with refuses("Nobody holds Security: <@PROGRAM-MANAGER> fills that", field="quorum"):
        opened_with(most, standing=vacant)
    with refuses("has passed", field="closes_at"):
        open_poll(READY, GO_NO_GO, id=id, closes_at=WEEK_10, by="PM", now=WEEK_10)


def test_who_votes_in_person_is_asked_in_person() -> None:
    away = Appointment(READY.program.id, "sponsor", "INSTEAD", NOW, "SPONSOR", for_user="SPONSOR")
    gate = replace(GO_NO_GO, voters=("sponsor", "operations"), quorum=1)
    standing = replace(READY, appointments=(*READY.appointments, away))

    poll = open_poll(standing, gate, id=uuid4(), closes_at=FRIDAY, by="PM", now=WEEK_10)

    assert set(poll.electorate) == {"SPONSOR", "OPERATIONS"}


@pytest.mark.parametrize(
    ("ahead", "says"),
    [
        (timedelta(0), "has passed"),
        (timedelta(days=-1), "has passed"),
        (timedelta(minutes=59), "at least an hour"),
        (timedelta(days=30, seconds=1), "30 days at the most"),
    ],
)
def test_a_vote_ends_between_an_hour_and_thirty_days_from_now(ahead: timedelta, says: str) -> None:
    with pytest.raises(Refused, match=says) as refused:
        check_closes(NOW + ahead, now=NOW)
    assert refused.value.field == "closes_at"


def test_a_vote_needs_an_end() -> None:
    with refuses("Until when", field="closes_at"):
        check_closes(None, now=NOW)
    assert check_closes(NOW + timedelta(hours=1), now=NOW) == NOW + timedelta(hours=1)
    assert check_closes(NOW + timedelta(days=30), now=NOW) == NOW + timedelta(days=30)


def test_the_suggested_end_is_the_cadences_but_not_after_the_gates_day() -> None:
    assert suggested_close(READY, GO_NO_GO, WEEK_10) == datetime(2026, 3, 19, 16, tzinfo=UTC)
    assert suggested_close(READY, GO_NO_GO, morning(date(2026, 3, 18))) == FRIDAY
    overdue = suggested_close(READY, GO_NO_GO, morning(date(2026, 3, 23)))
    assert overdue == datetime(2026, 3, 26, 16, tzinfo=UTC)
    two_days = suggested_close(READY, GO_NO_GO, morning(date(2026, 3, 17)))
    assert two_days == FRIDAY, "three days from Tuesday is Friday"
    on_its_day = suggested_close(READY, GO_NO_GO, morning(date(2026, 3, 20)))
    assert on_its_day == datetime(2026, 3, 23, 16, tzinfo=UTC)
