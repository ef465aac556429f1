"""Every view of a program's start is one that Slack takes, and says what its reader needs."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from program.items import ItemState
from program.owing import expected_of
from program.programs import shifted
from program.scores import score
from program.selections import Selection, SelectionState
from program.use_cases import UseCase
from templates import programs as shown
from templates.blocks import Message, View
from templates.business_cases import business_case
from tests.program.examples import NOW, PLAYBOOK, PROGRAM, START, begun
from tests.templates.extremes import NASTY, extreme, filled, taken

A_DAY_BEFORE = datetime(2026, 1, 11, 9, tzinfo=UTC)


def a_use_case(text: str = "Claims summaries") -> UseCase:
    return UseCase(
        UUID(int=2), 1, filled(text, 60), filled(text, 1000), filled(text, 200), filled(text, 300), filled(text, 300),
        "U1", START, "U0SPONSOR", "U0PRODUCT", 5, 4, 2, filled(text, 60), "U2", NOW,
    )  # fmt: skip


def agreed(comment: str) -> Selection:
    return Selection(
        UUID(int=3), UUID(int=2), UUID(int=4), "U0SPONSOR", "U2", NOW, comment, SelectionState.AGREED, NOW, comment
    )


def the_form(use_case: UseCase, *, here: str | None = None) -> View:
    return shown.start(
        use_case, PLAYBOOK, monday=START, timezone="Europe/Berlin", channel_name="ai-claims", here=here, manager="U2"
    )


@pytest.mark.parametrize("text", NASTY)
def test_slack_takes_everything_that_a_start_shows(text: str) -> None:
    use_case, standing = a_use_case(text), extreme(text, ItemState.DONE)
    program = standing.program
    for week in (3, 6, 10):
        program = shifted(program, after_week=week, weeks=2, reason=filled(text, 500))
    many = replace(standing, program=program)

    bare = replace(use_case, cost_today=None, outcome=None, measured_by=None)
    everything: list[Message | View] = [
        the_form(use_case),
        the_form(use_case, here="C1"),
        shown.started(program),
        shown.started(replace(program, channel=None, channel_name="x" * 80)),
        shown.plan(many),
        shown.plan(replace(many, appointments=())),
        business_case(use_case, agreed(filled(text, 1000)), PLAYBOOK, score(use_case, PLAYBOOK)),
        business_case(bare, None, PLAYBOOK, score(bare, PLAYBOOK)),
        shown.role_given(many, PLAYBOOK.roles, [("W" * 75, START)] * 3, NOW),
        shown.role_given(replace(many, program=replace(program, channel=None)), PLAYBOOK.roles[:1], [], NOW),
        shown.moved(program, is_new=True),
        shown.moved(program, is_new=False),
        *(shown.channel_lost(program, why) for why in ("is_archived", "not_in_channel", "channel_not_found")),
        shown.channel_lost(replace(program, channel=None, channel_name="x" * 80), "restricted_action"),
    ]
    for each in everything:
        taken(each)


def test_the_form_knows_the_sponsor_the_owner_and_who_starts() -> None:
    asked = {
        block["block_id"]: block["element"].get("initial_users")
        for block in the_form(a_use_case())["blocks"]
        if block.get("block_id") in {role.key for role in PLAYBOOK.roles}
    }

    assert asked["sponsor"] == ["U0SPONSOR"]
    assert asked["product-owner"] == ["U0PRODUCT"]
    assert asked["program-manager"] == ["U2"]
    assert [role for role, users in asked.items() if users] == ["sponsor", "program-manager", "product-owner"]


def test_the_channel_one_is_in_is_offered_but_never_by_default() -> None:
    def offered(here: str | None) -> list[str]:
        question = next(
            block for block in the_form(a_use_case(), here=here)["blocks"] if block.get("block_id") == "channel"
        )
        return [option["value"] for option in question["element"]["options"]]

    assert offered(None) == [shown.MAKE]
    assert offered("C1") == [shown.MAKE, shown.TAKE]


def test_the_plan_has_a_date_for_every_week_and_gate() -> None:
    plan = taken(shown.plan(begun()))

    for week in PLAYBOOK.weeks:
        assert week.title in plan
    assert "Mon 12 Jan 2026" in plan
    assert "Fri 30 Jan 2026: *End of discovery*" in plan
    assert "decided by the Sponsor" in plan
    assert "*End of foundation*, signed by Engineering lead, Data owner, Security" in plan


def test_a_shifted_plan_says_by_how_much_and_why() -> None:
    standing = begun()
    later = replace(standing, program=shifted(PROGRAM, after_week=10, weeks=2, reason="Too many overrides"))

    plan = shown.plan(later)

    assert "Shifted by 2 weeks after week 10: Too many overrides" in plan.text
    assert "to Fri 24 Apr 2026" in plan.text


def test_whoever_gets_a_role_learns_what_it_asks_of_them_and_from_when() -> None:
    security = [PLAYBOOK.role("security")]

    told = shown.role_given(begun(), security, expected_of({"security"}, begun(), A_DAY_BEFORE), A_DAY_BEFORE)

    assert "You are *Security* in *CLAIMS*" in told.text
    assert "Your signature: End of discovery, by Fri 30 Jan 2026" in told.text
    assert "<#C1>" in told.text
    assert "Week 1 begins on Mon 12 Jan 2026" in told.text
