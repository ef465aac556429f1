"""Picking one of the open items by typing: to mark it done, or to take it."""

from datetime import datetime

from program.items import MOST_EVIDENCE
from program.playbook import Entry
from program.standings import Standing
from templates import blocks as b
from templates import items
from templates.words import day, say

OPEN_DONE, OPEN_TAKE = "item-pick-done", "item-pick-take"
DONE, TAKE = "item-picked-done", "item-picked-take"
OPTIONS = "item-options"
MOST_OPTIONS = 100


def done(standing: Standing, mine: list[Entry], others: list[Entry]) -> b.View:
    evidence = b.question(
        "evidence",
        "What shows that it is done? A link or a note",
        b.text_input(lines=True, most=MOST_EVIDENCE),
        hint="For a question: the answer.",
    )
    only = mine[0] if len(mine) == 1 else None
    return _picking("Mark done", DONE, standing, mine, others, [which(standing, initial=only), evidence], "Mark done")


def take(standing: Standing, mine: list[Entry], others: list[Entry]) -> b.View:
    return _picking("Take an item", TAKE, standing, mine, others, [which(standing)], "Take it")


def _picking(
    title: str,
    callback: str,
    standing: Standing,
    mine: list[Entry],
    others: list[Entry],
    questions: list[b.Block],
    submit: str,
) -> b.View:
    intro = say("item_pick_intro", program=standing.program, mine=len(mine), others=len(others))
    about = {"program": str(standing.program.id)}
    return b.modal(title, callback, [b.section(intro), *questions], submit=submit, about=about)


def which(
    standing: Standing, *, initial: Entry | None = None, label: str = "Which one?", optional: bool = False
) -> b.Block:
    """The question for an item; its options come as the person types."""
    chosen = choice(standing, initial) if initial else None
    element = b.external_input(initial=chosen, placeholder="Type a word of it") | {"action_id": OPTIONS}
    return b.question("item", label, element, optional=optional)


def choice(standing: Standing, entry: Entry) -> b.Choice:
    due = f"{entry.kind.capitalize()}, due {day(standing.due_day(entry))}"
    return b.Choice(entry.key, entry.title, due)


def options(standing: Standing, typed: str, mine: list[Entry], others: list[Entry]) -> list[b.Block]:
    """Whose title or section has every word that was typed, the person's own first."""
    groups = [("You owe", _matching(typed, mine)), ("Everything else", _matching(typed, others))]
    return [
        {
            "label": b.plain(label, b.OPTION),
            "options": [b.option(choice(standing, entry)) for entry in entries[:MOST_OPTIONS]],
        }
        for label, entries in groups
        if entries
    ]


def _matching(typed: str, entries: list[Entry]) -> list[Entry]:
    words = typed.casefold().split()
    return [entry for entry in entries if all(word in f"{entry.title} {entry.kind}".casefold() for word in words)]


def marked(standing: Standing, entry: Entry, *, left: int) -> b.View:
    text = say("item_done", entry=entry, left=left)
    more = b.button("Mark another", OPEN_DONE, str(standing.program.id))
    return b.done("Done", b.Message(text, [b.section(text), b.actions(more)]))


def taken(standing: Standing, entry: Entry, now: datetime) -> b.View:
    text = items.taken(standing, entry, now)
    return b.done("Yours", b.Message(text, [b.section(text), items.row(standing, entry, now, dated=True)]))
