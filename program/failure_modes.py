"""The ways in which pilots die, as the playbook lists them, with the signs of each (framework 1)."""

from dataclasses import dataclass
from typing import Literal

Place = Literal["week", "checklist", "people", "kpis", "gate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Symptom:
    """Looked at once `week` is over. `ask`: a yes means it is there; `help`: what to do; `opens`: where."""

    key: str
    title: str
    ask: str
    help: str
    week: int
    source: str
    opens: Place
    lines: tuple[str, ...] = ()
    before: tuple[str, ...] = ()  # looked at only when one of these was settled first
    filled: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    limit: int = 0
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureMode:
    key: str
    title: str
    help: str
    source: str
    symptoms: tuple[Symptom, ...]
