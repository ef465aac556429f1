"""Actions: by a day, handed over, done once."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from program.actions import Action, check, finish, hand_over
from program.errors import Refused
from tests.program.examples import NOW, PROGRAM

TODAY = date(2026, 1, 12)
LATER = TODAY + timedelta(days=7)
ACTION = Action(uuid4(), PROGRAM.id, 4, "Ask legal", "U1", TODAY, "U9", NOW)
DONE = finish(ACTION, outcome="Legal agrees", by="U1", now=NOW)


def test_an_action_is_due_today_or_later() -> None:
    assert check(ACTION, today=TODAY) is ACTION
    with pytest.raises(Refused, match="has passed"):
        check(ACTION, today=LATER)


def test_a_change_of_hands_is_counted_and_a_change_of_day_is_not() -> None:
    assert hand_over(ACTION, to="U2", due=TODAY, today=LATER) == replace(ACTION, owner="U2", hands=1)
    assert hand_over(ACTION, to="U1", due=LATER, today=TODAY) == replace(ACTION, due=LATER)


def test_a_hand_over_changes_something_and_goes_to_a_day_to_come() -> None:
    with pytest.raises(Refused, match="already"):
        hand_over(ACTION, to="U1", due=TODAY, today=TODAY)
    with pytest.raises(Refused, match="has passed"):
        hand_over(ACTION, to="U2", due=TODAY - timedelta(days=1), today=TODAY)


def test_what_is_done_stays_done() -> None:
    assert (DONE.is_open, DONE.done_by, DONE.outcome) == (False, "U1", "Legal agrees")
    assert finish(DONE, outcome="Legal agrees", by="U1", now=NOW + timedelta(days=1)) is DONE
    for again in (
        lambda: finish(DONE, outcome="Legal objects", by="U1", now=NOW),
        lambda: hand_over(DONE, to="U2", due=LATER, today=TODAY),
    ):
        with pytest.raises(Refused, match="A-4 is done already: “Legal agrees”"):
            again()


def test_an_action_is_not_done_without_what_came_of_it() -> None:
    with pytest.raises(Refused) as refused:
        finish(ACTION, outcome=None, by="U1", now=NOW)
    assert refused.value.field == "outcome"
