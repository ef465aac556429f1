"""What is to be done, week by week."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from program.facts import Field
from program.tiers import TierName


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
