"""What shows a symptom beyond an entry that is open: each rule gives the evidence, in phrases without a name.

The playbook says where a rule looks; a copy from before it did means the places of the one that ships. A register or an
entry that this program's playbook does not have shows nothing.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from program import surveys, trainings
from program.facts import Facts, Field, number, several, text
from program.failure_modes import Symptom
from program.kpis import Meaning
from program.playbook import Playbook
from program.registers import Register, Row, code
from program.sign_offs import SignOffState
from program.standings import Standing

Looks = Literal["answers", "columns"]


@dataclass(frozen=True, slots=True)
class Look:
    """One rule at one program: where it looks, of what there is, and the answers that it looks for."""

    standing: Standing
    symptom: Symptom
    now: datetime
    places: tuple[tuple[str, str], ...]
    values: tuple[str, ...]

    def answers(self) -> Iterator[tuple[str, Facts, str]]:
        """Of each entry its title, what was answered, and which answer counts."""
        for entry, field in self.places:
            yield self.standing.playbook.item(entry).title, self.standing.item(entry).facts, field

    def columns(self) -> Iterator[tuple[Register, Field, list[Row]]]:
        """Each register with the field to look at, and its rows."""
        for key, field in self.places:
            register = self.standing.playbook.register(key)
            yield register, register.field(field), self.standing.register(key)


@dataclass(frozen=True, slots=True)
class Rule:
    """`looks` into answers to entries, or into columns of registers; `reads` and `values`: if no playbook says.

    `needs`: without such a place it can show nothing.
    """

    check: Callable[[Look], list[str]]
    looks: Looks | None = None
    reads: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    needs: bool = False

    def evidence(self, standing: Standing, symptom: Symptom, now: datetime) -> list[str]:
        places = tuple(_split(each) for each in self.places(symptom, standing.playbook))
        return self.check(Look(standing, symptom, now, places, symptom.values or self.values))

    def places(self, symptom: Symptom, playbook: Playbook) -> list[str]:
        """Where it looks, of what this playbook has."""
        known = {"answers": playbook.answers, "columns": playbook.columns, None: frozenset[str]()}[self.looks]
        named = [each for each in symptom.reads if each in known]
        return named or [each for each in self.reads if each in known]


def _split(name: str) -> tuple[str, str]:
    place, _, field = name.partition(".")
    return place, field


# --- 1.1: the problem ---------------------------------------------------------------------------------------------


def no_figure(look: Look) -> list[str]:
    """A goal without a KPI, or a problem without a figure (framework 1.1, symptom 1)."""
    found = [] if look.standing.kpis else ["there is no KPI with a baseline and a target"]
    said = ((title, text(facts, field)) for title, facts, field in look.answers())
    return found + [
        f"“{title}” has no figure in it" for title, words in said if words and not any(map(str.isdigit, words))
    ]


def model_only(look: Look) -> list[str]:
    """Success told in model metrics (framework 1.1, symptom 2)."""
    kpis = look.standing.kpis
    if not kpis or any(each.meaning is Meaning.BUSINESS for each in kpis):
        return []
    return [f"of {len(kpis)} KPIs none is of the business"]


# --- 1.2: the data ------------------------------------------------------------------------------------------------


def poor(look: Look) -> list[str]:
    """Sources that do not fit together; values missing, late or unlabelled (framework 1.2, symptoms 1 and 2)."""
    return [
        f"{code(register, row)}, “{field.title}”: {_chosen(field, said)}"
        for register, field, rows in look.columns()
        for row in rows
        if (said := text(row.facts, field.key)) in look.values
    ]


def no_approver(look: Look) -> list[str]:
    """Nobody known who may grant access (framework 1.2, symptom 3)."""
    found = []
    for register, field, rows in look.columns():
        if not rows:
            found.append(f"“{register.title}” is empty, so nobody is named who approves access")
        found += [f"{code(register, row)}: nobody approves access" for row in rows if not row.facts.get(field.key)]
    return found


# --- 1.3: the goal ------------------------------------------------------------------------------------------------


def demo(look: Look) -> list[str]:
    """A goal that is a demonstration (framework 1.3, symptom 2)."""
    problems = [text(facts, field) or "" for _, facts, field in look.answers()]
    names = [each.name for each in look.standing.kpis]
    said = " ".join((look.standing.program.title, *problems, *names)).lower()
    return [f"the goal speaks of “{word}”" for word in look.symptom.words if word.lower() in said]


# --- 1.5: who is asked --------------------------------------------------------------------------------------------


def slow_to_sign(look: Look) -> list[str]:
    """Roles, and days since they were asked; never the person (framework 1.5, symptom 1)."""
    waiting: dict[str, int] = {}
    for each in look.standing.sign_offs:
        if each.state is SignOffState.ASKED:
            waiting[each.role] = max(waiting.get(each.role, 0), (look.now - each.asked_at).days)
    return [
        f"{role.title} has been asked to sign for {waiting[role.key]} days"
        for role in look.standing.playbook.roles
        if waiting.get(role.key, 0) > look.symptom.limit
    ]


def no_front_line(look: Look) -> list[str]:
    """No workshop with those who do the work (framework 1.5, symptom 2)."""
    return [
        f"nothing in “{register.title}” says {' or '.join(f'“{_chosen(field, each)}”' for each in look.values)}"
        for register, field, rows in look.columns()
        if not any(set(look.values) & set(several(row.facts, field.key)) for row in rows)
    ]


# --- 1.6: change --------------------------------------------------------------------------------------------------


def distrust(look: Look) -> list[str]:
    """What the last closed survey says, by the bars of the playbook's questionnaires (framework 1.6, symptom 1)."""
    closed = [each for each in look.standing.surveys if not each.is_open]
    doubting = surveys.distrust(closed[-1].results, look.standing.playbook) if closed else []
    return [f"survey {closed[-1].number}: trust is low in “{form.title}”" for form in doubting]


def untrained(look: Look) -> list[str]:
    """Not scheduled by one week, or not held by another (framework 1.6, symptom 2)."""
    program, symptom, found = look.standing.program, look.symptom, list[str]()
    today = program.today(look.now)
    for register, field, rows in look.columns():
        if today > program.last_day(symptom.held_by):
            missed = trainings.not_held_by(look.standing, symptom.held_by, register.key)
            found += [f"no training was held for {each} by week {symptom.held_by}" for each in missed]
        elif today > program.last_day(symptom.planned_by):
            reached = {audience for row in rows for audience in several(row.facts, field.key)}
            missed = [words for key, words in trainings.AUDIENCES.items() if key not in reached]
            found += [f"no training is planned for {each}, and week {symptom.planned_by} is over" for each in missed]
    return found


def change_load(look: Look) -> list[str]:
    """Many planned changes for the same people (framework 1.6)."""
    said = [number(facts, field) or 0 for _, facts, field in look.answers()]
    return [f"its users face {each:g} planned changes this year" for each in said if each >= look.symptom.limit]


# --- 1.7: afterwards ----------------------------------------------------------------------------------------------


def nothing_listed(look: Look) -> list[str]:
    """The systems that it joins are not even listed (framework 1.7, symptom 1)."""
    return [f"“{register.title}” is empty" for register, _, rows in look.columns() if not rows]


def concentrated(look: Look) -> list[str]:
    """Many roles in one pair of hands (framework 1.7, symptom 2)."""
    held = Counter(user for users in look.standing.appointed.values() if len(users) == 1 for user in users)
    return [f"one person alone holds {count} roles" for count in held.values() if count >= look.symptom.limit]


def no_budget(look: Look) -> list[str]:
    """No money for the second version, as it was said there or in the recommendation (framework 1.7, symptom 3)."""
    budget = look.standing.next_budget
    if budget is not None:
        return [] if budget.is_there else ["it was said that version 2 has no budget"]
    if any(number(facts, field) for _, facts, field in look.answers()):
        return []
    return ["no budget for version 2 is on record"]


def _chosen(field: Field, key: str) -> str:
    return next((each.title for each in field.choices if each.key == key), key)


_PROBLEM = ("w1-problem-statement.statement",)
_QUALITY = ("data-sources.completeness", "data-sources.timeliness", "data-sources.labelling")
RULES: Mapping[str, Rule] = {
    "change-load": Rule(change_load, "answers", ("c-communication-plan.changes",), needs=True),
    "concentrated": Rule(concentrated),
    "demo": Rule(demo, "answers", _PROBLEM),
    "distrust": Rule(distrust),
    "inconsistent": Rule(poor, "columns", ("data-sources.consistency",), ("gaps", "poor"), needs=True),
    "model-only": Rule(model_only),
    "no-approver": Rule(no_approver, "columns", ("data-sources.approver",), needs=True),
    "no-budget": Rule(no_budget, "answers", ("d4-recommendation.budget",)),
    "no-figure": Rule(no_figure, "answers", _PROBLEM),
    "no-front-line": Rule(no_front_line, "columns", ("workshops.present",), ("front-line", "operations"), needs=True),
    "no-integrations": Rule(nothing_listed, "columns", ("integrations.system",), needs=True),
    "poor-quality": Rule(poor, "columns", _QUALITY, ("poor",), needs=True),
    "slow-to-sign": Rule(slow_to_sign),
    "untrained": Rule(untrained, "columns", ("trainings.audience",), needs=True),
}
