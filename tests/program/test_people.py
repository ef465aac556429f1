"""Who can hold a role, which roles go together, and what an appointment may change."""

from dataclasses import replace

import pytest

from program.errors import Refused
from program.people import Person, check_appoints, check_can_hold, keeper, merged
from tests.program.examples import EVERY_ROLE, PLAYBOOK, refuses


def refusal(role: str, users: list[str], *, by: str = "PROGRAM-MANAGER", acts_as: frozenset[str] = frozenset()) -> str:
    with pytest.raises(Refused) as refused:
        check_appoints(PLAYBOOK.role(role), users, before=EVERY_ROLE, playbook=PLAYBOOK, by=by, acts_as=acts_as)
    return str(refused.value)


def appoint(role: str, users: list[str], *, by: str = "PROGRAM-MANAGER", acts_as: frozenset[str] = frozenset()) -> None:
    check_appoints(PLAYBOOK.role(role), users, before=EVERY_ROLE, playbook=PLAYBOOK, by=by, acts_as=acts_as)


@pytest.mark.parametrize(
    ("person", "sentence"),
    [
        (Person("U1", "Lunch", is_bot=True), "A bot cannot hold a role: choose a person."),
        (Person("U1", "Gone", is_active=False), "This account is deactivated: choose someone who is still here."),
        (Person("U1", "Guest", is_guest=True), "A guest cannot hold a role: choose a full member of this workspace."),
    ],
)
def test_only_full_members_hold_roles(person: Person, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        check_can_hold(person, field="people")

    assert str(refused.value) == sentence
    assert refused.value.field == "people"


@pytest.mark.parametrize("role", [role.key for role in PLAYBOOK.roles if role.needed_to_start])
def test_what_the_start_needed_stays_held(role: str) -> None:
    title = PLAYBOOK.role(role).title
    assert refusal(role, []) == f"The program cannot be without its {title}: choose who takes over."
    with refuses("cannot be without", field="people"):
        appoint(role, [])


@pytest.mark.parametrize("role", [role.key for role in PLAYBOOK.roles if not role.needed_to_start])
def test_what_comes_later_may_become_vacant(role: str) -> None:
    appoint(role, [])


def test_nobody_makes_themselves_sponsor() -> None:
    with refuses("Nobody makes themselves Sponsor", field="people"):
        appoint("sponsor", ["SPONSOR", "PROGRAM-MANAGER"])
    assert "Nobody makes themselves Sponsor" in refusal(
        "sponsor", ["ADMIN"], by="ADMIN", acts_as=frozenset({"member", "admin"})
    )


def test_the_office_may_and_a_sponsor_stays_one() -> None:
    appoint("sponsor", ["CHIEF"], by="CHIEF", acts_as=frozenset({"member", "office"}))
    appoint("sponsor", ["SPONSOR", "DEPUTY"], by="SPONSOR", acts_as=frozenset({"sponsor"}))


def test_roles_that_contradict_each_other_do_so_in_either_order() -> None:
    assert "Product owner and Risk owner" in refusal("risk-owner", ["PRODUCT-OWNER"])
    assert "Product owner and Risk owner" in refusal("product-owner", ["RISK-OWNER"])
    assert "Auditor and Security" in refusal("security", ["AUDITOR"])
    with refuses("cannot be Auditor and Security", field="security"):
        appoint("security", ["AUDITOR"])


def test_a_role_that_everybody_holds_is_held_by_nobody() -> None:
    with refuses("10 people at the most", field="people"):
        appoint("operations", [f"U{number}" for number in range(11)])
    appoint("operations", [f"U{number}" for number in range(10)])
    appoint("security", [f"U{number}" for number in range(10)])
    assert "10 people at the most" in refusal("security", [f"U{number}" for number in range(11)])


@pytest.mark.parametrize(
    ("held", "seen", "chosen", "after"),
    [
        ("a", "a", "b", "b"),
        ("a", "a", "a b", "a b"),
        ("a b", "a", "a c", "a b c"),  # somebody else added b meanwhile
        ("b", "a", "c", "b c"),  # somebody else replaced a meanwhile
        ("a", "a b", "a b", "a"),  # somebody else took b away meanwhile, and this form never meant to add them
        ("b", "a", "b", "b"),  # pressed twice
        ("", "", "", ""),
    ],
)
def test_a_form_changes_what_it_showed_and_nothing_else(held: str, seen: str, chosen: str, after: str) -> None:
    assert merged(held.split(), seen=seen.split(), chosen=chosen.split()) == after.split()


def test_a_program_is_kept_by_its_program_manager_or_who_comes_nearest() -> None:
    assert keeper(EVERY_ROLE) == "PROGRAM-MANAGER"
    assert keeper(EVERY_ROLE | {"program-manager": []}) == "SPONSOR"
    assert keeper({"security": ["SECURITY"]}) is None


def test_a_colleague_who_is_here_can_hold_a_role() -> None:
    here = Person("U1", "Ada", is_bot=False, is_guest=False, is_active=True)

    check_can_hold(here, field="users")
    for other in (replace(here, is_bot=True), replace(here, is_guest=True), replace(here, is_active=False)):
        with refuses(field="users"):
            check_can_hold(other, field="users")
