"""How the solution is built, from the architecture to what is good enough (framework 3, Weeks 3 to 10, and 4)."""

from program.facts import Facts, number, several, text
from program.registers import Row
from program.row_rules import never_leaves
from program.standings import Standing

CUSTOM, OUTSIDE, OTHERS = "custom", "outside", {"bought", "partner"}
IN_THE_LOOP = "in-the-loop"


def pattern(standing: Standing, given: Facts) -> list[str]:
    """How people and the AI share the work is decided, for it moves the risk tier (framework 3, Week 3, activity 2)."""
    chosen = standing.program.profile.pattern
    return [] if chosen else ["the way people and the AI share the work: `/pilot tier` sets it"]


def architecture(standing: Standing, given: Facts) -> list[str]:
    """Data that must stay inside has no model outside to go to (framework 3, Week 2, question 2, and Week 3)."""
    return boundary(standing, given.get("hosting"))


def boundary(standing: Standing, hosting: object) -> list[str]:
    """What keeps this choice of hosting from being possible."""
    if hosting != OUTSIDE:
        return []
    kept = never_leaves(standing)
    sources = [row for row in standing.register("data-sources") if kept & set(several(row.facts, "sensitivity"))]
    return [
        f"a model inside the own network, or D-{row.number} without what must stay inside it"
        for row in sources
        if row.facts.get("reaches-model")
    ]


def approach(standing: Standing, given: Facts) -> list[str]:
    """What week 5 asks for follows from it (framework 3, Week 5)."""
    chosen = standing.program.profile.approach
    return [] if chosen else ["what the solution builds on, documents or predictions: `/pilot tier` sets it"]


def model_strategy(standing: Standing, given: Facts) -> list[str]:
    """Own training only with proven value and mature MLOps; the choice respects what must stay inside.

    Of what others make somebody within has the skill (framework 3, Weeks 7-8, activity 1; 7, question 3).
    """
    found = boundary(standing, given.get("hosting")) + capability_within(given)
    if given.get("strategy") != CUSTOM:
        return found
    wanted = {"value-proven": "value that is proven in production", "mlops-mature": "a mature MLOps"}
    unmet = [words for key, words in wanted.items() if not given.get(key)]
    return found + [f"{words}, or another strategy than your own training" for words in unmet]


def capability_within(given: Facts) -> list[str]:
    """Whoever buys or partners keeps the skill to run and change it (framework 5.3, pattern 4)."""
    if given.get("made-by") not in OTHERS or several(given, "own-hands"):
        return []
    return ["one of your own people who can run and change what others make"]


def core_workflow(standing: Standing, given: Facts) -> list[str]:
    """Where the AI acts, a confidence threshold and a way out; where it drafts, a review.

    (framework 3, Weeks 7-8, activity 2)
    """
    chosen = standing.program.profile.pattern
    if chosen is None:
        return pattern(standing, given)
    if chosen == IN_THE_LOOP:
        return [] if text(given, "review") else ["the step in which a person reviews the draft"]
    wanted = {"confidence": "the confidence from which on it acts", "exceptions": "the way out for the rest"}
    return [words for key, words in wanted.items() if given.get(key) in (None, "")]


# --- what is good enough ------------------------------------------------------------------------------------------


def thresholds(standing: Standing, given: Facts) -> list[str]:
    """Good enough is a number, fixed beforehand (framework 3, Weeks 7-8, aim)."""
    return [] if standing.register("thresholds") else ["an entry in “What is good enough”"]


def measured(standing: Standing) -> list[tuple[Row, bool | None]]:
    """Each threshold, and whether what was measured reaches it; `None`: not measured yet (framework 3, Week 10, 1)."""
    return [(row, _reaches(row)) for row in standing.register("thresholds")]


def _reaches(row: Row) -> bool | None:
    value, found = number(row.facts, "value"), number(row.facts, "measured")
    if value is None or found is None:
        return None
    return found >= value if row.facts.get("direction") == "at-least" else found <= value
