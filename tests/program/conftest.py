"""Every refusal that a test of the rules meets is held to the house rule: sentences, for a person."""

from collections.abc import Iterator
from re import fullmatch

import pytest

from program.errors import Refused

SENTENCES = r"[A-Z0-9“<`@].*[.?”`…]"


@pytest.fixture(autouse=True, scope="module")
def refusals_are_sentences() -> Iterator[None]:
    first = Refused.__init__

    def checked(self: Refused, message: str, *, field: str | None = None) -> None:
        assert isinstance(message, str), "a refusal that says nothing"
        assert fullmatch(SENTENCES, message) and not message.isupper(), message
        first(self, message, field=field)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Refused, "__init__", checked)
        yield
