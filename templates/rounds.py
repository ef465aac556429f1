"""Selection rounds: the list, the forms to open, change and close one, and the reminder before it closes."""

from collections.abc import Mapping, Sequence
from datetime import date

from program.rounds import Round
from program.selections import EXPECTED, is_expected
from program.use_cases import UseCase
from templates import blocks as b
from templates.candidates import LIST, OPEN_SELECT
from templates.use_cases import OPEN_PROPOSE
from templates.words import say

OPEN_NEW, OPEN_CHANGE, OPEN_CLOSE = "round-open-new", "round-open-change", "round-open-close"
NEW, CHANGE, CLOSE, SHOW = "round-new", "round-change", "round-close", "round-show"
MOST_LISTED, MOST_OWING = 15, 10


def listed(
    rounds: Sequence[tuple[Round, int]], today: date, *, may_open: bool, may_change: Mapping[str, bool]
) -> b.Message:
    text = say("rounds", count=sum(round.is_open for round, _ in rounds))
    shown = [b.section(text)]
    for round, count in rounds[:MOST_LISTED]:
        shown.append(b.section(say("round_row", round=round, count=count, today=today, is_expected=is_expected(count))))
        if round.is_open:
            shown.append(b.actions(*_buttons(round, may_change=may_change[str(round.id)])))
    if may_open:
        style = None if rounds else "primary"
        shown.append(b.actions(b.button("Open a round", OPEN_NEW, style=style)))
    return b.Message(text, shown)


def _buttons(round: Round, *, may_change: bool) -> list[b.Block]:
    id = str(round.id)
    shown = [b.button("Propose", f"{OPEN_PROPOSE}:{id[:8]}", id, label=f"Propose for {round.unit}")]
    if may_change:
        shown += [
            b.button("Change", OPEN_CHANGE, id, label=f"Change the round of {round.unit}"),
            b.button("Close", OPEN_CLOSE, id, label=f"Close the round of {round.unit}"),
        ]
    return shown


def form(round: Round | None, *, owner: str, closes_on: date) -> b.View:
    return b.modal(
        "Selection round",
        CHANGE if round else NEW,
        [
            b.question(
                "unit",
                "Which unit chooses?",
                b.text_input(initial=round.unit if round else None, most=60, placeholder="Claims, Germany"),
            ),
            b.question(
                "owner",
                "Owner",
                b.person_input(initial=owner),
                hint="Gathers candidates, asks for what is missing, and selects.",
            ),
            b.question("closes_on", "Closing day", b.date_input(initial=closes_on)),
        ],
        submit="Save" if round else "Open",
        about={"round": str(round.id)} if round else None,
    )


def closing(round: Round, count: int) -> b.View:
    """A number of candidates that was not expected is explained."""
    intro = b.section(say("round_closing", round=round, count=count))
    label = f"{count or 'No'} candidates; {EXPECTED[0]} to {EXPECTED[-1]} are expected. Why?"
    why = b.question("count_why", label, b.text_input(lines=True, most=300))
    return b.modal(
        "Close the round",
        CLOSE,
        [intro] if is_expected(count) else [intro, why],
        submit="Close it",
        about={"round": str(round.id)},
    )


def done(round: Round, count: int) -> b.View:
    text = say("round_done", round=round, count=count)
    shown = [b.section(text)]
    if not round.is_open and count > 1:
        select = b.button("Select primary and backup", f"{OPEN_SELECT}:{round.id}", str(round.id), style="primary")
        shown.append(b.actions(select))
    return b.done("Selection round", b.Message(text, shown))


def nudge(
    round: Round, candidates: Sequence[UseCase], mine: Sequence[tuple[UseCase, str]], day: date, *,
    is_owner: bool, waiting: Sequence[str],
) -> b.Message:  # fmt: skip
    """`mine` is what this person owes: candidates, each with the title of its form."""
    text = say(
        "round_nudge",
        round=round,
        count=len(candidates),
        mine=mine[:MOST_OWING],
        more=max(len(mine) - MOST_OWING, 0),
        left=(round.closes_on - day).days,
        is_owner=is_owner,
        waiting=waiting,
        is_expected=is_expected(len(candidates)),
    )
    buttons = [b.button("See the candidates", LIST)]
    if is_owner and len(candidates) > 1:
        buttons.append(b.button("Select primary and backup", f"{OPEN_SELECT}:{round.id}", str(round.id)))
    if is_owner and round.closes_on <= day:
        buttons.append(b.button("Close the round", OPEN_CLOSE, str(round.id)))
    return b.Message(text, [b.section(text), b.actions(*buttons)])
