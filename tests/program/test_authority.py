"""The one table of who may do what, walked from end to end."""

from dataclasses import replace

import pytest

from program.authority import AUTHORITY, DUTIES, OTHER_TITLES, WORDS, check_may, duty, may
from program.errors import Refused
from tests.program.examples import PLAYBOOK, begun

TITLES = {role.key: role.title for role in PLAYBOOK.roles}
EVERYBODY = {*TITLES, *OTHER_TITLES}
OFFERED = {"use-case:propose", "tool:ask", "tool:report", "tool:tell"}  # to every member: nothing changes by it
READING = {action for action in AUTHORITY if action.endswith((":see", ":list"))}


def test_every_action_has_its_words_and_no_words_are_left_over() -> None:
    assert AUTHORITY.keys() == WORDS.keys()


@pytest.mark.parametrize("action", AUTHORITY)
def test_an_action_is_for_roles_that_exist(action: str) -> None:
    assert AUTHORITY[action]
    assert AUTHORITY[action] <= EVERYBODY


@pytest.mark.parametrize("role", [role.key for role in PLAYBOOK.roles if role.reads_only])
def test_who_only_reads_changes_nothing(role: str) -> None:
    allowed = {action for action in AUTHORITY if may(action, {role})}
    assert allowed, "reads everything"
    assert allowed <= READING


@pytest.mark.parametrize("action", sorted(AUTHORITY.keys() - READING - OFFERED))
def test_being_a_member_gives_no_right_to_change_anything(action: str) -> None:
    assert not may(action, {"member"})


@pytest.mark.parametrize(
    "action", ["decision:record", "use-case:agree", "sign-off:sign", "vote:cast", "program:resume"]
)
def test_the_office_neither_signs_nor_votes_nor_decides(action: str) -> None:
    assert not may(action, {"member", "admin", "office"})


def test_only_administrators_choose_the_office() -> None:
    assert AUTHORITY["office:appoint"] == {"admin"}


@pytest.mark.parametrize("action", AUTHORITY)
def test_a_refusal_says_what_for_whom_and_what_to_do(action: str) -> None:
    with pytest.raises(Refused) as refused:
        check_may(action, set(), titles=TITLES)

    sentence = str(refused.value)
    assert sentence.startswith(f"You cannot {WORDS[action]} here. This is for: ")
    assert not any(f" {key}" in sentence for key in EVERYBODY if "-" in key), "titles, not keys"


OWN = replace(
    PLAYBOOK,
    roles=(
        replace(PLAYBOOK.role("sponsor"), key="head", title="Head of unit", acts_as=("sponsor",)),
        replace(PLAYBOOK.role("security"), key="safety", title="Safety", acts_as=("security", "risk-owner")),
        replace(PLAYBOOK.role("operations"), key="floor", title="Shop floor", acts_as=("operations", "risk-owner")),
        PLAYBOOK.role("auditor"),
    ),
)


def test_a_company_s_own_role_has_the_rights_it_names() -> None:
    assert OWN.acting({"safety", "office"}) == {"safety", "security", "risk-owner", "office"}
    assert may("risk:close", OWN.acting({"safety"}))
    assert not may("decision:record", OWN.acting({"safety"}))
    assert PLAYBOOK.acting({"sponsor"}) == {"sponsor"}


def test_who_could_is_said_in_the_company_s_own_words() -> None:
    with pytest.raises(Refused, match=r"This is for: Safety or Shop floor\. "):
        check_may("risk:close", OWN.acting({"head"}), titles=OWN.titles)


def test_a_right_is_with_everyone_whose_role_has_it_and_nobody_twice() -> None:
    standing = replace(begun({"head": ["H"], "safety": ["S", "B"], "floor": ["B"]}), playbook=OWN)

    assert standing.acting["risk-owner"] == ("S", "B")
    assert standing.acting["sponsor"] == ("H",)
    assert "program-manager" not in standing.acting


def test_an_action_is_work_unless_it_is_named_as_more() -> None:
    assert duty("gate:override") == "decide"
    assert {duty(action) for action in AUTHORITY} <= {"work", "sign", "vote", "decide", *DUTIES.values()}
    assert duty("item:done") == "work"


@pytest.mark.parametrize("action", AUTHORITY)
def test_whoever_may_do_something_is_not_refused(action: str) -> None:
    for role in AUTHORITY[action]:
        check_may(action, {role}, titles=TITLES)


@pytest.mark.parametrize(
    ("count", "named"),
    [(1, "A"), (2, "A or B"), (3, "A, B or C"), (8, "A, B, C, D, E, F, G or H"), (9, "anyone with a working role")],
)
def test_a_refusal_names_whom_it_is_for_as_one_says_it(count: int, named: str) -> None:
    titles = dict(zip(sorted(AUTHORITY["risk:raise"]), "ABCDEFGHI"[:count], strict=False))
    with pytest.raises(Refused) as refused:
        check_may("risk:raise", set(), titles=titles)

    assert f"This is for: {named}" in str(refused.value)
