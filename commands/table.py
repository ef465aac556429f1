"""The whole table: every subject registers what it answers to."""

from commands import channels, decisions, digests, help, home, kpis, owing, starting, status, use_cases, votes
from commands.dispatch import Dispatch

SUBJECTS = (help, use_cases, starting, channels, status, kpis, votes, decisions, digests, home, owing)


def build() -> Dispatch:
    table = Dispatch()
    for subject in SUBJECTS:
        subject.register(table)
    return table
