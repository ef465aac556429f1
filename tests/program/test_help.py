"""The dozen of commands that fits: what is owed first, then the moment, then the role."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from program.authority import RIGHTS
from program.help import ALWAYS, FOR_DUTY, FOR_ROLE, INSIDE, MOST, NEAR, OUTSIDE, fitting
from program.owing import Duty, Owed, owed_by
from program.programs import ProgramState
from program.standings import Standing
from tests.program.examples import DISCOVERY, EVERY_ROLE, GATE_DAY, NOW, PROGRAM, asked, begun, morning
from tests.program.test_cycles import ended as decided
from tests.program.test_production import in_production

WORDS = {
    *FOR_DUTY.values(), *ALWAYS, *INSIDE, *OUTSIDE, *(each for words in FOR_ROLE.values() for each in words),
    "week", "resume", "kpi define", "kpi final", "survey", "vote", "change", "cycle",
}  # fmt: skip


def in_week(number: int) -> datetime:
    """On its Monday."""
    return morning(PROGRAM.last_day(number - 1) + timedelta(days=3))


def fits(role: str, standing: Standing | None, now: datetime = NOW) -> list[str]:
    owed = owed_by(role.upper(), standing, now) if standing else []
    return fitting(WORDS, {role}, standing, owed, now)


@pytest.mark.parametrize("role", sorted(RIGHTS))
def test_a_dozen_fits_every_role(role: str) -> None:
    found = fits(role, begun())
    assert len(found) == len(set(found)) == MOST


def test_what_is_owed_comes_first() -> None:
    waiting = asked(begun(), DISCOVERY, "security")
    assert fits("security", waiting)[0] == "signoff"
    assert fits("auditor", waiting)[:3] == ["todo", "status", "week"]


def test_what_may_not_be_said_is_not_offered() -> None:
    assert fitting({"status", "gate"}, {"auditor"}, begun(), [], NOW) == ["status", "gate"]


def test_outside_of_a_program_it_is_about_candidates() -> None:
    assert fits("sponsor", None)[:4] == ["todo", "status", "propose", "candidates"]
    owed = [Owed(PROGRAM, Duty.VOTE, "Vote", GATE_DAY, "x")]
    assert fitting(WORDS, set(), None, owed, NOW)[0] == "vote"


@pytest.mark.parametrize(
    ("week", "wanted", "unwanted"),
    [(1, "kpi define", "survey"), (5, "done", "kpi define"), (9, "survey", "kpi define"), (12, "kpi record", "survey")],
)
def test_the_moment_says_what_fits(week: int, wanted: str, unwanted: str) -> None:
    found = fits("nobody", begun(), in_week(week))
    assert wanted in found and unwanted not in found


def test_a_gate_that_is_near_shows_its_commands() -> None:
    near = morning(GATE_DAY)
    assert "readiness" in fits("nobody", begun(), near)
    assert "readiness" not in fits("nobody", begun(), NOW)
    vote = begun(passed=("selection", "data", "discovery", "foundation"))
    assert "vote" in fits("nobody", vote, morning(vote.gate_day(vote.playbook.gate("go-no-go"))))


def test_grave_signs_of_trouble_are_offered() -> None:
    bare = replace(begun(), playbook=replace(begun().playbook, failure_modes=()))
    assert "signals" in fits("nobody", begun(), in_week(5))
    assert "signals" not in fits("nobody", bare, in_week(5))


@pytest.mark.parametrize(("state", "first"), [(ProgramState.PAUSED, "resume"), (ProgramState.FINISHED, "kpi final")])
def test_a_program_at_rest_has_its_own(state: ProgramState, first: str) -> None:
    at_rest = replace(begun(), program=replace(PROGRAM, state=state))
    assert fits("sponsor", at_rest)[2] == first


def test_what_is_in_production_has_its_review_and_its_changes_first() -> None:
    assert fits("sponsor", in_production())[2:5] == ["production", "change", "kpi final"]
    assert fits("sponsor", decided())[2:5] == ["production", "change", "cycle"]


def test_after_the_last_gate_there_is_still_a_week() -> None:
    over = begun(passed=tuple(each.key for each in begun().playbook.gates))
    assert "week" in fits("nobody", over, in_week(13))


def test_each_role_has_what_it_does_most() -> None:
    assert "audit" in fits("auditor", begun()) and "audit" not in fits("nobody", begun())
    assert EVERY_ROLE.keys() >= FOR_ROLE.keys()


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (ProgramState.PAUSED, ["resume", "decisions", "conditions"]),
        (ProgramState.FINISHED, ["kpi final", "money", "decisions", "audit"]),
    ],
)
def test_a_program_that_stands_still_offers_what_comes_next(state: ProgramState, words: list[str]) -> None:
    standing = replace(begun(), program=replace(PROGRAM, state=state))

    assert fitting({*WORDS, *words}, set(), standing, [], in_week(4))[2 : 2 + len(words)] == words


@pytest.mark.parametrize(
    ("week", "words"),
    [
        (1, ["register", "kpi define"]),
        (5, ["done", "checklist"]),
        (9, ["survey", "moment", "tuning"]),
        (12, ["kpi record", "training", "story"]),
    ],
)
def test_each_part_of_the_90_days_has_its_words(week: int, words: list[str]) -> None:
    known = {*WORDS, *words}
    calm = replace(begun(), playbook=replace(begun().playbook, failure_modes=()))

    found = fitting(known, set(), calm, [], in_week(week))

    assert found[:2] == list(ALWAYS) and found[2] == "week"
    at = found.index(words[0])
    assert found[at : at + len(words)] == words


def test_what_a_gate_needs_is_offered_from_three_days_before_and_a_vote_only_where_there_is_one() -> None:
    calm = replace(begun(), playbook=replace(begun().playbook, failure_modes=()))
    first = GATE_DAY - NEAR

    assert fits("nobody", calm, morning(first))[2:5] == ["week", "gate", "readiness"]
    assert "readiness" not in fits("nobody", calm, morning(first - timedelta(days=1)))
    assert "vote" not in fits("nobody", calm, morning(first))
    vote = replace(calm, passed=begun(passed=("selection", "data", "discovery", "foundation")).passed)
    day = vote.gate_day(vote.playbook.gate("go-no-go"))
    assert fits("nobody", vote, morning(day))[2:6] == ["week", "gate", "readiness", "vote"]
