"""KPIs: the list, the card of one, and the forms that define one, a guard beside it, and the rates of the launch."""

from collections.abc import Sequence
from datetime import date

from program import targets
from program.kpis import Aim, Direction, Kind, Kpi, Meaning
from program.measures import KpiRules
from program.programs import Program
from program.standings import Standing
from templates import blocks as b
from templates.blockers import turns
from templates.words import counted, say

LIST, OPEN, CARD = "kpi-list", "kpi-open", "kpi-card"
OPEN_DEFINE, DEFINE, OPEN_GUARD, GUARD = "kpi-open-define", "kpi-define", "kpi-open-guard", "kpi-guard"
OPEN_RATES, RATES = "kpi-open-rates", "kpi-rates"
OPEN_RECORD, TREND, OPEN_CORRECT = "kpi-open-record", "kpi-trend", "reading-open-correct"
OPEN_CHANGE, LEAD, OPEN_STOP, FINAL = "target-open-change", "target-lead", "target-open-stop", "target-final"
PAGE = 8
MOST_READINGS = 8  # on a card, the latest; the trend shows more

DIRECTIONS = [b.Choice(Direction.DOWN, "Lower is better"), b.Choice(Direction.UP, "Higher is better")]
MEANINGS = [
    b.Choice(Meaning.BUSINESS, "Business", "What the business gains: time, money, risk, satisfaction"),
    b.Choice(Meaning.TECHNICAL, "Technical", "How the service runs: latency, errors, cost a request"),
]
AIMS = [
    b.Choice(Aim.VALUE, "A value", "From 45 to 20"),
    b.Choice(Aim.PERCENT, "By percent of today's value", "Cut by 60 %"),
    b.Choice(Aim.POINTS, "By points", "Better by 15 points"),
]
DAYS = {1: "Every day", 7: "Every week", 14: "Every two weeks", 30: "Every month", 91: "Every quarter"}


def kpis(standing: Standing, *, may_define: bool, today: date, page: int = 0) -> b.Message:
    program, found, id = standing.program, targets.lead(standing.kpis), str(standing.program.id)
    define = b.button("Define a KPI", OPEN_DEFINE, id, style=None if found else "primary")
    text = say("kpis", program=program, kpis=found)
    if not found:
        return b.Message(text, [b.section(text), *([b.actions(define)] if may_define else [])])
    rows = [block for kpi in found[page * PAGE : (page + 1) * PAGE] for block in _row(program, kpi, today)]
    buttons = [b.button("Record a reading", OPEN_RECORD, id, style="primary"), *([define] if may_define else [])]
    if may_define:
        buttons += [b.button("Add a guard", OPEN_GUARD, id)]
        has_rates = any(kpi.kind is Kind.RATE for kpi in found)
        buttons += [] if has_rates else [b.button("Figures of the launch", OPEN_RATES, id)]
    buttons += [b.button("Final against first", FINAL, id), *turns(LIST, id, page, len(found), PAGE)]
    return b.Message(b.shortened(text, b.SECTION), [b.header(f"KPIs of {program.code}"), *rows, b.actions(*buttons)])


def _row(program: Program, kpi: Kpi, today: date) -> list[b.Block]:
    value = f"{program.id}/{kpi.id}"
    buttons = [b.button("Open", f"{OPEN}:{kpi.number}", value, label=f"Open {kpi.name}")]
    buttons.append(b.button("Record", f"{OPEN_RECORD}:{kpi.number}", value, label=f"Record {kpi.name}"))
    if kpi.counting:
        buttons.append(b.button("Trend", f"{TREND}:{kpi.number}", value, label=f"Trend of {kpi.name}"))
    return [b.section(say("kpi_row", **facts(kpi, today))), b.actions(*buttons)]


def facts(kpi: Kpi, today: date | None = None) -> dict[str, object]:
    """What the words about one KPI need."""
    is_late = bool(today and kpi.reader and kpi.read_due and kpi.read_due < today)
    return {"kpi": kpi, "is_late": is_late, "rhythm": rhythm(kpi.cadence_days), "asked": said(kpi)}


def rhythm(days: int | None) -> str:
    return "" if days is None else DAYS.get(days, f"Every {counted(days, 'day')}").lower()


def said(kpi: Kpi) -> str:
    """The target as somebody put it, where that was not a value."""
    if kpi.amount is None or kpi.aim is Aim.VALUE:
        return ""
    unit = "%" if kpi.aim is Aim.PERCENT else "points"
    return f"{'cut' if kpi.direction is Direction.DOWN else 'improve'} by {kpi.amount:g} {unit}"


def card(standing: Standing, kpi: Kpi, *, may_define: bool, today: date) -> b.View:
    """One KPI with its latest readings, corrected ones struck through, and what can be done about it."""
    value = f"{standing.program.id}/{kpi.id}"
    guarded = next((each for each in standing.kpis if each.id == kpi.guards), None)
    locked = targets.is_locked(standing)
    shown = b.sections(say("kpi_card", guarded=guarded, locked=locked, **facts(kpi, today)))
    for reading in reversed(kpi.readings[-MOST_READINGS:]):
        is_struck = reading.id in kpi.corrected
        correct = b.button("Correct", f"{OPEN_CORRECT}:{reading.id}", f"{value}/{reading.id}", label="Correct this")
        words = say("kpi_reading", kpi=kpi, reading=reading, is_struck=is_struck)
        shown.append(b.section(words, accessory=correct if reading.id and not is_struck else None))
    buttons = [b.button("Record", OPEN_RECORD, value, style="primary")]
    if may_define:
        buttons += [b.button("Change the target", OPEN_CHANGE, value), b.button("Stop criterion", OPEN_STOP, value)]
        leads = kpi.kind is Kind.TARGET and kpi.meaning is Meaning.BUSINESS and not kpi.is_headline
        buttons += [b.button("Let it lead", LEAD, value)] if leads else []
    return b.modal(kpi.code, CARD, [*shown, b.actions(*buttons)], close="Close")


# --- forms ----------------------------------------------------------------------------------------------------------


def define(standing: Standing, *, by: str) -> b.View:
    return b.modal(
        "Define a KPI",
        DEFINE,
        [
            b.question(
                "name", "What is measured?", b.text_input(most=80, placeholder="Average handling time of a case")
            ),
            b.question("unit", "Unit", b.text_input(most=20, placeholder="minutes")),
            b.question("direction", "Which way is better?", b.radio_input(DIRECTIONS)),
            b.question("baseline", "Today's value (baseline)", b.number_input()),
            b.question("aim", "How is the target said?", b.radio_input(AIMS, initial=Aim.VALUE)),
            b.question("target", "Target", b.number_input()),
            _source(),
            b.question("meaning", "Kind", b.radio_input(MEANINGS, initial=Meaning.BUSINESS)),
            b.question(
                "worth",
                "What is it worth to the business?",
                b.text_input(most=200, placeholder="A point of recall stops 40,000 € of fraud a month"),
                hint="Needed for what could be a figure of the model, such as recall or accuracy.",
                optional=True,
            ),
            *_reading(standing.playbook.measures.kpis, by),
        ],
        submit="Define",
        about={"program": str(standing.program.id)},
    )


def _source() -> b.Block:
    source = b.text_input(most=200, placeholder="Claims system, weekly report")
    return b.question("source", "Where does the number come from?", source)


def _reading(rules: KpiRules, by: str) -> list[b.Block]:
    """How often it is read, and by whom; that person is asked when a reading is due."""
    choices = [b.Choice(str(days), rhythm(days).capitalize()) for days in rules.cadences]
    return [
        b.question("cadence", "How often is it read?", b.select_input(choices, initial=choices[0].value)),
        b.question("reader", "Who reads it?", b.person_input(initial=by), hint="They are asked when a reading is due."),
    ]


def guard(standing: Standing, *, by: str) -> b.View:
    choices = [b.Choice(str(kpi.id), f"{kpi.code} {kpi.name}") for kpi in targetable(standing)[:100]]
    return b.modal(
        "Add a guard",
        GUARD,
        [
            *b.sections(say("kpi_guard")),
            b.question("guards", "Beside which KPI?", b.select_input(choices, initial=choices[0].value)),
            b.question("name", "What must not get worse?", b.text_input(most=80, placeholder="False-positive rate")),
            b.question("unit", "Unit", b.text_input(most=20, placeholder="% of cases")),
            b.question("direction", "Which way is better?", b.radio_input(DIRECTIONS, initial=Direction.DOWN)),
            b.question("baseline", "Today's value, to be held", b.number_input()),
            b.question(
                "tolerance",
                "How much worse may it get?",
                b.number_input(),
                hint="In its own unit. Empty: not at all.",
                optional=True,
            ),
            _source(),
            *_reading(standing.playbook.measures.kpis, by),
        ],
        submit="Add",
        about={"program": str(standing.program.id)},
    )


def targetable(standing: Standing) -> Sequence[Kpi]:
    """Those that a guard can belong to."""
    return [kpi for kpi in targets.lead(standing.kpis) if kpi.kind is Kind.TARGET]


def rates(standing: Standing, *, by: str) -> b.View:
    rules = standing.playbook.measures.kpis
    return b.modal(
        "Figures of the launch",
        RATES,
        [
            *b.sections(say("kpi_rates")),
            *(
                b.question(
                    rate.key,
                    f"{rate.title}: {'at least' if rate.direction == 'up' else 'at most'}, in %",
                    b.number_input(),
                    hint=f"{rate.part} ÷ {rate.whole.lower()}",
                )
                for rate in rules.rates
            ),
            _source(),
            *_reading(rules, by),
        ],
        submit="Set up",
        about={"program": str(standing.program.id)},
    )
