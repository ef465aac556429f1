"""The whole playbook, and how it is for one program."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import time
from functools import cached_property
from hashlib import sha256
from itertools import chain
from typing import Any, Protocol, Self, TypeVar

from program.changes import ChangeKind
from program.errors import Refused
from program.failure_modes import FailureMode
from program.intake import Example, Inquiry, Remark, Scale
from program.measures import STANDARD, Measures
from program.playbook.entries import ChecklistItem, Deliverable, Entry, Phase, Week
from program.playbook.gates import Gate
from program.playbook.limits import LIMITS, Cadence, Limits
from program.playbook.roles import Role, Section
from program.questionnaires import Questionnaire
from program.registers import Register
from program.remembered import remembered
from program.scorecards import Scorecard
from program.shapes import build, known
from program.tiers import Pattern, Profile, Trait, Verdict, tier_of


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
    changes: tuple[ChangeKind, ...] = ()

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

    @cached_property
    def answers(self) -> frozenset[str]:
        """Everything that is asked before something is done, as `entry.question`."""
        return frozenset(f"{item.key}.{field.key}" for item in self.items for field in item.asks)

    @cached_property
    def columns(self) -> frozenset[str]:
        """Everything that is asked of a row, as `register.field`."""
        return frozenset(f"{each.key}.{field.key}" for each in self.registers for field in each.fields)

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

    def find_item(self, key: str) -> Entry | None:
        """`None`, too, for what the program's approach does not need."""
        return self._items_by_key.get(key)

    def items_due_in(self, week: int) -> tuple[Entry, ...]:
        return tuple(item for item in self.items if item.due_week == week)

    def items_due_by(self, week: int) -> tuple[Entry, ...]:
        """Those of the weeks before count too."""
        return tuple(item for item in self.items if item.due_week <= week)

    @remembered
    def checklist_due_by(self, gate: str) -> tuple[ChecklistItem, ...]:
        """What the score at this gate counts: its own items, and those of the gates before."""
        counted = {each.key for each in self.gates if each.week <= self.gate(gate).week}
        return tuple(item for item in self.checklist if item.gate in counted)

    def acting(self, roles: Iterable[str]) -> frozenset[str]:
        """What the holder of these roles may act as: the roles themselves, and those whose rights they have."""
        held = frozenset(roles)
        return held.union(*(role.rights for role in self.roles if role.key in held))

    @cached_property
    def titles(self) -> dict[str, str]:
        """What people here call a role: by its key, and by each of its rights."""
        named = {right: " or ".join(role.title for role in roles) for right, roles in self.by_right.items()}
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
    def by_right(self) -> dict[str, tuple[Role, ...]]:
        """The roles that have each of the rights."""
        rights = {right for role in self.roles for right in role.rights}
        return {right: tuple(role for role in self.roles if right in role.rights) for right in rights}

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
