"""Which surfaces show a thing, so that they are kept current when it changes."""

from collections.abc import Iterable
from datetime import datetime

from program import weeks
from program.playbook import Entry
from program.posts import Home, SignOffAsked, Subject, VoteOpened, WeeklyPrompt
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
    """Open polls and sign-offs: what they rest on has changed. No entry: a risk or a KPI has.

    Those not answered yet, too: somebody may be signing at this moment, and what they signed would be old unnoticed.
    """
    ahead = {gate.key for gate in standing.gates_ahead if entry is None or entry.key in _counted(standing, gate.key)}
    polls = [VoteOpened(poll.id) for poll in standing.polls if poll.is_open and poll.gate in ahead]
    asked = [each for each in standing.sign_offs if each.gate in ahead and each.state is not SignOffState.WITHDRAWN]
    return [*polls, *(SignOffAsked(each.id) for each in asked)]


def _counted(standing: Standing, gate: str) -> set[str]:
    asked = standing.playbook.gate(gate)
    return {
        *asked.wanted,
        *(entry.key for entry in standing.playbook.checklist_due_by(gate)),
    }
