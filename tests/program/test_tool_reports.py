"""A tool in use is told of without blame, and without a name where that is wished."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from program import tool_reports
from program.assessments import Assessed, Running
from program.audit import BOT, Actor
from program.errors import Refused
from program.tool_reports import Report

NOW = datetime(2026, 1, 8, 10, tzinfo=UTC)
ME = Actor(UUID(int=7), "UTELLS", "a modal in C1", on_behalf_of="UBOSS")
TOLD = Report(UUID(int=1), "ChatFree", "Drafts replies", date(2026, 1, 8), data={"personal-data": "Personal data"})


@pytest.mark.parametrize("choice", ["no", None, "something else"])
def test_who_does_not_say_that_they_may_be_named_is_nowhere(choice: str | None) -> None:
    told_by, actor = tool_reports.signed(choice, ME)

    assert told_by is None
    assert (actor.user, actor.on_behalf_of) == (BOT, None)
    assert actor.workspace == ME.workspace
    assert "C1" not in actor.where, "from where it came would tell who was there"


def test_who_may_be_named_is() -> None:
    assert tool_reports.signed("yes", ME) == ("UTELLS", ME)


def test_it_is_a_pilot_of_the_inventory_unless_one_has_its_name() -> None:
    later = NOW.replace(hour=15, minute=42)
    pilot = tool_reports.inventoried(TOLD, [], id=UUID(int=5), now=later)
    assert pilot == Assessed(
        UUID(int=5), "ChatFree", "Drafts replies", "", Running.RUNNING, {}, None, NOW.replace(hour=0)
    )
    named = tool_reports.inventoried(replace(TOLD, told_by="U1", unit="Claims"), [], id=UUID(int=6), now=later)
    assert named
    assert (named.added_by, named.added_at, named.unit) == ("U1", later, "Claims")
    assert tool_reports.inventoried(replace(TOLD, name="CHATFREE"), [pilot], id=UUID(int=7), now=NOW) is None
    assert tool_reports.inventoried(replace(TOLD, name="Other"), [pilot], id=UUID(int=7), now=NOW)


def test_it_is_seen_to_once() -> None:
    assert TOLD.is_open
    done = tool_reports.settle(TOLD, "Lingua was approved", by="UOFFICE", now=NOW)
    assert (done.outcome, done.settled_by, done.settled_at, done.is_open) == (
        "Lingua was approved", "UOFFICE", NOW, False,
    )  # fmt: skip
    with pytest.raises(Refused, match="seen to “ChatFree” already"):
        tool_reports.settle(done, "Again", by="UOFFICE", now=NOW)
