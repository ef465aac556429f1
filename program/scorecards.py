"""Scorecards: parts of the playbook that are scored together, as data, architecture and governance are."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """`lines` are keys of entries of the playbook, each scored once."""

    key: str
    title: str
    help: str
    lines: tuple[str, ...]
    source: str
