"""What the signs of a dying pilot must be: each is shown by something that this playbook has."""

from collections.abc import Iterable, Iterator, Sequence

from playbook.tables import LISTS
from program.failure_modes import FailureMode, Symptom
from program.playbook import Entry, Week
from program.registers import Register
from program.symptoms import RULES, Rule

GRAVITIES = range(1, 4)


def problems(
    modes: Sequence[FailureMode], entries: Iterable[Entry], registers: Sequence[Register], weeks: Sequence[Week]
) -> Iterator[str]:
    """A rule of its own needs something to look at; what is misspelt would show nothing, and nobody would know."""
    known = {
        "answers": {f"{each.key}.{field.key}" for each in entries for field in each.asks},
        "columns": {f"{each.key}.{field.key}" for each in registers for field in each.fields},
    }
    for mode in modes:
        for each in mode.symptoms:
            where = f"{LISTS['failure_modes']}, {mode.key}, {each.key}"
            yield from _shape(where, each, weeks)
            yield from _rules(where, each, known)
            yield from _reads(where, each, known["answers"] | known["columns"])


def _shape(where: str, symptom: Symptom, weeks: Sequence[Week]) -> Iterator[str]:
    if not (symptom.rules or symptom.lines or symptom.filled):
        yield f"{where}: nothing would ever show it; give it “lines”, “filled” or “rules”."
    if symptom.gravity not in GRAVITIES:
        yield f"{where}: “gravity” must be from 1 (costs time) to 3 (kills the pilot)."
    if symptom.limit < 0:
        yield f"{where}: “limit” is below 0; use 0 or more."
    if "untrained" in symptom.rules:
        if symptom.planned_by > symptom.held_by:
            yield f"{where}: “planned_by” is after “held_by”; exchange them."
        last = max((each.number for each in weeks), default=symptom.held_by)
        if symptom.held_by > last:
            yield f"{where}: “held_by” is {symptom.held_by}; use a week until {last}."


def _rules(where: str, symptom: Symptom, known: dict[str, set[str]]) -> Iterator[str]:
    for name in symptom.rules:
        rule = RULES.get(name)
        if rule is None:
            yield f"{where}: there is no rule “{name}”; use one of {', '.join(sorted(RULES))}."
        elif rule.needs and not _finds(rule, symptom, known):
            looked_for = " or ".join(symptom.reads or rule.reads)
            what = "a register's field" if rule.looks == "columns" else "an entry's question"
            yield f"{where}: the rule “{name}” needs {what}, and {looked_for} is none; name yours in “reads”."


def _finds(rule: Rule, symptom: Symptom, known: dict[str, set[str]]) -> bool:
    return bool({*symptom.reads, *rule.reads} & known[str(rule.looks)])


def _reads(where: str, symptom: Symptom, known: set[str]) -> Iterator[str]:
    for name in (each for each in symptom.reads if each not in known):
        yield f"{where}: “reads” names “{name}”, which is not there; use an entry's question or a register's field."
