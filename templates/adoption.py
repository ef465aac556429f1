"""What was done before a program came to Pilot: the form that marks it, and the decider's word on a gate of then."""

from collections.abc import Iterator

from program.adoption import open_before, week_of
from program.playbook import Entry, Gate
from program.standings import Standing
from templates import blocks as b
from templates.words import say

OPEN, MARK, OPEN_GATE, PASSED = "adopt-open", "adopt-mark", "adopt-open-gate", "adopt-passed"
AT_ONCE = 10  # boxes in one block, as Slack allows
MOST_BLOCKS = 90


def _groups(standing: Standing) -> Iterator[tuple[str, int, list[Entry]]]:
    """Ten at a time, week by week: the block's name, the week, and what it owed."""
    entries = open_before(standing)
    for week in sorted({each.due_week for each in entries}):
        mine = [each for each in entries if each.due_week == week]
        for part in range(0, len(mine), AT_ONCE):
            yield f"week-{week}-{part // AT_ONCE}", week, mine[part : part + AT_ONCE]


def blocks_of(standing: Standing) -> list[str]:
    return [name for name, _, _ in _groups(standing)]


def form(standing: Standing) -> b.View:
    groups = [
        b.question(
            name, f"Week {week}: {standing.playbook.week(week).title}"[: b.TEXT],
            b.checkbox_input([b.Choice(each.key, each.title) for each in entries]), optional=True,
        )
        for name, week, entries in _groups(standing)
    ]  # fmt: skip
    note = b.question(
        "note", "Where it can be seen", b.text_input(lines=True, most=500),
        hint="A link, a folder, whom to ask: it stands as the evidence of all that you tick.",
    )  # fmt: skip
    return b.modal(
        "Done before",
        MARK,
        [b.section(say("adoption", program=standing.program, week=week_of(standing))), *groups[:MOST_BLOCKS], note],
        submit="Mark as done",
        about={"program": str(standing.program.id)},
    )


def marked(standing: Standing, count: int) -> b.View:
    text = say("adoption_marked", program=standing.program, count=count)
    return b.done("Marked", b.Message(text, [b.section(text)]))


def gate_form(standing: Standing, gate: Gate) -> b.View:
    return b.modal(
        "Passed before",
        PASSED,
        [
            b.section(say("adoption_gate", program=standing.program, gate=gate)),
            b.question("on", "On which day", b.date_input()),
            b.question("why", "Who decided, and on what", b.text_input(lines=True, most=300)),
        ],
        submit="Confirm",
        about={"program": str(standing.program.id), "gate": gate.key},
    )


def vouched(standing: Standing, gate: Gate, following: Gate | None) -> b.View:
    text = say("adoption_vouched", gate=gate, following=following)
    more = b.actions(b.button("The next one", OPEN_GATE, str(standing.program.id)))
    return b.done("Confirmed", b.Message(text, [b.section(text), *([more] if following else [])]))
