"""Help is a message that Slack takes, also with everything in it."""

import pytest

from commands import table
from templates import help as shown
from tests.program.examples import PROGRAM
from tests.templates.extremes import NASTY, filled, taken
from tests.templates.test_owing import an_owed

TABLE = table.build()
EVERYTHING = [
    shown.Group(key, title, [(each.example, each.help) for each in TABLE.commands.values() if each.group == key])
    for key, title in TABLE.groups.items()
]


@pytest.mark.parametrize("text", NASTY)
def test_slack_takes_every_view(text: str) -> None:
    owed = [an_owed(filled(text, 200)) for _ in range(9)]
    taken(shown.help(EVERYTHING[0].commands[:12], EVERYTHING, program=PROGRAM, owed=owed))
    assert all(each.title in taken(shown.groups(EVERYTHING, program=PROGRAM)) for each in EVERYTHING)


def test_the_way_to_the_rest_is_there_by_word_and_by_button() -> None:
    message = shown.help([], EVERYTHING, program=None, owed=[])
    buttons = [each["value"] for each in message.blocks[-1]["elements"]]

    assert buttons == [*(f"/{each.key}" for each in EVERYTHING), "/all"]
    assert "`/pilot help figures`" in str(message.blocks[-2])
