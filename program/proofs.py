"""What makes an entry of the playbook true besides a tick: the rules that its `proof` names.

Each takes where the program stands and the facts given with the entry, and says in phrases what is still missing.
"""

from collections.abc import Callable, Mapping

from program.facts import Facts, several
from program.playbook import Entry
from program.standings import Standing

Proof = Callable[[Standing, Facts], list[str]]


def lacking(standing: Standing, entry: Entry, given: Facts | None = None) -> list[str]:
    """Rows that its register must have, then what its own rule says; without facts given, of those on record."""
    found = _rows(standing, entry)
    facts = standing.item(entry.key).facts if given is None else given
    return found or (PROOFS[entry.proof](standing, facts) if entry.proof else [])


def _rows(standing: Standing, entry: Entry) -> list[str]:
    if entry.register is None:
        return []
    register, rows = standing.playbook.register(entry.register), standing.register(entry.register)
    if len(rows) >= entry.least:
        return []
    wanted = f"{entry.least} in “{register.title}”, of which {len(rows)} are there" if entry.least > 1 else ""
    return [wanted or f"an entry in “{register.title}”"]


def workshops(standing: Standing, given: Facts) -> list[str]:
    """The front line and operations sat at the table (framework 3, Week 1, activity 1)."""
    present = {group for row in standing.register("workshops") for group in several(row.facts, "present")}
    wanted = {"front-line": "a workshop with the front line", "operations": "a workshop with operations"}
    return [words for group, words in wanted.items() if group not in present]


PROOFS: Mapping[str, Proof] = {
    "workshops": workshops,
}
