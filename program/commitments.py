"""The conditions of one program: gathered from signatures and decisions, with what became of each since."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from program.conditions import ConditionState, Step, StepKind, Tracked
from program.errors import Refused
from program.playbook import Gate
from program.sign_offs import Condition, SignOffState
from program.standings import Standing


def tracked(standing: Standing) -> list[Tracked]:
    """Soonest first; of a role's signatures at a gate only the latest counts (framework 3, Week 10)."""
    return sorted([*_of_signatures(standing), *_of_decisions(standing)], key=lambda each: (each.due, each.number))


def _of_signatures(standing: Standing) -> Iterable[Tracked]:
    for gate in standing.playbook.gates:
        for role in gate.signers:
            signed = standing.sign_off(gate, role)
            if signed and signed.state is SignOffState.CONDITIONAL:
                setters = _setters(signed.user, standing.asked("sign", gate).get(role, ()))
                yield from _all(standing, signed.id, gate, signed.conditions, signed.user, setters, signed.signed_at)


def _of_decisions(standing: Standing) -> Iterable[Tracked]:
    for each in standing.decisions:
        gate = standing.playbook.gate(each.gate)
        setters = _setters(each.by, deciders(standing, gate))
        yield from _all(standing, each.id, gate, each.conditions, each.by, setters, each.at)


def _setters(by: str, holders: Sequence[str]) -> tuple[str, ...]:
    """Whoever set it while they hold the role, else who holds it now."""
    return (by,) if by in holders else tuple(holders)


def _all(
    standing: Standing,
    source: UUID,
    gate: Gate,
    conditions: Sequence[Condition],
    by: str,
    setters: tuple[str, ...],
    since: datetime | None,
) -> Iterable[Tracked]:
    """What happened before it was signed once more belongs to the conditions of then."""
    for number, each in enumerate(conditions, start=1):
        steps = tuple(
            step
            for step in standing.condition_steps
            if (step.source, step.number) == (source, number) and (since is None or step.at >= since)
        )
        owner = _owner(each.owner, steps)
        may = tuple(user for user in setters if user != owner)
        others = may or tuple(user for user in deciders(standing, gate) if user != owner)
        yield Tracked(source, number, gate.key, each.text, owner, each.due, by, others, steps)


def _owner(first: str, steps: Sequence[Step]) -> str:
    handed = [each.note for each in steps if each.kind is StepKind.HANDED and each.note]
    return handed[-1] if handed else first


def deciders(standing: Standing, gate: Gate) -> tuple[str, ...]:
    """Who settles what was missed at this gate: its decider, or the sponsor where nobody decides."""
    return standing.asked("decide", gate).get(gate.decider) or standing.acting.get("sponsor", ())


def find(standing: Standing, source: UUID, number: int) -> Tracked:
    for each in tracked(standing):
        if (each.source, each.number) == (source, number):
            return each
    raise Refused("This condition does not count any more: `/pilot conditions` shows those that do.")


def unsettled(standing: Standing) -> list[Tracked]:
    return [each for each in tracked(standing) if each.state is not ConditionState.SETTLED]


def overdue(standing: Standing, now: datetime) -> list[Tracked]:
    return [each for each in unsettled(standing) if each.is_overdue(standing.program.today(now))]


def lapsed(standing: Standing, gate: Gate) -> list[Tracked]:
    """What this gate was opened again for, until it is settled."""
    return [each for each in unsettled(standing) if each.gate == gate.key and each.has_lapsed]


def settles(standing: Standing, one: Tracked) -> tuple[str, ...]:
    return deciders(standing, standing.playbook.gate(one.gate))
