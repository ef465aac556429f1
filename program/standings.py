"""Where one program stands: everything that status, gates, packets, prompts, digests and Home read from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from hashlib import sha256
from json import dumps

from program import people
from program.actions import Action
from program.blockers import Blocker
from program.changes import Change
from program.conditions import Step
from program.decision_log import LoggedDecision
from program.decisions import Decision
from program.delegations import Delegation, acted_for
from program.failure_modes import Seen
from program.items import Item, item, kept
from program.kpis import Kpi
from program.live_reviews import LiveReview
from program.money import MoneyLine, NextBudget
from program.people import Appointment
from program.playbook import ChecklistItem, Duty, Entry, Gate, Playbook, Week
from program.programs import Program
from program.readiness import Readiness, due_by, readiness
from program.recusals import Recusal, recused
from program.registers import Row, counting
from program.remembered import remembered
from program.risks import Risk
from program.shares import Share
from program.sign_offs import SignOff, SignOffState
from program.surveys import Survey
from program.tiers import Tier
from program.votes import Poll


@dataclass(frozen=True, slots=True)
class PassedGate:
    """A gate behind us: when it closed and who closed it; `override`: why, though `lacking` was missing."""

    gate: str
    at: datetime
    by: str
    override: str | None = None
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True)
class Calendar:
    """What tells on which days something falls due: a program without what is in hand.

    `playbook` is as the program's profile makes it (see `Playbook.at`).
    """

    program: Program
    playbook: Playbook
    sign_offs: tuple[SignOff, ...]
    passed: tuple[PassedGate, ...]
    polls: tuple[Poll, ...]  # oldest first, each with its votes where the standing is whole
    has_own_days: bool = field(
        default=True, kw_only=True
    )  # KPIs, risks, actions or rows of registers, which fall due on days of their own

    @property
    def last_week(self) -> int:
        return self.playbook.weeks[-1].number

    @remembered
    def gate_day(self, gate: Gate) -> date:
        return self.program.due_day(gate.key, gate.week)

    def is_passed(self, gate: Gate) -> bool:
        return any(each.gate == gate.key for each in self.passed)

    @cached_property
    def gates_ahead(self) -> list[Gate]:
        return [gate for gate in self.playbook.gates if not self.is_passed(gate)]

    @cached_property
    def next_gate(self) -> Gate | None:
        return self.gates_ahead[0] if self.gates_ahead else None

    def sign_off(self, gate: Gate, role: str) -> SignOff | None:
        """The one that counts: the latest that was not withdrawn."""
        asked = [
            each
            for each in self.sign_offs
            if each.gate == gate.key and each.role == role and each.state is not SignOffState.WITHDRAWN
        ]
        return asked[-1] if asked else None

    def poll(self, gate: Gate) -> Poll | None:
        """The latest at this gate."""
        return next((each for each in reversed(self.polls) if each.gate == gate.key), None)


@dataclass(frozen=True)
class Standing(Calendar):
    """One program with all its parts, as read in one transaction."""

    appointments: tuple[Appointment, ...]
    items: Mapping[str, Item]  # only those that somebody has touched
    blockers: tuple[Blocker, ...]
    risks: tuple[Risk, ...]
    kpis: tuple[Kpi, ...]
    decisions: tuple[Decision, ...]
    rows: tuple[Row, ...] = ()  # of all registers
    delegations: tuple[Delegation, ...] = ()  # those that are over too
    recusals: tuple[Recusal, ...] = ()  # those taken back too
    actions: tuple[Action, ...] = ()
    money: tuple[MoneyLine, ...] = ()
    next_budget: NextBudget | None = None  # of version 2
    decision_log: tuple[LoggedDecision, ...] = ()  # besides the decisions at gates, oldest first
    condition_steps: tuple[Step, ...] = ()  # of all conditions, oldest first
    enrolled: int = 0  # people in the staging pilot
    surveys: tuple[Survey, ...] = ()  # of the staging pilot, oldest first
    symptoms_seen: tuple[Seen, ...] = ()  # oldest first, those that are gone too
    shares: tuple[Share, ...] = ()  # changes of who has it, after the launch, oldest first
    live_reviews: tuple[LiveReview, ...] = ()  # since it is in production, oldest first
    changes: tuple[Change, ...] = ()  # of what is live, by number

    @cached_property
    def tier(self) -> Tier:
        return self.playbook.tier(self.program.profile).tier

    def register(self, key: str) -> list[Row]:
        """The rows of a register that count."""
        return counting(self.rows, key)

    @cached_property
    def holders(self) -> dict[str, tuple[str, ...]]:
        """Who does the work of each role now, longest-serving first: a stand-in in the place of who is away."""
        return {role.key: people.acting(role.key, self.appointments) for role in self.playbook.roles}

    @cached_property
    def appointed(self) -> dict[str, tuple[str, ...]]:
        """Who holds each role themselves, longest-serving first."""
        return {role.key: people.holders(role.key, self.appointments) for role in self.playbook.roles}

    @cached_property
    def hands(self) -> dict[str, tuple[str, ...]]:
        """Everyone who may act in each role, the absent and their stand-ins."""
        return {role: (*users, *self.stand_ins(role)) for role, users in self.appointed.items()}

    def stand_ins(self, role: str) -> tuple[str, ...]:
        """Who stands in for holders of this role, now or on days to come."""
        return tuple(each.stand_in for each in self.delegations if each.is_open and each.role == role)

    @remembered
    def asked(self, duty: Duty, gate: Gate) -> dict[str, tuple[str, ...]]:
        """Who signs, votes or decides at a gate for each role: nobody recused, and in person where that is wanted."""
        aside = recused(self.recusals, gate.key)
        found = {
            role.key: (self.holders if duty in role.delegable else self.appointed)[role.key]
            for role in self.playbook.roles
        }
        return {
            role: tuple(user for user in users if not {user, self.stands_in_for(user, role)} & aside)
            for role, users in found.items()
        }

    def stands_in_for(self, user: str, role: str) -> str | None:
        """Whom this person stands in for in a role now."""
        found = (each.for_user for each in self.appointments if (each.user, each.role) == (user, role))
        return next((each for each in found if each), None)

    def acted_for(self, user: str | None, at: datetime | None, *roles: str) -> str | None:
        """On whose behalf this person acted at a moment, in one of these roles or, where none is named, in any."""
        found = (acted_for(self.delegations, user or "", at, role) for role in roles or (None,))
        return next((each for each in found if each), None)

    def signed_for(self, sign_off: SignOff | None) -> str | None:
        """On whose behalf this was signed."""
        return self.acted_for(sign_off.user, sign_off.signed_at, sign_off.role) if sign_off else None

    def authors(self, done: Item) -> frozenset[str]:
        """Who counts as having done this: whoever did, and for whom."""
        return frozenset(each for each in (done.changed_by, self.acted_for(done.changed_by, done.changed_at)) if each)

    @cached_property
    def acting(self) -> dict[str, tuple[str, ...]]:
        """The users of each role of the table of authority, whatever the playbook calls their role."""
        return {
            right: tuple(dict.fromkeys(user for role in roles for user in self.holders[role.key]))
            for right, roles in self.playbook.by_right.items()
        }

    def item(self, key: str) -> Item:
        return item(self.items, key)

    @cached_property
    def settled(self) -> frozenset[str]:
        """The keys of what is done or does not apply."""
        return frozenset(key for key, each in self.items.items() if each.is_settled)

    def is_settled(self, entry: Entry) -> bool:
        return entry.key in self.settled

    def owners(self, entry: Entry) -> tuple[str, ...]:
        """Who owes an entry: whoever took it, else whoever holds its role."""
        taken_by = self.item(entry.key).owner
        if not taken_by:
            return self.holders.get(entry.owner_role, ())
        away = (each for each in self.appointments if each.for_user == taken_by)
        return (next((each.user for each in away), taken_by),)

    # --- weeks and gates -----------------------------------------------------------------------------------------

    def week(self, now: datetime) -> Week:
        """The week that the calendar says; a held program stays in it but does not move on (see `held_by`)."""
        number = self.program.week(self.program.today(now), last=self.last_week)
        return self.playbook.week(max(number, self.playbook.weeks[0].number))  # not every playbook has a week 0

    def due_day(self, entry: Entry) -> date:
        """As its week says or as it was moved, and never after a gate ahead that needs it."""
        own = self.program.due_day(entry.key, entry.due_week)
        if not self.program.moves:
            return own
        return min([own, *(self.gate_day(gate) for gate in self.gates_ahead if entry.key in gate.wanted)])

    def passed_with(self, entry: Entry) -> Gate | None:
        """The gate behind us that could not have been passed without this."""
        behind = (gate for gate in self.playbook.gates if self.is_passed(gate))
        return next((gate for gate in behind if entry.key in gate.wanted), None)

    @property
    def overridden(self) -> list[PassedGate]:
        """The gates that were passed with something missing: shown at every later one."""
        return [each for each in self.passed if each.override]

    def held_by(self, now: datetime) -> Gate | None:
        """The gate that should have been passed before the phase of this week (framework 3, end of Phase 1)."""
        weeks = [week for week in self.playbook.weeks if week.number <= self.week(now).number]
        begun = {week.phase for week in weeks}
        return next((gate for gate in self.gates_ahead if gate.blocks_phase in begun), None)

    # --- progress ------------------------------------------------------------------------------------------------

    def late(self, now: datetime) -> list[Entry]:
        today = self.program.today(now)
        return [entry for entry in self.playbook.items if entry.key not in self.settled and self.due_day(entry) < today]

    def due_this_week(self, now: datetime) -> list[Entry]:
        return [entry for entry in self.due_in(self.week(now).number) if not self.is_settled(entry)]

    def due_in(self, week: int) -> tuple[Entry, ...]:
        """What a week owes: its own, but for what was moved out of it, and what was moved into it."""
        if not self.program.moves:
            return self.playbook.items_due_in(week)
        return tuple(entry for entry in self.playbook.items if self.due_in_week(entry) == week)

    def due_in_week(self, entry: Entry) -> int:
        day = self.due_day(entry)
        if day == self.program.last_day(entry.due_week):
            return entry.due_week
        return self.program.week(day, last=self.last_week)

    def score(self, entries: tuple[ChecklistItem, ...]) -> tuple[int, int]:
        """How many are settled, of how many."""
        return sum(self.is_settled(entry) for entry in entries), len(entries)

    def sections(self, gate: Gate) -> list[tuple[str, int, int]]:
        """The score of each section by what is due at this gate: title, settled, of how many."""
        due = self.playbook.checklist_due_by(gate.key)
        by_section = [
            (each.title, tuple(entry for entry in due if entry.section == each.key)) for each in self.playbook.sections
        ]
        return [(title, *self.score(entries)) for title, entries in by_section if entries]

    def readiness(self, gate: Gate | None) -> Readiness:
        """By what is due at this gate; without one, by the whole checklist."""
        due = due_by(self.playbook, gate)
        return readiness(self.playbook, due, self.settled, tier=self.tier, limits=self.playbook.limits)

    @property
    def open_blockers(self) -> list[Blocker]:
        return [each for each in self.blockers if each.is_open]

    @property
    def open_actions(self) -> list[Action]:
        return [each for each in self.actions if each.is_open]

    @property
    def open_risks(self) -> list[Risk]:
        """Worst first."""
        return sorted((each for each in self.risks if each.is_open), key=lambda risk: (-risk.score, risk.number))

    def decision(self, gate: Gate) -> Decision | None:
        """The latest at this gate."""
        return next((each for each in reversed(self.decisions) if each.gate == gate.key), None)

    def decision_on(self, poll: Poll) -> Decision | None:
        """As it was corrected last."""
        found = next((each for each in self.decisions if each.poll == poll.id), None)
        while found and (later := next((each for each in self.decisions if each.corrects == found.id), None)):
            found = later
        return found

    # --- the packet: what a signature is bound to (DESIGN, decision 6) --------------------------------------------

    def packet(self, gate: Gate) -> dict[str, object]:
        """The facts that a sign-off or a vote at this gate rests on."""
        keys = [*gate.wanted, *(entry.key for entry in self.playbook.checklist_due_by(gate.key))]
        return {
            "gate": gate.key,
            "items": {key: kept(self.item(key)) for key in sorted(keys)},
            "risks": [[risk.number, risk.score, risk.owner, *accepted(risk)] for risk in self.open_risks],
            "kpis": [
                [kpi.number, kpi.baseline, kpi.target, kpi.latest and kpi.latest.value, *tolerated(kpi)]
                for kpi in self.kpis
            ],
        }

    def digest(self, gate: Gate) -> str:
        return sha256(
            dumps(self.packet(gate), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        ).hexdigest()


def accepted(risk: Risk) -> list[object]:
    """What remains, where somebody said so, and who took it on; nothing otherwise, as in the packets of before."""
    return [] if risk.residual is None else [risk.residual, risk.accepted_by]


def tolerated(kpi: Kpi) -> list[object]:
    return [] if kpi.tolerance is None else [kpi.tolerance]
