"""What one person owes, across everything: the one list behind reminders, Home and help."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from program import gates
from program.programs import Program, ProgramState
from program.sign_offs import SignOffState
from program.standings import Standing


class Duty(StrEnum):
    """What kind of thing is owed, most pressing first."""

    DECIDE = "decide"
    SIGN = "sign"
    VOTE = "vote"
    CLEAR = "clear"
    DELIVER = "deliver"


@dataclass(frozen=True, slots=True)
class Owed:
    """`about` is the id (of a poll, a sign-off, a blocker) or the playbook's key that the button needs."""

    program: Program
    duty: Duty
    what: str
    due: date
    about: UUID | str

    @property
    def value(self) -> str:
        """What the button that does it carries."""
        return f"{self.program.id}/{self.about}" if isinstance(self.about, str) else str(self.about)

    @property
    def rank(self) -> tuple[date, int, str]:
        return (self.due, list(Duty).index(self.duty), self.what)


def owed_by(user: str, standing: Standing, now: datetime) -> list[Owed]:
    """Soonest first: decisions, sign-offs, votes, blockers to clear, and what is late or due this week."""
    if standing.program.state is not ProgramState.RUNNING:
        return []
    found = [
        *_decisions(user, standing),
        *_sign_offs(user, standing),
        *_votes(user, standing),
        *_blockers(user, standing),
        *_items(user, standing, now),
    ]
    return sorted(found, key=lambda each: each.rank)


def _decisions(user: str, standing: Standing) -> list[Owed]:
    decided = {decision.poll for decision in standing.decisions}
    waiting = [poll for poll in standing.polls if not poll.is_open and poll.id not in decided]
    gates_waiting = [(poll, standing.playbook.gate(poll.gate)) for poll in waiting]
    return [
        Owed(standing.program, Duty.DECIDE, f"Record the decision: {gate.title}", standing.gate_day(gate), poll.id)
        for poll, gate in gates_waiting
        if user in standing.holders.get(gate.decider, ())
    ]


def _sign_offs(user: str, standing: Standing) -> list[Owed]:
    asked = [each for each in standing.sign_offs if each.user == user and each.state is SignOffState.ASKED]
    return [
        Owed(
            standing.program,
            Duty.SIGN,
            f"Sign as {standing.playbook.role(each.role).title}: {gate.title}",
            standing.gate_day(gate),
            each.id,
        )
        for each in asked
        if not standing.is_passed(gate := standing.playbook.gate(each.gate))
    ]


def _votes(user: str, standing: Standing) -> list[Owed]:
    return [
        Owed(
            standing.program,
            Duty.VOTE,
            f"Vote: {standing.playbook.gate(poll.gate).title}",
            standing.program.today(poll.closes_at),
            poll.id,
        )
        for poll in standing.polls
        if poll.is_open and user in poll.missing
    ]


def _blockers(user: str, standing: Standing) -> list[Owed]:
    return [
        Owed(standing.program, Duty.CLEAR, f"Clear {each.code}: {each.what}", each.wanted_by, each.id)
        for each in standing.open_blockers
        if each.holder == user
    ]


def _items(user: str, standing: Standing, now: datetime) -> list[Owed]:
    entries = [*standing.late(now), *standing.due_this_week(now)]
    return [
        Owed(standing.program, Duty.DELIVER, entry.title, standing.due_day(entry), entry.key)
        for entry in entries
        if user in standing.owners(entry)
    ]


def owing(standing: Standing) -> set[str]:
    """The people who owe something to the next gate: who its reminders go to, and nobody else."""
    gate = standing.next_gate
    if gate is None or standing.program.state is not ProgramState.RUNNING:
        return set()
    in_the_way = {user for each in gates.missing(standing, gate) for user in each.owed_by}
    poll = standing.poll(gate)
    return in_the_way | (set(poll.missing) if poll and poll.is_open else set())
