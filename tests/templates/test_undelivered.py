"""What could not be delivered, in words: each reason with its remedy."""

from dataclasses import replace
from uuid import UUID

import pytest

from program.undelivered import Fate, Undelivered
from templates import undelivered as shown
from tests.program.examples import NOW, PROGRAM
from tests.templates.extremes import NASTY, filled, taken

ROW = Undelivered(7, "WeeklyPrompt:x", "WeeklyPrompt", "C1", Fate.FAILED, "not_in_channel", NOW, PROGRAM.id)


def told(**changes: object) -> str:
    return taken(shown.undelivered([replace(ROW, **changes)], {PROGRAM.id: "CLAIMS"}))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "The bot was removed from <#C1>: invite it back, then retry."),
        ({"why": "is_archived"}, "<#C1> is archived: bring it back"),
        ({"why": "user_not_found", "goes_to": "@U1"}, "<@U1> cannot be written to"),
        ({"why": "restricted_action"}, "The bot may not post in <#C1>"),
        ({"why": "token_revoked"}, "installs the app again"),
        ({"why": "msg_too_long"}, "does not take the message as it is"),
        ({"why": "some_new_word"}, "Slack refused it (some_new_word)"),
        ({"fate": Fate.UNKNOWN, "why": "TimeoutError"}, "Retry looks for it first"),
        ({"fate": Fate.SKIPPED, "why": "nobody was there to send it"}, "Not sent: nobody was there to send it."),
        ({"goes_to": "home:U1"}, "the Home of <@U1>"),
        ({"goes_to": f"program:{UUID(int=1)}"}, "the program's channel"),
    ],
)
def test_each_reason_says_what_to_do(changes: dict[str, object], said: str) -> None:
    assert said in told(**changes)


def test_it_says_what_it_was_and_of_which_program() -> None:
    assert (
        "weekly prompt* of CLAIMS to <#C1>"
        in shown.undelivered([ROW], {PROGRAM.id: "CLAIMS"}).blocks[1]["text"]["text"]
    )
    assert "Retry" in told() and "Dismiss" in told()
    assert "Retry" not in told(fate=Fate.SKIPPED)
    assert "Everything was delivered" in taken(shown.undelivered([], {}))


@pytest.mark.parametrize("text", NASTY)
def test_slack_takes_long_lists_of_long_reasons(text: str) -> None:
    rows = [replace(ROW, id=number, why=filled(text, 3000), program=None) for number in range(30)]
    for page in range(5):
        message = shown.undelivered(rows, {}, page=page)
        taken(message)
        taken(shown.page(message))
