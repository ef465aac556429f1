"""The whole table: every subject registers what it answers to."""

from commands import digests, help, home, kpis, status, use_cases
from commands.dispatch import Dispatch

SUBJECTS = (help, use_cases, status, kpis, digests, home)


def build() -> Dispatch:
    table = Dispatch()
    for subject in SUBJECTS:
        subject.register(table)
    return table
