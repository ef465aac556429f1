"""The forms about a candidate: asking somebody, answering, and the direct message with its button."""

from dataclasses import replace
from datetime import date

from program import inquiries
from program.inquiries import Reply
from program.intake import Inquiry
from program.playbook import Playbook
from program.use_cases import UseCase
from templates import blocks as b
from templates.facts import questions
from templates.words import say

OPEN_ANSWER, ANSWER = "inquiry-open-answer", "inquiry-answer"
OPEN_ASK, ASK = "inquiry-open-ask", "inquiry-ask"


def about(use_case: UseCase, inquiry: Inquiry) -> dict[str, str]:
    return {"use_case": str(use_case.id), "inquiry": inquiry.key}


def form(use_case: UseCase, inquiry: Inquiry, playbook: Playbook) -> b.View:
    """Nothing in it must be filled in: for what nobody knows there is a person and a day."""
    reply = use_case.reply(inquiry.key)
    asked = [replace(each, optional=True) for each in inquiries.fields_of(inquiry, playbook)]
    facts = dict(use_case.facts) if reply is None else dict(reply.facts)
    return b.modal(
        inquiry.title,
        ANSWER,
        [
            b.section(say("inquiry_intro", use_case=use_case, inquiry=inquiry)),
            *questions(asked, facts),
            b.divider(),
            b.question(
                "unknown_by",
                "If something is unknown: who will find out?",
                b.person_input(initial=reply.unknown_by if reply else None),
                optional=True,
            ),
            b.question(
                "unknown_on",
                "By when?",
                b.date_input(initial=reply.unknown_on if reply else None),
                optional=True,
            ),
        ],
        submit="Save",
        about=about(use_case, inquiry),
    )


def asking(use_case: UseCase, inquiry: Inquiry, role: str) -> b.View:
    text = say("inquiry_asking", use_case=use_case, inquiry=inquiry, role=role)
    return b.modal(
        "Ask somebody",
        ASK,
        [b.section(text), b.question("of", "Whom?", b.person_input(), hint=f"Suits: {role}." if role else None)],
        submit="Ask",
        about=about(use_case, inquiry),
    )


def asked(use_case: UseCase, reply: Reply, user: str, by_when: date | None) -> b.Message:
    """With its button for as long as this person owes the answer."""
    owes = reply.owed_by == user and use_case.is_open
    text = say("inquiry_asked", use_case=use_case, reply=reply, owes=owes, by_when=by_when)
    if not owes:
        return b.Message(text, [b.section(text)])
    return b.Message(text, [b.section(text), b.actions(answer_button(use_case, reply))])


def answer_button(use_case: UseCase, reply: Reply) -> b.Block:
    about = f"{use_case.id}/{reply.inquiry}"
    label = f"Answer about {use_case.name}: {reply.title}"
    return b.button("Answer", f"{OPEN_ANSWER}:{use_case.number}:{reply.inquiry}", about, style="primary", label=label)
