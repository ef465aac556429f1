"""Risks: the form that raises one, with what each number means, the post, the list worst first, and closing."""

from program.programs import Program
from program.risks import HIGH, Risk
from program.standings import Standing
from templates import blocks as b
from templates.blockers import place, turns
from templates.words import say

LIST, OPEN, RAISE, OPEN_CLOSE, CLOSE = "risk-list", "risk-open", "risk-raise", "risk-open-close", "risk-close"
MOST_TITLE, MOST_TEXT = 120, 500
PAGE = 10
MIDDLE = 8  # from here on a risk wants watching

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


def form(standing: Standing) -> b.View:
    return b.modal(
        "Raise a risk",
        RAISE,
        [
            b.question("title", "What could go wrong?", b.text_input(most=MOST_TITLE)),
            b.question("likelihood", "How likely is it?", b.select_input(_levels(LIKELIHOOD))),
            b.question("impact", "How bad would it be?", b.select_input(_levels(IMPACT))),
            b.question(
                "owner",
                "Who holds it?",
                b.person_input(),
                hint=f"Needed when likelihood × impact is {HIGH} or more.",
                optional=True,
            ),
            b.question("mitigation", "What is done about it?", b.text_input(lines=True, most=MOST_TEXT), optional=True),
        ],
        submit="Raise",
        about={"program": str(standing.program.id)},
    )


def _levels(words: tuple[str, ...]) -> list[b.Choice]:
    return [b.Choice(str(number), f"{number}: {each}") for number, each in enumerate(words, start=1)]


def post(program: Program, risk: Risk) -> b.Message:
    """With its button while it is open, and with what became of it afterwards."""
    text = say("risk", program=program, **_facts(risk))
    close = b.button("Close the risk", OPEN_CLOSE, str(risk.id), label=f"Close {risk.code}")
    buttons = [b.actions(close)] if risk.is_open else []
    return b.Message(b.shortened(text, b.SECTION), [*b.sections(text), *buttons])


def risks(standing: Standing, *, page: int = 0) -> b.Message:
    found, id = standing.open_risks, str(standing.program.id)
    text = say("risks", program=standing.program, count=len(found), high=sum(each.score >= HIGH for each in found))
    rows = [_row(each) for each in found[page * PAGE : (page + 1) * PAGE]]
    buttons = b.actions(b.button("Raise a risk", OPEN, id), *turns(LIST, id, page, len(found), PAGE))
    return b.Message(text, [b.section(text), *rows, buttons])


def _row(risk: Risk) -> b.Block:
    close = b.button("Close", f"{OPEN_CLOSE}:{risk.number}", str(risk.id), label=f"Close {risk.code}")
    return b.section(say("risk_row", **_facts(risk)), accessory=close)


def _facts(risk: Risk) -> dict[str, object]:
    sign = "🔴" if risk.score >= HIGH else "🟠" if risk.score >= MIDDLE else "🟡"
    return {
        "risk": risk,
        "sign": sign,
        "likelihood": f"likelihood {risk.likelihood} ({_word(LIKELIHOOD, risk.likelihood)})",
        "impact": f"impact {risk.impact} ({_word(IMPACT, risk.impact)})",
    }


def _word(words: tuple[str, ...], number: int) -> str:
    """What comes before the explanation."""
    return words[number - 1].partition(":")[0].partition(",")[0].lower()


def close(risk: Risk) -> b.View:
    return b.modal(
        f"Close {risk.code}",
        CLOSE,
        [
            *b.sections(say("risk_row", **_facts(risk))),
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
