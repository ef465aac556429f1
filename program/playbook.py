"""The playbook: what is to be done in the 90 days, by whom, by when, and which gates stand in between."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import time
from functools import cached_property
from hashlib import sha256
from itertools import chain
from typing import Any, ClassVar, Literal, Protocol, Self, TypeVar

from program.errors import Refused
from program.facts import Field
from program.failure_modes import FailureMode
from program.intake import Example, Inquiry, Remark, Scale
from program.measures import STANDARD, Measures
from program.questionnaires import Questionnaire
from program.registers import Register
from program.scorecards import Scorecard
from program.shapes import build, known
from program.tiers import Pattern, Profile, Tier, TierName, Trait, Verdict, tier_of

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Duty = Literal["work", "sign", "vote", "decide"]
WEEKDAYS: tuple[Weekday, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    key: str
    number: int
    title: str
    goal: str
    weeks: tuple[int, ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Anything that can be done: it has one permanent key, unique over the whole playbook.

    `asks` are the facts without which it is not done, `register` the list in which they are recorded row by row
    (`least` of them), `rests_on` the entries that come first, and `proof` names the rule of `program/proofs.py` that
    all this must satisfy.
    """

    kind: ClassVar[str]

    key: str
    title: str
    help: str
    due_week: int
    owner_role: str
    evidence: str
    source: str
    applies_to: Literal["all", "retrieval", "predictive"] = "all"
    asks: tuple[Field, ...] = ()
    register: str | None = None
    least: int = 1
    rests_on: tuple[str, ...] = ()
    proof: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """A part of an activity; it has a key to point at, but it is done with its activity."""

    key: str
    title: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity(Entry):
    kind: ClassVar[str] = "activity"

    details: tuple[Detail, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Entry):
    """`answered_from`: the records that answer it; where there are none, what people give by hand."""

    kind: ClassVar[str] = "question"

    answered_from: Literal["hand", "thresholds", "surveys", "sign-offs"] = "hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Output(Entry):
    kind: ClassVar[str] = "output"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliverable(Entry):
    """`accepted_by`: the roles that must all accept it."""

    kind: ClassVar[str] = "deliverable"

    phase: str
    accepted_by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistItem(Entry):
    """`gate`: the first gate whose score counts it; `mandatory_from`: the tier from which on nothing replaces it."""

    kind: ClassVar[str] = "checklist item"

    section: str
    gate: str
    mandatory_from: TierName | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    number: int
    title: str
    phase: str
    goal: str
    source: str
    activities: tuple[Activity, ...] = ()
    questions: tuple[Question, ...] = ()
    outputs: tuple[Output, ...] = ()

    @property
    def entries(self) -> tuple[Entry, ...]:
        return (*self.activities, *self.questions, *self.outputs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What a decision must bring besides its reason, as the form asks for it."""

    key: str
    label: str
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """What can be voted or decided. `effect` is what it asks for, or does to the program; an abstention has none.

    `recuse` takes the person out of the vote. `once`: by right once at a gate, and again only by the sponsor.
    """

    key: str
    title: str
    help: str
    needs_reason: bool
    source: str
    effect: Literal["none", "recuse", "pass", "iterate", "pause"] = "none"
    needs_condition: bool = False  # each with its owner and date
    needs_review: bool = False  # a day on which the decider is asked again
    once: bool = False
    ask: Ask | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AtTier:
    """Who signs and votes at a gate besides the others, from this tier on."""

    tier: TierName
    signers: tuple[str, ...] = ()
    voters: tuple[str, ...] = ()
    vetoes: tuple[str, ...] = ()
    quorum: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """It closes at the end of its week. `options` are voted on, `decisions` are the decider's to record.

    It waits for its deliverables, its `questions`, and what else it `needs`: keys of the playbook's entries.
    `quorum`: how many of its voting roles must have voted; `vetoes`: the roles whose vote against it stands until they
    withdraw it; `hidden_counts`: what people voted shows only when the vote has closed.
    """

    key: str
    title: str
    help: str
    phase: str
    week: int
    kind: Literal["selection", "completion", "vote"]
    deliverables: tuple[str, ...]
    signers: tuple[str, ...]
    decider: str
    source: str
    voters: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()  # keys of questions of a week
    options: tuple[Option, ...] = ()
    decisions: tuple[Option, ...] = ()
    blocks_phase: str | None = None  # this phase may not begin until the gate is passed
    at_tier: tuple[AtTier, ...] = ()
    needs: tuple[str, ...] = ()
    quorum: int = 0
    vetoes: tuple[str, ...] = ()
    hidden_counts: bool = False

    @property
    def wanted(self) -> tuple[str, ...]:
        """The keys of all that must be there: deliverables, what else it needs, then answers."""
        return (*self.deliverables, *self.needs, *self.questions)

    def at(self, tier: Tier) -> "Gate":
        """As it is for a program of this tier: the one place where the matrix gate × tier × role is read."""
        more = [each for each in self.at_tier if tier.reaches(each.tier)]
        if not more:
            return self
        signers = (*self.signers, *(role for each in more for role in each.signers))
        voters = (*self.voters, *(role for each in more for role in each.voters))
        vetoes = (*self.vetoes, *(role for each in more for role in each.vetoes))
        return replace(
            self,
            signers=tuple(dict.fromkeys(signers)),
            voters=tuple(dict.fromkeys(voters)),
            vetoes=tuple(dict.fromkeys(vetoes)),
            quorum=max(self.quorum, *(each.quorum for each in more)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """`approver`: the role that approves what is not done of it; empty: who decides."""

    key: str
    title: str
    source: str
    approver: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """`needed_by`: someone must hold it when this week starts; `not_together`: what its holder may not hold too.

    `delegable`: what a stand-in may do for its holder; the rest is theirs in person. `acts_as`: the roles
    of the table of authority whose rights it has; left out, those of its own key.
    """

    key: str
    title: str
    description: str
    source: str
    needed_by: int | None = None
    decides: bool = False
    reads_only: bool = False
    not_together: tuple[str, ...] = ()
    delegable: tuple[Duty, ...] = ("work", "sign", "vote")
    acts_as: tuple[str, ...] = ()

    @property
    def rights(self) -> frozenset[str]:
        return frozenset(self.acts_as or (self.key,))

    @property
    def needed_to_start(self) -> bool:
        return self.needed_by is not None and self.needed_by <= 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadence:
    """When the bot speaks by itself; times are local to the program."""

    prompt_day: Weekday
    prompt_time: time
    reminder_days: tuple[int, ...]  # before a gate
    overdue_every_days: int
    digest_day: Weekday
    digest_time: time
    poll_days: int
    iterate_weeks: int
    program_weeks: int
    round_days: tuple[int, ...] = (7, 2)  # before a selection round closes

    @property
    def prompt_weekday(self) -> int:
        """Monday is 0, as in `date.weekday()`."""
        return WEEKDAYS.index(self.prompt_day)

    @property
    def digest_weekday(self) -> int:
        """Monday is 0, as in `date.weekday()`."""
        return WEEKDAYS.index(self.digest_day)


MATERIAL = ("deliverables", "risks", "kpis", "tier")  # what signatures rest on, where a playbook does not say


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Numbers of the rules that a company may set otherwise.

    `launch_share`: percent of the traffic; a limited launch that begins with more wants a reason (framework 3, Week 11,
    activity 1). `pilot_week`: in which real users first work with it (framework 3, Week 9). `ready_from`: the score of
    100 that counts as most (framework 6, last sentence). `weakest_cap`: by how many points the whole may be above its
    weakest section. `waiver_days`: how long a waiver may last.
    `stand_in_days`: the longest that somebody stands in for the holder of a role. `survey_least`: fewer answers are not
    shown; `survey_days`: how long a survey is open; `survey_reminder_days`: before its end.
    `grace_days`: once launched, how long what was missed may be late before the decider is asked.
    `material`: a change in which of these makes a signature stale (framework 6): kinds of `MATERIAL`, or what the rows
    of a register say in one of its fields, as `components.choice`.
    """

    launch_share: int = 20
    pilot_week: int = 9
    ready_from: int = 80
    weakest_cap: int = 20
    waiver_days: int = 90
    stand_in_days: int = 28
    survey_least: int = 5
    survey_days: int = 7
    survey_reminder_days: int = 2
    grace_days: int = 5
    material: tuple[str, ...] = MATERIAL


LIMITS = Limits()


class Keyed(Protocol):
    @property
    def key(self) -> str: ...


K = TypeVar("K", bound=Keyed)


@dataclass(frozen=True, kw_only=True)  # no slots, since the cached properties need a place to stay
class Playbook:
    name: str
    version: str
    phases: tuple[Phase, ...]
    weeks: tuple[Week, ...]
    deliverables: tuple[Deliverable, ...]
    gates: tuple[Gate, ...]
    sections: tuple[Section, ...]
    checklist: tuple[ChecklistItem, ...]
    roles: tuple[Role, ...]
    cadence: Cadence
    scales: tuple[Scale, ...]
    traits: tuple[Trait, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    registers: tuple[Register, ...] = ()
    scorecards: tuple[Scorecard, ...] = ()
    limits: Limits = LIMITS
    measures: Measures = STANDARD
    inquiries: tuple[Inquiry, ...] = ()
    remarks: tuple[Remark, ...] = ()
    examples: tuple[Example, ...] = ()
    questionnaires: tuple[Questionnaire, ...] = ()
    failure_modes: tuple[FailureMode, ...] = ()

    def __repr__(self) -> str:
        """Short: a failing test or a log shows it with each program."""
        return f"<Playbook {self.name!r} {self.version}>"

    def to_json(self) -> str:
        """Canonical: the same playbook always gives the same text."""
        plain = asdict(self)
        return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=time.isoformat)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Raises `ValueError` for a text that no version's `to_json` wrote; what only a newer one knows is left out."""
        problems: list[str] = []
        made = build(cls, known(cls, json.loads(text)), "playbook", problems)
        if made is None or problems:
            raise ValueError(" ".join(problems))
        return made

    @cached_property
    def digest(self) -> str:
        return sha256(self.to_json().encode()).hexdigest()

    @cached_property
    def items(self) -> tuple[Entry, ...]:
        """Everything that can be done: by week, then the deliverables, then the checklist."""
        return (*chain.from_iterable(week.entries for week in self.weeks), *self.deliverables, *self.checklist)

    def phase(self, key: str) -> Phase:
        return _pick(self.phases, key, "phase")

    def gate(self, key: str) -> Gate:
        return _pick(self.gates, key, "gate")

    def role(self, key: str) -> Role:
        return _pick(self.roles, key, "role")

    def section(self, key: str) -> Section:
        return _pick(self.sections, key, "section")

    def register(self, key: str) -> Register:
        return _pick(self.registers, key, "register")

    def tier(self, profile: Profile) -> Verdict:
        return tier_of(profile, self.traits, self.patterns)

    def scale(self, key: str) -> Scale:
        return _pick(self.scales, key, "scale")

    def week(self, number: int) -> Week:
        for week in self.weeks:
            if week.number == number:
                return week
        raise Refused(f"There is no week {number}: the weeks are {self.weeks[0].number} to {self.weeks[-1].number}.")

    def item(self, key: str) -> Entry:
        try:
            return self._items_by_key[key]
        except KeyError:
            raise Refused(f"The playbook has no item “{key}”.") from None

    def items_due_in(self, week: int) -> tuple[Entry, ...]:
        return tuple(item for item in self.items if item.due_week == week)

    def items_due_by(self, week: int) -> tuple[Entry, ...]:
        """Those of the weeks before count too."""
        return tuple(item for item in self.items if item.due_week <= week)

    def checklist_due_by(self, gate: str) -> tuple[ChecklistItem, ...]:
        """What the score at this gate counts: its own items, and those of the gates before."""
        counted = {each.key for each in self.gates if each.week <= self.gate(gate).week}
        return tuple(item for item in self.checklist if item.gate in counted)

    def acting(self, roles: Iterable[str]) -> frozenset[str]:
        """What the holder of these roles may act as: the roles themselves, and those whose rights they have."""
        held = frozenset(roles)
        return held.union(*(role.rights for role in self.roles if role.key in held))

    def acting_as(self, right: str) -> tuple[Role, ...]:
        """The roles that have these rights."""
        return tuple(role for role in self.roles if right in role.rights)

    @cached_property
    def titles(self) -> dict[str, str]:
        """What people here call a role: by its key, and by each of its rights."""
        rights = {right for role in self.roles for right in role.rights}
        named = {right: " or ".join(role.title for role in self.acting_as(right)) for right in rights}
        return {**named, **{role.key: role.title for role in self.roles}}

    def signed_by(self, role: str) -> tuple[Gate, ...]:
        return tuple(gate for gate in self.gates if role in gate.signers)

    def may_combine(self, first: str, second: str) -> bool:
        """Whether one person may hold both roles; it is enough that one of the two excludes the other."""
        return second not in self.role(first).not_together and first not in self.role(second).not_together

    def at(self, profile: Profile) -> "Playbook":
        """The playbook as it is for one program: its tier's signers and voters, and only what its approach needs."""
        made = self._made_for.get(profile)
        if made is None:
            made = self._made_for[profile] = replace(self, **self._for(profile))
        return made

    def _for(self, profile: Profile) -> dict[str, Any]:
        tier = self.tier(profile).tier
        return {
            "gates": tuple(gate.at(tier) for gate in self.gates),
            "weeks": tuple(
                replace(
                    week,
                    activities=_needed(week.activities, profile),
                    questions=_needed(week.questions, profile),
                    outputs=_needed(week.outputs, profile),
                )
                for week in self.weeks
            ),
            "checklist": _needed(self.checklist, profile),
        }

    @cached_property
    def _made_for(self) -> dict[Profile, Self]:
        return {}

    @cached_property
    def _items_by_key(self) -> dict[str, Entry]:
        return {item.key: item for item in self.items}


E = TypeVar("E", bound=Entry)


def _needed(entries: tuple[E, ...], profile: Profile) -> tuple[E, ...]:
    """As long as nobody has said what the solution builds on, every branch is shown (framework 3, Week 5)."""
    if profile.approach in {"", "both"}:
        return entries
    return tuple(each for each in entries if each.applies_to in {"all", profile.approach})


def _pick(among: Sequence[K], key: str, what: str) -> K:
    for each in among:
        if each.key == key:
            return each
    raise Refused(f"There is no {what} “{key}”. Choose one of: {', '.join(each.key for each in among)}.")
