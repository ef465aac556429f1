"""The risk tier of a program, with its reasons, the form that changes its facts, and what a change changed."""

from program import inquiries
from program.playbook import Playbook
from program.programs import Program
from program.retiering import Retiering
from templates import blocks as b
from templates.facts import questions
from templates.words import answers, say

SHOW, OPEN_CHANGE, CHANGE = "tier-show", "tier-open-change", "tier-change"
MOST_TITLES = 12


def tier(program: Program, playbook: Playbook, *, may_change: bool) -> b.Message:
    given = inquiries.as_facts(program.profile, playbook)
    known = {key: value for key, value in given.items() if value}
    text = say(
        "tier",
        program=program,
        verdict=playbook.tier(program.profile),
        facts=answers(known, inquiries.risk_fields(playbook)),
    )
    change = b.button("Change the facts", OPEN_CHANGE, str(program.id))
    return b.Message(text, [*b.sections(text), *([b.actions(change)] if may_change else [])])


def form(program: Program, playbook: Playbook) -> b.View:
    fields = inquiries.risk_fields(playbook)
    intro = b.section(say("tier_form", program=program, verdict=playbook.tier(program.profile)))
    return b.modal(
        "Facts of the risk tier",
        CHANGE,
        [intro, *questions(fields, inquiries.as_facts(program.profile, playbook))],
        submit="Save",
        about={"program": str(program.id)},
    )


def changed(program: Program, change: Retiering, playbook: Playbook, by: str | None = None) -> b.Message:
    titles = {role.key: role.title for role in playbook.roles}
    text = say("tier_changed", program=program, change=change, titles=titles, by=by, most=MOST_TITLES)
    return b.Message(text, b.sections(text))


def done(message: b.Message) -> b.View:
    return b.done("Risk tier", message)
