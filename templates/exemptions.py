"""Exemptions from the checklist that wait for approval, and what became of one."""

from program.exemptions import ExemptionKind, proposed
from program.playbook import ChecklistItem
from program.standings import Standing
from templates import blocks as b
from templates.words import say

OPEN, ANSWER = "exemption-open", "exemption-answer"
GROUP = 10  # boxes that Slack takes in one question
MOST = 80  # of one form
TICKS, WHY = "approve-{}", "why"


def batch(standing: Standing, user: str) -> b.View:
    """All that wait for this person, in one form: what is ticked is approved, the rest is left or sent back."""
    waiting = proposed(standing, user)[:MOST]
    shown = [b.section(say("exemptions", program=standing.program, count=len(waiting)))]
    for first in range(0, len(waiting), GROUP):
        some = waiting[first : first + GROUP]
        shown += [b.section(told(standing, each)) for each in some]
        choices = [b.Choice(each.key, each.title) for each in some]
        shown.append(b.question(TICKS.format(first // GROUP), "Approve", b.checkbox_input(choices), optional=True))
    if not waiting:
        return b.modal("Exemptions", "list", shown, close="Close")
    shown.append(
        b.question(
            WHY,
            "Send back what is not ticked, because",
            b.text_input(lines=True, most=500),
            hint="Leave it empty to decide on the others later.",
            optional=True,
        )
    )
    about = {"program": str(standing.program.id), "shown": str(len(waiting))}
    return b.modal("Exemptions", ANSWER, shown, submit="Save", about=about)


def told(standing: Standing, entry: ChecklistItem) -> str:
    exemption = standing.item(entry.key).exemption
    is_waiver = exemption is not None and exemption.kind is ExemptionKind.WAIVER
    return say("exemption", entry=entry, exemption=exemption, is_waiver=is_waiver)


def asked(standing: Standing, user: str) -> b.Message:
    count = len(proposed(standing, user))
    text = say("exemptions_asked", program=standing.program, count=count)
    if not count:
        return b.Message(text, [b.section(text)])
    button = b.button("Look at them", OPEN, f"{standing.program.id}/exemptions", style="primary")
    return b.Message(text, [b.section(text), b.actions(button)])


def turned_down(standing: Standing, entry: ChecklistItem, *, by: str | None, why: str) -> b.Message:
    text = say("exemption_turned_down", program=standing.program, entry=entry, by=by, why=why)
    button = b.button("Open it", f"item-open-done:{entry.key}", f"{standing.program.id}/{entry.key}")
    return b.Message(text, [b.section(text, accessory=button)])


def answered(approved: int, sent_back: int, left: int) -> b.View:
    text = say("exemptions_answered", approved=approved, sent_back=sent_back, left=left)
    return b.done("Saved", b.Message(text, [b.section(text)]))
