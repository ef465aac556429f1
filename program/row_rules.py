"""What a row of a register must satisfy as a whole: the rules that a register's `rule` names.

Each takes where the program stands, the row as it was (`None`: it is new) and as it shall be, and refuses or not.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from program import stories, trainings
from program.errors import Refused
from program.facts import Facts, several, text
from program.standings import Standing

RowRule = Callable[[Standing, Facts | None, Facts, datetime], None]

QUALITY = ("completeness", "consistency", "timeliness", "labelling")
STAYS = "stays"  # inside the company's own network


def data_source(standing: Standing, before: Facts | None, row: Facts, now: datetime) -> None:
    """A gap in quality has its fix or who accepts it; what must not leave the network stays (framework 3, Week 2)."""
    if any(row.get(each) in {"gaps", "poor"} for each in QUALITY) and not row.get("gaps"):
        raise Refused("There are gaps: say what is done about them, or who accepts them.", field="gaps")
    forbidden = set(several(row, "sensitivity")) & never_leaves(standing)
    if forbidden and row.get("leaves") != STAYS:
        titles = {each.key: each.title for each in standing.playbook.traits}
        named = ", ".join(sorted(titles.get(each, each).lower() for each in forbidden))
        raise Refused(
            f"This program has decided that {named} must stay inside the own network. Choose that it stays, or take"
            " the kind of data out of this source.",
            field="leaves",
        )


def never_leaves(standing: Standing) -> set[str]:
    """The kinds of data that the program keeps inside (framework 3, Week 2, question 2)."""
    return set(several(standing.item("w2-never-leaves").facts, "kinds"))


def threshold(standing: Standing, before: Facts | None, row: Facts, now: datetime) -> None:
    """Good enough is fixed before real users test it; after that only what was measured is added.

    (framework 3, Weeks 7-8, aim, and Week 10, question 1)
    """
    program, week = standing.program, standing.playbook.limits.pilot_week
    if program.today(now) < program.monday(week):
        return
    if before is None:
        raise Refused(f"Thresholds are fixed before week {week}: a new one now would be chosen by its result.")
    for field in ("what", "direction", "value"):
        if before.get(field) != row.get(field):
            raise Refused(f"This was fixed before week {week} and stays. Record below what was measured.", field=field)


def component(standing: Standing, before: Facts | None, row: Facts, now: datetime) -> None:
    """What is needed has its choice and its owner; what is not has its reason (framework 4)."""
    if row.get("state") == "not-needed":
        if not text(row, "choice"):
            raise Refused("Say why it is not needed.", field="choice")
        return
    if not text(row, "choice"):
        raise Refused("Name the product, the service or the way it is built.", field="choice")
    if not row.get("owner"):
        raise Refused("Choose who answers for it.", field="owner")


ROW_RULES: Mapping[str, RowRule] = {
    "component": component,
    "data-source": data_source,
    "not-ahead": stories.not_ahead,
    "story": stories.story,
    "threshold": threshold,
    "training": trainings.training,
}
