"""Surveys: open until a day, counted without names, silent about the few, and what they say of acceptance and trust."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from program import pilots, questions, surveys
from program.errors import Refused
from program.people import Person
from program.pilots import Pilot
from program.surveys import SAVED, Answer, Group, Measure, Survey
from tests.program.examples import GO_NO_GO, NOW, PLAYBOOK, PROGRAM, begun, done, refuses, with_items

USERS, MANAGERS = PLAYBOOK.questionnaires
TODAY = date(2026, 3, 9)
ROUND = Survey(UUID(int=5), PROGRAM.id, 1, date(2026, 3, 16), "ANN", NOW)
SAID: dict[str, Any] = {
    "minutes-without": 45, "minutes-with": 20, "errors": 1, "corrections": 2, "satisfaction": "4", "trust": "4",
}  # fmt: skip


def said(*given: dict[str, Any] | None, group: str = "users") -> list[Answer]:
    return [Answer(uuid4(), ROUND.id, group, f"U{number}", facts) for number, facts in enumerate(given)]


def closed(*answers: Answer) -> Survey:
    return surveys.closed(ROUND, answers, PLAYBOOK, by="ANN", now=NOW)


# --- a round ------------------------------------------------------------------------------------------------------


def test_a_round_has_people_and_days_and_is_alone() -> None:
    surveys.check(ROUND.closes_on, open_round=None, asked=12, today=TODAY)
    surveys.check(TODAY + surveys.LONGEST, open_round=None, asked=12, today=TODAY)
    for closes_on, open_round, asked, why, field in (
        (ROUND.closes_on, ROUND, 12, "Round 1 is open until 16 March 2026", None),
        (ROUND.closes_on, None, 0, "Nobody takes part yet", None),
        (TODAY, None, 12, "a day after today", "closes_on"),
        (TODAY + timedelta(days=31), None, 12, "within four weeks", "closes_on"),
    ):
        with refuses(why, field=field):
            surveys.check(closes_on, open_round=open_round, asked=asked, today=TODAY)


def test_it_reminds_once_and_closes_in_the_morning_after_its_last_day() -> None:
    def due(now: datetime, survey: Survey = ROUND) -> datetime | None:
        return surveys.next_due(survey, PROGRAM, PLAYBOOK.cadence, PLAYBOOK.limits, now)

    reminder, end = datetime(2026, 3, 14, 8, tzinfo=UTC), datetime(2026, 3, 17, 8, tzinfo=UTC)
    assert due(reminder - timedelta(hours=1)) == reminder
    assert due(reminder) == end
    assert due(end + timedelta(days=1)) == end, "an outage at the end closes it late"
    assert due(reminder, replace(ROUND, closed_at=NOW)) is None
    closing = closed(*said(SAID))
    assert closing == replace(ROUND, closed_by="ANN", closed_at=NOW, results=closing.results)


def test_only_who_is_asked_answers_and_only_while_it_is_open() -> None:
    (mine,) = said(None)
    assert surveys.check_answers(ROUND, mine) is mine
    with pytest.raises(Refused, match="not asked in this round"):
        surveys.check_answers(ROUND, None)
    with pytest.raises(Refused, match="your name is no longer with them"):
        surveys.check_answers(replace(ROUND, closed_at=NOW), mine)
    with pytest.raises(Refused, match="closed already"):
        surveys.closed(replace(ROUND, closed_at=NOW), [], PLAYBOOK, by="ANN", now=NOW)


# --- what was said ------------------------------------------------------------------------------------------------


def test_results_have_counts_and_spread_and_no_names() -> None:
    times = [SAID | {"minutes-with": minutes} for minutes in (10, 20, 25, 30, 40)]
    group = closed(*said(*times, None, SAID | {"comment": "b"}, SAID | {"comment": "a"})).group("users")
    assert group is not None
    assert (group.asked, group.answered) == (8, 7)
    assert group.measures[SAVED] == Measure(7, 25, 17.5, 25)
    assert group.measures["satisfaction"].median == 4
    assert group.comments == ("a", "b"), "in the order of the alphabet, not of the answers"
    assert "U1" not in str(surveys.as_json([group]))
    assert surveys.from_json(surveys.as_json([group])) == (group,)


def test_under_five_answers_nothing_is_told() -> None:
    survey = closed(*said(SAID, SAID, SAID, SAID, None))
    assert survey.results == (Group("users", 5, 4), Group("managers", 0, 0))
    assert survey.group("others") is None


def test_a_question_that_few_answered_is_not_told_either() -> None:
    rarely = [{key: value for key, value in SAID.items() if key != "minutes-with"}] * 2
    group = closed(*said(*rarely, SAID, SAID, SAID)).group("users")
    assert group is not None
    assert "minutes-with" not in group.measures and SAVED not in group.measures
    assert group.measures["trust"].n == 5


def test_a_group_without_a_pair_of_times_has_no_time_saved() -> None:
    group = closed(*said(*[{"workflow": "4", "trust": "5"}] * 5, group="managers")).group("managers")
    assert group is not None and SAVED not in group.measures


def test_a_single_answer_has_no_spread() -> None:
    assert surveys.measure([3]) == Measure(1, 3, 3, 3)


# --- what it means ------------------------------------------------------------------------------------------------


def test_the_workflow_is_accepted_above_the_bars_of_the_playbook() -> None:
    users, managers = surveys.acceptable(closed(*said(*[SAID] * 5)).results, PLAYBOOK)
    assert (users.acceptable, users.below, managers.acceptable) == (True, (), None)
    slower = [SAID | {"minutes-with": 50, "satisfaction": "2"}] * 5
    users, _ = surveys.acceptable(closed(*said(*slower)).results, PLAYBOOK)
    assert (users.acceptable, users.below) == (False, (SAVED, "satisfaction"))
    assert surveys.acceptable((), PLAYBOOK) == []
    bar = next(each for each in PLAYBOOK.questionnaires[0].bars if each.question == "satisfaction")
    users, _ = surveys.acceptable(closed(*said(*[SAID | {"satisfaction": str(bar.at_least)}] * 5)).results, PLAYBOOK)
    assert users.acceptable, "at the bar is enough"


def test_distrust_is_a_low_median_where_enough_answered() -> None:
    doubting = said(*[{"workflow": "4", "trust": "2"}] * 5, group="managers")
    assert surveys.distrust(closed(*doubting).results, PLAYBOOK) == [MANAGERS]
    assert surveys.distrust(closed(*doubting[:4]).results, PLAYBOOK) == []
    at_the_bar = replace(MANAGERS, trust_below=2)
    assert surveys.distrust(closed(*doubting).results, replace(PLAYBOOK, questionnaires=(at_the_bar,))) == []
    assert surveys.distrust(closed(*said(*[SAID] * 5)).results, PLAYBOOK) == []
    unasked = replace(PLAYBOOK, questionnaires=(replace(MANAGERS, trust=None),))
    assert surveys.distrust(closed(*doubting).results, unasked) == []
    assert surveys.distrust((), PLAYBOOK) == []


def test_the_second_question_of_week_10_is_answered_by_the_last_closed_round() -> None:
    def answer(*rounds: Survey, by_hand: bool = False) -> tuple[bool, str]:
        standing = replace(begun(), surveys=rounds)
        if by_hand:
            standing = with_items(standing, done("w10-workflow-accepted"))
        found = questions.answers(standing, GO_NO_GO)[1]
        return found.is_answered, found.source

    managers = said(*[{"workflow": "4", "trust": "4"}] * 5, group="managers")
    assert answer() == (False, "nothing is given yet")
    assert answer(ROUND, by_hand=True) == (True, "given by hand")
    both = closed(*said(*[SAID] * 5), *managers)
    assert answer(both, replace(ROUND, number=2)) == (
        True,
        "Pilot users: they accept it (5 of 5 answered); Their managers: they accept it (5 of 5 answered)",
    )
    users = closed(*said(*[SAID | {"trust": "1", "minutes-with": 60}] * 5), *managers[:2])
    told = "below what was wanted: time saved, how far do you trust what it says (5 of 5 answered)"
    few = "too few answers from Their managers"
    assert answer(users) == (False, f"Pilot users: {told}; {few}")
    assert answer(users, by_hand=True) == (True, f"Pilot users: {told}; {few}, given by hand")
    assert answer(closed()) == (False, "too few answers from Pilot users, Their managers")


# --- who takes part -----------------------------------------------------------------------------------------------


def test_ten_to_thirty_users_or_a_reason() -> None:
    ten, one = [f"U{number}" for number in range(10)], ["BOSS"]
    pilots.check({"users": ten, "managers": one}, None, PLAYBOOK)
    pilots.check({"users": ten[:3]}, "A small team", PLAYBOOK)
    most, leads = [f"U{number}" for number in range(30)], [f"M{number}" for number in range(10)]
    pilots.check({"users": most, "managers": leads}, None, PLAYBOOK)
    with refuses("10 to 30 users are expected, and you chose 31", field="why"):
        pilots.check({"users": [*most, "U30"], "managers": leads}, None, PLAYBOOK)
    with refuses("10 to 30 users are expected, and you chose 9", field="why"):
        pilots.check({"users": ten[:9], "managers": one}, None, PLAYBOOK)
    with refuses("1 to 10 managers are expected, and you chose 0", field="why"):
        pilots.check({"users": ten}, None, PLAYBOOK)
    with refuses("among the users already", field="managers"):
        pilots.check({"users": ten, "managers": ["U1"]}, None, PLAYBOOK)


def test_people_take_part_who_are_here_guests_too() -> None:
    pilots.check_can_take_part(Person("U1", "Guest", is_guest=True), key="users")
    with refuses("A bot cannot take part", field="users"):
        pilots.check_can_take_part(Person("U1", "Bot", is_bot=True), key="users")
    with refuses("deactivated", field="users"):
        pilots.check_can_take_part(Person("U1", "Gone", is_active=False), key="users")


def test_who_said_stop_is_not_asked() -> None:
    pilot = Pilot(PROGRAM.id, {"users": ["A", "B"]}, stopped=["B"])
    assert pilot.asked("users") == ["A"] and pilot.asked("managers") == []


def test_a_pilot_has_people_and_has_asked_them() -> None:
    assert pilots.enrolled(begun(), {}) == ["the people who take part: `/pilot survey`"]
    assert pilots.enrolled(replace(begun(), enrolled=12), {}) == []
    assert pilots.surveyed(replace(begun(), surveys=(ROUND,)), {}) == ["a survey that is closed: `/pilot survey`"]
    few = replace(begun(), surveys=(closed(*said(SAID)),))
    assert pilots.surveyed(few, {}) == ["a survey with at least 5 answers from one group: `/pilot survey`"]
    assert pilots.surveyed(replace(begun(), surveys=(closed(*said(*[SAID] * 5)),)), {}) == []
    own = replace(begun(), playbook=replace(PLAYBOOK, questionnaires=()))
    assert pilots.enrolled(own, {}) == [] and pilots.surveyed(own, {}) == []


def test_no_figure_over_all_gives_away_the_few_of_one_group() -> None:
    trust = {"trust": Measure(8, 4.0, 3.0, 5.0)}
    users, few = Group("users", 8, 8, trust), Group("managers", 3, 2)

    assert surveys.shown_together([users], "trust", 5)
    assert not surveys.shown_together([users, few], "trust", 5), "the difference would be the two"
    assert surveys.shown_together([users, replace(few, answered=6)], "trust", 5)
    assert surveys.shown_together([users, replace(few, answered=5)], "trust", 5)
    assert surveys.shown_together([users, replace(few, answered=0)], "trust", 5)
