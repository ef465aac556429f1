"""The intake, the ranked candidates, the selection, and the sponsor's agreement."""

from collections.abc import Sequence

from program.playbook import Playbook, Scale
from program.use_cases import Score, Selection, SelectionState, UseCase
from templates import blocks as b
from templates.words import say

PROPOSE, SELECT, AGREE = "use-case-propose", "use-case-select", "use-case-agree"
OPEN_PROPOSE, OPEN_SELECT, OPEN_AGREE = "use-case-open-propose", "use-case-open-select", "use-case-open-agree"


IF_UNKNOWN = "Time, money or risk, with a number. Leave it empty if nobody knows yet."


def intake(playbook: Playbook, *, sponsor: str | None = None, owner: str | None = None) -> b.View:
    """A minute to fill; what nobody knows yet gets a person and a day instead."""
    return b.modal(
        "Propose a use case",
        PROPOSE,
        [
            b.question("title", "Name it in a few words", b.text_input(most=60, placeholder="Claims summaries")),
            b.question("problem", "The problem, in business terms", b.text_input(lines=True, most=1000)),
            b.question("who_feels_it", "Who feels it?", b.text_input(most=200, placeholder="40 claims handlers")),
            b.question(
                "cost_today", "What does it cost today?", b.text_input(most=300), hint=IF_UNKNOWN, optional=True
            ),
            b.question("outcome", "What should be different?", b.text_input(most=300), hint=IF_UNKNOWN, optional=True),
            b.question("measured_by", "If a number is missing: who will measure it?", b.person_input(), optional=True),
            b.question("measured_on", "By when?", b.date_input(), optional=True),
            b.question(
                "sponsor",
                "Executive sponsor",
                b.person_input(initial=sponsor),
                hint="Decides at the gates and answers for the outcome.",
            ),
            b.question("product_owner", "Product owner", b.person_input(initial=owner), hint="Runs it day to day."),
            *(_scale(scale) for scale in playbook.scales),
            b.question("unit", "Which unit is it for?", b.text_input(most=60, placeholder="Claims, Germany")),
        ],
        submit="Propose",
    )


def _scale(scale: Scale) -> b.Block:
    levels = [b.Choice(str(number), f"{number}: {words}") for number, words in enumerate(scale.levels, start=1)]
    return b.question(scale.key, scale.title, b.select_input(levels), hint=scale.help)


def proposed(use_case: UseCase, score: Score) -> b.Message:
    text = say("use_case_proposed", use_case=use_case, score=score)
    return b.Message(text, [b.section(text), b.actions(b.button("See all candidates", "use-case-list"))])


def candidates(ranked: Sequence[tuple[UseCase, Score]], selection: Selection | None, *, may_select: bool) -> b.Message:
    if not ranked:
        text = say("no_candidates")
        return b.Message(
            text, [b.section(text), b.actions(b.button("Propose a use case", OPEN_PROPOSE, style="primary"))]
        )
    rows = [
        b.section(say("candidate", use_case=each, score=score, place=place))
        for place, (each, score) in enumerate(ranked, start=1)
    ]
    more = [b.button("Propose another", OPEN_PROPOSE)]
    if may_select and len(ranked) > 1:
        more.insert(0, b.button("Select primary and backup", OPEN_SELECT, style="primary"))
    text = say("candidates", count=len(ranked), selection=selection, best=ranked[0][0])
    return b.Message(text, [b.header("Candidates, best first"), *rows[:40], b.context(text), b.actions(*more)])


def selection(ranked: Sequence[tuple[UseCase, Score]]) -> b.View:
    choices = [
        b.Choice(str(each.id), f"{each.name} {each.title}", f"{score.points} of 100 points")
        for each, score in ranked[:100]
    ]
    return b.modal(
        "Select",
        SELECT,
        [
            b.section(say("selection_intro")),
            b.question("primary", "Primary use case", b.select_input(choices, initial=choices[0].value)),
            b.question(
                "backup",
                "Backup",
                b.select_input(choices, initial=choices[1].value),
                hint="Takes over if the primary stops.",
            ),
            b.question("why", "Why these two?", b.text_input(lines=True, most=500)),
        ],
        submit="Ask the sponsor",
    )


def asked_the_sponsor(selection: Selection, primary: UseCase) -> b.View:
    text = say("selection_asked", selection=selection, primary=primary)
    return b.done("Selected", b.Message(text, [b.section(text)]))


def agreement_asked(selection: Selection, primary: UseCase, backup: UseCase) -> b.Message:
    """With its button while the answer is owed, and with the answer afterwards."""
    text = say("agreement_asked", selection=selection, primary=primary, backup=backup)
    if selection.state is not SelectionState.WAITING:
        return b.Message(text, [b.section(text)])
    return b.Message(
        text, [b.section(text), b.actions(b.button("Read and answer", OPEN_AGREE, str(selection.id), style="primary"))]
    )


def agreement(selection: Selection, primary: UseCase, backup: UseCase) -> b.View:
    return b.modal(
        "Top priority for 90 days",
        AGREE,
        [
            *b.sections(say("agreement", selection=selection, primary=primary, backup=backup)),
            b.question(
                "answer",
                "Your answer",
                b.radio_input(
                    [
                        b.Choice("agree", "I agree: this comes first for 90 days"),
                        b.Choice("decline", "I do not agree"),
                    ]
                ),
            ),
            b.question(
                "comment",
                "Comment",
                b.text_input(lines=True, most=500),
                hint="Needed if you do not agree.",
                optional=True,
            ),
        ],
        submit="Answer",
        about={"selection": str(selection.id)},
    )


def agreement_given(selection: Selection, primary: UseCase) -> b.Message:
    text = say("agreement_given", selection=selection, primary=primary)
    agreed = selection.state is SelectionState.AGREED
    next_step = (
        b.button("Start the program", "program-open-start", str(primary.id), style="primary")
        if agreed
        else b.button("See the candidates", "use-case-list")
    )
    return b.Message(text, [b.section(text), b.actions(next_step)])
