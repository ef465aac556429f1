"""A gate on one screen: Slack takes it whatever it shows, and it names what is missing and who owes it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from program.items import ItemState
from program.sign_offs import Condition, SignOffState
from program.standings import PassedGate, Standing
from templates import gates as shown
from tests.program.examples import (
    DISCOVERY,
    FOUNDATION,
    GATE_DAY,
    NOW,
    PLAYBOOK,
    asked,
    begun,
    complete,
    done,
    morning,
    signed,
    with_items,
)
from tests.templates.extremes import NASTY, extreme, filled, taken

LEADS = frozenset({"program-manager"})


def seen(standing: Standing, *, user: str = "PROGRAM-MANAGER", days: int = 5, key: str = "discovery") -> str:
    now = morning(GATE_DAY - timedelta(days=days))
    roles = LEADS if user == "PROGRAM-MANAGER" else frozenset()
    return taken(shown.gate(standing, PLAYBOOK.gate(key), user=user, roles=roles, now=now))


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize("state", ItemState)
@pytest.mark.parametrize("answer", [SignOffState.CONDITIONAL, SignOffState.REJECTED])
def test_slack_takes_every_gate(text: str, state: ItemState, answer: SignOffState) -> None:
    conditions = tuple(Condition(filled(text, 200), "U1", GATE_DAY) for _ in range(3))
    standing = extreme(text, state)
    standing = signed(asked(standing, DISCOVERY), answer, comment=filled(text, 500))
    standing = replace(standing, sign_offs=tuple(replace(each, conditions=conditions) for each in standing.sign_offs))
    stale = replace(standing, sign_offs=tuple(replace(each, digest="else") for each in standing.sign_offs))
    passed = replace(standing, passed=(*standing.passed, PassedGate("discovery", NOW, "U1")))
    for each in (standing, stale, passed):
        for gate in each.playbook.gates:
            for user in ("U1", "U0000000001"):
                taken(shown.gate(each, gate, user=user, roles=LEADS, now=NOW))
    taken(shown.closed(passed, DISCOVERY, NOW))


def test_it_says_by_when_what_is_missing_and_who_owes_it() -> None:
    words = seen(with_items(begun(), done("d1-architecture")))

    for wanted in (
        "*Due Fri 30 Jan 2026*, in 5 days. *13 things missing.*",
        "While it is open, Foundation does not begin.",
        "• “Data and risk assessment”: <@DATA-OWNER>",
        "• Security sign-off, not asked for yet: <@PROGRAM-MANAGER>",
        "✅ First architecture diagram for production: <https://wiki.example/it|",
        "⬜ Security: <@SECURITY>, not asked yet",
        "*Checklist due by this gate:* 0 of 11",
        "✅ Selection · ✅ Data readiness · *End of discovery, Fri 30 Jan 2026* · End of foundation, Fri 20 Feb 2026",
    ):
        assert wanted in words, wanted


@pytest.mark.parametrize(
    ("days", "wanted"), [(1, ", tomorrow."), (0, ", today."), (-1, ", 1 day overdue."), (-3, ", 3 days overdue.")]
)
def test_the_time_left_is_said_as_people_say_it(days: int, wanted: str) -> None:
    assert wanted in seen(begun(), days=days)


def test_what_i_owe_comes_first_with_its_button() -> None:
    words = seen(asked(begun(), DISCOVERY), user="SECURITY").split("\n")

    assert words.index("Read and sign") < next(place for place, each in enumerate(words) if each == "*Missing*")


def test_each_state_of_a_signature_is_told_apart() -> None:
    standing = complete(DISCOVERY)
    condition = Condition("Keys rotate", "ON-CALL", GATE_DAY)
    states = {
        "business-owner": {"state": SignOffState.CONDITIONAL, "conditions": (condition,)},
        "privacy": {"state": SignOffState.REJECTED, "comment": "No DPIA"},
        "security": {"digest": "something else"},
        "operations": {"state": SignOffState.ASKED, "signed_at": None, "digest": None},
    }
    changed = tuple(replace(each, **states.get(each.role, {})) for each in standing.sign_offs)  # type: ignore[arg-type]
    words = seen(replace(standing, sign_offs=changed))

    assert "✅ Compliance: <@COMPLIANCE> on <!date" in words
    assert "◦ if: Keys rotate (<@ON-CALL>, by Fri 30 Jan 2026)" in words
    assert "❌ Privacy: <@PRIVACY> rejected it on" in words and "“No DPIA”" in words
    assert "🔄 Security: <@SECURITY> must look again" in words
    assert "⏳ Operations: <@OPERATIONS>, asked on" in words


def test_only_what_this_person_may_do_has_a_button() -> None:
    assert "Close the gate" in seen(begun()) and "Ask for 6 sign-offs" in seen(begun())
    assert "Close the gate" not in seen(begun(), user="AUDITOR")
    assert "Ask for" not in seen(asked(begun(), DISCOVERY), days=20)
    assert "Close the gate" not in seen(begun(), key="foundation")


def test_closing_asks_once_more_only_where_it_would_close() -> None:
    def confirms(standing: Standing) -> bool:
        message = shown.gate(standing, DISCOVERY, user="PROGRAM-MANAGER", roles=LEADS, now=NOW)
        return any("confirm" in each for each in message.blocks[-1]["elements"])

    assert confirms(complete(DISCOVERY)) and not confirms(begun())


def test_a_closed_gate_says_what_begins_and_what_comes_next() -> None:
    standing = complete(DISCOVERY)
    standing = replace(standing, passed=(*standing.passed, PassedGate("discovery", NOW, "PROGRAM-MANAGER")))

    words = taken(shown.closed(standing, DISCOVERY, morning(GATE_DAY)))

    assert "*End of discovery* of CLAIMS is closed by <@PROGRAM-MANAGER>, with nothing missing." in words
    assert "*Foundation* begins Mon 2 Feb 2026" in words
    assert f"Next gate: {FOUNDATION.title}, Fri 20 Feb 2026." in words
    assert "✅ Closed on" in seen(standing)
