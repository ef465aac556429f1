"""Readiness: the score and why it is not higher, scorecards line by line, and the rubric for going live."""

from collections.abc import Mapping, Sequence, Set
from typing import Any

from program.playbook import Gate, Playbook
from program.readiness import Readiness, scored
from program.rubric import Line
from program.standings import Standing
from program.use_cases import UseCase
from templates import blocks as b
from templates.words import say

SHOW, OPEN_ASSESS, ASSESS = "readiness-show", "readiness-open-assess", "readiness-assess"
TICKS = "there-{}"
MOST_LINES = 16


def of_program(standing: Standing, gate: Gate | None, lines: Sequence[Line]) -> b.Message:
    """The score by what is due at the gate, then each scorecard, then the rubric."""
    holders = {each.key: standing.owners(each) for each in standing.playbook.items}
    facts = {"code": standing.program.code, "gate": gate, "tier": standing.tier, "ready": standing.readiness(gate)}
    return _message(facts, standing.playbook, standing.settled, holders, rubric=lines)


def of_candidate(use_case: UseCase, playbook: Playbook, there: Set[str], ready: Readiness) -> b.Message:
    """The same by what its people say is there; nobody owes anything yet."""
    facts = {"code": use_case.name, "gate": None, "tier": "", "ready": ready}
    message = _message(facts, playbook, there, {}, rubric=())
    button = b.button("Go through the checklist", OPEN_ASSESS, str(use_case.id), style="primary")
    return b.Message(message.text, [*message.blocks, b.actions(button)])


def _message(
    facts: Mapping[str, Any],
    playbook: Playbook,
    settled: Set[str],
    holders: Mapping[str, Sequence[str]],
    *,
    rubric: Sequence[Line],
) -> b.Message:
    text = say("readiness", **facts)
    shown = [b.header(f"Readiness of {facts['code']}"), *b.sections(text)]
    for card in playbook.scorecards:
        percent, lines = scored(playbook, card, settled)
        open_lines = [(entry, holders.get(entry.key)) for entry, is_there in lines if not is_there]
        shown += b.sections(
            say(
                "scorecard",
                card=card,
                percent=percent,
                there=len(lines) - len(open_lines),
                lines=open_lines,
                most=MOST_LINES,
            )
        )
    if rubric:
        shown += b.sections(say("rubric", lines=rubric))
    return b.Message(b.spoken(text), shown)


def assess(use_case: UseCase, playbook: Playbook, there: Set[str]) -> b.View:
    """The whole checklist in one form, a section a question."""
    questions = []
    for section in playbook.sections:
        items = [each for each in playbook.checklist if each.section == section.key]
        for first in range(0, len(items), 10):
            choices = [b.Choice(each.key, each.title) for each in items[first : first + 10]]
            ticks = b.checkbox_input(choices, initial=[each.value for each in choices if each.value in there])
            questions.append(b.question(TICKS.format(f"{section.key}-{first}"), section.title, ticks, optional=True))
    intro = b.section(say("readiness_assess", use_case=use_case))
    return b.modal("Checklist", ASSESS, [intro, *questions], submit="Save", about={"use_case": str(use_case.id)})


def assessed(use_case: UseCase, ready: Readiness) -> b.View:
    text = say("readiness", code=use_case.name, gate=None, tier="", ready=ready)
    return b.done("Saved", b.Message(text, b.sections(text)))
