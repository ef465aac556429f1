"""What can be checked on plain tables, so that a mistake hides no other and is not named twice.

A value of the wrong type is passed over here, since `program.shapes` names it.
"""

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from itertools import pairwise

from playbook.tables import LISTS, WEEKS, Placed, Table, Tables, done_in, forms, keyed, nested
from program.authority import RIGHTS

LONGEST = {  # what Slack shows well; an option of a select, for one, has 75 characters
    "key": 50,
    "title": 75,
    "help": 200,
    "evidence": 100,
    "goal": 200,
    "description": 200,
    "source": 150,
    "name": 75,
    "version": 20,
    "levels": 70,  # an option too, behind its number
    "one": 40,
    "part": 75,
    "whole": 75,
    "currency": 5,
    "model_metrics": 40,
    "text": 200,
    "raise_it": 120,
    "problem": 1000,
    "who_feels_it": 200,
    "mitigation": 500,
    "sources": 100,
}
NUMBERS = {
    "overdue_every_days": range(1, 31),
    "poll_days": range(1, 31),
    "reminder_days": range(1, 61),
    "round_days": range(1, 61),
    "iterate_weeks": range(1, 14),
    "weight": range(1, 101),
    "launch_share": range(1, 101),
    "pilot_week": range(1, 101),
    "cadences": range(1, 366),
    "headline_week": range(1, 53),
    "rates_week": range(1, 53),
    "high": range(1, 26),
    "middle": range(1, 26),
    "review_days": range(1, 366),
    "months": range(1, 121),
    "share": range(101),
    "data_low": range(101),
    "data_high": range(101),
    "return_low": range(101),
    "return_high": range(1001),
    "ready_from": range(1, 101),
    "weakest_cap": range(101),
    "waiver_days": range(1, 366),
    "survey_least": range(3, 21),
    "survey_days": range(1, 31),
    "survey_reminder_days": range(1, 15),
    "live_review_days": range(1, 1096),
}
REFERENCES = {
    "phase": "phases",
    "blocks_phase": "phases",
    "gate": "gates",
    "deliverables": "deliverables",
    "questions": "questions",
    "owner_role": "roles",
    "accepted_by": "roles",
    "signers": "roles",
    "voters": "roles",
    "decider": "roles",
    "not_together": "roles",
    "acts_as": "rights",
    "register": "registers",
    "role": "roles",
    "rests_on": "entries",
    "needs": "entries",
    "lock_gate": "gates",
    "lines": "entries",
    "approver": "roles",
    "before": "entries",
    "filled": "roles",
    "approvers": "roles",
    "also_approve": "roles",
}
FILES = {
    **LISTS,
    "rights": "the roles that ship",
    "questions": "the file of its week",
    "entries": "a week, a deliverable or the checklist",
}
KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
FEW = 6


def problems(tables: Tables) -> Iterator[str]:
    known = _known(tables)
    for where, table in (each for kind in tables.values() for placed in kind for each in nested(*placed)):
        yield from _texts(where, table)
        yield from _numbers(where, table)
        yield from _references(where, table, known)
    for namespace in _namespaces(tables):
        yield from _repeated(namespace)
    yield from _weeks(tables)
    yield from _absences(tables)


def _texts(where: str, table: Table) -> Iterator[str]:
    for name, longest in LONGEST.items():
        for text in _strings(table.get(name)):
            if not text.strip():
                yield f"{where}: “{name}” is empty; write it."
            elif len(text) > longest:
                yield f"{where}: “{name}” has {len(text)} characters; shorten it to {longest}."
            elif len(text.splitlines()) > 1:
                yield f"{where}: “{name}” has a line break; write it as one line."
            elif name == "key" and not KEY.fullmatch(text):
                yield f"{where}: “{text}” cannot be a key; use small letters, digits and single hyphens."


def _numbers(where: str, table: Table) -> Iterator[str]:
    for name, allowed in NUMBERS.items():
        if any(each not in allowed for each in _integers(table.get(name))):
            yield f"{where}: “{name}” must be from {allowed[0]} to {allowed[-1]}."


def _references(where: str, table: Table, known: dict[str, list[str]]) -> Iterator[str]:
    for name, kind in REFERENCES.items():
        for text in _strings(table.get(name)):
            if known[kind] and text not in known[kind]:  # none known: their own file is at fault, and named
                remedy = _remedy(text, known[kind], FILES[kind])
                yield f"{where}: “{name}” names “{text}”, which is not there; {remedy}."


def _remedy(text: str, known: list[str], file: str) -> str:
    near = get_close_matches(text, known, n=1)
    if near:
        return f"write “{near[0]}”"
    return f"use one of {', '.join(known)}" if len(known) <= FEW else f"use a key of {file}"


def _repeated(entries: Iterable[Placed]) -> Iterator[str]:
    first: dict[str, str] = {}
    for where, table in entries:
        for key in _strings(table.get("key"))[:1]:
            if key in first:
                yield f"{where}: the key “{key}” is taken by {first[key]}; choose another."
            first.setdefault(key, where)


def _weeks(tables: Tables) -> Iterator[str]:
    """They follow one another without a gap, and the program ends with the last."""
    numbers = sorted(number for _, week in tables["weeks"] for number in _integers(week.get("number")))
    for before, number in pairwise(numbers):
        if number == before:
            yield f"{WEEKS}: there are two weeks {number}; renumber one of them."
        elif number > before + 1:
            yield f"{WEEKS}: there is no week {before + 1}; add it, or renumber those after it."
    for where, cadence in tables["cadence"] if numbers else ():
        if any(each != numbers[-1] for each in _integers(cadence.get("program_weeks"))):
            yield f"{where}: “program_weeks” must be {numbers[-1]}, the number of the last week."


def _absences(tables: Tables) -> Iterator[str]:
    if tables["roles"] and not any(role.get("decides") is True for _, role in tables["roles"]):
        yield "roles.toml: nobody decides; give one role “decides = true”."


def _known(tables: Tables) -> dict[str, list[str]]:
    kinds = {name: [table for _, table in placed] for name, placed in tables.items()}
    kinds["questions"] = [each for _, week in tables["weeks"] for each in done_in(week, "questions")]
    kinds["entries"] = [
        *(each for _, week in tables["weeks"] for each in done_in(week, "activities", "questions", "outputs")),
        *kinds["deliverables"],
        *kinds["checklist"],
    ]
    known = {name: [key for each in entries for key in _strings(each.get("key"))] for name, entries in kinds.items()}
    if known["phases"]:
        known["phases"] += {week["phase"] for _, week in tables["weeks"]}  # a stray file has a message of its own
    known["rights"] = sorted(RIGHTS)
    return known


def _namespaces(tables: Tables) -> Iterator[Iterable[Placed]]:
    """Whatever can be done shares one space of keys; gates, roles and so on have one each."""
    yield [
        each for kind in ("weeks", "deliverables", "checklist") for placed in tables[kind] for each in keyed(*placed)
    ]
    yield from (tables[kind] for kind in LISTS if kind != "deliverables")
    for kind in tables.values():
        for placed in kind:
            yield from forms(*placed)
    for where, gate in tables["gates"]:
        yield from (list(nested(where, {name: gate.get(name)})) for name in ("options", "decisions"))


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _strings(value: object) -> list[str]:
    return [each for each in _listed(value) if isinstance(each, str)]


def _integers(value: object) -> list[int]:
    return [each for each in _listed(value) if isinstance(each, int) and not isinstance(each, bool)]
