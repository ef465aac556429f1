"""Decisions besides those at gates: logged once made, corrected by a later one, never erased."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from program import decision_log
from program.decision_log import LoggedDecision
from program.errors import Refused
from tests.program.examples import NOW, PROGRAM, START, refuses

FIRST = LoggedDecision(uuid4(), PROGRAM.id, 1, "Two languages", "Half the letters", "ANN", START, None, "BEN", NOW)


def test_what_was_decided_is_logged_once_it_is() -> None:
    assert decision_log.check(FIRST, [], today=START) is FIRST
    assert FIRST.code == "L-1"
    with pytest.raises(Refused, match="still to come") as refused:
        decision_log.check(replace(FIRST, decided_on=START + timedelta(days=1)), [], today=START)
    assert refused.value.field == "decided_on"


def test_an_entry_is_corrected_once_and_stays_in_the_log() -> None:
    second = replace(FIRST, id=uuid4(), number=2, corrects=FIRST.id)
    third = replace(FIRST, id=uuid4(), number=3, corrects=FIRST.id)

    assert decision_log.check(second, [FIRST], today=START) is second
    with refuses("L-2 corrects this entry already", field="what"):
        decision_log.check(third, [FIRST, second], today=START)
    assert decision_log.check(replace(third, corrects=second.id), [FIRST, second], today=START)
    assert decision_log.corrected([FIRST, second]) == {FIRST.id}


def test_whether_to_go_on_is_for_the_decider() -> None:
    decision_log.check_answers(["ANN"], by="ANN", title="Sponsor")
    with refuses("for the Sponsor to decide: <@ANN> or <@EVE>", field="decided_by"):
        decision_log.check_answers(["ANN", "EVE"], by="BEN", title="Sponsor")
    with refuses("nobody yet", field="decided_by"):
        decision_log.check_answers([], by="BEN", title="Sponsor")
