"""Readings: the forms that record one and correct one, the trend as a chart, and the alarm of a guard."""

from collections.abc import Sequence
from datetime import date

from program.kpis import Kind, Kpi, Reading
from program.measures import KpiRules
from program.standings import Standing
from program.targets import lead
from templates import blocks as b
from templates.kpis import OPEN_RECORD, facts
from templates.words import say

RECORD, CORRECT = "kpi-record", "reading-correct"
MOST_POINTS = 20  # what a chart takes; older readings are in the text
DAY, SERIES = 20, 20  # characters of a label in a chart


def record(standing: Standing, kpi: Kpi | None, *, today: date) -> b.View:
    """Of the KPI that was pressed; else of one to choose, with a button for each rate, which asks for two counts."""
    program, found = standing.program, lead(standing.kpis)
    plain = [each for each in found if each.kind is not Kind.RATE]
    if kpi is None and not plain:
        kpi = found[0]
    if kpi and kpi.kind is Kind.RATE:
        asked = _counts(kpi, standing.playbook.measures.kpis)
        about = {"program": str(program.id), "kpi": str(kpi.id)}
        return b.modal(b.shortened(kpi.name, b.TITLE), RECORD, [*asked, *_when(today)], submit="Record", about=about)
    choices = [b.Choice(str(each.id), f"{each.code} {each.name}", f"in {each.unit}") for each in plain[:100]]
    first = str(kpi.id) if kpi else choices[0].value if len(choices) == 1 else None
    rates = [
        b.button(each.name, f"{OPEN_RECORD}:{each.number}", f"{program.id}/{each.id}")
        for each in found
        if each.kind is Kind.RATE
    ]
    return b.modal(
        "Record a reading",
        RECORD,
        [
            b.question("kpi", "KPI", b.select_input(choices, initial=first)),
            b.question("value", "Value", b.number_input()),
            *_when(today),
            *([b.actions(*rates)] if rates else []),
        ],
        submit="Record",
        about={"program": str(program.id)},
    )


def _when(today: date, note: str | None = None) -> list[b.Block]:
    return [
        b.question("on", "Measured on", b.date_input(initial=today)),
        b.question(
            "note",
            "Note",
            b.text_input(initial=note, most=300),
            hint="What a reader should know about this number.",
            optional=True,
        ),
    ]


def _counts(kpi: Kpi, rules: KpiRules, old: Reading | None = None) -> list[b.Block]:
    rate = next((each for each in rules.rates if each.key == kpi.rate), None)
    part, whole = (rate.part, rate.whole) if rate else ("Part", "Whole")
    return [
        b.question("part", part, b.number_input(initial=old.part if old else None, least=0)),
        b.question("whole", whole, b.number_input(initial=old.whole if old else None, least=0)),
    ]


def correct(standing: Standing, kpi: Kpi, old: Reading) -> b.View:
    is_rate = kpi.kind is Kind.RATE
    value = [b.question("value", f"Value, in {kpi.unit}", b.number_input(initial=old.value))]
    return b.modal(
        f"Correct {kpi.code}",
        CORRECT,
        [
            *b.sections(say("kpi_correct", kpi=kpi, reading=old)),
            *(_counts(kpi, standing.playbook.measures.kpis, old) if is_rate else value),
            *_when(old.on, old.note),
            b.question("reason", "Why was it wrong?", b.text_input(most=300)),
        ],
        submit="Correct",
        about={"program": str(standing.program.id), "kpi": str(kpi.id), "reading": str(old.id)},
    )


def recorded(kpi: Kpi, reading: Reading) -> b.View:
    text = say("kpi_recorded", reading=reading, **facts(kpi))
    return b.done("Recorded", b.Message(text, [b.section(text)]))


def broken(kpi: Kpi, reading: Reading, to: Sequence[str], guarded: Kpi | None) -> b.Message:
    text = say("kpi_broken", kpi=kpi, reading=reading, to=to, guarded=guarded)
    return b.Message(text, b.sections(text))


# --- the trend ------------------------------------------------------------------------------------------------------


def trend(kpi: Kpi) -> b.Message:
    """The last readings as a line beside the target; the text carries the same numbers."""
    text = say("kpi_trend", shown=kpi.counting[-MOST_POINTS:], **facts(kpi))
    return b.Message(text, [_chart(kpi), b.section(text)])


def _chart(kpi: Kpi) -> b.Block:
    readings = kpi.counting[-MOST_POINTS:]
    days = _labels([reading.on for reading in readings])
    held = "Limit" if kpi.kind is Kind.GUARD else "Target"
    series = {kpi.name: [reading.value for reading in readings], held: [kpi.limit] * len(readings)}
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
