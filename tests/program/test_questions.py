"""What answers the questions of a gate."""

from dataclasses import replace
from typing import Literal
from uuid import uuid4

from program import gates, questions
from program.decisions import Decision, Grounds
from program.grounds import grounds
from program.items import Item, ItemState
from program.playbook import Question
from program.questions import Evidence, Survey, Threshold
from program.registers import Row
from program.standings import Standing
from program.votes import Poll, Vote
from tests.program.examples import GO_NO_GO, NOW, PLAYBOOK, PROGRAM, begun, complete, done, with_items

ASKED = {item.answered_from: item.key for key in GO_NO_GO.questions if isinstance(item := PLAYBOOK.item(key), Question)}
PASSED = ("selection", "data", "discovery", "foundation")
NOTHING = Evidence()
Source = Literal["thresholds", "surveys", "sign-offs"]


def answer(source: Source, standing: Standing, evidence: Evidence = NOTHING) -> tuple[bool, str]:
    found = {each.question.answered_from: each for each in questions.answers(standing, GO_NO_GO, evidence)}[source]
    return found.is_answered, found.source


def test_a_threshold_without_a_reading_leaves_its_question_open() -> None:
    read, unread = Threshold("Accuracy", met=True), Threshold("Latency", met=None)

    assert answer("thresholds", begun(), Evidence((read, unread))) == (False, "no reading yet for Latency")


def test_a_threshold_that_is_missed_answers_its_question_as_well() -> None:
    found = Evidence((Threshold("Accuracy", met=True), Threshold("Latency", met=False)))

    assert answer("thresholds", begun(), found) == (True, "Accuracy: met; Latency: missed")
    unread = Evidence((Threshold("Latency", met=None),))
    by_hand = with_items(begun(), done(ASKED["thresholds"]))
    title = f"“{PLAYBOOK.item(ASKED['thresholds']).title}”"
    assert title not in questions.unanswered(by_hand, GO_NO_GO)
    assert title in questions.unanswered(by_hand, GO_NO_GO, unread)
    assert title in grounds(by_hand, GO_NO_GO, unread).unanswered


def test_a_decision_rests_on_all_that_is_missing_unanswered_vetoed_and_decided_before() -> None:
    vote = Vote("SECURITY", "no-go", "Untested", "d", NOW)
    poll = Poll(
        uuid4(), PROGRAM.id, "go-no-go", {"SECURITY": ("security",)}, "d", "PM", NOW, NOW, (vote,), NOW, {"no-go": 1}
    )
    earlier = Decision(uuid4(), PROGRAM.id, "go-no-go", uuid4(), "iterate", "why", (), "SPONSOR", NOW, "d")
    standing = replace(begun(passed=PASSED), polls=(poll,), decisions=(earlier,))

    assert grounds(standing, GO_NO_GO, NOTHING) == Grounds(
        missing=[each.what for each in gates.missing(standing, GO_NO_GO)],
        unanswered=questions.unanswered(standing, GO_NO_GO, NOTHING),
        vetoes=["Security, <@SECURITY>"],
        earlier=(earlier,),
        sponsors=("SPONSOR",),
    )


def test_what_was_fixed_and_measured_is_what_answers() -> None:
    facts = {"what": "Right summaries", "direction": "at-least", "value": 95.0}
    fixed = Row(uuid4(), PROGRAM.id, "thresholds", 1, facts, "ANN", NOW)
    measured = replace(fixed, facts=facts | {"measured": 96.0})

    for row, said in (
        (fixed, (False, "no reading yet for Right summaries")),
        (measured, (True, "Right summaries: met")),
    ):
        standing = replace(begun(), rows=(row,))
        assert answer("thresholds", standing, questions.on_record(standing)) == said


def test_a_group_too_small_to_be_shown_is_answered_for_by_hand() -> None:
    told, silent = Survey("handlers", "8 of 10 agree"), Survey("managers", None)

    assert answer("surveys", begun(), Evidence(surveys=(told,))) == (True, "handlers: 8 of 10 agree")
    assert answer("surveys", begun(), Evidence(surveys=(told, silent))) == (
        False,
        "handlers: 8 of 10 agree; too few answers from managers",
    )
    by_hand = with_items(begun(), done(ASKED["surveys"]))
    assert answer("surveys", by_hand, Evidence(surveys=(silent,))) == (
        True,
        "too few answers from managers, given by hand",
    )


def test_signatures_answer_whether_the_controls_are_accepted() -> None:
    assert answer("sign-offs", begun(passed=PASSED))[0] is False
    given, how = answer("sign-offs", complete(GO_NO_GO))
    assert given
    assert how.startswith("signed: ")


def test_a_question_that_does_not_apply_is_answered_with_its_reason() -> None:
    aside = Item(ASKED["thresholds"], ItemState.NOT_APPLICABLE, None, None, "No model is used")

    assert answer("thresholds", with_items(begun(), aside)) == (True, "does not apply: No model is used")


def test_a_decision_rests_on_what_is_missing_and_unanswered() -> None:
    rests = grounds(begun(passed=PASSED), GO_NO_GO, NOTHING)

    assert len(rests.unanswered) == len(GO_NO_GO.questions)
    assert rests.missing
    assert rests.sponsors == ("SPONSOR",)
    assert grounds(complete(GO_NO_GO), GO_NO_GO, NOTHING).unanswered == []
