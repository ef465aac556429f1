"""Asking the right person, and "unknown" as an answer."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from program import inquiries
from program.errors import Refused
from program.facts import Field
from program.inquiries import Reply
from program.tiers import Profile
from tests.program.examples import NOW, PLAYBOOK, refuses

DATA, WORK, RISK = (inquiries.find(PLAYBOOK, key) for key in ("data", "work", "risk"))
KNOWN = {"available": "in-use", "labelled": "yes", "compliant": "cleared"}


def answered(given: dict[str, Any], form: Any = DATA, **unknown: Any) -> Reply:
    both = {"unknown_by": None, "unknown_on": None} | unknown
    return inquiries.answer(None, form, given, PLAYBOOK, by="U1", now=NOW, **both)


def test_who_is_asked_owes_it_until_somebody_has_answered() -> None:
    asked = inquiries.ask(None, DATA, of="KNOWS", by="OWNER", now=NOW)
    assert (asked.owed_by, asked.title) == ("KNOWS", "The data")
    with refuses("asked already", field="of"):
        inquiries.ask(asked, DATA, of="KNOWS", by="OWNER", now=NOW)

    given = inquiries.answer(asked, DATA, KNOWN, PLAYBOOK, by="U1", now=NOW, unknown_by=None, unknown_on=None)

    assert given.owed_by is None
    assert inquiries.owed([asked, given], "KNOWS") == [asked]
    assert inquiries.ask(given, DATA, of="KNOWS", by="OWNER", now=NOW).owed_by == "KNOWS", "asked for the rest"


def test_what_is_unknown_needs_a_person_and_a_day() -> None:
    for unknown, sentence, field in (
        ({}, "who will find out", "available"),
        ({"unknown_by": "U2"}, "Choose a date", "unknown_on"),
        ({"unknown_by": "U2", "unknown_on": date(2020, 1, 1)}, "has passed", "unknown_on"),
    ):
        with refuses(sentence, field=field):
            answered({}, **unknown)
    with refuses("Choose a person", field="unknown_by"):
        answered(KNOWN, unknown_on=date(2030, 1, 1))

    reply = answered({}, unknown_by="U2", unknown_on=date(2030, 1, 1))

    assert reply.owed_by == "U2"
    assert "Is the data there?" in inquiries.gaps(DATA, reply, PLAYBOOK)
    assert inquiries.gaps(DATA, answered(KNOWN), PLAYBOOK) == []


def test_a_vendors_part_has_a_depth() -> None:
    bought = {"integrations": 2, "make": "buy", "make-why": "It is there."}
    with pytest.raises(Refused, match="How deep") as refused:
        answered(bought, WORK)

    assert refused.value.field == "depth"
    assert answered(bought | {"depth": "api"}, WORK).facts["depth"] == "api"
    with refuses("How deep", field="depth"):
        answered(bought | {"make": "partner"}, WORK)
    with refuses("who will find out", field="make-why"):
        answered(bought | {"make": "build", "make-why": ""}, WORK)
    with refuses("0 or more", field="integrations"):
        answered(bought | {"depth": "api", "integrations": -1}, WORK)


def test_the_facts_of_the_risk_make_the_profile_and_back() -> None:
    given = {"traits-data": ["health-data"], "traits-people": ["customer-facing"], "pattern": "in-the-loop"}
    profile = inquiries.profile_of(given | {"approach": "both"})

    assert profile == Profile(("health-data", "customer-facing"), "in-the-loop", "both")
    assert inquiries.profile_of(inquiries.as_facts(profile, PLAYBOOK)) == profile
    assert inquiries.knows_risk(PLAYBOOK, [Reply("risk", answered_at=NOW)])
    assert not inquiries.knows_risk(PLAYBOOK, [Reply("data", answered_at=NOW), Reply("risk")])
    assert len(inquiries.risk_fields(replace(PLAYBOOK, traits=(), patterns=()))) == 1


def test_a_form_that_is_gone_is_said_so() -> None:
    with pytest.raises(Refused, match="does not ask this any more"):
        inquiries.find(PLAYBOOK, "horoscope")


WORTH = {"cost": "45 minutes a case", "outcome": "20 minutes a case"}


@pytest.mark.parametrize(
    ("form", "given", "field"),
    [
        ("numbers", WORTH, "saving"),
        ("numbers", WORTH | {"hours": 100}, "rate"),
        ("numbers", WORTH | {"saving": -1}, "saving"),
        ("work", {"make": "buy"}, "depth"),
    ],
)
def test_an_answer_that_means_nothing_alone_is_refused(form: str, given: dict[str, Any], field: str) -> None:
    asked = inquiries.find(PLAYBOOK, form)
    filled = {each.key: filling(each) for each in asked.fields if not each.optional} | given
    with pytest.raises(Refused) as refused:
        answered(filled, asked)
    assert refused.value.field == field


def filling(field: Field) -> Any:
    return {"number": 2, "choice": field.choices[0].key if field.choices else None}.get(field.kind, "Agreed")


def test_the_answers_about_the_risk_are_kept_when_they_agree() -> None:
    filled = {each.key: filling(each) for each in inquiries.fields_of(RISK, PLAYBOOK) if not each.optional}
    assert answered(filled, RISK).facts


def test_who_was_asked_by_whom_and_who_answered_what_is_kept() -> None:
    asked = inquiries.ask(None, DATA, of="KNOWS", by="OWNER", now=NOW)
    assert asked == Reply("data", "The data", asked_of="KNOWS", asked_by="OWNER", asked_at=NOW)

    day = date(2030, 1, 1)
    reply = answered({"available": "in-use"}, unknown_by="U2", unknown_on=day)
    assert reply == Reply(
        "data", "The data", facts={"available": "in-use"}, answered_by="U1", answered_at=NOW, unknown_by="U2",
        unknown_on=day,
    )  # fmt: skip
    handed = inquiries.ask(reply, DATA, of="U3", by="OWNER", now=NOW)
    assert handed == replace(reply, unknown_by="U3")
    assert answered({}, unknown_by="U2", unknown_on=NOW.date()).unknown_on == NOW.date(), "today is soon enough"


def test_nothing_may_be_asked_for_as_none_and_what_is_unknown_may_leave_numbers_out() -> None:
    whole = {"integrations": 0, "make": "build", "make-why": "It is ours."}
    assert answered(whole, WORK).facts["integrations"] == 0
    numbers = inquiries.find(PLAYBOOK, "numbers")
    filled = {each.key: filling(each) for each in numbers.fields if not each.optional} | WORTH
    assert answered(filled | {"hours": 100, "rate": 50}, numbers).facts["rate"] == 50
    later = {"unknown_by": "U2", "unknown_on": date(2030, 1, 1)}
    assert answered(filled, numbers, **later).unknown_by == "U2"


def test_the_questions_about_the_risk_are_those_of_the_playbook_in_its_words() -> None:
    data, people, pattern, approach = inquiries.risk_fields(PLAYBOOK)

    assert [(each.key, each.kind, each.optional) for each in (data, people, pattern, approach)] == [
        ("traits-data", "choices", True),
        ("traits-people", "choices", True),
        ("pattern", "choice", False),
        ("approach", "choice", True),
    ]
    for asked, kind in ((data, "data"), (people, "people")):
        found = [each for each in PLAYBOOK.traits if each.kind == kind]
        assert [(each.key, each.title, each.help) for each in asked.choices] == [
            (each.key, each.title, each.help) for each in found
        ]
        assert asked.help == "Tick none where none is true."
    assert [each.title for each in (data, people, pattern, approach)] == [
        "Which of these does it use?",
        "Which of these are true?",
        "How do people and the AI share the work?",
        "What does the solution build on?",
    ]
    assert [(each.key, each.title, each.help) for each in pattern.choices] == [
        (each.key, each.title, each.help) for each in PLAYBOOK.patterns
    ]
    assert [each.key for each in approach.choices] == ["retrieval", "predictive", "both", "other"]
    assert inquiries.fields_of(RISK, PLAYBOOK)[-4:] == (data, people, pattern, approach)
    assert inquiries.fields_of(DATA, PLAYBOOK) == DATA.fields
