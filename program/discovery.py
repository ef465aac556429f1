"""What weeks 1 to 3 must have found out before their entries count as done (framework 3, Phase 1)."""

from program.facts import Facts, several
from program.kpis import Meaning
from program.row_rules import QUALITY
from program.standings import Standing

REVIEWERS = ("security", "compliance", "legal")


def workshops(standing: Standing, given: Facts) -> list[str]:
    """The front line and operations sat at the table (framework 3, Week 1, activity 1)."""
    present = {group for row in standing.register("workshops") for group in several(row.facts, "present")}
    wanted = {"front-line": "a workshop with the front line", "operations": "a workshop with operations"}
    return [words for group, words in wanted.items() if group not in present]


def business_kpi(standing: Standing, given: Facts) -> list[str]:
    """Success is measured in the business's terms (framework 3, Week 1, activity 3; 1.1, symptom 2)."""
    has_one = any(kpi.meaning is Meaning.BUSINESS for kpi in standing.kpis)
    return [] if has_one else ["a KPI in business terms: `/pilot kpi define`"]


def data_quality(standing: Standing, given: Facts) -> list[str]:
    """Each source was looked at in all four ways (framework 3, Week 2, activity 2)."""
    rows = standing.register("data-sources")
    unknown = [row for row in rows if any(row.facts.get(each, "unknown") == "unknown" for each in QUALITY)]
    if not rows:
        return ["an entry in “Data sources”"]
    return [f"the quality of D-{row.number}" for row in unknown]


def data_flows(standing: Standing, given: Facts) -> list[str]:
    """Sensitive data that a source holds also counts for the risk tier (framework 3, Week 2, activity 3)."""
    found = {kind for row in standing.register("data-sources") for kind in several(row.facts, "sensitivity")}
    known = {each.key: each.title for each in standing.playbook.traits}
    unsaid = sorted(known[kind].lower() for kind in found & known.keys() - set(standing.program.profile.traits))
    return [f"{kind} among the facts of the risk tier, since a source holds it: `/pilot tier`" for kind in unsaid]


def early_reviewers(standing: Standing, given: Facts) -> list[str]:
    """Security, compliance and legal are named now, not at the end (framework 3, Week 2, activity 4)."""
    titles = standing.playbook.titles
    vacant = [titles[right] for right in REVIEWERS if right in titles and not standing.acting.get(right)]
    return [f"somebody as {title}: `/pilot people`" for title in vacant]


def enough_data(standing: Standing, given: Facts) -> list[str]:
    """A plain no is an answer that keeps the data gate shut (framework 3, Week 2, question 1, and its gate)."""
    is_no = given.get("enough") == "no"
    return ["enough data: get more and answer again, or let the sponsor pause the program"] if is_no else []


def policies(standing: Standing, given: Facts) -> list[str]:
    """The policies that bind, or that there is none (framework 3, Week 2, question 3)."""
    if given.get("none") or standing.register("policies"):
        return []
    return ["an entry in “Data policies”, or the tick that there is none"]


def risks(standing: Standing, given: Facts) -> list[str]:
    """There is a register, and every open risk in it has its owner (framework 3, Week 2, output 2)."""
    if not standing.risks:
        return ["a first risk: `/pilot risk`"]
    return [f"an owner for {risk.code}" for risk in standing.open_risks if risk.owner is None]


def workflow(standing: Standing, given: Facts) -> list[str]:
    """Each step says who acts; people and the AI both have theirs (framework 3, Week 3, activity 1)."""
    actors = {str(row.facts.get("actor")) for row in standing.register("workflow-steps")}
    if "both" in actors:
        return []
    wanted = {"person": "a step that a person does", "ai": "a step that the AI does"}
    return [words for actor, words in wanted.items() if actor not in actors]
