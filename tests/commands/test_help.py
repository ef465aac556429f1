"""Help has a place for every command, and knows no command that is not there."""

import pytest

from commands import table
from program.authority import RIGHTS
from program.help import ALWAYS, FOR_DUTY, FOR_ROLE, INSIDE, OUTSIDE
from program.owing import Duty

TABLE = table.build()


def test_every_command_is_in_a_group_that_one_actions_row_can_hold() -> None:
    assert {each.group for each in TABLE.commands.values()} == set(TABLE.groups)
    assert len(TABLE.groups) < 25, "and everything"
    assert "all" not in TABLE.groups


def test_no_group_is_as_long_as_the_whole_was() -> None:
    sizes = [sum(each.group == group for each in TABLE.commands.values()) for group in TABLE.groups]
    assert max(sizes) <= 16


def test_help_offers_only_commands_that_there_are() -> None:
    offered = {*FOR_DUTY.values(), *ALWAYS, *INSIDE, *OUTSIDE, *(each for words in FOR_ROLE.values() for each in words)}
    assert offered <= set(TABLE.commands)


def test_every_duty_and_every_role_has_its_words() -> None:
    assert set(FOR_DUTY) == set(Duty)
    assert set(FOR_ROLE) == set(RIGHTS)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gate clsoe", "gate close"),
        ("kpi defne", "kpi define"),
        ("money verson2 please", "money version2"),
        ("GATE Overide", "gate override"),
        ("gate close", ""),
        ("gate foundation", ""),
        ("decisions CLAIMS", ""),
        ("gate", ""),
        ("gate  ", ""),
        ("status clsoe", ""),
        ("nothing clsoe", ""),
    ],
)
def test_the_second_word_that_was_nearly_typed_is_suggested(typed: str, meant: str) -> None:
    assert TABLE.meant(typed) == (f" Did you mean `/pilot {meant}`?" if meant else "")
