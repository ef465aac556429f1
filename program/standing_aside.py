"""Declaring a conflict of interest at a gate, and taking that back (framework 3, Week 10)."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from program.errors import Refused
from program.playbook import Gate
from program.recusals import Recusal, recusal
from program.standings import Standing


def gates_of(standing: Standing, user: str) -> list[Gate]:
    """The gates ahead at which this person signs, votes or decides."""
    found = [gate for gate in standing.gates_ahead if _is_concerned(standing, gate, user)]
    if not found:
        raise Refused("There is no gate ahead at which you sign, vote or decide: there is nothing to stand aside from.")
    return found


def _is_concerned(standing: Standing, gate: Gate, user: str) -> bool:
    held = {each.role for each in standing.appointments if each.user == user}
    return bool(held & {*gate.signers, *gate.voters, gate.decider})


def declare(standing: Standing, gate: Gate, *, id: UUID, by: str, reason: str | None, now: datetime) -> Recusal:
    """From now on they are asked for nothing at this gate; a role that nobody else holds counts as vacant there."""
    if standing.is_passed(gate):
        raise Refused(f"“{gate.title}” is behind us: what was signed and decided there stays on record.", field="gate")
    if recusal(standing.recusals, gate.key, by):
        raise Refused(f"You stand aside at “{gate.title}” already: `/pilot people` takes it back.", field="gate")
    if not _is_concerned(standing, gate, by):
        raise Refused(f"You neither sign nor vote nor decide at “{gate.title}”: choose another gate.", field="gate")
    if not reason:
        raise Refused("Say what the conflict of interest is: it is shown to whoever sees this program.", field="reason")
    return Recusal(id, standing.program.id, gate.key, by, reason, now)


def take_back(one: Recusal, *, by: str, passed: bool, now: datetime) -> Recusal:
    """By whoever declared it, before the gate is behind: only they know that the conflict is gone."""
    if by != one.user:
        raise Refused(f"Only <@{one.user}> can take this back: they declared the conflict of interest.")
    if passed:
        raise Refused("This gate is behind us: who stood aside there stays on record.")
    return replace(one, taken_back_at=now) if one.stands else one
