"""A sponsor pauses a program or stops it for good, with nobody having voted."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from program import stopping
from program.decisions import LEARNED, PAUSED, RESUMED, STOPPED, Decision, asked_for, title
from program.programs import ProgramState
from program.standings import Standing
from program.votes import Poll
from tests.program.examples import DISCOVERY, GO_NO_GO, NOW, PLAYBOOK, PROGRAM, begun, refuses

TODAY = date(2026, 1, 12)


def decision(choice: str, **changes: object) -> Decision:
    plain = Decision(uuid4(), PROGRAM.id, "data", None, choice, "The data owner left", (), "SPONSOR", NOW, "d")
    return replace(plain, **changes)  # type: ignore[arg-type]


def with_poll(*, closed: bool) -> Standing:
    voters = {role.upper(): (role,) for role in GO_NO_GO.voters}
    poll = Poll(uuid4(), PROGRAM.id, GO_NO_GO.key, voters, "d", "ANN", NOW, NOW + timedelta(days=3))
    standing = begun(passed=("selection", "data", "discovery", "foundation"))
    return replace(standing, polls=(replace(poll, closed_at=NOW, quorum=0) if closed else poll,))


def test_the_decider_of_the_gate_ahead_may_and_nobody_else() -> None:
    standing = begun(passed=("selection",))
    assert stopping.check_may(standing, by="SPONSOR").key == "data"
    with refuses("Only the Sponsor, <@SPONSOR>, decides", field=None):
        stopping.check_may(standing, by="PROGRAM-MANAGER")


def test_with_every_gate_behind_it_the_last_one_is_meant() -> None:
    standing = begun(passed=tuple(gate.key for gate in PLAYBOOK.gates))
    assert stopping.check_may(standing, by="SPONSOR") == PLAYBOOK.gates[-1]


@pytest.mark.parametrize(
    ("state", "told"), [(ProgramState.PAUSED, "paused already"), (ProgramState.FINISHED, "is finished")]
)
def test_what_does_not_run_is_neither_paused_nor_stopped(state: ProgramState, told: str) -> None:
    standing = begun()
    with refuses(told, field=None):
        stopping.check_may(replace(standing, program=replace(PROGRAM, state=state)), by="SPONSOR")


def test_a_vote_that_is_open_or_undecided_is_decided_instead() -> None:
    with refuses("People are voting", field=None):
        stopping.check_may(with_poll(closed=False), by="SPONSOR")
    with refuses("waits for your decision", field=None):
        stopping.check_may(with_poll(closed=True), by="SPONSOR")


@pytest.mark.parametrize(
    ("choice", "changes", "told", "field"),
    [
        (RESUMED, {}, "pauses or stops", "way"),
        (PAUSED, {}, "On which day", "review_on"),
        (PAUSED, {"review_on": TODAY}, "still to come", "review_on"),
        (PAUSED, {"review_on": TODAY + timedelta(days=1), "reason": None}, "Write down why", "reason"),
        (STOPPED, {"review_on": TODAY + timedelta(days=1)}, "no such day", "review_on"),
        (STOPPED, {"reason": None}, "Write down why", "reason"),
        (STOPPED, {}, "What should the next program know?", "learned"),
    ],
)
def test_each_way_has_its_reason_and_what_belongs_to_it(
    choice: str, changes: dict[str, object], told: str, field: str
) -> None:
    with refuses(told, field=field):
        stopping.check(decision(choice, **changes), today=TODAY)


def test_paused_until_a_day_or_finished_with_what_was_learnt() -> None:
    paused = decision(PAUSED, review_on=TODAY + timedelta(days=7))
    stopped = decision(STOPPED, answers=stopping.answers("Ask who owns the data first"))
    for each in (paused, stopped):
        stopping.check(each, today=TODAY)
    assert stopping.answers(None) == {}
    assert stopping.carried_out(begun(), paused).program.state is ProgramState.PAUSED
    after = stopping.carried_out(begun(), stopped)
    assert (after.program.state, after.decisions) == (ProgramState.FINISHED, (stopped,))
    assert stopped.answers == {LEARNED: "Ask who owns the data first"}
    assert (title(DISCOVERY, paused), title(DISCOVERY, stopped)) == ("Paused", "Stopped for good")
    assert asked_for(DISCOVERY, stopped) == [("What was learnt", "Ask who owns the data first")]
