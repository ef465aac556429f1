"""To whom a program shows."""

import pytest

from program.visibility import TITLES, Visibility, check_chosen, check_unit, gone, sees, unit_key, unknown
from tests.program.examples import refuses


@pytest.mark.parametrize(
    ("visibility", "roles", "in_unit", "shows"),
    [
        ("workspace", set(), False, True),
        ("unit", {"member"}, True, True),
        ("unit", {"member"}, False, False),
        ("unit", set(), True, False),  # a guest
        ("unit", {"member", "legal"}, False, True),
        ("members", {"member"}, True, False),
        ("members", {"member", "admin"}, True, False),
        ("members", {"member", "office"}, False, True),
        ("members", {"member", "auditor"}, False, True),
    ],
)
def test_it_shows_to_its_people_its_unit_and_the_office(
    visibility: str, roles: set[str], *, in_unit: bool, shows: bool
) -> None:
    assert sees(Visibility(visibility), roles, in_unit=in_unit) is shows


def test_what_is_not_seen_is_refused_as_what_is_not_there() -> None:
    assert "There is no program “X”" in str(unknown("X"))
    assert "not there any more" in str(gone())


def test_a_program_without_a_unit_cannot_show_to_it() -> None:
    assert check_chosen("unit", unit="Claims") is Visibility.UNIT
    assert check_chosen(None, unit=None) is Visibility.WORKSPACE
    with refuses("belongs to no unit", field="visibility"):
        check_chosen("unit", unit=" ")


def test_units_are_the_same_whatever_their_capitals_and_blanks() -> None:
    assert unit_key(" Claims  handling") == unit_key("CLAIMS handling")
    assert unit_key(None) == unit_key(" ") == ""
    assert check_unit(" Claims  handling ") == "Claims handling"
    with refuses("Name the unit", field="unit"):
        check_unit(" ")
    assert TITLES.keys() == set(Visibility)
