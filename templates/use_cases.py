"""Proposing a candidate in a minute, correcting it, and taking it out again."""

from collections.abc import Mapping, Sequence

from program.assessments import Assessed
from program.intake import Example
from program.rounds import Round
from program.use_cases import UseCase
from templates import blocks as b
from templates.words import say

PROPOSE, CORRECT, TAKE_OUT = "use-case-propose", "use-case-correct", "use-case-take-out"
OPEN_PROPOSE, OPEN_CORRECT, OPEN_TAKE_OUT = "use-case-open-propose", "use-case-open-correct", "use-case-open-take-out"
BRING_BACK, BEGIN_WITH = "use-case-bring-back", "use-case-begin-with"
NO_ROUND = "none"
MOST_TITLE, MOST_PROBLEM, MOST_WHO, MOST_UNIT = 60, 1000, 200, 60


def intake(
    rounds: Sequence[Round],
    examples: Sequence[Example],
    *,
    example: Example | None = None,
    round: str | None = None,
    assessed: Assessed | None = None,
) -> b.View:
    """A minute to fill. An example's words stand in fields of their own name, since Slack keeps what was in a field."""
    suffix = f"~{example.key}" if example else ""
    begin = [b.Choice(each.key, each.title) for each in examples] if assessed is None else []
    about = {"example": example.key} if example else {"assessed": str(assessed.id)} if assessed else {}
    return b.modal(
        "Propose a use case",
        PROPOSE,
        [
            *([b.actions(_begin(begin, example))] if begin else []),
            *(b.sections(say("example", example=example)) if example else []),
            *_words(_given(example, assessed), suffix),
            *_place(rounds, round, unit=assessed.unit if assessed else None),
            *_people({"product_owner": assessed.owner} if assessed else {}),
        ],
        submit="Propose",
        about=about,
    )


def _given(example: Example | None, assessed: Assessed | None) -> Mapping[str, str | None]:
    """The words of an example, or what is known of a pilot that runs already (framework 9)."""
    if assessed:
        return {"title": assessed.name, "problem": assessed.what or None}
    if example is None:
        return {}
    return {"title": example.title, "problem": example.problem, "who_feels_it": example.who_feels_it}


def _begin(choices: Sequence[b.Choice], example: Example | None) -> b.Block:
    chosen = b.select_input(choices, initial=example.key if example else None)
    return chosen | {"action_id": BEGIN_WITH, "placeholder": b.plain("Begin with a worked example", 150)}


def _words(given: Mapping[str, str | None], suffix: str = "") -> list[b.Block]:
    return [
        b.question(
            f"title{suffix}",
            "Name it in a few words",
            b.text_input(initial=given.get("title"), most=MOST_TITLE, placeholder="Claims summaries"),
        ),
        b.question(
            f"problem{suffix}",
            "The problem, in business terms",
            b.text_input(initial=given.get("problem"), lines=True, most=MOST_PROBLEM),
        ),
        b.question(
            f"who_feels_it{suffix}",
            "Who feels it?",
            b.text_input(initial=given.get("who_feels_it"), most=MOST_WHO, placeholder="40 claims handlers"),
        ),
    ]


def _place(rounds: Sequence[Round], chosen: str | None, *, unit: str | None = None) -> list[b.Block]:
    """The round, where there are any, or the unit."""
    where = b.text_input(initial=unit or None, most=MOST_UNIT, placeholder="Claims, Germany")
    if not rounds:
        return [b.question("unit", "Which unit is it for?", where)]
    choices = [b.Choice(str(each.id), each.unit, f"until {each.closes_on:%-d %b %Y}") for each in rounds[:99]]
    choices.append(b.Choice(NO_ROUND, "None of these: for another unit"))
    initial = chosen or (choices[0].value if len(rounds) == 1 else None)
    return [
        b.question("round", "For which round?", b.select_input(choices, initial=initial)),
        b.question("unit", "If for another unit: which?", where, optional=True),
    ]


def _people(given: Mapping[str, str | None]) -> list[b.Block]:
    return [
        b.question(
            "sponsor",
            "Executive sponsor, if known",
            b.person_input(initial=given.get("sponsor")),
            hint="Decides at the gates and answers for the outcome.",
            optional=True,
        ),
        b.question(
            "product_owner",
            "Product owner, if known",
            b.person_input(initial=given.get("product_owner")),
            hint="Runs it day to day.",
            optional=True,
        ),
    ]


def correction(use_case: UseCase) -> b.View:
    given = {"title": use_case.title, "problem": use_case.problem, "who_feels_it": use_case.who_feels_it}
    people = {"sponsor": use_case.sponsor, "product_owner": use_case.product_owner}
    unit = b.question("unit", "Which unit is it for?", b.text_input(initial=use_case.unit, most=MOST_UNIT))
    return b.modal(
        f"Correct {use_case.name}",
        CORRECT,
        [*_words(given), unit, *_people(people)],
        submit="Save",
        about={"use_case": str(use_case.id)},
    )


def taking_out(use_case: UseCase, *, is_own: bool) -> b.View:
    text = say("use_case_take_out", use_case=use_case, is_own=is_own)
    return b.modal(
        "Withdraw" if is_own else "Archive",
        TAKE_OUT,
        [b.section(text), b.question("why", "Why?", b.text_input(lines=True, most=500))],
        submit="Withdraw" if is_own else "Archive",
        about={"use_case": str(use_case.id)},
    )
