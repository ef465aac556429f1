"""The whole table: every subject registers what it answers to."""

from commands import (
    actions,
    appointments,
    assessments,
    audit,
    blockers,
    candidates,
    channels,
    checklist,
    conditions,
    decision_log,
    decisions,
    delegations,
    digests,
    events,
    examples,
    exemptions,
    exports,
    gates,
    help,
    home,
    inquiries,
    items,
    kpis,
    lapses,
    launches,
    leaving,
    money,
    moving,
    owing,
    picks,
    plans,
    playbooks,
    polls,
    readiness,
    readings,
    recusals,
    registers,
    reviews,
    risks,
    rounds,
    selections,
    sign_offs,
    signals,
    signing,
    starting,
    status,
    stopping,
    surveys,
    targets,
    tiers,
    tool_decisions,
    tool_reports,
    tools,
    undelivered,
    use_cases,
    visibility,
    votes,
    weeks,
)
from commands.dispatch import Dispatch

GROUPS = {  # what people look for, by the word that follows `/pilot help`: its title, and the subjects in it
    "start": (
        "Start here",
        (help, use_cases, assessments, candidates, inquiries, rounds, selections, starting, examples, status, owing),
    ),
    "week": ("This week", (weeks, picks, items, checklist, plans, blockers, actions, signals)),
    "people": ("People", (appointments, delegations, recusals, leaving, visibility)),
    "gates": (
        "Gates and votes",
        (
            gates,
            sign_offs,
            signing,
            polls,
            votes,
            decisions,
            conditions,
            lapses,
            reviews,
            stopping,
            exemptions,
            readiness,
            tiers,
        ),
    ),
    "figures": ("Figures and money", (kpis, readings, targets, money, surveys)),
    "live": ("Launch and after", (launches,)),
    "records": ("Records", (registers, exports, risks, decision_log, audit)),
    "tools": ("AI tools", (tools, tool_decisions, tool_reports)),
    "admin": ("Setting up", (channels, moving, playbooks, digests, home, undelivered, events)),
}


def build() -> Dispatch:
    table = Dispatch()
    for key, (title, subjects) in GROUPS.items():
        table.groups[key] = title
        for subject in subjects:
            subject.register(table)
    return table
