"""Week 0: candidates are proposed in a minute, corrected, and taken out again (framework 3, Phase 0, activity 1)."""

from collections import ChainMap
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from program import inquiries
from program.errors import Refused
from program.facts import Facts
from program.inquiries import Reply
from program.tiers import Profile


class UseCaseState(StrEnum):
    PROPOSED = "proposed"
    PRIMARY = "primary"
    BACKUP = "backup"
    STARTED = "started"
    WITHDRAWN = "withdrawn"
    ARCHIVED = "archived"


OVER = {UseCaseState.WITHDRAWN, UseCaseState.ARCHIVED}


@dataclass(frozen=True, slots=True)
class UseCase:
    """A candidate as its proposer described it; `number` is what people see, as `UC-3`.

    `impact`, `data_readiness` and `complexity` are levels from 1 to 5, of candidates from before there were forms;
    so are `cost_today` and what follows it, which the forms ask for now.
    """

    id: UUID
    number: int
    title: str
    problem: str
    who_feels_it: str
    cost_today: str | None
    outcome: str | None
    measured_by: str | None
    measured_on: date | None
    sponsor: str | None
    product_owner: str | None
    impact: int | None
    data_readiness: int | None
    complexity: int | None
    unit: str
    proposed_by: str
    proposed_at: datetime
    state: UseCaseState = UseCaseState.PROPOSED
    round: UUID | None = None
    example: str | None = None  # the worked example that it began from
    closed_why: str | None = None
    replies: tuple[Reply, ...] = ()

    @property
    def name(self) -> str:
        return f"UC-{self.number}"

    @property
    def facts(self) -> Facts:
        """All answers to all forms, with those of before the forms."""
        before: dict[str, Any] = {"cost": self.cost_today, "outcome": self.outcome}
        levels = {"impact": self.impact, "data-readiness": self.data_readiness, "complexity": self.complexity}
        old = {key: value for key, value in (before | levels).items() if value is not None}
        return ChainMap(*(dict(each.facts) for each in self.replies), old)

    @property
    def profile(self) -> Profile:
        return inquiries.profile_of(self.facts)

    @property
    def is_open(self) -> bool:
        return self.state is not UseCaseState.STARTED and self.state not in OVER

    def reply(self, inquiry: str) -> Reply | None:
        return next((each for each in self.replies if each.inquiry == inquiry), None)

    def standing_of(self, person: str) -> frozenset[str]:
        """What this person is to a use case that is no program yet."""
        named = {"sponsor": self.sponsor, "product-owner": self.product_owner, "proposer": self.proposed_by}
        asked = {"holder"} if any(each.owed_by == person for each in self.replies) else set()
        return frozenset({role for role, user in named.items() if user == person} | asked)


def check(use_case: UseCase) -> UseCase:
    """Refuse a use case whose owner would approve their own work."""
    if use_case.sponsor and use_case.sponsor == use_case.product_owner:
        raise Refused(
            "The sponsor decides on the product owner's work: choose two different people.", field="product_owner"
        )
    return use_case


def correct(before: UseCase, after: UseCase) -> UseCase:
    """Other words or people; what was there before stays in the audit trail."""
    check_open(before)
    if before.state is UseCaseState.PRIMARY and after.sponsor != before.sponsor:
        raise Refused(
            "Its sponsor has been asked for the agreement: `/pilot select` asks again, once it is no longer selected.",
            field="sponsor",
        )
    return check(after)


def take_out(before: UseCase, *, why: str | None, is_own: bool) -> UseCase:
    """Withdrawn by who proposed it, archived by who keeps the round; it can come back."""
    check_open(before)
    if before.state is not UseCaseState.PROPOSED:
        raise Refused(f"{before.name} is selected as {before.state}: `/pilot select` another one first.")
    if not why:
        raise Refused("Say why in a sentence: whoever proposes the same again will want to know.", field="why")
    return replace(before, state=UseCaseState.WITHDRAWN if is_own else UseCaseState.ARCHIVED, closed_why=why)


def bring_back(before: UseCase) -> UseCase:
    if before.state not in OVER:
        raise Refused(f"{before.name} was not taken out: `/pilot candidates` shows it.")
    return replace(before, state=UseCaseState.PROPOSED, closed_why=None)


def check_open(use_case: UseCase) -> None:
    if use_case.state is UseCaseState.STARTED:
        raise Refused(f"{use_case.name} is a program by now: `/pilot status` shows it, and `/pilot tier` its facts.")
    if use_case.state in OVER:
        raise Refused(f"{use_case.name} was {use_case.state}: bring it back first, in `/pilot candidates archived`.")
