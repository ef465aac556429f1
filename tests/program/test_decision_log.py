"""The log of decisions: what is made, corrected once, and answered by whom it is for."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from program.decision_log import LoggedDecision, check, check_answers, corrected
from program.errors import Refused
from tests.program.examples import NOW, PROGRAM

TODAY = date(2026, 1, 12)
ENTRY = LoggedDecision(uuid4(), PROGRAM.id, 3, "Buy", "Cheaper", "U1", TODAY, "Build", "U9", NOW)
LATER = replace(ENTRY, id=uuid4(), number=4, corrects=ENTRY.id)


def test_a_decision_is_logged_once_it_is_made() -> None:
    assert check(ENTRY, [], today=TODAY) is ENTRY
    with pytest.raises(Refused) as refused:
        check(ENTRY, [], today=TODAY - timedelta(days=1))
    assert refused.value.field == "decided_on"


def test_an_entry_is_corrected_once() -> None:
    assert check(LATER, [ENTRY], today=TODAY) is LATER
    with pytest.raises(Refused, match="L-4 corrects this entry already"):
        check(replace(LATER, id=uuid4(), number=5), [ENTRY, LATER], today=TODAY)


def test_a_corrected_entry_is_known_by_the_later_one() -> None:
    assert corrected([ENTRY, LATER]) == {ENTRY.id}


def test_whether_to_go_on_is_answered_by_who_decides() -> None:
    check_answers(["U1"], by="U1", title="sponsor")
    with pytest.raises(Refused, match="<@U1> or <@U2>"):
        check_answers(["U1", "U2"], by="U3", title="sponsor")
    with pytest.raises(Refused, match="nobody yet"):
        check_answers([], by="U3", title="sponsor")
