"""Which surfaces show a thing, so that they are kept current when it changes."""

from collections.abc import Iterable
from datetime import datetime

from program import weeks
from program.playbook import Entry, Gate
from program.posts import DecisionWanted, Home, SignOffAsked, Subject, VoteOpened, WeeklyPrompt
from program.schedule import latest_prompt
from program.sign_offs import SignOffState
from program.standings import Standing


def of_item(standing: Standing, entry: Entry, now: datetime, *, touched: Iterable[str] = ()) -> list[Subject]:
    """The prompt of its week and the latest, the Homes of who owes it or was `touched`, and its gate's evidence."""
    users = {*standing.owners(entry), *touched}
    return [*of_prompt(standing, now, entry), *(Home(user) for user in sorted(users)), *of_evidence(standing, entry)]


def of_prompt(standing: Standing, now: datetime, entry: Entry | None = None) -> list[Subject]:
    """The prompt that people look at now; and, for an entry, that of its own week, which is harmless if unsaid."""
    program = standing.program
    latest = latest_prompt(program, standing.playbook.cadence, now)
    mondays = weeks.mondays(standing, entry.due_week) if entry else []
    prompts = [WeeklyPrompt(program.id, monday) for monday in mondays]
    return [*prompts, *([latest] if latest and latest not in prompts else [])]


def of_evidence(standing: Standing, entry: Entry | None = None) -> list[Subject]:
    """Polls and sign-offs that are open, or undecided: what they rest on has changed. No entry: a risk or a KPI has.

    Those not answered yet, too: somebody may be signing at this moment, and what they signed would be old unnoticed.
    """
    gates = [gate for gate in standing.gates_ahead if entry is None or entry.key in _counted(standing, gate.key)]
    votes = [each for gate in gates for each in of_vote(standing, gate)]
    ahead = {gate.key for gate in gates}
    asked = [each for each in standing.sign_offs if each.gate in ahead and each.state is not SignOffState.WITHDRAWN]
    return [*votes, *(SignOffAsked(each.id) for each in asked)]


def of_vote(standing: Standing, gate: Gate) -> list[Subject]:
    """The open poll; once it has closed, what asks each decider for the decision: both say what is missing."""
    poll = standing.poll(gate)
    if poll is None or standing.decision_on(poll):
        return []
    if poll.is_open:
        return [VoteOpened(poll.id)]
    return [DecisionWanted(poll.id, user) for user in standing.asked("decide", gate).get(gate.decider, ())]


def _counted(standing: Standing, gate: str) -> set[str]:
    asked = standing.playbook.gate(gate)
    return {
        *asked.wanted,
        *(entry.key for entry in standing.playbook.checklist_due_by(gate)),
    }
