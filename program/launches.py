"""The limited launch: refused without a go, watched dashboards, on-call and a timed drill (framework 3, Week 11)."""

from program.facts import Facts, number, text
from program.standings import Standing


def safety_net(standing: Standing, given: Facts) -> list[str]:
    """Somebody watches dashboards that are there; who answers at night holds the role (framework 3, Week 11, 2)."""
    found = [] if standing.register("dashboards") else ["the dashboards: `/pilot register dashboards`"]
    return found + ([] if standing.acting.get("on-call") else ["somebody who holds the role On-call: `/pilot people`"])


def launch(standing: Standing, given: Facts) -> list[str]:
    """No launch without the decision for it; a share above a fifth has its reason (framework 3, Week 11, 1)."""
    before = [gate for gate in standing.gates_ahead if gate.kind == "vote" and gate.blocks_phase]
    found = [f"a go at “{gate.title}”" for gate in before]
    most = standing.playbook.limits.launch_share
    if (number(given, "share") or 0) > most and not text(given, "why-more"):
        found.append(f"the reason why more than {most} % begin with it")
    return found
