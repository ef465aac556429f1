"""The candidates side by side, best first, and one of them whole: its score explained, its tier, what is asked."""

from collections.abc import Sequence, Set

from program import inquiries
from program.intake import Inquiry
from program.playbook import Playbook
from program.rounds import Round
from program.scores import Score
from program.selections import Selection, is_expected
from program.tiers import Verdict
from program.use_cases import UseCase, UseCaseState
from templates import blocks as b
from templates.inquiries import OPEN_ANSWER, OPEN_ASK
from templates.use_cases import BRING_BACK, OPEN_CORRECT, OPEN_PROPOSE, OPEN_TAKE_OUT
from templates.words import say

LIST, SHOW, CASE, OPEN_SELECT = "use-case-list", "use-case-show", "use-case-case", "selection-open"
MOST_LISTED, MOST_GAINS, PROBLEM = 30, 3, 200
OUTSIDE = "none"  # what is proposed outside of the rounds


def candidates(
    groups: Sequence[tuple[Round | None, Sequence[tuple[UseCase, Score]], Selection | None]],
    playbook: Playbook,
    *,
    may_select: Set[str],
    over: int,
) -> b.Message:
    """By round, best first; `may_select` names the rounds in which this person may."""
    count = sum(len(ranked) for _, ranked, _ in groups)
    text = say("candidates", count=count, over=over)
    shown: list[b.Block] = [b.header("Candidates, best first")] if count else []
    left = MOST_LISTED
    for round, ranked, selection in groups:
        shown += _group(round, ranked[:left], selection, playbook, len(ranked), may_select=may_select)
        left = max(left - len(ranked), 0)
    shown += [b.context(text)] if count else [b.section(text)]
    return b.Message(text, [*shown[:48], b.actions(b.button("Propose a use case", OPEN_PROPOSE))])


def _group(
    round: Round | None,
    ranked: Sequence[tuple[UseCase, Score]],
    selection: Selection | None,
    playbook: Playbook,
    count: int,
    *,
    may_select: Set[str],
) -> list[b.Block]:
    rows = [
        b.section(
            say("candidate", use_case=each, score=score, place=place, tier=_tier(each, playbook), most=PROBLEM),
            accessory=b.button("Open", f"{SHOW}:{each.number}", str(each.id), label=f"Open {each.name}"),
        )
        for place, (each, score) in enumerate(ranked, start=1)
    ]
    head = say(
        "candidates_group", round=round, count=count, selection=selection, is_expected=is_expected(count),
        shown=len(ranked),
    )  # fmt: skip
    shown = [b.section(head), *rows] if round or selection or count > len(ranked) or not is_expected(count) else rows
    which = str(round.id) if round else OUTSIDE
    if which in may_select and count > 1:
        shown.append(b.actions(b.button("Select primary and backup", f"{OPEN_SELECT}:{which}", which, style="primary")))
    return shown


def card(
    use_case: UseCase, score: Score, playbook: Playbook, round: Round | None, *, may: Set[str], news: str | None = None
) -> b.View:
    """`may` names the actions that this person is allowed; `news` is what has just happened."""
    facts = {"use_case": use_case, "score": score, "round": round, "gains": score.gains[:MOST_GAINS]}
    forms = [] if use_case.state is UseCaseState.STARTED else playbook.inquiries
    return b.modal(
        use_case.name,
        "use-case-card",
        [
            *([b.section(news)] if news else []),
            *b.sections(say("use_case", **facts)),
            *b.sections(say("use_case_score", **facts)),
            b.section(say("use_case_tier", use_case=use_case, verdict=_tier(use_case, playbook))),
            *([b.divider()] if forms else []),
            *(block for each in forms for block in _form(use_case, each, playbook, may=may)),
            *_buttons(use_case, may),
        ],
        close="Close",
    )


def _tier(use_case: UseCase, playbook: Playbook) -> Verdict | None:
    return playbook.tier(use_case.profile) if inquiries.knows_risk(playbook, use_case.replies) else None


def _form(use_case: UseCase, inquiry: Inquiry, playbook: Playbook, *, may: Set[str]) -> list[b.Block]:
    reply = use_case.reply(inquiry.key)
    gaps = inquiries.gaps(inquiry, reply, playbook) if reply and reply.answered_at else []
    text = b.section(say("inquiry_state", inquiry=inquiry, reply=reply, gaps=gaps))
    about = f"{use_case.id}/{inquiry.key}"
    buttons = []
    if "use-case:answer" in may and use_case.is_open:
        label = "Change" if reply and reply.answered_at else "Answer"
        said = f"{label}: {inquiry.title}"
        buttons.append(b.button(label, f"{OPEN_ANSWER}:{inquiry.key}", about, label=said))
    if "use-case:ask" in may and use_case.is_open and (gaps or not (reply and reply.answered_at)):
        said = f"Ask somebody: {inquiry.title}"
        buttons.append(b.button("Ask somebody", f"{OPEN_ASK}:{inquiry.key}", about, label=said))
    return [text, b.actions(*buttons)] if buttons else [text]


def _buttons(use_case: UseCase, may: Set[str]) -> list[b.Block]:
    id = str(use_case.id)
    shown = [b.button("Business case", CASE, id)]
    if use_case.is_open and "use-case:correct" in may:
        shown.append(b.button("Correct", OPEN_CORRECT, id))
    if use_case.state is UseCaseState.PROPOSED and "use-case:take-out" in may:
        shown.append(b.button("Take out", OPEN_TAKE_OUT, id))
    if use_case.closed_why and "use-case:take-out" in may:
        shown.append(b.button("Bring back", BRING_BACK, id))
    return [b.divider(), b.actions(*shown)]


def over(found: Sequence[UseCase]) -> b.Message:
    """Those that were withdrawn or archived, with the reason."""
    text = say("candidates_over", count=len(found))
    rows = [
        b.section(
            say("candidate_over", use_case=each),
            accessory=b.button("Open", f"{SHOW}:{each.number}", str(each.id), label=f"Open {each.name}"),
        )
        for each in found[:MOST_LISTED]
    ]
    return b.Message(text, [b.section(text), *rows])
