"""What people owe, across everything: the one list behind reminders, `/pilot todo`, Home and help."""

from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from program import approvals, commitments, gates, own_days, production
from program.conditions import ConditionState, Tracked
from program.exemptions import approvers, proposed
from program.playbook import Gate
from program.polls import undecided
from program.programs import Program, ProgramState
from program.signatures import Signature, SignatureState, signatures
from program.standings import Calendar, Standing


class Duty(StrEnum):
    """What kind of thing is owed, most pressing first."""

    DECIDE = "decide"
    SIGN = "sign"
    VOTE = "vote"
    CLEAR = "clear"
    CLOSE = "close"
    OPEN_VOTE = "open-vote"
    APPOINT = "appoint"
    ASK = "ask"
    EXEMPT = "exempt"
    RAISE = "raise"
    MEND = "mend"
    DELIVER = "deliver"
    GO_ON = "go-on"
    ACT = "act"
    COUNT = "count"
    READ = "read"
    REASSESS = "reassess"
    LEAD = "lead"
    RATES = "rates"
    APPROVE = "approve"
    LOOK_BACK = "look-back"
    SETTLE = "settle"
    REVIEW = "review"
    MEET = "meet"


@dataclass(frozen=True, slots=True)
class Owed:
    """`about` is the id (of a poll, a sign-off, a blocker) or the playbook's key that the button needs."""

    program: Program
    duty: Duty
    what: str
    due: date
    about: UUID | str
    by: tuple[str, ...] = ()
    for_gate: bool = False  # the next gate cannot be passed without it
    own_day: bool = False  # it falls due on a day of its own, and is asked for on it

    @property
    def value(self) -> str:
        """What the button that does it carries."""
        return f"{self.program.id}/{self.about}" if isinstance(self.about, str) else str(self.about)

    @property
    def rank(self) -> tuple[date, int, str]:
        return (self.due, list(Duty).index(self.duty), self.what)


def owed_by(user: str, standing: Standing, now: datetime) -> list[Owed]:
    """Soonest first: what this person decides, signs, votes on, clears, sees to, or delivers by the end of the week."""
    return [each for each in owed(standing, now) if user in each.by]


def expected_of(roles: Set[str], standing: Standing, now: datetime, *, most: int = 3) -> list[tuple[str, date]]:
    """What these roles are asked for first, from now on, whoever holds them: each with its day, soonest first."""
    entries = [
        (entry.title, standing.due_day(entry))
        for entry in standing.playbook.items
        if entry.owner_role in roles and not standing.is_settled(entry)
    ]
    signs = [
        (f"Your signature: {gate.title}", standing.gate_day(gate))
        for gate in standing.gates_ahead
        if roles & set(gate.signers)
    ]
    today = standing.program.today(now)
    return sorted((each for each in (*entries, *signs) if each[1] >= today), key=lambda each: each[1])[:most]


def owing(standing: Standing, now: datetime) -> set[str]:
    """The people who owe something to the next gate: who its reminders go to, and nobody else."""
    return {user for each in _owed(standing, now, for_gate=True) if each.for_gate for user in each.by}


def is_reminded(user: str, standing: Standing, now: datetime) -> bool:
    """Whether something calls for a message: the next gate, or what has a day of its own that has come."""
    return user in owing(standing, now) or any(is_pressing(each, now) for each in owed_by(user, standing, now))


def is_pressing(owed: Owed, now: datetime) -> bool:
    return owed.for_gate or (owed.own_day and owed.due <= owed.program.today(now))


def owed(standing: Standing, now: datetime) -> list[Owed]:
    """All that is owed in a program, soonest first; in one that does not run, nothing."""
    return sorted(_owed(standing, now), key=lambda each: each.rank)


def _owed(standing: Standing, now: datetime, *, for_gate: bool = False) -> list[Owed]:
    """All, or at least what is for the next gate: the tick asks of many programs, and wants no more."""
    if standing.program.state is not ProgramState.RUNNING:
        return [*_changes(standing), *_production(standing, now)] if production.is_live(standing) else []
    gate = standing.next_gate
    found = [*_blockers(standing), *_items(standing, gate, now, for_gate=for_gate), *_exemptions(standing, gate, now)]
    found += [*_conditions(standing, now), *_dated(standing, now), *_changes(standing)]
    if gate:
        found += [*_decision(standing, gate), *_votes(standing, gate), *_signatures(standing, gate)]
        if is_near(standing, gate, standing.program.today(now)) or not gates.lacking(standing, gate):
            found += [*_asking(standing, gate), *_passing(standing, gate, now)]
    return found


def is_near(calendar: Calendar, gate: Gate, today: date) -> bool:
    """From the first reminder on, all that a gate needs is owed, whichever week it belongs to."""
    return (calendar.gate_day(gate) - today).days <= max(calendar.playbook.cadence.reminder_days, default=0)


def _blockers(standing: Standing) -> Iterable[Owed]:
    for each in standing.open_blockers:
        what = f"Clear {each.code}: {each.what}"
        yield Owed(standing.program, Duty.CLEAR, what, each.wanted_by, each.id, (each.holder,))


def _dated(standing: Standing, now: datetime) -> Iterable[Owed]:
    for each in own_days.pressing(standing, now):
        yield Owed(standing.program, Duty(each.duty), each.what, each.due, each.about, each.by, own_day=True)


def _changes(standing: Standing) -> Iterable[Owed]:
    """A change of what is live waits for each who must approve it."""
    for each in approvals.open_changes(standing):
        if by := approvals.asked(standing, each):
            what = f"Approve or refuse {each.code}: {each.what}"
            yield Owed(standing.program, Duty.APPROVE, what, each.planned_on, each.id, by, own_day=True)


def _production(standing: Standing, now: datetime) -> Iterable[Owed]:
    due = production.next_review(standing)
    if due and production.is_due(standing, now):
        what, by = "See whether it is still fine in production", production.owners(standing)
        yield Owed(standing.program, Duty.LOOK_BACK, what, due, "fine", by, own_day=True)


def _exemptions(standing: Standing, gate: Gate | None, now: datetime) -> Iterable[Owed]:
    """What is said not to apply, or is to be waived, waits for each who may approve it, all of it in one line."""
    waiting = proposed(standing)
    due = min((standing.due_day(each) for each in waiting), default=standing.program.today(now))
    lacking = {each.key for each in gates.lacking(standing, gate)} if gate else set()
    for user in sorted({user for each in waiting for user in approvers(standing, each)}):
        theirs = {each.key for each in proposed(standing, user)}
        what = f"Approve or turn down {len(theirs)} exemption{'s' if len(theirs) > 1 else ''}"
        is_for_gate = bool(theirs & lacking)
        yield Owed(standing.program, Duty.EXEMPT, what, due, "exemptions", (user,), for_gate=is_for_gate)


def _conditions(standing: Standing, now: datetime) -> Iterable[Owed]:
    """By its owner; once it is met by whoever set it; once it is missed also by who decides."""
    today, ahead = standing.program.today(now), max(standing.playbook.cadence.reminder_days, default=0)
    for each in commitments.unsettled(standing):
        is_pressing = (each.due - today).days <= ahead
        if each.state is ConditionState.MET:
            yield _condition(standing, each, Duty.REVIEW, "See whether this is met", each.setters, near=is_pressing)
            continue
        yield _condition(standing, each, Duty.MEET, "Meet the condition", (each.owner,), near=is_pressing)
        if each.is_overdue(today):
            deciders = commitments.deciders(standing, standing.playbook.gate(each.gate))
            yield _condition(standing, each, Duty.SETTLE, "Settle what was missed", deciders, near=True)


def _condition(standing: Standing, one: Tracked, duty: Duty, verb: str, by: tuple[str, ...], *, near: bool) -> Owed:
    return Owed(standing.program, duty, f"{verb}: {one.text}", one.due, one.key, by, for_gate=near)


def _items(standing: Standing, gate: Gate | None, now: datetime, *, for_gate: bool) -> Iterable[Owed]:
    lacking = {entry.key: entry for entry in gates.lacking(standing, gate)} if gate else {}
    due = lacking if gate and is_near(standing, gate, standing.program.today(now)) else {}
    if not (for_gate and due):
        due = {entry.key: entry for entry in (*standing.late(now), *standing.due_this_week(now))} | due
    for key, entry in due.items():
        if for_gate and key not in lacking:
            continue
        if standing.item(key).is_proposed and approvers(standing, entry):
            continue  # it waits for them
        owners, day = standing.owners(entry), standing.due_day(entry)
        yield Owed(standing.program, Duty.DELIVER, entry.title, day, key, owners, for_gate=key in lacking)


# --- the next gate ------------------------------------------------------------------------------------------------


def _gate(standing: Standing, gate: Gate, duty: Duty, what: str, about: UUID | str, by: tuple[str, ...]) -> Owed:
    title = f"{what}: {gate.title}"
    return Owed(standing.program, duty, title, standing.gate_day(gate), about, by, for_gate=True)


def _decision(standing: Standing, gate: Gate) -> Iterable[Owed]:
    if poll := undecided(standing, gate):
        deciders = standing.asked("decide", gate).get(gate.decider, ())
        yield _gate(standing, gate, Duty.DECIDE, "Record the decision", poll.id, deciders)


def _votes(standing: Standing, gate: Gate) -> Iterable[Owed]:
    poll = standing.poll(gate)
    if poll and poll.is_open:
        due, by = standing.program.today(poll.closes_at), tuple(poll.missing)
        yield Owed(standing.program, Duty.VOTE, f"Vote: {gate.title}", due, poll.id, by, for_gate=True)


def _signatures(standing: Standing, gate: Gate) -> Iterable[Owed]:
    for each in signatures(standing, gate):
        if each.sign_off and each.user and each.state in {SignatureState.ASKED, SignatureState.STALE}:
            again = " again" if each.state is SignatureState.STALE else ""
            what = f"Sign{again} as {each.role.title}"
            yield _gate(standing, gate, Duty.SIGN, what, each.sign_off.id, (each.user,))


def _asking(standing: Standing, gate: Gate) -> Iterable[Owed]:
    """What whoever runs the program sees to, so that everybody is asked who must sign."""
    needed, asks = signatures(standing, gate), gates.leads(standing, "sign-off:ask")
    unasked = _in(needed, SignatureState.NOT_ASKED)
    if unasked:
        count = f"{len(unasked)} sign-offs" if len(unasked) > 1 else f"the {unasked[0].role.title} sign-off"
        yield _gate(standing, gate, Duty.ASK, f"Ask for {count}", gate.key, asks)
    for each in _in(needed, SignatureState.REJECTED):
        yield _gate(standing, gate, Duty.MEND, f"Mend what {each.role.title} rejected", gate.key, asks)
    for each in _in(needed, SignatureState.VACANT, SignatureState.OWN_WORK):
        what = "Appoint" if each.state is SignatureState.VACANT else "Appoint someone else as"
        by = gates.leads(standing, "people:appoint")
        yield _gate(standing, gate, Duty.APPOINT, f"{what} {each.role.title}", standing.program.id, by)
    for lacking in gates.unready(standing, gate):
        ready = standing.readiness(gate)
        what = f"Raise the readiness from {ready.whole} to {ready.most}"
        yield _gate(standing, gate, Duty.RAISE, what, gate.key, lacking.owed_by)


def _in(needed: Iterable[Signature], *states: SignatureState) -> list[Signature]:
    return [each for each in needed if each.state in states]


def _passing(standing: Standing, gate: Gate, now: datetime) -> Iterable[Owed]:
    """The last step: to close a gate that lacks nothing, or to open its vote, for which there must be time."""
    is_complete = not gates.missing(standing, gate)
    if gate.kind != "vote":
        if is_complete:
            yield _gate(standing, gate, Duty.CLOSE, "Close the gate", gate.key, gates.leads(standing, "gate:close"))
        return
    poll = standing.poll(gate)
    left = (standing.gate_day(gate) - standing.program.today(now)).days
    is_time = is_complete or left <= standing.playbook.cadence.poll_days
    if is_time and not (poll and poll.is_open) and not undecided(standing, gate):
        yield _gate(standing, gate, Duty.OPEN_VOTE, "Open the vote", gate.key, gates.leads(standing, "vote:open"))
