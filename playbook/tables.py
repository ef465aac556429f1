"""The files of a playbook as plain tables, each with the place that a message about it names."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from program.shapes import label

Table = dict[str, Any]  # as TOML gives it: nothing is known about the values yet
Placed = tuple[str, Table]
Tables = dict[str, list[Placed]]

LISTS = {
    "phases": "phases.toml",
    "deliverables": "deliverables.toml",
    "gates": "gates.toml",
    "sections": "checklist.toml",
    "roles": "roles.toml",
    "scales": "intake.toml",
    "traits": "tiers.toml",
    "patterns": "patterns.toml",
    "registers": "registers.toml",
    "inquiries": "inquiries.toml",
    "remarks": "remarks.toml",
    "examples": "examples.toml",
    "scorecards": "scorecards.toml",
    "questionnaires": "surveys.toml",
    "failure_modes": "failure_modes.toml",
    "changes": "changes.toml",
}
# A playbook can do without; those written before them still work.
OPTIONAL = {
    "traits",
    "patterns",
    "registers",
    "inquiries",
    "remarks",
    "examples",
    "scorecards",
    "questionnaires",
    "failure_modes",
    "changes",
}
FORMS = {"asks", "fields", "topics"}  # lists inside an entry, whose keys are its own affair
HEAD, CADENCE, LIMITS, MEASURES, WEEKS = "playbook.toml", "cadence.toml", "limits.toml", "measures.toml", "weeks"
MEASURED = ("kpis", "risks", "money")  # its sections


def read(folder: Path, problems: list[str]) -> Tables:
    """Every table by its kind; what follows from the arrangement of the files is filled in."""
    tables = {kind: _list(folder, file, kind, problems) for kind, file in LISTS.items()}
    tables["head"] = [(HEAD, table) for table in _file(folder, HEAD, problems)]
    tables["cadence"] = list(_settings(folder, CADENCE, problems))
    tables["limits"] = list(_settings(folder, LIMITS, problems)) if (folder / LIMITS).exists() else []
    tables |= {name: [] for name in MEASURED} | _measures(folder, problems)
    tables["weeks"] = [placed for file in _week_files(folder, problems) for placed in _weeks(folder, file, problems)]
    tables["checklist"] = [item for placed in tables["sections"] for item in _items(*placed, problems)]
    _join(tables["phases"], tables["weeks"], problems)
    return tables


def done_in(week: Table, *kinds: str) -> list[Table]:
    """The entries of these kinds in a week."""
    lists = (week[kind] for kind in kinds if isinstance(week.get(kind), list))
    return [each for entries in lists for each in entries if isinstance(each, dict)]


def nested(where: str, table: Table) -> Iterator[Placed]:
    """The table itself and all that are inside it."""
    yield where, table
    for name, value in table.items():
        for number, each in enumerate(value if isinstance(value, list) else (), 1):
            if isinstance(each, dict):
                yield from nested(f"{where}, {label(each, f'{name} {number}')}", each)


def keyed(where: str, table: Table) -> Iterator[Placed]:
    """The same without the questions of its forms."""
    yield where, table
    for name, value in table.items():
        for number, each in enumerate(value if isinstance(value, list) and name not in FORMS else (), 1):
            if isinstance(each, dict):
                yield from keyed(f"{where}, {label(each, f'{name} {number}')}", each)


def forms(where: str, table: Table) -> Iterator[list[Placed]]:
    """Each list of questions, and each list of the answers to choose from, that is inside of it."""
    for place, each in nested(where, table):
        for name in (*FORMS, "choices"):
            if isinstance(each.get(name), list):
                yield [(f"{place}, {label(one, name)}", one) for one in each[name] if isinstance(one, dict)]


def _file(folder: Path, name: str, problems: list[str]) -> Iterator[Table]:
    """The file's content, or nothing if it cannot be read."""
    try:
        yield tomllib.loads((folder / name).read_text(encoding="utf-8"))
    except FileNotFoundError:
        problems.append(f"{name}: this file is missing; copy the one that ships with Pilot and edit it.")
    except UnicodeDecodeError:
        problems.append(f"{name}: this is not UTF-8 text; save it as UTF-8.")
    except tomllib.TOMLDecodeError as error:
        problems.append(f"{name}: this is not valid TOML ({error}); correct it there.")
    except OSError as error:
        problems.append(f"{name}: this file cannot be read ({error.strerror}); check its permissions.")


def _list(folder: Path, file: str, kind: str, problems: list[str]) -> list[Placed]:
    """The entries of a file that holds one list."""
    placed: list[Placed] = []
    if kind in OPTIONAL and not (folder / file).exists():
        return placed
    for content in _file(folder, file, problems):
        _check_alone(content, kind, file, problems)
        entries = _entries(content.get(kind), kind, file, problems)
        placed += [(f"{file}, {label(each, f'entry {number}')}", each) for number, each in enumerate(entries, 1)]
    return placed


def _settings(folder: Path, file: str, problems: list[str]) -> Iterator[Placed]:
    """The one table of a file that is named after it."""
    name = Path(file).stem
    for content in _file(folder, file, problems):
        _check_alone(content, name, file, problems)
        if isinstance(content.get(name), dict):
            yield file, content[name]
        else:
            problems.append(f"{file}: there are no settings; write them below a line [{name}].")


def _measures(folder: Path, problems: list[str]) -> Tables:
    """Each section of the file that is there; a playbook can do without any."""
    if not (folder / MEASURES).exists():
        return {}
    found: Tables = {}
    for content in _file(folder, MEASURES, problems):
        for name, table in content.items():
            if name in MEASURED and isinstance(table, dict):
                found[name] = [(f"{MEASURES}, {name}", table)]
            else:
                known = ", ".join(MEASURED)
                problems.append(f"{MEASURES}: “{name}” does not belong here; remove it, or use one of {known}.")
    return found


def _week_files(folder: Path, problems: list[str]) -> list[str]:
    files = sorted(f"{WEEKS}/{path.name}" for path in (folder / WEEKS).glob("*.toml"))
    if not files:
        problems.append(f"{WEEKS}: there are no weeks; add a file {WEEKS}/<key of the phase>.toml for each phase.")
    return files


def _weeks(folder: Path, file: str, problems: list[str]) -> Iterator[Placed]:
    for _, week in _list(folder, file, "weeks", problems):
        where = f"{file}, week {week.get('number', 'without a number')}"
        _fill(week, "phase", Path(file).stem, where, problems)
        for entry in done_in(week, "activities", "questions", "outputs"):
            entry.setdefault("due_week", week.get("number"))
        yield where, week


def _items(where: str, section: Table, problems: list[str]) -> Iterator[Placed]:
    """The items of a section, taken out of it."""
    for number, item in enumerate(_entries(section.pop("items", None), "sections.items", where, problems), 1):
        place = f"{where}, {label(item, f'item {number}')}"
        _fill(item, "section", section.get("key"), place, problems)
        yield place, item


def _join(phases: list[Placed], weeks: list[Placed], problems: list[str]) -> None:
    """Give each phase the numbers of its weeks."""
    for where, phase in phases:
        own = [week.get("number") for _, week in weeks if week["phase"] == phase.get("key")]
        _fill(phase, "weeks", sorted(each for each in own if isinstance(each, int)), where, problems)
        if not own and "key" in phase:
            problems.append(f"{where}: this phase has no weeks; add them in {WEEKS}/{phase['key']}.toml.")
    strays = {week["phase"] for _, week in weeks} - {str(phase.get("key")) for _, phase in phases}
    problems += [
        f"{WEEKS}/{name}.toml: no phase has the key “{name}”; name the file after a key of phases.toml."
        for name in (sorted(strays) if phases else ())
    ]


def _entries(value: object, heading: str, where: str, problems: list[str]) -> list[Table]:
    if isinstance(value, list) and value and all(isinstance(each, dict) for each in value):
        return value
    problems.append(f"{where}: there are no entries; begin each with a line [[{heading}]].")
    return []


def _check_alone(content: Table, kind: str, file: str, problems: list[str]) -> None:
    problems += [
        f"{file}: “{name}” does not belong here; remove it or correct its name." for name in content if name != kind
    ]


def _fill(table: Table, name: str, value: object, where: str, problems: list[str]) -> None:
    if name in table:
        problems.append(f"{where}: remove “{name}”, which follows from where this entry stands.")
    table[name] = value
