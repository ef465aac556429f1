"""Who is reminded, and when: nobody who owes nothing, ever."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from program import gates, schedule
from program.items import Item, ItemState
from program.owing import owed_by
from program.posts import Owing, Post
from program.programs import Move, ProgramState
from program.reminders import is_reminder_day
from program.sign_offs import SignOff, SignOffState
from program.signatures import digest
from program.standings import PassedGate, Standing
from program.votes import Poll
from tests.program.examples import (
    DISCOVERY,
    GATE_DAY,
    NOW,
    PLAYBOOK,
    PROGRAM,
    START,
    asked,
    begun,
    complete,
    done,
    morning,
    with_items,
)

PEOPLE = ["ANN", "BEN", "CAT", "DAN"]


def reminded(standing: Standing, day: date) -> set[str]:
    posts = schedule.due_posts(standing, morning(day))
    return {each.subject.user for each in posts if isinstance(each.subject, Owing)}


# --- when ---------------------------------------------------------------------------------------------------------


def test_reminders_come_7_3_and_1_days_before_a_gate() -> None:
    before = [ahead for ahead in range(1, 20) if is_reminder_day(begun(), GATE_DAY - timedelta(days=ahead))]

    assert before == [1, 3, 7]


def test_an_overdue_gate_is_said_every_second_working_day() -> None:
    after = [GATE_DAY + timedelta(days=late) for late in range(1, 16)]

    assert [f"{day:%a}" for day in after if is_reminder_day(begun(), day)] == ["Mon", "Wed", "Fri", "Tue", "Thu"]


@pytest.mark.parametrize(("every", "days"), [(1, ["Thu", "Fri", "Mon", "Tue"]), (3, ["Thu", "Tue"])])
def test_a_gate_moved_into_the_week_is_overdue_from_the_next_working_day(every: int, days: list[str]) -> None:
    cadence = replace(PLAYBOOK.cadence, overdue_every_days=every, reminder_days=())
    wednesday = GATE_DAY - timedelta(days=2)
    program = replace(PROGRAM, moves=(Move("discovery", -2, "Sooner"),))
    standing = replace(begun(), playbook=replace(PLAYBOOK, cadence=cadence), program=program)

    week = [wednesday + timedelta(days=late) for late in range(7)]
    assert [f"{day:%a}" for day in week if is_reminder_day(standing, day)] == days


def test_what_falls_on_a_weekend_is_said_on_friday() -> None:
    cadence = replace(PLAYBOOK.cadence, reminder_days=(5,))
    standing = replace(begun(), playbook=replace(PLAYBOOK, cadence=cadence))

    days = [ahead for ahead in range(20) if is_reminder_day(standing, GATE_DAY - timedelta(days=ahead))]
    assert days == [7]


def test_the_day_before_a_vote_ends_is_a_reminder_day() -> None:
    standing = complete(PLAYBOOK.gate("go-no-go"))
    closes = standing.gate_day(PLAYBOOK.gate("go-no-go")) - timedelta(days=11)
    poll = Poll(uuid4(), PROGRAM.id, "go-no-go", {"SECURITY": ("security",)}, "d", "U1", NOW, morning(closes))

    assert not is_reminder_day(standing, closes - timedelta(days=3))
    assert is_reminder_day(replace(standing, polls=(poll,)), closes - timedelta(days=3))  # that Monday's Friday


def test_a_reminder_waits_for_the_programs_morning() -> None:
    early = morning(GATE_DAY - timedelta(days=3)) - timedelta(minutes=5)

    assert not [each for each in schedule.due_posts(begun(), early) if isinstance(each.subject, Owing)]
    hour, day = morning(GATE_DAY - timedelta(days=3)) - timedelta(minutes=1), GATE_DAY - timedelta(days=3)
    found = [each for each in schedule.due_posts(begun(), hour) if isinstance(each.subject, Owing)]
    assert Post(Owing("PROGRAM-MANAGER", day), "@PROGRAM-MANAGER", hour) in found


def test_the_tick_looks_again_on_the_next_reminder_day() -> None:
    friday, tuesday = GATE_DAY - timedelta(days=7), GATE_DAY - timedelta(days=3)

    at = schedule.next_due(begun(), morning(friday))
    assert at and PROGRAM.today(at) == friday + timedelta(days=3)  # the weekly prompt
    at = schedule.next_due(begun(), at)
    assert at and PROGRAM.today(at) == tuesday


# --- who ----------------------------------------------------------------------------------------------------------


def test_only_those_who_owe_something_are_reminded() -> None:
    standing = with_items(asked(begun(), DISCOVERY), done("d1-architecture"))

    assert reminded(standing, GATE_DAY - timedelta(days=3)) == {
        "PRODUCT-OWNER", "OPERATIONS", "DATA-OWNER", "BUSINESS-OWNER", "SECURITY", "PRIVACY", "COMPLIANCE",
        "PROGRAM-MANAGER", "SPONSOR",
    }  # fmt: skip


def test_who_must_sign_once_more_hears_it_on_the_next_working_day_before_the_gate() -> None:
    own = next(each for each in PLAYBOOK.checklist_due_by("discovery") if each.owner_role == "privacy")
    changed = with_items(complete(DISCOVERY), done(own.key, evidence="https://wiki.example/new"))

    assert reminded(changed, GATE_DAY - timedelta(days=4)) == {"PRIVACY"}
    assert reminded(changed, GATE_DAY - timedelta(days=5)) == set()  # a Sunday
    assert reminded(changed, GATE_DAY - timedelta(days=14)) == set()  # there is time
    assert reminded(complete(DISCOVERY), GATE_DAY - timedelta(days=4)) == set()
    assert reminded(changed, GATE_DAY) == {"PRIVACY"}, "on the gate's own day as well"


@pytest.mark.parametrize("state", [ProgramState.PAUSED, ProgramState.FINISHED])
def test_nobody_is_reminded_of_a_program_that_does_not_run(state: ProgramState) -> None:
    standing = replace(begun(), program=replace(PROGRAM, state=state))

    assert reminded(standing, GATE_DAY) == set()


@st.composite
def standings(draw: st.DrawFn) -> Standing:
    """Any program at all: any people in any roles, anything done by anybody, signed, voted on or passed."""
    holders = {role.key: draw(st.lists(st.sampled_from(PEOPLE), max_size=2, unique=True)) for role in PLAYBOOK.roles}
    behind = draw(st.integers(0, len(PLAYBOOK.gates)))
    standing = replace(
        begun(holders), passed=tuple(PassedGate(each.key, NOW, "ANN") for each in PLAYBOOK.gates[:behind])
    )
    gate = standing.next_gate
    if gate is None:
        return standing
    keys = [*gate.deliverables, *gate.questions, *(each.key for each in PLAYBOOK.checklist_due_by(gate.key))]
    states = draw(st.lists(st.sampled_from(ItemState), min_size=len(keys), max_size=len(keys)))
    items = [
        Item(key, state, draw(st.sampled_from([None, *PEOPLE])), "x", None, draw(st.sampled_from(PEOPLE)), NOW)
        for key, state in zip(keys, states, strict=True)
    ]
    standing = with_items(standing, *items)
    return replace(standing, sign_offs=draw(_sign_offs(standing)), polls=draw(_polls(gate.key)))


@st.composite
def _sign_offs(draw: st.DrawFn, standing: Standing) -> tuple[SignOff, ...]:
    gate = standing.next_gate
    assert gate
    roles = draw(st.lists(st.sampled_from(gate.signers), unique=True))
    found = []
    for role in roles:
        state = draw(st.sampled_from(SignOffState))
        signed = state not in {SignOffState.ASKED, SignOffState.WITHDRAWN}
        seen = digest(standing, gate, role) if draw(st.booleans()) else "something else"
        user = draw(st.sampled_from(PEOPLE))
        request = SignOff(uuid4(), PROGRAM.id, gate.key, role, user, "ANN", NOW, state, "why")
        found.append(replace(request, digest=seen, signed_at=NOW) if signed else request)
    return tuple(found)


@st.composite
def _polls(draw: st.DrawFn, gate: str) -> tuple[Poll, ...]:
    if PLAYBOOK.gate(gate).kind != "vote" or draw(st.booleans()):
        return ()
    closes = morning(draw(st.dates(START, START + timedelta(weeks=20))))
    voters = dict.fromkeys(draw(st.lists(st.sampled_from(PEOPLE), unique=True)), ("security",))
    closed = draw(st.sampled_from([None, NOW]))
    return (Poll(uuid4(), PROGRAM.id, gate, voters, "d", "ANN", NOW, closes, closed_at=closed, tally={}),)


@given(standing=standings(), day=st.dates(START - timedelta(weeks=1), START + timedelta(weeks=20)))
def test_nobody_is_reminded_who_owes_nothing(standing: Standing, day: date) -> None:
    gate = standing.next_gate
    for user in reminded(standing, day):
        assert any(each.for_gate for each in owed_by(user, standing, morning(day)))
        assert gate is not None
        named = {owner for each in gates.missing(standing, gate) for owner in each.owed_by}
        to_vote = {voter for poll in standing.polls for voter in poll.electorate}
        to_pass = {*gates.leads(standing, "gate:close"), *standing.holders.get(gate.decider, ())}
        assert user in named | to_vote | to_pass


@given(standing=standings(), late=st.integers(-10, 60))
def test_on_a_reminder_day_nobody_who_owes_something_is_forgotten(standing: Standing, late: int) -> None:
    gate = standing.next_gate
    if gate is None:
        return
    day = standing.gate_day(gate) + timedelta(days=late)
    if not is_reminder_day(standing, day):
        return
    for each in gates.missing(standing, gate):
        assert set(each.owed_by) <= reminded(standing, day), each
