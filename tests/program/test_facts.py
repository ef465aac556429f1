"""What the playbook asks besides a tick: each answer is held to its question."""

from typing import Any

import pytest

from program import facts
from program.errors import Refused
from program.facts import Choice, Field

COLOURS = (Choice(key="red", title="Red"), Choice(key="blue", title="Blue"))


def field(kind: Any, **more: Any) -> Field:
    return Field(key="it", title="It", kind=kind, **more)


@pytest.mark.parametrize(
    ("asked", "answer", "sentence"),
    [
        (field("text"), None, "fill this in"),
        (field("date"), "", "Choose a date"),
        (field("people"), [], "at least one person"),
        (field("confirm"), False, "Tick this when it is true"),
        (field("link"), "wiki/page", "begins with https://"),
        (field("percent"), 101.0, "100 or less"),
        (field("percent"), -1.0, "0 or more"),
        (field("number", least=10), 9.0, "10 or more"),
        (field("number", most=30), 31.0, "30 or less"),
        (field("people", least=2), ["U1"], "at least 2"),
        (field("people", most=1), ["U1", "U2"], "1 at the most"),
        (field("choice", choices=COLOURS), "green", "not one of the answers"),
        (field("choices", choices=COLOURS, most=1), ["red", "blue"], "1 at the most"),
        (field("choices", choices=COLOURS), ["red", "green"], "not one of the answers"),
    ],
)
def test_what_a_question_does_not_allow_is_refused_at_its_field(asked: Field, answer: Any, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence) as refused:
        facts.check([asked], {"it": answer})

    assert refused.value.field == "it"


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (field("number"), 0.0),
        (field("number", least=0, most=5), 5.0),
        (field("percent"), 100.0),
        (field("percent"), 0.0),
        (field("number"), -5.0),
        (field("number"), 500.0),
        (field("link"), "https://wiki.example/it"),
        (field("link"), "http://wiki.example/it"),
        (field("choices", choices=COLOURS, most=1), ["red"]),
        (field("choice", choices=COLOURS), "red"),
        (field("choices", choices=COLOURS, least=1, most=2), ["red", "blue"]),
        (field("people", least=1), ["U1"]),
        (field("confirm"), True),
    ],
)
def test_what_it_allows_is_kept(asked: Field, answer: Any) -> None:
    assert facts.check([asked], {"it": answer, "unasked": "x"}) == {"it": answer}


def test_an_optional_question_may_stay_empty() -> None:
    asked = [field("number", optional=True, least=10)]

    assert facts.check(asked, {}) == {}
    assert facts.lacking(asked, {}) == []
    assert facts.lacking([field("number")], {}) == ["It"]


def test_answers_are_read_as_what_they_are() -> None:
    given = {"when": "2026-01-12", "many": 3, "who": ["U1"], "words": "x"}

    assert facts.day(given, "when") is not None
    assert facts.day(given, "never") is None
    assert (facts.number(given, "many"), facts.number(given, "none")) == (3.0, None)
    assert (facts.several(given, "who"), facts.several(given, "nobody")) == (("U1",), ())
    assert (facts.text(given, "words"), facts.text(given, "nothing")) == ("x", "")
