"""A selection round: its day, its owner, and what is said before it closes."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from program import rounds
from program.errors import Refused
from program.inquiries import Reply
from program.posts import Post, RoundNudge
from program.rounds import Round
from program.use_cases import UseCaseState
from tests.program.examples import PLAYBOOK, refuses
from tests.program.test_selections import a_case

NOW = datetime(2026, 1, 8, 10, tzinfo=UTC)
CLOSES = date(2026, 1, 22)
ROUND = Round(UUID(int=5), "Claims", "OWNER", CLOSES, "Europe/Berlin", "BOSS", NOW)
CADENCE = PLAYBOOK.cadence
ASKED = replace(a_case(), replies=(Reply("data", "The data", asked_of="KNOWS", asked_by="OWNER", asked_at=NOW),))


def morning(days_before: int) -> datetime:
    return datetime(2026, 1, 22, 8, 1, tzinfo=UTC) - timedelta(days=days_before)


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"closes_on": date(2026, 1, 8)}, "closes_on", "a day after today"),
        ({"closes_on": date(2026, 9, 8)}, "closes_on", "more than four months"),
        ({"unit": "claims"}, "unit", "Claims has an open round until 22 January 2026"),
    ],
)
def test_what_is_no_round(changes: dict[str, Any], field: str, sentence: str) -> None:
    given: dict[str, Any] = {"id": UUID(int=6), "unit": "Legal"} | changes
    wanted = replace(ROUND, **given)

    with pytest.raises(Refused, match=sentence) as refused:
        rounds.check(wanted, others=[ROUND], now=NOW)

    assert refused.value.field == field


def test_a_round_may_be_changed_beside_itself_and_closed_ones() -> None:
    closed = replace(ROUND, id=UUID(int=6), closed_at=NOW)

    assert rounds.check(ROUND, others=[ROUND, closed], now=NOW) == ROUND


def test_a_round_closes_once_with_a_reason_where_it_needs_one() -> None:
    with refuses("Say why", field="count_why"):
        rounds.close(ROUND, count=1, why=None, by="OWNER", now=NOW)
    closed = rounds.close(ROUND, count=1, why="Only one is ripe.", by="OWNER", now=NOW)

    assert closed == replace(ROUND, closed_by="OWNER", closed_at=NOW, count_why="Only one is ripe.")
    assert rounds.close(ROUND, count=3, why=None, by="OWNER", now=NOW).count_why is None
    with pytest.raises(Refused, match="is closed"):
        rounds.close(closed, count=3, why=None, by="OWNER", now=NOW)


@pytest.mark.parametrize(("days_before", "speaks"), [(8, ""), (7, "yes"), (3, ""), (2, "yes"), (0, "yes")])
def test_owner_and_whoever_owes_are_told_before_it_closes(days_before: int, speaks: str) -> None:
    told = rounds.due_posts(ROUND, [ASKED], CADENCE, morning(days_before))

    at = morning(days_before).replace(minute=0)
    due = [Post(RoundNudge(ROUND.id, user, at.date()), f"@{user}", at) for user in ("KNOWS", "OWNER")]
    assert told == (due if speaks else [])
    assert not speaks or rounds.due_posts(ROUND, [ASKED], CADENCE, at) == due, "on the minute"


def test_a_day_is_its_owners_and_four_months_are_the_most() -> None:
    tokyo, late = replace(ROUND, timezone="Asia/Tokyo"), datetime(2026, 1, 8, 23, tzinfo=UTC)
    assert tokyo.today(late) == date(2026, 1, 9)
    assert rounds.next_due(tokyo, CADENCE, late) == datetime(2026, 1, 15, 0, tzinfo=UTC)
    farthest = replace(ROUND, closes_on=NOW.date() + rounds.LONGEST)
    assert rounds.check(farthest, others=[], now=NOW) == farthest
    assert rounds.owing([ASKED]) == {"KNOWS": [(ASKED, "The data")]}


def test_a_round_is_looked_at_after_its_hour_and_never_again_where_nothing_is_said_any_more() -> None:
    first = rounds.next_due(ROUND, CADENCE, NOW)
    assert first and rounds.next_due(ROUND, CADENCE, first) == datetime(2026, 1, 20, 8, tzinfo=UTC)
    silent = replace(CADENCE, overdue_every_days=10_000, round_days=())
    assert rounds.next_due(ROUND, silent, morning(-1)) is None
    every_day = replace(CADENCE, overdue_every_days=1, round_days=())
    assert not rounds.due_posts(ROUND, [], every_day, morning(1)), "the day before is none of them"


def test_after_its_day_the_owner_hears_of_it_until_it_is_closed() -> None:
    assert rounds.due_posts(ROUND, [], CADENCE, morning(-2))
    assert not rounds.due_posts(ROUND, [], CADENCE, morning(-1))
    assert not rounds.due_posts(replace(ROUND, closed_at=NOW), [], CADENCE, morning(-2))
    assert rounds.next_due(replace(ROUND, closed_at=NOW), CADENCE, NOW) is None


def test_nothing_is_said_before_the_hour() -> None:
    assert not rounds.due_posts(ROUND, [], CADENCE, morning(7) - timedelta(hours=1))
    assert rounds.next_due(ROUND, CADENCE, NOW) == datetime(2026, 1, 15, 8, tzinfo=UTC)


def test_who_answered_or_whose_candidate_is_over_owes_nothing() -> None:
    answered = replace(ASKED, replies=(replace(ASKED.replies[0], answered_at=NOW),))
    over = replace(ASKED, state=UseCaseState.ARCHIVED)

    assert rounds.owing([answered, over]) == {}
    assert ROUND.standing_of("OWNER") == {"round-owner"}
    assert ROUND.standing_of("KNOWS") == frozenset()
