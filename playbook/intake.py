"""What the parts of week 0 must agree on: scales with their measures, remarks, and worked examples."""

from collections.abc import Iterator, Sequence

from program.facts import Choice, Field
from program.intake import WORTH, Example, Inquiry, Measure, Remark, Scale

LEVELS = 5
SCORES = range(1, 6)  # likelihood and impact of a risk


def scales(built: Sequence[Scale], inquiries: Sequence[Inquiry]) -> Iterator[str]:
    asked = {field.key: field for each in inquiries for field in each.fields}
    for scale in built:
        where = f"intake.toml, {scale.key}"
        if len(scale.levels) not in {0, LEVELS}:
            yield f"{where}: “levels” has {len(scale.levels)} entries; write {LEVELS}, the lowest first."
        if not scale.measures and not scale.levels:
            yield f"{where}: nothing makes its points; write “measures”, or five “levels”."
        for measure in scale.measures:
            yield from _measure(f"{where}, {measure.title}", measure, asked)


def _measure(where: str, measure: Measure, asked: dict[str, Field]) -> Iterator[str]:
    field = asked.get(measure.of)
    if field is None and measure.of != WORTH:
        yield f"{where}: no form asks for “{measure.of}”; name one of {', '.join([WORTH, *sorted(asked)])}."
    if bool(measure.steps) == bool(measure.worst_first):
        yield f"{where}: write either “steps” for a number or “worst_first” for a choice."
    if list(measure.steps) != sorted(set(measure.steps)):
        yield f"{where}: “steps” must rise."
    if measure.share < 1:
        yield f"{where}: “share” must be 1 or more."
    if len(measure.worst_first) == 1:
        yield f"{where}: “worst_first” needs two answers at the least."
    if field and (unknown := set(measure.worst_first) - {each.key for each in field.choices}):
        yield f"{where}: “{min(unknown)}” is not an answer to {field.key}; correct “worst_first”."


def remarks(built: Sequence[Remark], inquiries: Sequence[Inquiry]) -> Iterator[str]:
    asked = {field.key: {each.key for each in field.choices} for each in inquiries for field in each.fields}
    for remark in built:
        where = f"remarks.toml, {remark.key}"
        for each in remark.conditions:
            if each.of not in asked:
                yield f"{where}: no form asks for “{each.of}”; correct “of”."
            elif unknown := set(each.answers) - asked[each.of]:
                yield f"{where}: “{min(unknown)}” is not an answer to {each.of}; correct “answers”."


def examples(built: Sequence[Example]) -> Iterator[str]:
    for example in built:
        for risk in example.risks:
            if risk.likelihood not in SCORES or risk.impact not in SCORES:
                yield f"examples.toml, {example.key}: “likelihood” and “impact” must be from 1 to 5."


def implied(built: Sequence[Scale], inquiries: Sequence[Inquiry]) -> tuple[Inquiry, ...]:
    """A playbook from before there were forms asks for its levels in one."""
    if inquiries or any(scale.measures for scale in built):
        return tuple(inquiries)
    fields = tuple(
        Field(
            key=scale.key,
            title=scale.title,
            kind="choice",
            help=scale.help,
            choices=tuple(Choice(key=str(n), title=f"{n}: {words}") for n, words in enumerate(scale.levels, 1)),
        )
        for scale in built
    )
    return (
        Inquiry(
            key="levels", title="How it compares", help="From 1 to 5 on each scale.", role="", source="intake.toml",
            fields=fields,
        ),
    )  # fmt: skip
