"""The go/no-go rubric: what must be true before going live, line by line, with what is missing and who holds it.

(framework 3, Week 10; 7, worksheet 3)
"""

from dataclasses import dataclass

from program import gates
from program.playbook import Gate
from program.signatures import signatures
from program.standings import Standing


@dataclass(frozen=True, slots=True)
class Line:
    """`why` says what is missing, `held_by` whose it is."""

    title: str
    is_met: bool
    why: str = ""
    held_by: tuple[str, ...] = ()


def rubric(standing: Standing, gate: Gate) -> list[Line]:
    return [
        _deliverables(standing, gate),
        _questions(standing, gate),
        _score(standing, gate),
        _mandatory(standing, gate),
        _risks(standing, gate),
        _kpis(standing),
        _signatures(standing, gate),
    ]


def _open(title: str, standing: Standing, keys: tuple[str, ...]) -> Line:
    left = [standing.playbook.item(key) for key in keys]
    left = [each for each in left if not standing.is_settled(each)]
    held_by = tuple(dict.fromkeys(user for each in left for user in standing.owners(each)))
    return Line(title, not left, "; ".join(f"“{each.title}”" for each in left), held_by)


def _deliverables(standing: Standing, gate: Gate) -> Line:
    return _open("What the gate waits for is delivered", standing, (*gate.deliverables, *gate.needs))


def _questions(standing: Standing, gate: Gate) -> Line:
    return _open("Its questions are answered", standing, gate.questions)


def _score(standing: Standing, gate: Gate) -> Line:
    ready = standing.readiness(gate)
    title = f"Readiness is {ready.most} of 100 or more"
    return Line(title, ready.whole >= ready.most, f"it is {ready.whole}", gates.leads(standing, "gate:close"))


def _mandatory(standing: Standing, gate: Gate) -> Line:
    keys = tuple(each.key for each in gates.mandatory(standing, gate))
    return _open(f"All that is mandatory at a {standing.tier} risk tier is there", standing, keys)


def _risks(standing: Standing, gate: Gate) -> Line:
    found = gates.risks_in_the_way(standing, gate)
    held_by = tuple(dict.fromkeys(risk.owner for risk in found if risk.owner))
    codes = ", ".join(risk.code for risk in found)
    return Line("Every high risk is brought down or accepted", not found, codes, held_by)


def _kpis(standing: Standing) -> Line:
    unread = [kpi for kpi in standing.kpis if kpi.latest is None]
    why = "no KPI is defined" if not standing.kpis else "no reading of " + ", ".join(kpi.code for kpi in unread)
    return Line(
        "Every KPI has a reading", bool(standing.kpis) and not unread, why, standing.acting.get("business-owner", ())
    )


def _signatures(standing: Standing, gate: Gate) -> Line:
    lacking = [each for each in signatures(standing, gate) if not each.is_given]
    held_by = tuple(each.user for each in lacking if each.user)
    return Line(
        "Everybody who must sign has signed", not lacking, ", ".join(each.role.title for each in lacking), held_by
    )
