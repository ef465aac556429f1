"""One primary and one backup, and the sponsor's agreement that it comes first (framework 3, Phase 0, deliverable 3)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from program import use_cases
from program.errors import Refused
from program.use_cases import UseCase

EXPECTED = range(3, 6)  # "3–5 candidate use cases" (framework 3, Phase 0, activity 1)


class SelectionState(StrEnum):
    WAITING = "waiting"
    AGREED = "agreed"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Selection:
    """Waits for the sponsor's agreement that the primary is the top AI priority for 90 days.

    `backup` is `None` where a backup takes over and no other candidate is left. `count_why`: why there were fewer or
    more candidates than expected. `steps_back`: why the sponsor's other top priority does.
    """

    id: UUID
    primary: UUID
    backup: UUID | None
    sponsor: str
    selected_by: str
    selected_at: datetime
    why: str
    state: SelectionState = SelectionState.WAITING
    answered_at: datetime | None = None
    comment: str | None = None
    round: UUID | None = None
    count_why: str | None = None
    steps_back: str | None = None


def is_expected(count: int) -> bool:
    return count in EXPECTED


def check_count(count: int, why: str | None) -> None:
    """Fewer or more than expected needs a reason, and is never refused for itself (framework 3, Phase 0)."""
    if not is_expected(count) and not why:
        least, most = EXPECTED[0], EXPECTED[-1]
        told = "only one candidate" if count == 1 else f"{count or 'no'} candidates"
        raise Refused(f"There {'is' if count == 1 else 'are'} {told}; {least} to {most} are expected. Say why.",
                      field="count_why")  # fmt: skip


def select(
    primary: UseCase,
    backup: UseCase | None,
    *,
    id: UUID,
    by: str,
    why: str,
    now: datetime,
    count_why: str | None = None,
    takes_over: bool = False,
) -> Selection:
    """`takes_over`: a backup in place of a primary that stopped, perhaps the last candidate that is left."""
    if backup is None and not takes_over:
        raise Refused("Choose a backup too: it takes over if the primary stops.", field="backup")
    if backup and primary.id == backup.id:
        raise Refused("The backup must be another use case than the primary.", field="backup")
    for field, each in (("primary", primary), ("backup", backup)):
        if each and not each.is_open:
            raise Refused(_closed(each), field=field)
    if backup and backup.round != primary.round:
        raise Refused(f"{backup.name} belongs to another round: choose one of the same.", field="backup")
    use_cases.check(primary)
    if primary.sponsor is None or primary.product_owner is None:
        lacking = "executive sponsor" if primary.sponsor is None else "product owner"
        raise Refused(f"{primary.name} has no {lacking} yet: open it in `/pilot candidates`, under Correct.",
                      field="primary")  # fmt: skip
    return Selection(
        id,
        primary.id,
        backup.id if backup else None,
        primary.sponsor,
        by,
        now,
        why,
        round=primary.round,
        count_why=count_why,
    )


def _closed(use_case: UseCase) -> str:
    if use_case.state in use_cases.OVER:
        return f"{use_case.name} was {use_case.state}: choose another candidate."
    return f"{use_case.name} is a running program already: choose another candidate."


def check_answers(selection: Selection, *, by: str) -> None:
    """The sponsor alone answers, and once."""
    if by != selection.sponsor:
        raise Refused(f"Only the sponsor, <@{selection.sponsor}>, can give this agreement.")
    if selection.state is not SelectionState.WAITING:
        raise Refused("This was answered already. A new selection asks again: `/pilot select`.")


def answer(
    selection: Selection,
    *,
    by: str,
    agrees: bool,
    comment: str | None,
    now: datetime,
    others: Sequence[str] = (),
    steps_back: str | None = None,
) -> Selection:
    """`others`: what this sponsor has agreed to put first already; two things cannot both come first."""
    check_answers(selection, by=by)
    if not agrees and not comment:
        raise Refused("Say in a sentence why not, so that the next proposal can be better.", field="comment")
    if agrees and others and not steps_back:
        raise Refused(
            f"You have agreed that {' and '.join(others)} comes first. Say why that steps back, or do not agree here.",
            field="steps_back",
        )
    state = SelectionState.AGREED if agrees else SelectionState.DECLINED
    return replace(
        selection, state=state, answered_at=now, comment=comment, steps_back=steps_back if agrees and others else None
    )
