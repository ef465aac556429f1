"""AI tools: asked for, decided on by somebody else, never a bare no, and looked at again."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from program import tools
from program.errors import Refused
from program.tools import State, Terms, Tool
from tests.program.examples import PLAYBOOK

NOW = datetime(2026, 1, 8, 10, tzinfo=UTC)
LATER = date(2026, 6, 1)
PERSONAL = {"personal-data": "Personal data", "health-data": "Health data"}
ASKED = Tool(
    id=UUID(int=1), name="Lingua", purpose="Translate letters", users="Claims", asked_by="UASKS", asked_at=NOW,
    owner="UOWNS", data=PERSONAL,
)  # fmt: skip
TERMS = Terms(owner="UOWNS", review_on=LATER, data=["personal-data"], unit="Claims", limits="A person reads it.")
APPROVED = tools.approve(ASKED, TERMS, by="UOFFICE", now=NOW)
OTHER = replace(APPROVED, id=UUID(int=2), name="Deepl")


def refusal(rule: Any, *given: Any, **more: Any) -> Refused:
    with pytest.raises(Refused) as refused:
        rule(*given, **more)
    return refused.value


def test_it_is_approved_for_less_than_was_asked_and_until_a_day() -> None:
    assert replace(
        ASKED, state=State.APPROVED, data={"personal-data": "Personal data"}, unit="Claims", owner="UOWNS",
        limits="A person reads it.", learn=TERMS.learn, decided_by="UOFFICE", decided_at=NOW, review_on=LATER,
    ) == APPROVED  # fmt: skip
    other = replace(TERMS, learn="An hour with Ann", owner="UOTHER")
    assert tools.approve(ASKED, other, by="UOFFICE", now=NOW) == replace(
        APPROVED, learn="An hour with Ann", owner="UOTHER"
    )
    assert tools.check_asked(replace(ASKED, link="http://lingua.example"), []).link
    assert not APPROVED.is_overdue(LATER - timedelta(days=1))
    assert APPROVED.is_overdue(LATER)
    assert not ASKED.is_overdue(LATER)


def test_nobody_decides_on_what_they_asked_for() -> None:
    assert "somebody else" in str(refusal(tools.approve, ASKED, TERMS, by="UASKS", now=NOW))
    no: dict[str, Any] = {"reason": "Costs", "alternative": None, "instead": "Ask Legal"}
    assert "somebody else" in str(refusal(tools.turn_down, ASKED, by="UASKS", now=NOW, **no))
    stays: dict[str, Any] = {"review_on": LATER, "owner": "UOWNS", "limits": None}
    assert "somebody else" in str(refusal(tools.keep, APPROVED, by="UASKS", now=NOW, **stays))


def test_what_is_decided_is_not_decided_again() -> None:
    assert "decided on already" in str(refusal(tools.approve, APPROVED, TERMS, by="UOFFICE", now=NOW))


def test_no_more_data_goes_in_than_was_asked_for() -> None:
    wider = replace(TERMS, data=["cardholder-data"])
    assert refusal(tools.approve, ASKED, wider, by="UOFFICE", now=NOW).field == "data"


@pytest.mark.parametrize("day", [None, NOW.date(), NOW.date() + timedelta(days=367)])
def test_somebody_looks_again_after_today_and_within_a_year(day: date | None) -> None:
    assert refusal(tools.check_review, day, NOW.date()).field == "review_on"


def test_the_last_day_on_which_it_may_be_looked_at_again_is_a_year_away() -> None:
    assert tools.check_review(NOW.date() + timedelta(days=366), NOW.date())
    assert tools.check_review(NOW.date() + timedelta(days=1), NOW.date())


def test_a_no_comes_with_something_else() -> None:
    no: dict[str, Any] = {"by": "UOFFICE", "now": NOW, "reason": "Data leaves the country"}
    bare = refusal(tools.turn_down, ASKED, alternative=None, instead=None, **no)
    assert (bare.field, "Offer something" in str(bare)) == ("alternative", True)
    unapproved = refusal(tools.turn_down, ASKED, alternative=ASKED, instead=None, **no)
    assert ("not approved" in str(unapproved), unapproved.field) == (True, "alternative")

    down = tools.turn_down(ASKED, alternative=OTHER, instead=None, **no)
    assert down == replace(
        ASKED, state=State.TURNED_DOWN, alternative=OTHER.id, reason="Data leaves the country", decided_by="UOFFICE",
        decided_at=NOW,
    )  # fmt: skip
    assert tools.turn_down(ASKED, alternative=None, instead="The glossary", **no).instead == "The glossary"


def test_one_that_stays_has_its_next_day_and_its_owner() -> None:
    kept = tools.keep(APPROVED, by="UOTHER", now=NOW, review_on=date(2026, 9, 1), owner="UNEW", limits=None)
    assert kept == replace(
        APPROVED, review_on=date(2026, 9, 1), owner="UNEW", limits=None, decided_by="UOTHER", decided_at=NOW
    )
    again = tools.keep(APPROVED, by="UOTHER", now=NOW + timedelta(days=1), review_on=LATER, owner="UNEW", limits="Few")
    assert (again.limits, again.decided_at) == ("Few", NOW + timedelta(days=1))
    assert "nothing to look at" in str(
        refusal(tools.keep, ASKED, by="UOTHER", now=NOW, review_on=LATER, owner="UNEW", limits=None)
    )


def test_only_what_is_approved_is_retired_and_whoever_asked_may() -> None:
    later = NOW + timedelta(days=30)
    retired = tools.retire(APPROVED, by="UASKS", now=later, reason="Nobody used it")
    assert retired == replace(
        APPROVED, state=State.RETIRED, reason="Nobody used it", decided_by="UASKS", decided_at=later
    )
    assert not retired.is_open
    assert "cannot be retired" in str(refusal(tools.retire, retired, by="UOFFICE", now=NOW, reason="Again"))


def test_one_name_is_open_once_whatever_its_capitals() -> None:
    again = replace(ASKED, id=UUID(int=3), name=" LINGUA ")
    assert "asked for already" in str(refusal(tools.check_asked, again, [ASKED]))
    assert refusal(tools.check_asked, again, [APPROVED]).field == "name"
    gone = tools.retire(APPROVED, by="UOFFICE", now=NOW, reason="Old")
    assert tools.check_asked(again, [gone, OTHER]) is again
    assert refusal(tools.check_asked, replace(ASKED, link="lingua.example"), []).field == "link"
    assert tools.check_asked(replace(ASKED, link="https://lingua.example"), [])


def test_words_find_a_tool_and_a_person_s_own_come_first() -> None:
    everywhere = replace(OTHER, unit=None, name="Zeta")
    assert tools.matching([APPROVED, OTHER], "TRANSLATE deepl") == [OTHER]
    assert tools.matching([APPROVED, OTHER], "") == [APPROVED, OTHER]
    assert tools.in_order([APPROVED, everywhere], set()) == [everywhere, APPROVED]
    assert tools.in_order([everywhere, APPROVED], {"claims"}) == [APPROVED, everywhere]


def test_the_playbook_names_the_data_and_how_deep_a_tool_goes() -> None:
    assert [each.key for each in tools.data_traits(PLAYBOOK)][:2] == ["personal-data", "health-data"]
    assert all(each.kind == "data" for each in tools.data_traits(PLAYBOOK))
    field = tools.depth_field(PLAYBOOK)
    assert field and "none" in {each.key for each in field.choices}
    assert tools.depth_field(replace(PLAYBOOK, inquiries=())) is None


def test_a_name_that_is_taken_says_whether_it_is_approved_or_asked_for() -> None:
    other = replace(ASKED, id=UUID(int=9))
    assert "is asked for already" in str(refusal(tools.check_asked, other, [ASKED]))
    assert "is approved already" in str(refusal(tools.check_asked, other, [APPROVED]))
