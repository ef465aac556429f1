"""One primary, one backup, and a sponsor for whom only one thing comes first."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from program import selections
from program.errors import Refused
from program.selections import Selection, SelectionState
from program.use_cases import UseCase, UseCaseState
from tests.program.examples import refuses

NOW = datetime(2026, 1, 8, 10, tzinfo=UTC)


def a_case(number: int = 1) -> UseCase:
    return UseCase(
        UUID(int=number), number, "Claims", "Forty pages.", "Handlers", None, None, None, None, "SPONSOR", "OWNER",
        None, None, None, "Claims", "PROPOSER", NOW,
    )  # fmt: skip


def chosen(primary: UseCase, backup: UseCase | None, *, takes_over: bool = False) -> Selection:
    return selections.select(primary, backup, id=uuid4(), by="OWNER", why="It hurts.", now=NOW, takes_over=takes_over)


WAITING = chosen(a_case(1), a_case(2))


@pytest.mark.parametrize(
    ("count", "told"),
    [(0, "There are no candidates"), (1, "There is only one candidate"), (2, "There are 2"), (6, "There are 6")],
)
def test_fewer_or_more_candidates_than_expected_need_a_reason(count: int, told: str) -> None:
    with pytest.raises(Refused, match=f"{told}.*; 3 to 5 are expected") as refused:
        selections.check_count(count, None)

    assert refused.value.field == "count_why"
    selections.check_count(count, "Only these are ripe.")


@pytest.mark.parametrize("count", [3, 4, 5])
def test_three_to_five_need_none(count: int) -> None:
    selections.check_count(count, None)


@pytest.mark.parametrize(
    ("primary", "backup", "field", "sentence"),
    [
        (a_case(1), None, "backup", "Choose a backup too"),
        (a_case(1), a_case(1), "backup", "another use case"),
        (replace(a_case(1), state=UseCaseState.STARTED), a_case(2), "primary", "a running program already"),
        (a_case(1), replace(a_case(2), state=UseCaseState.WITHDRAWN), "backup", "UC-2 was withdrawn"),
        (a_case(1), replace(a_case(2), round=UUID(int=9)), "backup", "belongs to another round"),
        (replace(a_case(1), sponsor=None), a_case(2), "primary", "has no executive sponsor yet"),
        (replace(a_case(1), product_owner=None), a_case(2), "primary", "has no product owner yet"),
    ],
)
def test_what_cannot_be_selected(primary: UseCase, backup: UseCase | None, field: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence) as refused:
        chosen(primary, backup)

    assert refused.value.field == field


def test_a_selection_keeps_who_chose_what_and_why() -> None:
    id, round = uuid4(), uuid4()
    first, second = (replace(a_case(number), round=round) for number in (1, 2))

    found = selections.select(first, second, id=id, by="OWNER", why="It hurts.", now=NOW, count_why="Few are ripe.")

    assert found == Selection(
        id, first.id, second.id, "SPONSOR", "OWNER", NOW, "It hurts.", round=round, count_why="Few are ripe."
    )
    with refuses("Choose a backup too", field="backup"):
        selections.select(first, None, id=id, by="OWNER", why="It hurts.", now=NOW)


def test_a_backup_that_takes_over_may_be_the_last_candidate() -> None:
    assert chosen(a_case(1), None, takes_over=True).backup is None


def test_the_sponsor_alone_answers_and_once() -> None:
    with pytest.raises(Refused, match="Only the sponsor"):
        selections.answer(WAITING, by="OWNER", agrees=True, comment=None, now=NOW)
    answered = selections.answer(WAITING, by="SPONSOR", agrees=True, comment=None, now=NOW)

    assert answered.state is SelectionState.AGREED
    with pytest.raises(Refused, match="answered already"):
        selections.answer(answered, by="SPONSOR", agrees=True, comment=None, now=NOW)


def test_a_no_needs_its_reason() -> None:
    with refuses("why not", field="comment"):
        selections.answer(WAITING, by="SPONSOR", agrees=False, comment=None, now=NOW)

    declined = selections.answer(WAITING, by="SPONSOR", agrees=False, comment="Later.", now=NOW, others=["CLAIMS"])
    assert declined == replace(WAITING, state=SelectionState.DECLINED, answered_at=NOW, comment="Later.")


def test_two_things_cannot_both_come_first() -> None:
    with pytest.raises(Refused, match="You have agreed that CLAIMS and UC-7 comes first") as refused:
        selections.answer(WAITING, by="SPONSOR", agrees=True, comment=None, now=NOW, others=["CLAIMS", "UC-7"])
    agreed = selections.answer(
        WAITING, by="SPONSOR", agrees=True, comment=None, now=NOW, others=["CLAIMS"], steps_back="It waits."
    )

    assert refused.value.field == "steps_back"
    assert agreed.steps_back == "It waits."
    alone = selections.answer(WAITING, by="SPONSOR", agrees=True, comment="Go", now=NOW, steps_back="Nothing does.")
    assert alone == replace(WAITING, state=SelectionState.AGREED, answered_at=NOW, comment="Go")
    declined = selections.answer(
        WAITING, by="SPONSOR", agrees=False, comment="No", now=NOW, others=["CLAIMS"], steps_back="It waits."
    )
    assert declined.steps_back is None
