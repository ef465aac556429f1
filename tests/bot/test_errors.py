"""What people are told when something fails is true: only what is known not to be stored is called so."""

import pytest
from sqlalchemy.exc import DBAPIError, InterfaceError, ProgrammingError

from bot.errors import AWAY, explained


@pytest.mark.parametrize(
    "lost",
    [
        ConnectionRefusedError(),
        InterfaceError("COMMIT", {}, Exception("connection is closed")),
        DBAPIError("COMMIT", {}, Exception("terminated"), connection_invalidated=True),
    ],
)
def test_when_the_connection_was_lost_nobody_knows_and_people_are_told_to_look(lost: Exception) -> None:
    assert str(explained(lost)) == AWAY and "nothing of yours" not in AWAY.lower()


def test_a_wrong_statement_is_a_bug_with_a_reference() -> None:
    assert "give your administrator the reference" in str(explained(ProgrammingError("SELECT", {}, Exception("no"))))
