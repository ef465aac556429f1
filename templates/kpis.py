"""KPIs: the list, the forms to define one and to record a reading, and the trend as a chart."""

from collections.abc import Sequence
from datetime import date

from program.kpis import Direction, Kpi, Meaning
from program.programs import Program
from templates import blocks as b
from templates.words import say

LIST, OPEN_DEFINE, DEFINE = "kpi-list", "kpi-open-define", "kpi-define"
OPEN_RECORD, RECORD, TREND = "kpi-open-record", "kpi-record", "kpi-trend"
MOST_POINTS = 20  # what a chart takes; older readings are in the text
MOST_LISTED = 20
DAY, SERIES = 20, 20  # characters of a label in a chart

DIRECTIONS = [b.Choice(Direction.DOWN, "Lower is better"), b.Choice(Direction.UP, "Higher is better")]
MEANINGS = [
    b.Choice(Meaning.BUSINESS, "Business", "What the business gains: time, money, risk, satisfaction"),
    b.Choice(Meaning.TECHNICAL, "Technical", "How the service runs: latency, errors, cost a request"),
]


def kpis(program: Program, found: Sequence[Kpi], *, may_define: bool) -> b.Message:
    id = str(program.id)
    define = b.button("Define a KPI", OPEN_DEFINE, id, style=None if found else "primary")
    text = say("kpis", program=program, kpis=found)
    if not found:
        return b.Message(text, [b.section(text), *([b.actions(define)] if may_define else [])])
    rows = [_row(program, kpi) for kpi in found[:MOST_LISTED]]
    buttons = [b.button("Record a reading", OPEN_RECORD, id, style="primary"), *([define] if may_define else [])]
    return b.Message(text, [b.header(f"KPIs of {program.code}"), *rows, b.actions(*buttons)])


def _row(program: Program, kpi: Kpi) -> b.Block:
    trend = b.button("Trend", f"{TREND}:{kpi.number}", f"{program.id}/{kpi.id}", label=f"Trend of {kpi.name}")
    return b.section(say("kpi_row", kpi=kpi), accessory=trend if kpi.readings else None)


def define(program: Program) -> b.View:
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
            b.question("target", "Target", b.number_input()),
            b.question(
                "source",
                "Where does the number come from?",
                b.text_input(most=200, placeholder="Claims system, weekly report"),
            ),
            b.question("meaning", "Kind", b.radio_input(MEANINGS, initial=Meaning.BUSINESS)),
        ],
        submit="Define",
        about={"program": str(program.id)},
    )


def record(program: Program, found: Sequence[Kpi], *, today: date) -> b.View:
    choices = [b.Choice(str(kpi.id), f"{kpi.code} {kpi.name}", f"in {kpi.unit}") for kpi in found[:100]]
    first = choices[0].value if len(choices) == 1 else None
    return b.modal(
        "Record a reading",
        RECORD,
        [
            b.question("kpi", "KPI", b.select_input(choices, initial=first)),
            b.question("value", "Value", b.number_input()),
            b.question("on", "Measured on", b.date_input(initial=today)),
            b.question(
                "note",
                "Note",
                b.text_input(most=300),
                hint="What a reader should know about this number.",
                optional=True,
            ),
        ],
        submit="Record",
        about={"program": str(program.id)},
    )


def trend(kpi: Kpi) -> b.Message:
    """The last readings as a line beside the target; the text carries the same numbers."""
    text = say("kpi_trend", kpi=kpi, shown=kpi.readings[-MOST_POINTS:])
    return b.Message(text, [_chart(kpi), b.section(text)])


def _chart(kpi: Kpi) -> b.Block:
    readings = kpi.readings[-MOST_POINTS:]
    days = _labels([reading.on for reading in readings])
    series = {kpi.name: [reading.value for reading in readings], "Target": [kpi.target] * len(readings)}
    return {
        "type": "data_visualization",
        "title": b.shortened(f"{kpi.name} ({kpi.unit})", 50),
        "chart": {
            "type": "line",
            "series": [
                {
                    "name": b.shortened(name, SERIES),
                    "data": [{"label": day, "value": value} for day, value in zip(days, values, strict=True)],
                }
                for name, values in series.items()
            ],
            "axis_config": {"categories": days, "y_label": b.shortened(kpi.unit, 20)},
        },
    }


def _labels(days: Sequence[date]) -> list[str]:
    """Each point needs a label of its own, also where a day was measured twice."""
    seen: dict[str, int] = {}
    labels = []
    for day in days:
        plain = f"{day.day} {day:%b}"
        seen[plain] = seen.get(plain, 0) + 1
        labels.append(plain if seen[plain] == 1 else f"{plain} ({seen[plain]})")
    return labels
