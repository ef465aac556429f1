"""A company's own playbook: other weeks, other roles, another checklist."""

from itertools import count
from pathlib import Path

import pytest

from playbook.loader import load
from program.playbook import Playbook

FILES = {
    "playbook.toml": 'name = "Six weeks"\nversion = "2027-01"',
    "phases.toml": """
        [[phases]]
        key = "think"
        number = 1
        title = "Think"
        goal = "Know what to build."
        source = "house rules"
        [[phases]]
        key = "do"
        number = 2
        title = "Do"
        goal = "Build it."
        source = "house rules"
        """,
    "roles.toml": """
        [[roles]]
        key = "boss"
        title = "Boss"
        description = "Decides."
        decides = true
        acts_as = ["sponsor"]
        source = "house rules"
        [[roles]]
        key = "maker"
        title = "Maker"
        description = "Makes."
        not_together = ["boss"]
        acts_as = ["product-owner", "engineering-lead"]
        source = "house rules"
        """,
    "deliverables.toml": """
        [[deliverables]]
        key = "the-thing"
        title = "The thing"
        help = "It works."
        phase = "do"
        due_week = 6
        owner_role = "maker"
        accepted_by = ["boss"]
        evidence = "A link"
        source = "house rules"
        """,
    "gates.toml": """
        [[gates]]
        key = "ship"
        title = "Ship it?"
        help = "Look at the thing."
        phase = "do"
        week = 6
        kind = "vote"
        deliverables = ["the-thing"]
        signers = []
        voters = ["maker"]
        decider = "boss"
        source = "house rules"
        [[gates.options]]
        key = "yes"
        title = "Yes"
        help = "Ship."
        needs_reason = false
        source = "house rules"
        [[gates.decisions]]
        key = "ship"
        title = "Ship"
        help = "Out with it."
        needs_reason = false
        effect = "pass"
        source = "house rules"
        """,
    "checklist.toml": """
        [[sections]]
        key = "only"
        title = "The only section"
        source = "house rules"
        [[sections.items]]
        key = "c-tested"
        title = "Test it"
        help = "Somebody else tried it."
        gate = "ship"
        due_week = 6
        owner_role = "maker"
        evidence = "Who tried it"
        source = "house rules"
        """,
    "cadence.toml": """
        [cadence]
        prompt_day = "sunday"
        prompt_time = 07:30:00
        reminder_days = [2]
        overdue_every_days = 1
        digest_day = "thursday"
        digest_time = "16:00"
        poll_days = 1
        iterate_weeks = 1
        program_weeks = 6
        """,
    "intake.toml": "".join(
        f"""
        [[scales]]
        key = "{key}"
        title = "{key}"
        help = "1 to 5"
        weight = 1
        levels = ["a", "b", "c", "d", "e"]
        source = "house rules"
        """
        for key in ("impact", "data-readiness", "complexity")
    ),
}
WEEK = """
[[weeks]]
number = {0}
title = "Week {0}"
goal = "Get on with it."
source = "house rules"
[[weeks.activities]]
key = "work-{0}"
title = "Work in week {0}"
help = "Something was done."
owner_role = "maker"
evidence = "A link"
source = "house rules"
"""


@pytest.fixture
def own(tmp_path: Path) -> Playbook:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "weeks").mkdir()
    numbers = count(1)
    for phase, weeks in (("think", 2), ("do", 4)):
        text = "".join(WEEK.format(next(numbers)) for _ in range(weeks))
        (tmp_path / "weeks" / f"{phase}.toml").write_text(text, encoding="utf-8")
    return load(tmp_path)


def test_it_has_its_own_weeks_roles_and_checklist(own):
    assert [phase.weeks for phase in own.phases] == [(1, 2), (3, 4, 5, 6)]
    assert [role.key for role in own.roles] == ["boss", "maker"]
    assert [item.key for item in own.checklist_due_by("ship")] == ["c-tested"]


def test_an_entry_of_a_week_is_due_in_that_week_unless_it_says_otherwise(own):
    assert [item.key for item in own.items_due_in(4)] == ["work-4"]


def test_a_time_may_be_written_as_toml_writes_times(own):
    assert f"{own.cadence.prompt_time:%H:%M}" == "07:30"
    assert (own.cadence.prompt_weekday, own.cadence.digest_weekday) == (6, 3)


def test_it_survives_the_way_through_json(own):
    assert Playbook.from_json(own.to_json()) == own
