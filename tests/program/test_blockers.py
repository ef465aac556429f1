"""Blockers: wanted by a day that is still to come, and cleared once."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from program import blockers
from program.blockers import Blocker
from program.errors import Refused
from tests.program.examples import NOW, PROGRAM

TODAY = date(2026, 1, 12)


def a_blocker(wanted_by: date = TODAY) -> Blocker:
    return Blocker(uuid4(), PROGRAM.id, 2, None, "No access yet", "ANN", wanted_by, "BEN", NOW)


def test_it_is_wanted_by_a_day_that_has_not_passed() -> None:
    assert blockers.check(a_blocker(), today=TODAY).is_open
    with pytest.raises(Refused, match="This date has passed") as refusal:
        blockers.check(a_blocker(TODAY - timedelta(days=1)), today=TODAY)
    assert refusal.value.field == "wanted_by"


@pytest.mark.parametrize(
    ("today", "wanted"),
    [(TODAY, date(2026, 1, 14)), (date(2026, 1, 15), date(2026, 1, 19)), (date(2026, 1, 16), date(2026, 1, 19))],
)
def test_two_days_are_suggested_and_no_weekend(today: date, wanted: date) -> None:
    assert blockers.suggested_day(today) == wanted


def test_whoever_clears_it_says_how() -> None:
    with pytest.raises(Refused, match="how it was cleared") as refusal:
        blockers.clear(a_blocker(), how=None, by="ANN", now=NOW)
    assert refusal.value.field == "how"

    cleared = blockers.clear(a_blocker(), how="Access was granted.", by="ANN", now=NOW)
    assert (cleared.is_open, cleared.cleared_by, cleared.how) == (False, "ANN", "Access was granted.")


def test_it_is_cleared_once() -> None:
    cleared = blockers.clear(a_blocker(), how="Access was granted.", by="ANN", now=NOW)

    assert blockers.clear(cleared, how="Access was granted.", by="ANN", now=NOW) is cleared
    with pytest.raises(Refused, match=r"B-2 is cleared already: “Access was granted\.”"):
        blockers.clear(cleared, how="Another way", by="BEN", now=NOW)
