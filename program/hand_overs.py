"""Hand-over: what was in one person's hands for a role goes to whoever comes, so that nothing stays behind."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, datetime

from program import commitments
from program.actions import Action
from program.authority import WORKERS
from program.blockers import Blocker
from program.conditions import ConditionState, Tracked
from program.items import Item, ItemState
from program.kpis import Kpi
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
    actions: tuple[Action, ...] = ()
    readings: tuple[Kpi, ...] = ()

    @property
    def count(self) -> int:
        return sum(map(len, (self.items, self.blockers, self.risks, self.conditions, self.actions, self.readings)))

    def __bool__(self) -> bool:
        return self.count > 0


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
    heirs = [*came, *(user for user in standing.appointed[role] if user not in came)]
    gone = {user for user in former if user not in standing.appointed[role]}
    if not heirs or not gone:
        return None
    away = {user for user in gone if not works_here(standing, user)}
    to = heirs[0]
    items = tuple(
        _item(each, to, now)
        for key, each in standing.items.items()
        if not each.is_settled
        and (each.owner in away or (each.owner in gone and standing.playbook.item(key).owner_role == role))
    )
    blockers = tuple(replace(each, holder=to) for each in standing.open_blockers if each.holder in away)
    risks = tuple(_risk(each, to) for each in standing.open_risks if each.owner in away)
    conditions = tuple(each for each in commitments.unsettled(standing) if each.owner in away)
    actions = tuple(
        replace(each, owner=to, hands=each.hands + 1) for each in standing.open_actions if each.owner in away
    )
    readings = tuple(replace(each, reader=to) for each in standing.kpis if each.reader in away)
    return HandOver(to, items, blockers, risks, conditions, actions, readings)


def _item(item: Item, to: str, now: datetime) -> Item:
    """What waits for somebody's approval goes on waiting, as it was proposed and by whom."""
    if item.is_proposed:
        return replace(item, owner=to)
    return replace(item, owner=to, state=ItemState.IN_PROGRESS, changed_by=to, changed_at=now)


def _risk(risk: Risk, to: str) -> Risk:
    """Nobody holds what they accepted themselves: then it is to be accepted once more, by somebody else."""
    if risk.accepted_by != to:
        return replace(risk, owner=to)
    return replace(risk, owner=to, accepted_by=None, accepted_at=None, acceptance=None)


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
    actions = [(f"{each.code}: {each.what}", each.due) for each in standing.open_actions if each.owner == user]
    readings = [
        (f"Read {each.code} {each.name}", each.read_due)
        for each in standing.kpis
        if each.reader == user and each.read_due
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
        *sorted([*items, *blockers, *conditions, *actions, *readings, *signs, *votes], key=lambda each: each[1])
    ]
    return [*dated, *((f"{each.code}: {each.title}", None) for each in standing.open_risks if each.owner == user)]
