"""Every view of the KPIs, their readings and targets is one that Slack takes, whatever people typed."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from program.kpis import Aim, Direction, Kind, Kpi, Meaning, Reading
from program.standings import PassedGate, Standing
from program.targets import lead
from sandbox.block_kit import check_message
from templates import kpis as shown
from templates import readings, status, targets
from tests.program.examples import NOW, begun
from tests.templates.extremes import NASTY, filled, taken

TODAY = NOW.date()


def a_kpi(text: str, count: int, **changed: object) -> Kpi:
    read = tuple(
        Reading(40 - i, date(2026, 1, 1) + timedelta(days=i // 2), filled(text, 300), "U1", NOW, uuid4())
        for i in range(count)
    )
    kpi = Kpi(
        uuid4(), 1, filled(text, 80), filled(text, 20), Direction.DOWN, 45, 18, filled(text, 200), Meaning.TECHNICAL,
        "U1", read, aim=Aim.PERCENT, amount=60, worth=filled(text, 200), cadence_days=7, reader="U2", since=TODAY,
        stop_at=30, stop_on=TODAY,
    )  # fmt: skip
    return replace(kpi, **changed)  # type: ignore[arg-type]


def measured(text: str, count: int) -> Standing:
    first = a_kpi(text, count, is_headline=True, meaning=Meaning.BUSINESS)
    guard = a_kpi(text, count, kind=Kind.GUARD, guards=first.id, tolerance=2, baseline=3, target=3)
    rate = a_kpi(text, 0, kind=Kind.RATE, rate="adoption", target=60, unit="%", direction=Direction.UP)
    counted = Reading(40, TODAY, None, "U1", NOW, uuid4(), 40, 100, None, None)
    others = [a_kpi(text, count) for _ in range(20)]
    found = (first, guard, rate, replace(rate, id=uuid4(), readings=(counted,)), *others)
    return replace(begun(), kpis=tuple(replace(each, number=number) for number, each in enumerate(found, start=1)))


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize("count", [0, 1, 25])
def test_slack_takes_every_view(text: str, count: int) -> None:
    standing = measured(text, count)
    locked = replace(standing, passed=(*standing.passed, PassedGate("discovery", NOW, "U1")))
    for each in (standing, begun()):
        taken(shown.kpis(each, may_define=True, today=TODAY))
        taken(targets.finals(each))
        screen = status.status(each, NOW)
        assert not check_message({"text": screen.text, "blocks": screen.blocks})
    taken(shown.define(standing, by="U1"))
    taken(shown.guard(standing, by="U1"))
    taken(shown.rates(standing, by="U1"))
    taken(readings.record(standing, None, today=TODAY))
    for kpi in standing.kpis[:5]:
        taken(shown.card(locked, kpi, may_define=True, today=TODAY + timedelta(days=30)))
        taken(readings.record(standing, kpi, today=TODAY))
        for where in (standing, locked):
            taken(targets.change(where, kpi))
        taken(targets.stop(standing, kpi))
        taken(targets.called(standing, kpi))
        taken(targets.asked(standing, kpi))
        changed = replace(kpi, first_baseline=50, first_target=10, changes=1, change_reason=filled(text, 500))
        taken(targets.changed(standing, changed))
        taken(targets.finals(replace(standing, kpis=(changed,))))
        if kpi.readings:
            taken(readings.trend(kpi))
            taken(readings.recorded(kpi, kpi.readings[0]))
            taken(readings.correct(standing, kpi, kpi.readings[0]))
            taken(readings.broken(kpi, kpi.readings[0], ["U1"], standing.kpis[0]))


def test_the_headline_comes_first_and_a_guard_beside_its_own() -> None:
    lines = [status.kpi_line(each) for each in lead(measured("x", 1).kpis)]

    assert lines[0].startswith("• ⭐ ") and "(cut by 60 %), 19 % of the way" in lines[0]
    assert lines[1].startswith("• 🛡️ ") and "at most 5" in lines[1] and "not held ⚠️" in lines[1]
    assert lines[-1].endswith("40 of 100 (at least 60 %, not held ⚠️)")


def test_a_corrected_reading_is_struck_through_and_keeps_its_reason() -> None:
    old = Reading(40, TODAY, None, "U1", NOW, uuid4())
    new = Reading(38, TODAY, None, "U2", NOW, uuid4(), replaces=old.id, reason="Wrong week")
    kpi = a_kpi("Time", 0, readings=(old, new))

    words = taken(shown.card(begun(), kpi, may_define=False, today=TODAY))

    assert "~Mon 12 Jan 2026: 40 TimeTimeTimeTimeTime~ corrected" in words
    assert "_Correction: Wrong week_" in words
    assert "40" not in readings.trend(kpi).text
