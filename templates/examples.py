"""What a worked example offers once its program has started: KPIs and risks for a click, hints for the rest."""

from program.intake import Example
from program.programs import Program
from templates import blocks as b
from templates.words import say

TAKE_KPI, TAKE_RISK = "example-kpi", "example-risk"


def offered(program: Program, example: Example) -> b.Message:
    """Nothing is recorded before somebody has read it and said so."""
    text = say("example_offered", program=program, example=example)
    rows = []
    for place, kpi in enumerate(example.kpis):
        row = say("example_kpi", kpi=kpi)
        button = b.button("Define", f"{TAKE_KPI}:{place}", f"{program.id}/{place}", label=f"Define: {kpi.name}")
        rows.append(b.section(row, accessory=button))
    for place, risk in enumerate(example.risks):
        row = say("example_risk", risk=risk)
        button = b.button("Raise", f"{TAKE_RISK}:{place}", f"{program.id}/{place}", label=f"Raise: {risk.title}"[:75])
        rows.append(b.section(row, accessory=button))
    return b.Message(text, [b.section(text), *rows, b.context(say("example_hints", example=example))])
