"""Sign-offs: Slack takes each message and form, and the form shows what is being signed before it asks."""

from dataclasses import replace
from datetime import timedelta

import pytest

from program.items import ItemState
from program.sign_offs import Condition, SignOff, SignOffState
from program.standings import PassedGate, Standing
from templates import sign_offs as shown
from templates.condition_inputs import Begun
from tests.program.examples import (
    DISCOVERY,
    GATE_DAY,
    NOW,
    PLAYBOOK,
    asked,
    begun,
    complete,
    delivered,
    done,
    signed,
    with_items,
)
from tests.templates.extremes import NASTY, extreme, filled, taken

NAMES = {role.key.upper(): role.title for role in PLAYBOOK.roles}


def request(standing: Standing, role: str = "security") -> SignOff:
    return next(each for each in standing.sign_offs if each.role == role)


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize("state", ItemState)
@pytest.mark.parametrize("answer", [SignOffState.CONDITIONAL, SignOffState.REJECTED])
def test_slack_takes_every_message_and_form(text: str, state: ItemState, answer: SignOffState) -> None:
    conditions = tuple(Condition(filled(text, 200), f"U{number}", GATE_DAY) for number in range(3))
    waiting = asked(extreme(text, state), DISCOVERY)
    given = signed(waiting, answer, comment=filled(text, 500))
    given = replace(given, sign_offs=tuple(replace(each, conditions=conditions) for each in given.sign_offs))
    stale = replace(given, sign_offs=tuple(replace(each, digest="else") for each in given.sign_offs))
    typed = shown.Typed(answer, filled(text, 500), [Begun(each.text, each.owner, each.due) for each in conditions])
    names = {"U1": filled(text, 80)}
    signs = [[f"sign-{number}", filled(text, 75), 4, [filled(text, 200)] * 9] for number in range(21)]
    read = shown.Read(changes=[text * 90] * 30, signs=signs, is_changed=True)
    for standing in (waiting, given, stale):
        one = request(standing)
        taken(shown.asked(standing, one))
        taken(shown.requested(standing, DISCOVERY, [one]))
        taken(shown.form(standing, one, names, typed=typed, conditions=3, read=read))
        taken(shown.given(standing, one, user="U1"))
        taken(shown.signed(standing, one))
        taken(shown.listed([(standing, each) for each in standing.sign_offs] * 10, [(standing, DISCOVERY, 6)], NOW))


def test_what_is_signed_is_read_in_full_before_the_answer() -> None:
    standing = asked(delivered(begun(), DISCOVERY), DISCOVERY)
    long = "One line of evidence. " * 40
    standing = with_items(standing, done("d1-architecture", evidence=long))

    view = shown.form(standing, request(standing), NAMES, typed=shown.Typed())
    words = taken(view)

    assert "You sign *End of discovery* of CLAIMS, Claims, as *Security*, in your own name and on record." in words
    assert "Signing, you accept: “First architecture diagram for production”." in words
    assert long.strip() in words
    assert words.index("Your answer") > words.index("*Open risks, worst first*")
    assert "Not there yet" not in words


def test_what_is_not_there_yet_is_said() -> None:
    standing = asked(with_items(begun(), done("d1-architecture")), DISCOVERY)

    words = taken(shown.form(standing, request(standing), NAMES, typed=shown.Typed()))

    assert "Not there yet: “Problem statement and KPIs, signed”, " in words


def test_a_condition_is_asked_for_only_where_there_is_one() -> None:
    standing = asked(begun(), DISCOVERY)

    def names(answer: str | None, conditions: int = 1) -> list[str]:
        typed = shown.Typed(answer)
        view = shown.form(standing, request(standing), NAMES, typed=typed, conditions=conditions)
        return [block["block_id"] for block in view["blocks"] if block["type"] == "input"]

    assert names(None) == names("approved") == names("rejected") == ["answer", "comment"]
    assert names("conditional") == ["answer", "comment", "condition-1", "owner-1", "due-1"]
    assert len(names("conditional", 3)) == 2 + 9


def test_the_request_says_what_is_asked_and_later_what_was_answered() -> None:
    standing = asked(delivered(begun(), DISCOVERY), DISCOVERY)
    waiting = taken(shown.asked(standing, request(standing)))
    assert "<@PROGRAM-MANAGER> asks you to sign *End of discovery* of CLAIMS (Claims) as *Security*" in waiting
    assert "Of 4 things that this gate needs 4 are there" in waiting and "Read and sign" in waiting

    after = signed(standing, comment="Fine")
    told = taken(shown.asked(after, request(after)))
    assert "You approved *End of discovery* of CLAIMS as *Security*" in told and "“Fine”" in told
    assert "Change my answer" in told and "Read and sign" not in told


def test_a_request_without_an_answer_to_give_has_no_button() -> None:
    standing = complete(DISCOVERY)
    passed = replace(standing, passed=(*standing.passed, PassedGate("discovery", NOW, "SPONSOR")))
    unsigned = replace(asked(begun(), DISCOVERY), passed=passed.passed)
    withdrawn = replace(request(standing), state=SignOffState.WITHDRAWN)
    own = with_items(asked(begun(), DISCOVERY), done("d1-architecture", by="SECURITY"))

    for each, sign_off, wanted in (
        (passed, request(passed), "You approved"),
        (unsigned, request(unsigned), "is passed. Your signature as Security is no longer needed"),
        (standing, withdrawn, "the role has changed hands"),
        (own, request(own), "you delivered “First architecture diagram for production” yourself"),
    ):
        message = shown.asked(each, sign_off)
        assert wanted in taken(message)
        assert [block["type"] for block in message.blocks] == ["section"]


def test_who_must_act_on_an_answer_reads_what_is_theirs() -> None:
    condition = Condition("Keys rotate", "ON-CALL", GATE_DAY + timedelta(days=14))
    standing = complete(DISCOVERY)
    one = replace(request(standing), state=SignOffState.CONDITIONAL, conditions=(condition,))

    assert "*Yours to meet:* “Keys rotate” by Fri 13 Feb 2026." in taken(shown.given(standing, one, user="ON-CALL"))
    lead = taken(shown.given(standing, one, user="PROGRAM-MANAGER"))
    assert "Nothing is missing at this gate any more." in lead and "Close the gate" in lead
    assert "Yours to meet" not in lead


def test_the_list_puts_what_waits_first() -> None:
    standing = asked(begun(), DISCOVERY)
    nothing = taken(shown.listed([], [], NOW))
    waiting = taken(shown.listed([(standing, request(standing))], [(standing, DISCOVERY, 2)], NOW))

    assert "Nothing waits for your signature. You get a direct message when something does." in nothing
    assert "*1 signature* of yours is asked for." in waiting
    assert "2 people are still to be asked to sign" in waiting
