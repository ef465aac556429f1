from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from program import lapses, launches, reviews
from program.conditions import StepKind
from program.decisions import RESUMED, REVIEW_MOVED, STOPPED, Decision
from program.errors import Refused
from program.exemptions import Exemption, ExemptionKind
from program.items import Item, ItemState
from program.programs import ProgramState
from program.standings import Standing
from tests.program.examples import NOW, PLAYBOOK, PROGRAM, begun, done, refuses, with_items
from tests.program.test_conditions import DUE, a_step, agreed, at

LAUNCH = next(each.key for each in PLAYBOOK.items if each.proof == "launch")
NEXT_DAY = DUE + timedelta(days=1)


def launched(standing: Standing) -> Standing:
    return with_items(standing, done(LAUNCH))


def waived(standing: Standing, expires: date = DUE) -> Standing:
    entry = PLAYBOOK.checklist_due_by("go-no-go")[0]
    exemption = Exemption(ExemptionKind.WAIVER, "why", "PM", NOW, "a control", expires, "SECURITY", NOW)
    return with_items(standing, replace(Item(entry.key, ItemState.WAIVED), exemption=exemption))


def paused(day: date | None = DUE) -> Standing:
    decision = Decision(
        uuid4(), PROGRAM.id, "go-no-go", uuid4(), "pause", "why", (), "SPONSOR", NOW, "d", review_on=day
    )
    return replace(begun(), program=replace(PROGRAM, state=ProgramState.PAUSED), decisions=(decision,))


def test_before_launch_a_missed_condition_opens_its_gate_again_once() -> None:
    [lapse] = lapses.due(agreed(), at(NEXT_DAY))

    assert lapse.condition and lapse.reopens and lapse.reopens.gate == "go-no-go"
    assert lapses.due(agreed(), at(DUE)) == []
    [again] = lapses.due(agreed(a_step(StepKind.LAPSED)), at(NEXT_DAY))
    assert again.reopens is None


def test_after_launch_it_has_days_of_grace_and_no_gate_opens_again() -> None:
    standing = launched(agreed())
    over = NEXT_DAY + timedelta(days=PLAYBOOK.limits.grace_days)

    assert launches.is_launched(standing) and not launches.is_launched(agreed())
    assert lapses.due(standing, at(over - timedelta(days=1))) == []
    [lapse] = lapses.due(standing, at(over))
    assert lapse.reopens is None


def test_a_waiver_that_is_over_opens_the_gate_that_rested_on_it() -> None:
    standing = waived(begun(passed=("go-no-go",)))

    [lapse] = lapses.due(standing, at(NEXT_DAY))

    assert lapse.item and lapse.reopens
    assert lapses.due(launched(standing), at(NEXT_DAY)) == []
    key = next(iter(standing.items))
    week = PLAYBOOK.items_due_in(1)[0].key
    of_a_week = replace(standing, items={week: replace(standing.items[key], key=week)})
    [outside] = lapses.due(of_a_week, at(NEXT_DAY))
    assert outside.item and outside.reopens is None, "only the checklist has gates"
    [ahead] = lapses.due(waived(begun(passed=())), at(NEXT_DAY))
    assert ahead.item and ahead.reopens is None, "no gate that rests on it is passed"


def test_what_is_no_longer_waived_is_not_looked_at_again() -> None:
    standing = waived(begun(), expires=date(2026, 1, 20))
    items = {key: replace(each, state=ItemState.NOT_APPLICABLE) for key, each in standing.items.items()}
    kept = {key: replace(each, exemption=None) for key, each in standing.items.items()}

    assert lapses.next_at(replace(standing, items=items), NOW) is None
    assert lapses.next_at(replace(standing, items=kept), NOW) is None
    assert lapses.due(replace(standing, items=kept), at(date(2026, 3, 1))) == []


def test_it_is_looked_at_once_in_its_minute() -> None:
    first = lapses.next_at(agreed(), NOW)
    assert first
    assert lapses.next_at(agreed(), first) != first


def test_nothing_lapses_while_a_program_is_paused() -> None:
    standing = replace(agreed(), program=replace(PROGRAM, state=ProgramState.PAUSED))

    assert lapses.due(standing, at(NEXT_DAY)) == []
    assert lapses.next_at(standing, at(DUE)) is None


def test_a_program_is_looked_at_on_the_day_after_and_when_a_pause_is_reviewed() -> None:
    def day(standing: Standing) -> date | None:
        found = lapses.next_at(standing, NOW)
        return found.date() if found else None

    assert day(begun()) is None
    assert day(agreed()) == NEXT_DAY
    assert day(waived(begun(), expires=date(2026, 1, 20))) == date(2026, 1, 21)
    assert day(paused()) == DUE
    assert lapses.review(begun()) is None and lapses.review(paused(None)) is None


def test_a_review_ends_with_a_reason_and_only_another_day_needs_a_day() -> None:
    decision = lapses.review(paused())
    assert decision
    today = DUE

    for way in (RESUMED, STOPPED):
        reviews.check(way, reason="why", day=None, paused=decision, today=today)
    reviews.check(REVIEW_MOVED, reason="why", day=date(2026, 2, 2), paused=decision, today=today)
    for way, reason, day, field in (
        ("", "why", None, "way"),
        (STOPPED, None, None, "reason"),
        (REVIEW_MOVED, "why", None, "review_on"),
        (REVIEW_MOVED, "why", today, "review_on"),
    ):
        with pytest.raises(Refused) as refused:
            reviews.check(way, reason=reason, day=day, paused=decision, today=today)
        assert refused.value.field == field
    with refuses("stands there already", field="review_on"):
        reviews.check(REVIEW_MOVED, reason="why", day=DUE, paused=decision, today=date(2026, 1, 13))
