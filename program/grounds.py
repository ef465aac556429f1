"""What a decision at a gate rests on, read from where the program stands (framework 3, Week 10)."""

from program import gates, outcomes, questions
from program.decisions import Grounds
from program.playbook import Gate
from program.questions import Evidence
from program.standings import Standing


def grounds(standing: Standing, gate: Gate, evidence: Evidence | None = None) -> Grounds:
    return Grounds(
        missing=[each.what for each in gates.missing(standing, gate)],
        unanswered=questions.unanswered(standing, gate, evidence),
        vetoes=[
            f"{standing.playbook.role(veto.role).title}, <@{veto.user}>"
            for veto in outcomes.vetoes(standing.polls, gate)
        ],
        earlier=standing.decisions,
        sponsors=standing.acting.get("sponsor", ()),
    )
