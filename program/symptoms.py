"""What shows a symptom beyond an entry that is open: each rule gives the evidence, in phrases without a name."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime

from program import surveys, trainings
from program.facts import number, several, text
from program.failure_modes import Symptom
from program.kpis import Meaning
from program.sign_offs import SignOffState
from program.standings import Standing

TRAINING_PLANNED, TRAINING_HELD = 10, 12  # weeks
Rule = Callable[[Standing, Symptom, datetime], list[str]]


def no_figure(standing: Standing, symptom: Symptom, now: datetime) -> list[str]:
    """A goal without a KPI, or a problem without a figure (framework 1.1, symptom 1)."""
    problem = text(standing.item("w1-problem-statement").facts, "statement")
    found = [] if standing.kpis else ["there is no KPI with a baseline and a target"]
    if problem and not any(each.isdigit() for each in problem):
        found.append("the problem statement has no figure in it")
    return found


def model_only(standing: Standing, symptom: Symptom, now: datetime) -> list[str]:
    """Success told in model metrics (framework 1.1, symptom 2)."""
    if not standing.kpis or any(each.meaning is Meaning.BUSINESS for each in standing.kpis):
        return []
    return [f"of {len(standing.kpis)} KPIs none is of the business"]


def inconsistent(standing: Standing, symptom: Symptom, now: datetime) -> list[str]:
    """Sources without a common schema (framework 1.2, symptom 1)."""
    sources = standing.register("data-sources")
    return [
        f"D-{row.number}: ids and values do not agree"
        for row in sources
        if text(row.facts, "consistency") in {"gaps", "poor"}
    ]


def poor_quality(standing: Standing, symptom: Symptom, now: datetime) -> list[str]:
    """Values that are missing, late or unlabelled (framework 1.2, symptom 2)."""
    aspects = "completeness", "timeliness", "labelling"
    return [
        f"D-{row.number}: {aspect} is poor"
        for row in standing.register("data-sources")
        for aspect in aspects
        if text(row.facts, aspect) == "poor"
    ]


def no_approver(standing: Standing, symptom: Symptom, now: datetime) -> list[str]:
    """Nobody known who may grant access (framework 1.2, symptom 3)."""
    sources = standing.register("data-sources")
    if not sources:
        return ["no data source is on record, so nobody is named who approves access"]
    return [f"D-{row.number}: nobody approves access" for row in sources if not row.facts.get("approver")]


def demo(standing: Standing, symptom: Symptom, now: datetime) -> list[str]:
    """A goal that is a demonstration (framework 1.3, symptom 2)."""
    problem = text(standing.item("w1-problem-statement").facts, "statement")
    said = " ".join((standing.program.title, problem or "", *(each.name for each in standing.kpis))).lower()
    return [f"the goal speaks of “{word}”" for word in symptom.words if word.lower() in said]


def slow_to_sign(standing: Standing, symptom: Symptom, now: datetime) -> list[str]:
    """Roles, and days since they were asked; never the person (framework 1.5, symptom 1)."""
    waiting: dict[str, int] = {}
    for each in standing.sign_offs:
        if each.state is SignOffState.ASKED:
            waiting[each.role] = max(waiting.get(each.role, 0), (now - each.asked_at).days)
    roles = {role.key: role.title for role in standing.playbook.roles}
    return [
        f"{roles[role]} has been asked to sign for {days} days"
        for role, days in waiting.items()
        if days > symptom.limit
    ]


def no_front_line(standing: Standing, symptom: Symptom, now: datetime) -> list[str]:
    """No workshop with those who do the work (framework 1.5, symptom 2)."""
    asked = {"front-line", "operations"}
    if any(asked & set(several(row.facts, "present")) for row in standing.register("workshops")):
        return []
    return ["no workshop with the front line or operations is on record"]


def distrust(standing: Standing, symptom: Symptom, now: datetime) -> list[str]:
    """What the last closed survey says (framework 1.6, symptom 1)."""
    closed = [each for each in standing.surveys if not each.is_open]
    doubting = surveys.distrust(closed[-1].results, standing.playbook) if closed else []
    return [f"survey {closed[-1].number}: trust is low in “{form.title}”" for form in doubting]


def untrained(standing: Standing, symptom: Symptom, now: datetime) -> list[str]:
    """Not scheduled by week 10, or not held by week 12 (framework 1.6, symptom 2)."""
    if not any(each.key == "trainings" for each in standing.playbook.registers):
        return []
    today, program = standing.program.today(now), standing.program
    if today > program.last_day(TRAINING_HELD):
        return [
            f"no training was held for {each} by week {TRAINING_HELD}"
            for each in trainings.not_held_by(standing, TRAINING_HELD)
        ]
    if today > program.last_day(TRAINING_PLANNED):
        planned = [several(row.facts, "audience") for row in standing.register("trainings")]
        reached = {audience for each in planned for audience in each}
        return [
            f"no training is planned for {words}" for key, words in trainings.AUDIENCES.items() if key not in reached
        ]
    return []


def change_load(standing: Standing, symptom: Symptom, now: datetime) -> list[str]:
    """Many planned changes for the same people (framework 1.6)."""
    changes = number(standing.item("c-communication-plan").facts, "changes") or 0
    return [f"its users face {changes:g} planned changes this year"] if changes >= symptom.limit else []


def no_integrations(standing: Standing, symptom: Symptom, now: datetime) -> list[str]:
    """The systems that it joins are not even listed (framework 1.7, symptom 1)."""
    return [] if standing.register("integrations") else ["no integration is on record"]


def concentrated(standing: Standing, symptom: Symptom, now: datetime) -> list[str]:
    """Many roles in one pair of hands (framework 1.7, symptom 2)."""
    held = Counter(user for users in standing.appointed.values() if len(users) == 1 for user in users)
    return [f"one person alone holds {count} roles" for count in held.values() if count >= symptom.limit]


def no_budget(standing: Standing, symptom: Symptom, now: datetime) -> list[str]:
    """No money for the second version (framework 1.7, symptom 3)."""
    budget = number(standing.item("d4-recommendation").facts, "budget")
    return [] if budget else ["the recommendation names no budget for the next version"]


RULES: Mapping[str, Rule] = {
    "change-load": change_load,
    "concentrated": concentrated,
    "demo": demo,
    "distrust": distrust,
    "inconsistent": inconsistent,
    "model-only": model_only,
    "no-approver": no_approver,
    "no-budget": no_budget,
    "no-figure": no_figure,
    "no-front-line": no_front_line,
    "no-integrations": no_integrations,
    "poor-quality": poor_quality,
    "slow-to-sign": slow_to_sign,
    "untrained": untrained,
}
