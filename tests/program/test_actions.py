"""Actions: one person, one day, tracked until it is done."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from program import actions
from program.actions import Action
from program.errors import Refused
from tests.program.examples import NOW, PROGRAM, START, refuses

DAY = timedelta(days=1)
ACTION = Action(uuid4(), PROGRAM.id, 4, "Ask for the key", "ANN", START + DAY, "BEN", NOW)


def test_an_action_is_due_today_or_later() -> None:
    assert actions.check(ACTION, today=START) is ACTION
    assert ACTION.code == "A-4" and ACTION.is_open
    assert actions.check(replace(ACTION, due=START), today=START).due == START
    with pytest.raises(Refused, match="has passed") as refused:
        actions.check(replace(ACTION, due=START - DAY), today=START)
    assert refused.value.field == "due"


def test_it_goes_into_other_hands_or_to_another_day() -> None:
    to_ben = actions.hand_over(ACTION, to="BEN", due=ACTION.due, today=START + 5 * DAY)
    later = actions.hand_over(ACTION, to="ANN", due=START + 7 * DAY, today=START)

    assert (to_ben.owner, to_ben.hands, to_ben.due) == ("BEN", 1, ACTION.due)
    assert (later.owner, later.hands, later.due) == ("ANN", 0, START + 7 * DAY)
    with refuses("Change one of the two", field="owner"):
        actions.hand_over(ACTION, to="ANN", due=ACTION.due, today=START)
    with refuses("has passed", field="due"):
        actions.hand_over(ACTION, to="BEN", due=START - DAY, today=START)


def test_it_is_done_once_with_what_came_of_it() -> None:
    with refuses("what came of it", field="outcome"):
        actions.finish(ACTION, outcome=None, by="ANN", now=NOW)
    done = actions.finish(ACTION, outcome="We have it.", by="ANN", now=NOW)

    assert not done.is_open and (done.done_by, done.outcome) == ("ANN", "We have it.")
    assert actions.finish(done, outcome="We have it.", by="ANN", now=NOW + DAY) is done
    with pytest.raises(Refused, match=r"A-4 is done already: “We have it.”"):
        actions.finish(done, outcome="Another", by="BEN", now=NOW)
    with pytest.raises(Refused, match="done already"):
        actions.hand_over(done, to="BEN", due=START, today=START)
