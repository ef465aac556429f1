"""The questions of a decision, each answered from what is on record (framework 3, Week 10).

Accuracy comes from the thresholds that were fixed before, acceptability from the surveys, comfort from the sign-offs.
While one is not answered, nothing opens the way.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from program.facts import text
from program.items import ItemState
from program.models import measured
from program.playbook import Gate, Question
from program.signatures import signatures
from program.standings import Standing
from program.surveys import said


@dataclass(frozen=True, slots=True)
class Threshold:
    """What was fixed as good enough, in words, and whether the latest reading meets it; `None`: not read yet."""

    what: str
    met: bool | None


@dataclass(frozen=True, slots=True)
class Survey:
    """Whom it asked, and what it says in words; `None`: too few answers to say."""

    whom: str
    says: str | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What other subjects know; where they know nothing, what people gave by hand counts."""

    thresholds: tuple[Threshold, ...] = ()
    surveys: tuple[Survey, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """`source` says from what it is answered, or what is lacking."""

    question: Question
    is_answered: bool
    source: str


def on_record(standing: Standing) -> Evidence:
    """What was fixed as good enough and then measured, and what the surveys of the staging pilot say."""
    return Evidence(
        thresholds=tuple(Threshold(text(row.facts, "what"), met) for row, met in measured(standing)),
        surveys=tuple(Survey(whom, says) for whom, says in said(standing.surveys, standing.playbook)),
    )


def answers(standing: Standing, gate: Gate, evidence: Evidence | None = None) -> list[Answer]:
    """In the order of the gate."""
    asked = [standing.playbook.item(key) for key in gate.questions]
    known = on_record(standing) if evidence is None else evidence
    return [_answer(standing, gate, each, known) for each in asked if isinstance(each, Question)]


def unanswered(standing: Standing, gate: Gate, evidence: Evidence | None = None) -> list[str]:
    return [f"“{each.question.title}”" for each in answers(standing, gate, evidence) if not each.is_answered]


def _answer(standing: Standing, gate: Gate, question: Question, evidence: Evidence) -> Answer:
    if question.answered_from == "thresholds" and evidence.thresholds:
        return Answer(question, *_from_thresholds(evidence.thresholds))
    if question.answered_from == "surveys" and evidence.surveys:
        return Answer(question, *_from_surveys(standing, question, evidence.surveys))
    if question.answered_from == "sign-offs" and gate.signers:
        return Answer(question, *_from_signatures(standing, gate))
    return Answer(question, *_by_hand(standing, question))


def _from_thresholds(found: Sequence[Threshold]) -> tuple[bool, str]:
    unread = [each.what for each in found if each.met is None]
    if unread:
        return False, f"no reading yet for {', '.join(unread)}"
    return True, "; ".join(f"{each.what}: {'met' if each.met else 'missed'}" for each in found)


def _from_surveys(standing: Standing, question: Question, found: Sequence[Survey]) -> tuple[bool, str]:
    """A group too small to be shown, as a few managers are, is answered for by hand."""
    silent = [each.whom for each in found if each.says is None]
    told = "; ".join(f"{each.whom}: {each.says}" for each in found if each.says is not None)
    if not silent:
        return True, told
    by_hand, how = _by_hand(standing, question)
    few = f"too few answers from {', '.join(silent)}"
    return by_hand, "; ".join(each for each in (told, f"{few}, {how}" if by_hand else few) if each)


def _from_signatures(standing: Standing, gate: Gate) -> tuple[bool, str]:
    needed = signatures(standing, gate)
    lacking = [each.role.title for each in needed if not each.is_given]
    if lacking:
        return False, f"not signed: {', '.join(lacking)}"
    return True, f"signed: {', '.join(each.role.title for each in needed)}"


def _by_hand(standing: Standing, question: Question) -> tuple[bool, str]:
    item = standing.item(question.key)
    if item.state is ItemState.NOT_APPLICABLE:
        return True, f"does not apply: {item.reason or ''}"
    return (True, "given by hand") if item.is_settled else (False, "nothing is given yet")
