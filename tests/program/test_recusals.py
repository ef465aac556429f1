"""Standing aside at a gate: declared with a reason, by who is concerned, and taken back by them alone."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from program.errors import Refused
from program.outcomes import has_quorum
from program.people import Appointment
from program.playbook import Gate
from program.polls import open_poll
from program.recusals import Recusal, recusal, recused
from program.sign_offs import SignOff
from program.signatures import SignatureState, check_signs, signature
from program.standing_aside import declare, gates_of, take_back
from program.standings import Standing
from program.votes import Poll, Vote, electorate, reseated
from tests.program.examples import DISCOVERY, GO_NO_GO, NOW, PLAYBOOK, PROGRAM, begun, refuses

SIGNER = DISCOVERY.signers[0]
USER = SIGNER.upper()


def aside(standing: Standing, *, by: str = USER, reason: str | None = "My brother sells it.") -> Recusal:
    return declare(standing, DISCOVERY, id=UUID(int=9), by=by, reason=reason, now=NOW)


def test_who_stands_aside_is_asked_for_nothing_there_and_the_role_is_vacant() -> None:
    standing = begun()
    standing = replace(standing, recusals=(aside(standing),))

    assert signature(standing, DISCOVERY, SIGNER).state is SignatureState.VACANT
    assert standing.asked("vote", DISCOVERY)[SIGNER] == ()
    assert standing.asked("vote", GO_NO_GO)[SIGNER] == (USER,), "at that gate alone"
    asked = SignOff(UUID(int=8), PROGRAM.id, DISCOVERY.key, SIGNER, USER, "PROGRAM-MANAGER", NOW)
    with pytest.raises(Refused, match="You stand aside"):
        check_signs(standing, asked, by=USER)
    away = Appointment(PROGRAM.id, SIGNER, "INSTEAD", NOW, USER, for_user=USER)
    elsewhere = Appointment(PROGRAM.id, "on-call", "OTHER", NOW, USER, for_user=USER)
    standing = replace(standing, appointments=(*standing.appointments, away, elsewhere))
    with pytest.raises(Refused, match="You stand aside"):
        check_signs(standing, replace(asked, user="INSTEAD"), by="INSTEAD")
    with pytest.raises(Refused, match="has changed hands"):
        check_signs(standing, replace(asked, user="OTHER"), by="OTHER")


def test_what_makes_no_sense_is_refused() -> None:
    standing = begun()
    there = replace(standing, recusals=(aside(standing),))

    with refuses("behind us", field="gate"):
        aside(begun(passed=("selection", "discovery")))
    with refuses("already", field="gate"):
        aside(there)
    with refuses("neither sign nor vote nor decide", field="gate"):
        aside(standing, by="STRANGER")
    with refuses("what the conflict of interest is", field="reason"):
        aside(standing, reason=None)


def test_only_gates_at_which_they_are_asked_are_offered() -> None:
    assert DISCOVERY.key in [gate.key for gate in gates_of(begun(), USER)]
    with pytest.raises(Refused, match="nothing to stand aside from"):
        gates_of(begun(), "STRANGER")


def test_it_is_taken_back_by_whoever_declared_it_while_the_gate_is_ahead() -> None:
    one = aside(begun())
    assert one == Recusal(UUID(int=9), PROGRAM.id, DISCOVERY.key, USER, "My brother sells it.", NOW)

    back = take_back(one, by=USER, passed=False, now=NOW)
    assert back == replace(one, taken_back_at=NOW) and not back.stands
    assert take_back(back, by=USER, passed=False, now=NOW + timedelta(days=1)) == back
    assert not recused([back], DISCOVERY.key)
    assert recusal([back, one], DISCOVERY.key, USER) == one
    with pytest.raises(Refused, match="Only"):
        take_back(one, by="SPONSOR", passed=False, now=NOW)
    with pytest.raises(Refused, match="behind us"):
        take_back(one, by=USER, passed=True, now=NOW)


# --- whoever stands aside, wherever, for however long ---------------------------------------------------------------

PEOPLE = ["ANNA", "BO", "CLEO", "DAN", "EVE"]
DUTIES = ("work", "sign", "vote", "decide")
gates = st.sampled_from(PLAYBOOK.gates)
people = st.sampled_from(PEOPLE)
roles = st.sampled_from([role.key for role in PLAYBOOK.roles])
some_people = st.lists(people, min_size=1, max_size=3, unique=True)
holders = st.dictionaries(roles, some_people, min_size=3)
voters = st.fixed_dictionaries(dict.fromkeys(GO_NO_GO.voters, some_people), optional={"sponsor": some_people})
asides = st.lists(st.tuples(gates, people, st.booleans()), max_size=8)
absences = st.lists(st.tuples(roles, people, people), max_size=4)
Asides = list[tuple[Gate, str, bool]]
Absences = list[tuple[str, str, str]]


def composed(held: dict[str, list[str]], aside: Asides, away: Absences = ()) -> Standing:  # type: ignore[assignment]
    """Who holds what, who stands aside (or did, and took it back), and who stands in for whom today."""
    before = [each.key for each in PLAYBOOK.gates[: PLAYBOOK.gates.index(GO_NO_GO)]]
    standing = begun(held, passed=before)
    recusals = tuple(
        Recusal(UUID(int=place), PROGRAM.id, gate.key, user, "Why", NOW, NOW if back else None)
        for place, (gate, user, back) in enumerate(aside)
    )
    stand_ins = {
        (role, user): Appointment(PROGRAM.id, role, stand_in, NOW, user, for_user=user)
        for role, user, stand_in in away
        if user in held.get(role, ()) and stand_in not in held.get(role, ())
    }
    return replace(standing, recusals=recusals, appointments=(*standing.appointments, *stand_ins.values()))


@given(holders, asides, absences)
def test_who_stands_aside_is_never_asked_there_nor_is_their_stand_in(
    held: dict[str, list[str]], aside: Asides, away: Absences
) -> None:
    standing = composed(held, aside, away)

    for gate in PLAYBOOK.gates:
        gone = {user for where, user, back in aside if where == gate and not back}
        for duty in DUTIES:
            for role, users in standing.asked(duty, gate).items():  # type: ignore[arg-type]
                assert not gone & set(users)
                assert not gone & {standing.stands_in_for(user, role) for user in users}
        for role in gate.signers:
            assert signature(standing, gate, role).user not in gone


@given(holders, asides, gates)
def test_standing_aside_takes_nobody_else_away_and_nothing_at_other_gates(
    held: dict[str, list[str]], aside: Asides, gate: Gate
) -> None:
    there, without = composed(held, aside), composed(held, [each for each in aside if each[0] != gate])
    gone = {user for where, user, back in aside if where == gate and not back}

    for role, users in without.asked("sign", gate).items():
        assert there.asked("sign", gate)[role] == tuple(user for user in users if user not in gone)
    for other in PLAYBOOK.gates:
        assert other == gate or there.asked("vote", other) == without.asked("vote", other)


@given(holders, asides, absences)
def test_who_stands_aside_cannot_sign_what_they_were_asked_for_before(
    held: dict[str, list[str]], aside: Asides, away: Absences
) -> None:
    standing = composed(held, aside, away)
    gone = {user for where, user, back in aside if where == GO_NO_GO and not back}

    for role in GO_NO_GO.signers:
        for user in sorted({*PEOPLE} & {*standing.hands[role], *standing.holders[role]}):
            asked = SignOff(UUID(int=8), PROGRAM.id, GO_NO_GO.key, role, user, "X", NOW)
            if {user, standing.stands_in_for(user, role)} & gone:
                with pytest.raises(Refused):
                    check_signs(standing, asked, by=user)


@given(voters, asides, absences, st.none() | st.integers(0, 8))
def test_a_quorum_is_never_more_than_the_roles_that_are_left_to_vote(
    held: dict[str, list[str]], aside: Asides, away: Absences, quorum: int | None
) -> None:
    standing = composed(held, aside, away)
    gone = {user for where, user, back in aside if where == GO_NO_GO and not back}
    try:
        poll = open_poll(
            standing, GO_NO_GO, id=UUID(int=9), closes_at=NOW + timedelta(days=2), by="BO", now=NOW, quorum=quorum
        )
    except Refused:
        left = {role for role in GO_NO_GO.voters if standing.asked("vote", GO_NO_GO)[role]}
        wanted = GO_NO_GO.quorum if quorum is None else quorum
        assert not GO_NO_GO.quorum <= wanted <= len(left)
        return

    assert not gone & set(poll.electorate)
    seats = {role for roles_of in poll.electorate.values() for role in roles_of}
    assert max(GO_NO_GO.quorum, quorum or 0) == poll.quorum <= len(seats)
    everybody = replace(poll, votes=tuple(Vote(user, "go", None, poll.digest, NOW) for user in poll.electorate))
    assert has_quorum(everybody)
    assert not everybody.missing


@given(voters, asides, st.lists(people, unique=True))
def test_who_stands_aside_while_a_vote_is_open_loses_their_seat_unless_they_voted(
    held: dict[str, list[str]], aside: Asides, voted: list[str]
) -> None:
    before, after = composed(held, []), composed(held, aside)
    try:
        asked = electorate(GO_NO_GO.voters, before.asked("vote", GO_NO_GO))
    except Refused:
        return
    cast = tuple(Vote(user, "go", None, "d", NOW) for user in voted if user in asked)
    poll = Poll(UUID(int=9), PROGRAM.id, GO_NO_GO.key, asked, "d", "BO", NOW, NOW + timedelta(days=2), cast)
    seated = reseated(poll, GO_NO_GO.voters, after.asked("vote", GO_NO_GO), now=NOW)

    left = {user for users in after.asked("vote", GO_NO_GO).values() for user in users}
    gone = {user for where, user, back in aside if where == GO_NO_GO and not back}
    assert set(voted) & set(asked) <= set(seated.electorate), "what was cast stays"
    if left & set(asked):
        assert gone & set(seated.electorate) <= set(voted), "a seat is kept for nobody who stands aside"
    if not seated.missing:
        assert seated.closes_at == NOW


@given(holders, gates, people, st.dates(date(2026, 1, 12), date(2026, 3, 1)))
def test_what_was_taken_back_is_as_if_it_had_never_been_and_can_be_declared_again(
    held: dict[str, list[str]], gate: Gate, user: str, day: date
) -> None:
    now = NOW + (day - NOW.date())
    standing = composed(held, [])
    try:
        one = declare(standing, gate, id=UUID(int=9), by=user, reason="Why", now=now)
    except Refused:
        assert standing.is_passed(gate) or not any(
            user in held.get(role, ()) for role in {*gate.signers, *gate.voters, gate.decider}
        )
        return
    assert one.stands and gate in gates_of(standing, user)
    back = take_back(one, by=user, passed=False, now=now)
    after = replace(standing, recusals=(back,))

    assert (back.user, back.gate, back.reason, back.at) == (one.user, one.gate, one.reason, one.at)
    for duty in DUTIES:
        assert after.asked(duty, gate) == standing.asked(duty, gate)  # type: ignore[arg-type]
    assert declare(after, gate, id=UUID(int=10), by=user, reason="Again", now=now).stands
