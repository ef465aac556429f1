"""The whole table: every subject registers what it answers to."""

from commands import (
    appointments,
    audit,
    blockers,
    candidates,
    channels,
    checklist,
    decisions,
    digests,
    events,
    gates,
    help,
    home,
    inquiries,
    items,
    kpis,
    moving,
    owing,
    picks,
    playbooks,
    polls,
    registers,
    risks,
    rounds,
    selections,
    sign_offs,
    signing,
    starting,
    status,
    undelivered,
    use_cases,
    votes,
    weeks,
)
from commands.dispatch import Dispatch

SUBJECTS = (
    help,
    use_cases,
    candidates,
    inquiries,
    rounds,
    selections,
    starting,
    channels,
    moving,
    appointments,
    status,
    weeks,
    picks,
    items,
    checklist,
    playbooks,
    registers,
    blockers,
    risks,
    kpis,
    gates,
    sign_offs,
    signing,
    polls,
    votes,
    decisions,
    digests,
    home,
    owing,
    audit,
    undelivered,
    events,
)


def build() -> Dispatch:
    table = Dispatch()
    for subject in SUBJECTS:
        subject.register(table)
    return table
