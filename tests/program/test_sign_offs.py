from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from program.errors import Refused
from program.sign_offs import Condition, SignOff, SignOffState, sign
from tests.program.examples import NOW, PROGRAM, START

REQUEST = SignOff(uuid4(), PROGRAM.id, "discovery", "security", "SECURITY", "PROGRAM-MANAGER", NOW)
CONDITION = Condition("Keys rotate", "ENGINEERING-LEAD", START + timedelta(days=14))


def signs(**changed: Any) -> SignOff:
    given: dict[str, Any] = {
        "by": "SECURITY", "state": SignOffState.APPROVED, "comment": None, "conditions": (), "digest": "d",
        "today": START, "now": NOW,
    }  # fmt: skip
    return sign(REQUEST, **given | changed)


def test_a_signature_keeps_what_was_seen() -> None:
    signed = signs()

    assert signed == replace(REQUEST, state=SignOffState.APPROVED, digest="d", signed_at=NOW)
    assert signed.is_given
    assert signs(state=SignOffState.REJECTED, comment="Too early").comment == "Too early"


def test_a_condition_has_an_owner_and_a_day() -> None:
    assert signs(state=SignOffState.CONDITIONAL, conditions=[CONDITION]).conditions == (CONDITION,)
    today = replace(CONDITION, due=START)
    assert signs(state=SignOffState.CONDITIONAL, conditions=[today]).conditions == (today,)


def test_an_approval_has_no_conditions() -> None:
    assert signs(conditions=[CONDITION]).conditions == ()


@pytest.mark.parametrize(
    ("changed", "why", "field"),
    [
        ({"by": "PRIVACY"}, "everyone signs in their own name", None),
        ({"state": SignOffState.REJECTED}, "what would have to change", "comment"),
        ({"state": SignOffState.CONDITIONAL}, "Write the condition", "condition-1"),
        (
            {
                "state": SignOffState.CONDITIONAL,
                "conditions": [CONDITION, Condition("Late", "U1", START - timedelta(days=1))],
            },
            "This date has passed",
            "due-2",
        ),
    ],
)
def test_what_lacks_something_is_not_signed(changed: dict[str, Any], why: str, field: str | None) -> None:
    with pytest.raises(Refused, match=why) as refusal:
        signs(**changed)

    assert refusal.value.field == field


def test_a_request_that_was_withdrawn_is_not_signed() -> None:
    withdrawn = replace(REQUEST, state=SignOffState.WITHDRAWN)

    with pytest.raises(Refused, match="no longer asked of you"):
        sign(
            withdrawn, by="SECURITY", state=SignOffState.APPROVED, comment=None, conditions=(), digest="d",
            today=START, now=NOW,
        )  # fmt: skip
