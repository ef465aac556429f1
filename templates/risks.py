"""Risks: the form that raises one, with what each number means, the post, the list worst first, and closing."""

from datetime import date, timedelta

from program.measures import RiskRules
from program.programs import Program
from program.risks import Risk, is_in_the_way
from program.standings import Standing
from templates import blocks as b
from templates.blockers import place, turns
from templates.words import say

LIST, OPEN, RAISE, OPEN_CLOSE, CLOSE = "risk-list", "risk-open", "risk-raise", "risk-open-close", "risk-close"
OPEN_REVIEW, REVIEW = "risk-open-review", "risk-review"
OPEN_ACCEPT, ACCEPT = "risk-open-accept", "risk-accept"
MOST_TITLE, MOST_TEXT = 120, 500
PAGE = 10

LIKELIHOOD = (
    "Hardly: it would surprise everyone",
    "Unlikely: it has happened elsewhere",
    "Possible: it could go either way",
    "Likely: expect it within the 90 days",
    "Almost certain, or happening already",
)
IMPACT = (
    "Negligible: nobody outside the team notices",
    "Small: some rework, the plan holds",
    "Noticeable: a gate or a KPI slips",
    "Severe: people or money harmed, or the launch off",
    "Critical: law broken, or lasting harm done",
)


def form(standing: Standing, *, today: date) -> b.View:
    rules = standing.playbook.measures.risks
    review_on = today + timedelta(days=rules.review_days)
    return b.modal(
        "Raise a risk",
        RAISE,
        [
            b.question("title", "What could go wrong?", b.text_input(most=MOST_TITLE)),
            *_measured(rules),
            b.question("mitigation", "What is done about it?", b.text_input(lines=True, most=MOST_TEXT), optional=True),
            *_followed(standing, review_on, ()),
        ],
        submit="Raise",
        about={"program": str(standing.program.id)},
    )


def _measured(rules: RiskRules, risk: Risk | None = None) -> list[b.Block]:
    likelihood, impact = (str(risk.likelihood), str(risk.impact)) if risk else (None, None)
    return [
        b.question("likelihood", "How likely is it?", b.select_input(_levels(LIKELIHOOD), initial=likelihood)),
        b.question("impact", "How bad would it be?", b.select_input(_levels(IMPACT), initial=impact)),
        b.question(
            "owner",
            "Who holds it?",
            b.person_input(initial=risk.owner if risk else None),
            hint=f"Needed when likelihood × impact is {rules.high} or more.",
            optional=True,
        ),
    ]


def _followed(standing: Standing, review_on: date | None, gates: tuple[str, ...]) -> list[b.Block]:
    """When it is looked at next, and at which gates it stands in the way while it is high."""
    choices = [b.Choice(gate.key, gate.title) for gate in standing.gates_ahead][:10]
    weighs = b.question(
        "gates",
        "Which gates does it weigh on?",
        b.checkbox_input(choices, initial=gates),
        hint="None ticked: all of them.",
        optional=True,
    )
    return [
        b.question("review_on", "Looked at again on", b.date_input(initial=review_on), optional=True),
        *([weighs] if choices else []),
    ]


def review(standing: Standing, risk: Risk, *, today: date) -> b.View:
    """Scores, owner and mitigation again, what remains with it, and the next review."""
    rules = standing.playbook.measures.risks
    due = risk.review_on is None or risk.review_on <= today
    left = (risk.residual_likelihood, risk.residual_impact)
    likelihood, impact = (str(each) if each else None for each in left)
    return b.modal(
        f"Review {risk.code}",
        REVIEW,
        [
            *b.sections(say("risk_row", **facts(standing, risk))),
            *_measured(rules, risk),
            b.question(
                "mitigation",
                "What is done about it?",
                b.text_input(initial=risk.mitigation, lines=True, most=MOST_TEXT),
                optional=True,
            ),
            b.question(
                "residual_likelihood",
                "With that in place: how likely?",
                b.select_input(_levels(LIKELIHOOD), initial=likelihood),
                optional=True,
            ),
            b.question(
                "residual_impact",
                "With that in place: how bad?",
                b.select_input(_levels(IMPACT), initial=impact),
                hint=f"What remains at {rules.high} or more stands in the way of its gates until it is accepted.",
                optional=True,
            ),
            *_followed(standing, today + timedelta(days=rules.review_days) if due else risk.review_on, risk.gates),
        ],
        submit="Save",
        about={"risk": str(risk.id)},
    )


def accept(standing: Standing, risk: Risk) -> b.View:
    return b.modal(
        f"Accept {risk.code}",
        ACCEPT,
        [
            *b.sections(say("risk_row", **facts(standing, risk))),
            b.question(
                "acceptance",
                "Why is what remains acceptable?",
                b.text_input(lines=True, most=MOST_TEXT),
                hint="Your name stands beside it at the gate. A change of the risk asks for it again.",
            ),
        ],
        submit="Accept",
        about={"risk": str(risk.id)},
    )


def accept_asked(standing: Standing, risk: Risk) -> b.Message:
    """To the risk owner, by direct message."""
    text = say("risk_accept_asked", program=standing.program, **facts(standing, risk))
    buttons = b.actions(
        b.button("Accept what remains", OPEN_ACCEPT, str(risk.id), style="primary"),
        b.button("Review", OPEN_REVIEW, str(risk.id)),
    )
    return b.Message(b.shortened(text, b.SECTION), [*b.sections(text), buttons])


def _levels(words: tuple[str, ...]) -> list[b.Choice]:
    return [b.Choice(str(number), f"{number}: {each}") for number, each in enumerate(words, start=1)]


def post(standing: Standing, risk: Risk) -> b.Message:
    """With its buttons while it is open, and with what became of it afterwards."""
    text = say("risk", program=standing.program, **facts(standing, risk))
    review = b.button("Review", OPEN_REVIEW, str(risk.id), label=f"Review {risk.code}")
    close = b.button("Close the risk", OPEN_CLOSE, str(risk.id), label=f"Close {risk.code}")
    buttons = [b.actions(review, close)] if risk.is_open else []
    return b.Message(b.shortened(text, b.SECTION), [*b.sections(text), *buttons])


def risks(standing: Standing, *, page: int = 0) -> b.Message:
    found, id = standing.open_risks, str(standing.program.id)
    high = sum(each.score >= standing.playbook.measures.risks.high for each in found)
    text = say("risks", program=standing.program, count=len(found), high=high)
    rows = [block for each in found[page * PAGE : (page + 1) * PAGE] for block in _row(standing, each)]
    buttons = b.actions(b.button("Raise a risk", OPEN, id), *turns(LIST, id, page, len(found), PAGE))
    return b.Message(text, [b.section(text), *rows, buttons])


def _row(standing: Standing, risk: Risk) -> list[b.Block]:
    id, of = str(risk.id), risk.number
    buttons = [b.button("Review", f"{OPEN_REVIEW}:{of}", id, label=f"Review {risk.code}")]
    if risk.residual is not None and not risk.is_accepted:
        buttons.append(b.button("Accept what remains", f"{OPEN_ACCEPT}:{of}", id, label=f"Accept {risk.code}"))
    buttons.append(b.button("Close", f"{OPEN_CLOSE}:{of}", id, label=f"Close {risk.code}"))
    return [b.section(say("risk_row", **facts(standing, risk))), b.actions(*buttons)]


def facts(standing: Standing, risk: Risk) -> dict[str, object]:
    rules, left = standing.playbook.measures.risks, risk.score if risk.residual is None else risk.residual
    titles = {gate.key: gate.title for gate in standing.playbook.gates}
    return {
        "risk": risk,
        "sign": "🔴" if left >= rules.high and not risk.is_accepted else "🟠" if left >= rules.middle else "🟡",
        "likelihood": f"likelihood {risk.likelihood} ({_word(LIKELIHOOD, risk.likelihood)})",
        "impact": f"impact {risk.impact} ({_word(IMPACT, risk.impact)})",
        "weighs_on": [titles[key] for key in risk.gates if key in titles],
    }


def _word(words: tuple[str, ...], number: int) -> str:
    """What comes before the explanation."""
    return words[number - 1].partition(":")[0].partition(",")[0].lower()


def close(standing: Standing, risk: Risk) -> b.View:
    return b.modal(
        f"Close {risk.code}",
        CLOSE,
        [
            *b.sections(say("risk_row", **facts(standing, risk))),
            b.question(
                "outcome",
                "What became of it?",
                b.text_input(lines=True, most=MOST_TEXT),
                hint="Mitigated, and how; accepted, and by whom; or no longer true, and why.",
            ),
        ],
        submit="Close the risk",
        about={"risk": str(risk.id)},
    )


def done(program: Program, risk: Risk) -> b.View:
    text = say("risk_done", risk=risk, place=place(program))
    return b.done("Raised" if risk.is_open else "Closed", b.Message(text, [b.section(text)]))


def saved(standing: Standing, risk: Risk) -> b.View:
    text = say(
        "risk_saved", in_the_way=is_in_the_way(risk, _next(standing), standing.playbook.measures.risks), risk=risk
    )
    return b.done("Saved", b.Message(text, [b.section(text)]))


def _next(standing: Standing) -> str:
    return standing.next_gate.key if standing.next_gate else ""
