"""The ways in which pilots die, as the playbook lists them, with the signs of each (framework 1)."""

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

Gap = Literal["data", "architecture", "ownership"]
Place = Literal["week", "checklist", "people", "kpis", "gate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Symptom:
    """Looked at once `week` is over. `ask`: a yes means it is there; `help`: what to do; `opens`: where.

    `gravity`: 1 costs time, 2 costs the gate, 3 kills the pilot. `reads`: where its rules look, as `entry.question` or
    `register.field`; `values`: the answers there that they look for. `planned_by` and `held_by` are weeks.
    """

    key: str
    title: str
    ask: str
    help: str
    week: int
    source: str
    opens: Place
    gravity: int = 2
    lines: tuple[str, ...] = ()
    before: tuple[str, ...] = ()  # looked at only when one of these was settled first
    filled: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    limit: int = 0
    planned_by: int = 10
    held_by: int = 12
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureMode:
    """`gap`: where the assessment of a pilot without a program files it."""

    key: str
    title: str
    help: str
    source: str
    symptoms: tuple[Symptom, ...]
    gap: Gap = "ownership"


@dataclass(frozen=True, slots=True)
class Seen:
    """One time that a symptom showed, as the tick found it: from the first day on, until the day it was gone."""

    program: UUID
    symptom: str
    first_week: int
    first_day: date
    gone_day: date | None = None
