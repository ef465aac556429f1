"""A tool in use that nobody approved: the form that blames nobody, and what the program office sees of it."""

from collections.abc import Sequence

from program.tool_reports import NAMED, UNNAMED, Report
from templates import blocks as b
from templates import tools
from templates.words import say

REPORT, OPEN, OPEN_ASK = "tool-report", "tool-report-card", "tool-report-open-ask"
OPEN_SETTLE, SETTLE = "tool-report-open-settle", "tool-report-settle"
MOST = 5


def form(words: tools.Words, units: Sequence[str]) -> b.View:
    """Leaving the name out is what is chosen already."""
    named = [b.Choice(UNNAMED, "No, leave my name out"), b.Choice(NAMED, "Yes: I can be asked, and get an answer")]
    blocks = [
        b.section(say("tool_report")),
        b.question("name", "Which tool is in use?", b.text_input(most=tools.NAME)),
        b.question(
            "purpose",
            "What does it help with?",
            b.text_input(lines=True, most=tools.TEXT),
            hint="Without names: what people do with it, and why nothing that is approved does the work.",
        ),
        *tools.for_whom(units, None, "In which unit?"),
        *tools.data_question(tools.kinds(words), "What goes into it?", "Nothing of this, or unknown: leave it empty."),
        b.question("named", "Say that it was you who told?", b.radio_input(named, initial=UNNAMED)),
    ]
    return b.modal("Tell about a tool", REPORT, blocks, submit="Tell")


def thanks(report: Report) -> b.View:
    text = say("tool_report_thanks", report=report)
    return b.done("Tell about a tool", b.Message(text, [b.section(text)]))


def rows(waiting: Sequence[Report]) -> list[b.Block]:
    """Below the list of tools, for who may decide."""
    if not waiting:
        return []
    more = max(len(waiting) - MOST, 0)
    shown = [b.section(say("tool_reports", count=len(waiting), more=more))]
    for each in waiting[:MOST]:
        open_it = b.button("Open", f"{OPEN}:{each.id}", str(each.id), label=f"Open: {each.name}")
        shown.append(b.section(say("tool_report_row", report=each), accessory=open_it))
    return shown


def card(report: Report, *, news: str | None = None) -> b.View:
    shown = [*([b.section(news)] if news else []), *b.sections(_told(report))]
    if report.is_open:
        shown.append(b.actions(*_buttons(report)))
    return b.modal("Tool in use", "tool-in-use", shown, close="Close")


def _told(report: Report) -> str:
    return say("tool_in_use", report=report, data=[each.lower() for each in report.data.values()])


def _buttons(report: Report) -> list[b.Block]:
    id = str(report.id)
    return [
        b.button("Ask for it", OPEN_ASK, id, style="primary", label=f"Ask for {report.name}"),
        b.button("Say what became of it", OPEN_SETTLE, id, label=f"What became of {report.name}"),
    ]


def settling(report: Report) -> b.View:
    outcome = b.question(
        "outcome",
        "What became of it?",
        b.text_input(lines=True, most=tools.TEXT, placeholder="Lingua was approved for the team, which knows"),
        hint="Something was approved, offered instead, or its use is a pilot now. Nobody is held to account for it.",
    )
    shown = [*b.sections(_told(report)), outcome]
    return b.modal("Tool in use", SETTLE, shown, submit="Save", about={"report": str(report.id)})


def in_use(report: Report) -> b.Message:
    """To whoever may decide; then shows what became of it."""
    text = f"{say('tool_in_use_told', report=report)}\n\n{_told(report)}"
    buttons = [b.actions(*_buttons(report))] if report.is_open else []
    return b.Message(b.spoken(text), [*b.sections(text), *buttons])


def settled(report: Report) -> b.Message:
    text = say("tool_report_settled", report=report)
    return b.Message(text, [b.section(text), b.actions(b.button("See what there is", tools.LIST, "/0"))])
