"""The one-page business case, from the answers, with what is missing named (framework 3, Phase 0, deliverable 1)."""

from program import inquiries
from program.intake import worth
from program.playbook import Playbook
from program.scores import Score
from program.selections import Selection
from program.use_cases import UseCase
from templates import blocks as b
from templates.words import answers, say

MOST_ANSWER = 120
ALONE = {"cost", "outcome"}  # they have a place of their own


def business_case(use_case: UseCase, selection: Selection | None, playbook: Playbook, score: Score) -> b.Message:
    """Problem, cost, outcome, benefit, then what each form says, the tier, and why this one."""
    told, gaps = [], []
    for each in playbook.inquiries:
        reply = use_case.reply(each.key)
        asked = [field for field in inquiries.fields_of(each, playbook) if field.key not in ALONE]
        if reply and (lines := answers(reply.facts, asked, MOST_ANSWER)):
            told.append((each.title, lines))
        if missing := inquiries.gaps(each, reply, playbook):
            gaps.append((each.title, missing, reply.owed_by if reply else None, reply.unknown_on if reply else None))
    text = say(
        "business_case",
        use_case=use_case,
        selection=selection,
        score=score,
        facts=use_case.facts,
        worth=worth(use_case.facts),
        told=told,
        verdict=playbook.tier(use_case.profile) if inquiries.knows_risk(playbook, use_case.replies) else None,
        gaps=gaps,
    )
    return b.Message(say("business_case_line", use_case=use_case), b.sections(text))


def page(use_case: UseCase, message: b.Message) -> b.View:
    return b.modal("Business case", "business-case", message.blocks or [], close="Close")
