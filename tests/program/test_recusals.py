"""Standing aside at a gate: declared with a reason, by who is concerned, and taken back by them alone."""

from dataclasses import replace
from uuid import UUID

import pytest

from program.errors import Refused
from program.recusals import Recusal, recusal, recused
from program.sign_offs import SignOff
from program.signatures import SignatureState, check_signs, signature
from program.standing_aside import declare, gates_of, take_back
from program.standings import Standing
from tests.program.examples import DISCOVERY, GO_NO_GO, NOW, PROGRAM, begun

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


def test_what_makes_no_sense_is_refused() -> None:
    standing = begun()
    there = replace(standing, recusals=(aside(standing),))

    with pytest.raises(Refused, match="behind us"):
        aside(begun(passed=("selection", "discovery")))
    with pytest.raises(Refused, match="already"):
        aside(there)
    with pytest.raises(Refused, match="neither sign nor vote nor decide"):
        aside(standing, by="STRANGER")
    with pytest.raises(Refused, match="what the conflict of interest is"):
        aside(standing, reason=None)


def test_only_gates_at_which_they_are_asked_are_offered() -> None:
    assert DISCOVERY.key in [gate.key for gate in gates_of(begun(), USER)]
    with pytest.raises(Refused, match="nothing to stand aside from"):
        gates_of(begun(), "STRANGER")


def test_it_is_taken_back_by_whoever_declared_it_while_the_gate_is_ahead() -> None:
    one = aside(begun())

    back = take_back(one, by=USER, passed=False, now=NOW)
    assert not back.stands
    assert take_back(back, by=USER, passed=False, now=NOW) == back
    assert not recused([back], DISCOVERY.key)
    assert recusal([back, one], DISCOVERY.key, USER) == one
    with pytest.raises(Refused, match="Only"):
        take_back(one, by="SPONSOR", passed=False, now=NOW)
    with pytest.raises(Refused, match="behind us"):
        take_back(one, by=USER, passed=True, now=NOW)
