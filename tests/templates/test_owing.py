"""The reminder and the list: Slack takes them however much is owed, and the button of each thing has its handler."""

from datetime import timedelta
from uuid import uuid4

import pytest

from commands import table
from program.owing import Duty, Owed
from templates import owing as shown
from tests.program.examples import GATE_DAY, NOW, PROGRAM, morning
from tests.templates.extremes import NASTY, filled, taken


def an_owed(text: str = "Sign", duty: Duty = Duty.SIGN, *, for_gate: bool = True, late: int = 0) -> Owed:
    due = GATE_DAY - timedelta(days=late)
    return Owed(PROGRAM, duty, text, due, uuid4(), ("U1",), for_gate=for_gate)


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize("count", [0, 1, 15, 16, 100])
def test_slack_takes_however_much_is_owed(text: str, count: int) -> None:
    duties = list(Duty)
    owed = [
        an_owed(filled(text, 600), duties[number % len(duties)], for_gate=number % 3 > 0, late=number % 5)
        for number in range(count)
    ]
    for page in range(count // shown.PAGE + 1):
        taken(shown.todo(owed, [], NOW, page=page))
    taken(shown.reminder(owed, NOW))


def test_the_reminder_is_about_the_gates_and_counts_the_rest() -> None:
    owed = [an_owed("Sign as Security"), an_owed("Sources", Duty.DELIVER, for_gate=False, late=3)]

    message = shown.reminder(owed, morning(GATE_DAY))

    assert "*1 thing that the next gate needs from you*:" in taken(message)
    assert "CLAIMS: Sign as Security (by Fri 30 Jan 2026)" in message.text
    assert "1 other thing waits for you as well." in taken(message)
    assert "Sources" not in taken(message)


def test_the_list_has_everything_soonest_first_and_turns_its_pages() -> None:
    owed = [an_owed(f"Thing {number}") for number in range(20)]

    first, second = taken(shown.todo(owed, [], NOW)), taken(shown.todo(owed, [], NOW, page=1))

    assert "*20 things wait for you*. Soonest first:" in first
    assert "Next 5" in first and "Thing 14" in first and "Thing 15" not in first
    assert "Thing 19" in second and "Back" in second


def test_every_duty_has_a_button_and_every_button_a_handler() -> None:
    assert set(shown.BUTTONS) == set(Duty)
    assert {action for action, _ in shown.BUTTONS.values()} <= set(table.build().actions)
