"""An inventory of pilots that is pasted as a table: read whole, or refused by the first line that cannot be."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO

from program.assessments import Running
from program.errors import Refused
from program.playbook import Playbook

MOST_PASTED = 100  # rows
NAME, WHAT, UNIT, OWNER = 60, 500, 60, 100  # characters
COLUMNS = {
    "name": {"name", "pilot", "title", "project", "use case"},
    "what": {"what", "what it does", "description", "purpose", "about"},
    "unit": {"unit", "department", "office", "team", "business unit"},
    "owner": {"owner", "contact", "who", "lead"},
    "state": {"state", "status"},
}
STATES = {
    Running.RUNNING: {"", "running", "live", "active", "in progress", "ongoing"},
    Running.STALLED: {"stalled", "on hold", "paused", "stuck", "waiting"},
    Running.STOPPED: {"stopped", "ended", "cancelled", "canceled", "closed", "done"},
}
SHOWS = {"yes": True, "y": True, "true": True, "x": True, "no": False, "n": False, "false": False, "": None, "?": None}


@dataclass(frozen=True, slots=True)
class Pasted:
    name: str
    what: str
    unit: str
    owner: str | None
    state: Running
    answers: Mapping[str, bool] = field(default_factory=dict)


def read(text: str, playbook: Playbook, *, taken: Iterable[str]) -> list[Pasted]:
    """All rows of a pasted list, or the refusal of the first that cannot be read, by its line.

    The first line names the columns, in any order; commas, semicolons or tabs divide them. A column may also be the key
    of a symptom, with yes, no or nothing.
    """
    lines = text.strip().splitlines()
    if not lines:
        raise _refused("Paste a list: a first line with the columns, then a line for each pilot.")
    table = list(csv.reader(StringIO("\n".join(lines)), delimiter=_divider(lines[0]), skipinitialspace=True))
    head = _head(table[0], {each.key for mode in playbook.failure_modes for each in mode.symptoms})
    rows = [(number, row) for number, row in enumerate(table[1:], start=2) if any(cell.strip() for cell in row)]
    if not rows:
        raise _refused("There is no pilot below the first line.")
    if len(rows) > MOST_PASTED:
        raise _refused(f"These are {len(rows)} pilots; paste {MOST_PASTED} at a time.")
    found, names = [], {each.casefold() for each in taken}
    for number, row in rows:
        one = _row(number, dict(zip(head, (cell.strip() for cell in row), strict=False)))
        if one.name.casefold() in names:
            raise _refused(f"Line {number}: “{one.name}” is in the inventory, or in this list, already.")
        names.add(one.name.casefold())
        found.append(one)
    return found


def _refused(sentence: str) -> Refused:
    return Refused(sentence, field="rows")


def _divider(first: str) -> str:
    return max((",", ";", "\t"), key=first.count)


def _head(cells: Sequence[str], symptoms: set[str]) -> list[str]:
    head = []
    for cell in cells:
        word = " ".join(cell.strip().casefold().lstrip("\ufeff").split())
        known = next((column for column, names in COLUMNS.items() if word in names), word if word in symptoms else None)
        if known is None:
            raise _refused(f"“{cell.strip()[:40]}” is no column. Use: name, what, unit, owner, state.")
        head.append(known)
    if "name" not in head:
        raise _refused("The first line has no column “name”. Begin with: name, what, unit, owner, state.")
    return head


def _row(number: int, cells: Mapping[str, str]) -> Pasted:
    name = cells.get("name", "")
    if not name:
        raise _refused(f"Line {number} has no name.")
    for column, most in (("name", NAME), ("what", WHAT), ("unit", UNIT), ("owner", OWNER)):
        if len(cells.get(column, "")) > most:
            raise _refused(f"Line {number}: “{column}” has {len(cells[column])} characters; use {most} at most.")
    said = cells.get("state", "").casefold()
    state = next((each for each, words in STATES.items() if said in words), None)
    if state is None:
        raise _refused(f"Line {number}: “{said[:40]}” is no state. Use running, stalled or stopped.")
    return Pasted(
        name, cells.get("what", ""), cells.get("unit", ""), cells.get("owner") or None, state, _answers(number, cells)
    )


def _answers(number: int, cells: Mapping[str, str]) -> dict[str, bool]:
    found = {}
    for key, said in cells.items():
        if key in COLUMNS:
            continue
        if said.casefold() not in SHOWS:
            raise _refused(f"Line {number}, {key}: write yes, no, or leave it empty.")
        if (shows := SHOWS[said.casefold()]) is not None:
            found[key] = shows
    return found
