"""The whole table: every subject registers what it answers to."""

from commands import use_cases
from commands.dispatch import Dispatch

SUBJECTS = (use_cases,)


def build() -> Dispatch:
    table = Dispatch()
    for subject in SUBJECTS:
        subject.register(table)
    return table
