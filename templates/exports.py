"""A register as a spreadsheet opens it: a file of text in which nothing that people typed is a formula."""

import csv
from collections.abc import Iterator, Mapping
from io import StringIO
from typing import Any

from program import registers
from program.facts import Field
from program.registers import Register, Row
from program.standings import Standing
from templates import blocks as b
from templates.words import say

BEGIN = "\ufeff"  # or Excel takes it for another encoding
FORMULAS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "|")  # the full-width ones, too
CONTROLS = ("\t", "\r", "\n")
Names = Mapping[str, str]


def name(standing: Standing, register: Register) -> str:
    """Of the file."""
    return f"{standing.program.code}-{register.key}.csv".lower()


def register_rows(standing: Standing, register: Register, names: Names) -> str:
    """Every row, the oldest first, those withdrawn too, with who wrote it; people by their names."""
    out = StringIO()
    table = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    topic = ["Topic"] if register.topics else []
    table.writerow([
        "Number", *topic, *map(_safe, (field.title for field in register.fields)), "Added on", "Added by",
        "Changed on", "Changed by", "Withdrawn because",
    ])  # fmt: skip
    titles = {each.key: each.title for each in register.topics}
    for row in (each for each in standing.rows if each.register == register.key):
        about = [_safe(titles.get(row.topic or "", row.topic or ""))] if register.topics else []
        told = [_told(field, row.facts.get(field.key), names) for field in register.fields]
        table.writerow([registers.code(register, row), *about, *told, *_history(standing, row, names)])
    return BEGIN + out.getvalue()


def _history(standing: Standing, row: Row, names: Names) -> Iterator[str]:
    yield standing.program.today(row.added_at).isoformat()
    yield _person(row.added_by, names)
    yield standing.program.today(row.changed_at).isoformat() if row.changed_at else ""
    yield _person(row.changed_by, names) if row.changed_by else ""
    yield _safe(row.withdrawn or "")


def _told(field: Field, value: Any, names: Names) -> str:
    if value is None or field.kind == "confirm":
        return "" if value is None else "yes"
    if field.kind in {"number", "percent"}:
        return f"{float(value):.15g}"
    several = value if isinstance(value, list | tuple) else [value]
    titles = {each.key: each.title for each in field.choices}
    called = names if field.kind in {"person", "people"} else titles
    return _safe("; ".join(str(called.get(each, each)) for each in several))


def _person(user: str, names: Names) -> str:
    return _safe(names.get(user, user))


def _safe(text: str) -> str:
    """Text that a spreadsheet would run, or send somewhere, begins with an apostrophe."""
    begins = text.lstrip()[:1] in FORMULAS if text.strip() else False
    return f"'{text}" if begins or text.startswith(CONTROLS) else text


# --- what is said about it ----------------------------------------------------------------------------------------


def begun(register: Register) -> str:
    return say("export_begun", register=register)


def handed_over(standing: Standing, register: Register) -> str:
    """Beside the file."""
    return say("export", register=register, code=standing.program.code, count=len(standing.register(register.key)))


def refused(standing: Standing, register: Register) -> b.Message:
    text = say("export_refused", register=register, code=standing.program.code)
    return b.Message(text, [b.section(text)])
