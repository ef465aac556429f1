"""What makes an entry of the playbook true besides a tick: the rules that its `proof` names.

Each takes where the program stands and the facts given with the entry, and says in phrases what is still missing.
"""

from collections.abc import Callable, Mapping

from program import discovery, launches, models, pilots, stories, targets, trainings
from program.facts import Facts
from program.playbook import Entry
from program.registers import untold
from program.standings import Standing

MOST_NAMED = 5  # in one sentence
Proof = Callable[[Standing, Facts], list[str]]


def lacking(standing: Standing, entry: Entry, given: Facts | None = None) -> list[str]:
    """What comes first, rows that its register must have, then what its own rule says.

    Without facts given, of those on record.
    """
    found = _first(standing, entry) or _rows(standing, entry)
    facts = standing.item(entry.key).facts if given is None else given
    return found or (PROOFS[entry.proof](standing, facts) if entry.proof else [])


def _first(standing: Standing, entry: Entry) -> list[str]:
    """The entries that it rests on; what this program does not need, as the other branch of week 5, is none."""
    known = {each.key: each for each in standing.playbook.items}
    first = [known[key] for key in entry.rests_on if key in known]
    return _some([f"“{each.title}”" for each in first if not standing.is_settled(each)])


def _some(phrases: list[str]) -> list[str]:
    return phrases if len(phrases) <= MOST_NAMED else [*phrases[:MOST_NAMED], f"{len(phrases) - MOST_NAMED} more"]


def _rows(standing: Standing, entry: Entry) -> list[str]:
    if entry.register is None:
        return []
    register, rows = standing.playbook.register(entry.register), standing.register(entry.register)
    if register.topics:
        return _some([f"“{topic.title}” in “{register.title}”" for topic in untold(register, rows)])
    if len(rows) >= entry.least:
        return []
    wanted = f"{entry.least} in “{register.title}”, of which {len(rows)} are there" if entry.least > 1 else ""
    return [wanted or f"an entry in “{register.title}”"]


PROOFS: Mapping[str, Proof] = {
    "adoption-read": targets.adoption_read,
    "approach": models.approach,
    "architecture": models.architecture,
    "business-kpi": discovery.business_kpi,
    "core-workflow": models.core_workflow,
    "data-flows": discovery.data_flows,
    "data-quality": discovery.data_quality,
    "early-reviewers": discovery.early_reviewers,
    "enough-data": discovery.enough_data,
    "errors-read": targets.errors_read,
    "final-metrics": targets.final_metrics,
    "launch": launches.launch,
    "model-strategy": models.model_strategy,
    "moments": stories.moments,
    "pattern": models.pattern,
    "pilot": pilots.enrolled,
    "policies": discovery.policies,
    "read-live": targets.read_live,
    "risks": discovery.risks,
    "safety-net": launches.safety_net,
    "surveyed": pilots.surveyed,
    "thresholds": models.thresholds,
    "trainings": trainings.held,
    "tuned-live": stories.tuned_live,
    "workflow": discovery.workflow,
    "workshops": discovery.workshops,
}
