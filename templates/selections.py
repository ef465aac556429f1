"""Choosing the primary and its backup, the sponsor's agreement, and the backup offered when the primary stops."""

from collections.abc import Sequence

from program.programs import Program
from program.scores import Score
from program.selections import EXPECTED, Selection, SelectionState, is_expected
from program.use_cases import UseCase
from templates import blocks as b
from templates.candidates import LIST, OUTSIDE
from templates.words import say

SELECT, TAKE_OVER = "selection-select", "selection-take-over"
AGREE, OPEN_AGREE = "selection-agree", "selection-open-agree"


def selection(
    ranked: Sequence[tuple[UseCase, Score]],
    *,
    backup_of: Program | None = None,
    primary: UseCase | None = None,
    ask_count: bool = True,
) -> b.View:
    """`primary` is a backup that takes over from `backup_of`; then no other candidate is needed."""
    choices = [
        b.Choice(str(each.id), f"{each.name} {each.title}", f"{score.points} of 100 points")
        for each, score in ranked[:100]
    ]
    first = str(primary.id) if primary else choices[0].value
    second = next((each.value for each in choices if each.value != first), None)
    warned = [(each, score.warnings) for each, score in ranked if score.warnings]
    fields = [b.question("primary", "Primary use case", b.select_input(choices, initial=first))]
    if second:
        backup = b.select_input(choices, initial=second)
        hint = "Takes over if the primary stops."
        fields.append(b.question("backup", "Backup", backup, hint=hint, optional=backup_of is not None))
    fields.append(b.question("why", "Why this choice?", b.text_input(lines=True, most=500)))
    if backup_of is None and ask_count and not is_expected(len(ranked)):
        label = f"{len(ranked)} candidates; {EXPECTED[0]} to {EXPECTED[-1]} are expected. Why?"
        fields.append(b.question("count_why", label, b.text_input(most=300)))
    round = ranked[0][0].round
    about = {"round": str(round) if round else OUTSIDE, **({"program": str(backup_of.id)} if backup_of else {})}
    intro = say("selection_intro", warned=warned[:5], program=backup_of)
    return b.modal("Select", SELECT, [*b.sections(intro), *fields], submit="Ask the sponsor", about=about)


def asked_the_sponsor(selection: Selection, primary: UseCase) -> b.View:
    text = say("selection_asked", selection=selection, primary=primary)
    return b.done("Selected", b.Message(text, [b.section(text)]))


def agreement_asked(selection: Selection, primary: UseCase, backup: UseCase | None) -> b.Message:
    """With its button while the answer is owed, and with the answer afterwards."""
    text = say("agreement_asked", selection=selection, primary=primary, backup=backup)
    if selection.state is not SelectionState.WAITING:
        return b.Message(text, [b.section(text)])
    return b.Message(
        text, [b.section(text), b.actions(b.button("Read and answer", OPEN_AGREE, str(selection.id), style="primary"))]
    )


def agreement(
    selection: Selection, primary: UseCase, backup: UseCase | None, score: Score, others: Sequence[str]
) -> b.View:
    """`others`: what this sponsor has put first already."""
    text = say(
        "agreement", selection=selection, primary=primary, backup=backup, score=score, facts=primary.facts,
        others=others,
    )  # fmt: skip
    steps_back = b.question(
        "steps_back",
        f"If you agree: why does {' and '.join(others)} step back?",
        b.text_input(lines=True, most=500),
        hint="It is told so, with your reason.",
        optional=True,
    )
    return b.modal(
        "Top priority for 90 days",
        AGREE,
        [
            *b.sections(text),
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
            *([steps_back] if others else []),
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
        else b.button("See the candidates", LIST)
    )
    return b.Message(text, [b.section(text), b.actions(next_step)])


def steps_back(selection: Selection, primary: UseCase, program: Program) -> b.Message:
    text = say("priority_steps_back", selection=selection, primary=primary, program=program)
    return b.Message(text, [b.section(text)])


def backup_offered(program: Program, backup: UseCase) -> b.Message:
    text = say("backup_offered", program=program, backup=backup)
    if not backup.is_open:
        return b.Message(text, [b.section(text)])
    take_over = b.button("Select the backup", TAKE_OVER, str(program.id), style="primary")
    candidates = b.button("See the candidates", LIST)
    return b.Message(text, [b.section(text), b.actions(take_over, candidates)])
