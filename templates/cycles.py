"""The next cycle: what would carry over, the form that starts it, and the one message that lists what did."""

from datetime import date

from program import commitments, cycles, decisions
from program.decisions import Decision
from program.kpis import Kpi
from program.playbook import Playbook
from program.programs import Program
from program.standings import Standing
from templates import blocks as b
from templates import programs
from templates.words import number, say, short

SHOW, OPEN, START = "cycle-show", "cycle-open", "cycle-start"
MOST = 8  # of each kind in one message
MOST_TARGETS = 15  # KPIs that the form asks a target for


def screen(standing: Standing, follower: Program | None, *, may_start: bool) -> b.Message:
    decision = cycles.decided(standing)
    text = say("cycle", follower=follower, **_facts(standing, decision))
    blocks = b.sections(text)
    if decision and not follower:
        blocks += b.sections(say("cycle_carries", most=MOST, **_facts(standing, decision)))
    if decision and not follower and may_start:
        blocks.append(b.actions(start_button(standing.program)))
    return b.Message(text, blocks)


def start_button(program: Program) -> b.Block:
    return b.button("Start the next cycle", OPEN, str(program.id), style="primary")


def _facts(standing: Standing, decision: Decision | None) -> dict[str, object]:
    gate = cycles.last_gate(standing)
    return {
        "program": standing.program,
        "gate": gate,
        "decision": decision,
        "title": decisions.title(gate, decision) if decision else "",
        "wishes": cycles.wishes(standing, decision) if decision else [],
        "kpis": [(each, cycles.baseline(each)) for each in standing.kpis],
        "risks": standing.open_risks,
        "actions": standing.open_actions,
        "conditions": commitments.unsettled(standing),
    }


def form(
    standing: Standing,
    decision: Decision,
    playbook: Playbook,
    *,
    monday: date,
    channel_name: str,
    keeps_channel: bool,
) -> b.View:
    """The start form with all that is known filled in; each KPI begins where it ended."""
    program = standing.program
    wished = "\n".join(f"{label}: {text}" for label, text in cycles.wishes(standing, decision))
    given = {role.key: standing.appointed.get(role.key, ()) for role in playbook.roles}
    taking = f"#{program.channel_name}" if keeps_channel and program.channel_name else "its channel"
    dates = programs.dates(
        monday=monday,
        timezone=program.timezone,
        channel_name=channel_name,
        here=taking if keeps_channel else "",
        visibility=program.visibility,
    )
    aim = b.text_input(initial=b.shortened(wished or decision.reason or "", 1000), lines=True, most=1000)
    return b.modal(
        "The next cycle",
        START,
        [
            *b.sections(say("cycle_intro", name=cycles.named(program.title), **_facts(standing, decision))),
            b.question("aim", "What is this cycle about?", aim),
            *(_target(each) for each in cycles.targeted(standing)[:MOST_TARGETS]),
            *dates,
            *programs.people(playbook, given),
        ],
        submit="Start",
        about={"program": str(program.id)},
    )


def _target(kpi: Kpi) -> b.Block:
    now = f"{number(cycles.baseline(kpi))} {short(kpi.unit, 40)}"
    return b.question(
        f"target-{kpi.number}",
        f"Target of {kpi.code} {short(kpi.name, 100)}, now {now}",
        b.number_input(initial=cycles.suggested(kpi)),
        hint=f"Left empty, it is held at {now}.",
        optional=True,
    )


def started(program: Program) -> b.View:
    return programs.started(program)


def begun(standing: Standing, before: Standing) -> b.Message:
    """In the thread of the plan: what is here from the start, and where it comes from."""
    decision = cycles.decided(before)
    gate = cycles.last_gate(before)
    text = say(
        "cycle_begun",
        program=standing.program,
        before=before.program,
        title=decisions.title(gate, decision) if decision else "",
        learnt=standing.decision_log,
        kpis=standing.kpis,
        risks=standing.open_risks,
        actions=standing.open_actions,
        vacant=[each.title for each in standing.playbook.roles if not standing.holders[each.key]],
        most=MOST,
    )
    id = str(standing.program.id)
    buttons = b.actions(
        b.button("KPIs", "kpi-list", id), b.button("Risks", "risk-list", id), b.button("Actions", "action-list", id)
    )
    return b.Message(b.shortened(text, b.SECTION), [*b.sections(text), buttons])
