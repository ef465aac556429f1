"""Hand-over: what was in one person's hands for a role goes to whoever comes, so that nothing stays behind."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, datetime

from program import commitments
from program.authority import WORKERS
from program.blockers import Blocker
from program.conditions import ConditionState, Tracked
from program.items import Item, ItemState
from program.risks import Risk
from program.sign_offs import SignOffState
from program.standings import Standing


@dataclass(frozen=True, slots=True)
class HandOver:
    """What one person takes over; sign-offs that wait and seats in open votes follow their role by themselves."""

    to: str
    items: tuple[Item, ...] = ()
    blockers: tuple[Blocker, ...] = ()
    risks: tuple[Risk, ...] = ()
    conditions: tuple[Tracked, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.items or self.blockers or self.risks or self.conditions)


def works_here(standing: Standing, user: str) -> bool:
    roles = [role for role, users in standing.appointed.items() if user in users]
    return bool(WORKERS & standing.playbook.acting(roles))


def hand_over(
    standing: Standing, role: str, former: Set[str], *, came: Sequence[str], now: datetime
) -> HandOver | None:
    """What passes to whoever came, or to who holds the role now; `former` held it, `standing` is after the change.

    The role's own items go with the role. What was theirs besides, whatever it belongs to, goes along only where they
    keep no other work in the program.
    """
    heirs = [*came, *(user for user in standing.appointed.get(role, ()) if user not in came)]
    gone = {user for user in former if user not in standing.appointed.get(role, ())}
    if not heirs or not gone:
        return None
    away = {user for user in gone if not works_here(standing, user)}
    to = heirs[0]
    items = tuple(
        replace(each, owner=to, state=ItemState.IN_PROGRESS, changed_by=to, changed_at=now)
        for key, each in standing.items.items()
        if not each.is_settled
        and (each.owner in away or (each.owner in gone and standing.playbook.item(key).owner_role == role))
    )
    blockers = tuple(replace(each, holder=to) for each in standing.open_blockers if each.holder in away)
    risks = tuple(replace(each, owner=to) for each in standing.open_risks if each.owner in away)
    conditions = tuple(each for each in commitments.unsettled(standing) if each.owner in away)
    return HandOver(to, items, blockers, risks, conditions)


def in_hands(standing: Standing, user: str) -> list[tuple[str, date | None]]:
    """All that waits for this person by name, each with its day, soonest first."""
    items = [
        (standing.playbook.item(key).title, standing.due_day(standing.playbook.item(key)))
        for key, each in standing.items.items()
        if each.owner == user and not each.is_settled
    ]
    blockers = [(f"{each.code}: {each.what}", each.wanted_by) for each in standing.open_blockers if each.holder == user]
    conditions = [
        (f"Your condition: {each.text}", each.due)
        for each in commitments.unsettled(standing)
        if each.owner == user and each.state is ConditionState.OPEN
    ]
    signs = [
        (f"Your signature: {gate.title}", standing.gate_day(gate))
        for each in standing.sign_offs
        if each.user == user and each.state is SignOffState.ASKED
        for gate in standing.gates_ahead
        if gate.key == each.gate
    ]
    votes = [
        (f"Your vote: {standing.playbook.gate(poll.gate).title}", standing.program.today(poll.closes_at))
        for poll in standing.polls
        if poll.is_open and user in poll.missing
    ]
    dated: list[tuple[str, date | None]] = [
        *sorted([*items, *blockers, *conditions, *signs, *votes], key=lambda each: each[1])
    ]
    return [*dated, *((f"{each.code}: {each.title}", None) for each in standing.open_risks if each.owner == user)]
