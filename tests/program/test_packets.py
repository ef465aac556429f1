from dataclasses import replace
from datetime import date
from uuid import uuid4

from program import packets
from program.items import Item, ItemState
from program.kpis import Direction, Kpi, Meaning, Reading
from program.packets import changes, plain
from program.risks import Risk
from program.standings import Standing
from tests.program.examples import GO_NO_GO, NOW, PROGRAM, begun, complete, done, with_items

BEFORE = complete(GO_NO_GO)


def a_risk(number: int, likelihood: int, owner: str | None = "RISK-OWNER") -> Risk:
    return Risk(uuid4(), PROGRAM.id, number, "Drift", likelihood, 4, owner, None, "SECURITY", NOW)


def a_kpi(number: int, *values: float, target: float = 20) -> Kpi:
    readings = tuple(Reading(value, date(2026, 1, 12), None, "OPERATIONS", NOW) for value in values)
    return Kpi(
        uuid4(), number, "Handling time", "min", Direction.DOWN, 45, target, "Report", Meaning.BUSINESS, "X", readings
    )


def since(before: Standing, now: Standing) -> list[str]:
    return changes(plain(before, GO_NO_GO), now, GO_NO_GO)


def test_nothing_has_changed_where_nothing_has() -> None:
    assert since(BEFORE, BEFORE) == []


def test_items_that_changed_are_named() -> None:
    reopened = with_items(
        BEFORE,
        Item("d3-control-evidence", ItemState.OPEN),
        done("w10-accurate-enough", evidence="another answer"),
    )

    assert since(BEFORE, reopened) == [
        "“Evidence that the controls hold” is open now, and was done",
        "“Is it accurate enough within its guardrails?” has other evidence",
    ]


def test_another_reason_is_told_from_other_evidence() -> None:
    before, now = (
        with_items(BEFORE, Item("d3-control-evidence", ItemState.NOT_APPLICABLE, reason=why)) for why in ("x", "y")
    )
    assert since(before, now) == ["“Evidence that the controls hold” has another reason"]


def test_a_kpi_that_is_gone_hides_none_that_follows() -> None:
    before = replace(BEFORE, kpis=(a_kpi(1), a_kpi(2)))
    now = replace(BEFORE, kpis=(a_kpi(2, 31),))
    assert since(before, now) == ["K-1 is gone", "K-2 Handling time has a new reading: 31"]
    new = replace(BEFORE, kpis=(a_kpi(0), a_kpi(2, 31)))
    same = replace(BEFORE, kpis=(a_kpi(1, 40), a_kpi(2)))
    assert since(same, replace(BEFORE, kpis=(a_kpi(1, 40), a_kpi(2, 31)))) == [
        "K-2 Handling time has a new reading: 31"
    ]
    found = since(replace(BEFORE, kpis=(a_kpi(2),)), new)
    assert found == ["K-0 Handling time is new", "K-2 Handling time has a new reading: 31"]


def test_an_item_that_this_gate_does_not_count_is_no_change() -> None:
    assert since(BEFORE, with_items(BEFORE, done("d4-runbook"))) == []


def test_risks_that_changed_are_named() -> None:
    before = replace(BEFORE, risks=(a_risk(1, 2), a_risk(2, 3), a_risk(3, 1)))
    now = replace(BEFORE, risks=(a_risk(1, 5), a_risk(3, 1, owner=None), a_risk(4, 5)))

    assert since(before, now) == [
        "R-1 scores 20 now, and scored 8",
        "R-2 is closed",
        "R-3 has another owner",
        "R-4 is new, with a score of 20",
    ]


def test_kpis_that_changed_are_named() -> None:
    before = replace(BEFORE, kpis=(a_kpi(1, 40), a_kpi(2), a_kpi(3)))
    now = replace(BEFORE, kpis=(a_kpi(1, 40, 31), a_kpi(2, target=10), a_kpi(4)))

    assert since(before, now) == [
        "K-1 Handling time has a new reading: 31",
        "K-2 Handling time has another baseline or target",
        "K-3 is gone",
        "K-4 Handling time is new",
    ]


def test_a_risk_and_a_kpi_are_told_apart_by_number_and_not_by_place() -> None:
    before = replace(BEFORE, kpis=(a_kpi(1), a_kpi(2)), risks=(a_risk(1, 5), a_risk(2, 5)))
    now = replace(before, kpis=(a_kpi(2), a_kpi(1)), risks=before.risks[::-1])

    assert since(before, now) == []


def test_what_no_longer_counts_and_what_counts_now_are_named() -> None:
    before = plain(BEFORE, GO_NO_GO)
    items = dict(before["items"])
    gone = items.pop("d3-control-evidence")

    assert changes({**before, "items": items}, BEFORE, GO_NO_GO) == ["“Evidence that the controls hold” counts now"]
    more = {**before["items"], "d4-runbook": gone}
    assert changes({**before, "items": more}, BEFORE, GO_NO_GO) == ["“Production runbook” no longer counts"]


def test_the_checklist_is_counted_section_by_section() -> None:
    due = BEFORE.playbook.checklist_due_by("go-no-go")
    sections = BEFORE.sections(GO_NO_GO)

    assert BEFORE.score(due) == (len(due), len(due))
    assert all(settled == of > 0 for _, settled, of in sections)
    assert sum(of for _, _, of in sections) == len(due)
    assert replace(BEFORE, items={}).score(due) == (0, len(due))


def test_of_registers_only_what_says_something_else_is_named() -> None:
    before = {"components.choice": [1], "components.owner": [1]}

    named = list(packets._beyond(before, before | {"components.owner": [2]}, begun()))

    assert named == ["“Reference architecture” says something else"]
    assert list(packets._beyond({"tier": ["low"]}, {"tier": ["low"]}, begun())) == []
    assert len(list(packets._beyond({"tier": ["low"]}, {"tier": ["high"]}, begun()))) == 1
    gone = {"gone.choice": [1]}
    assert list(packets._beyond(gone, {"gone.choice": [2]}, begun())) == ["“gone.choice” says something else"]
