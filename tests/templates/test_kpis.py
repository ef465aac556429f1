"""Every view of the KPIs is one that Slack takes, whatever people typed."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from program.kpis import Direction, Kpi, Meaning, Reading
from program.programs import Program
from sandbox.block_kit import check_message, check_view
from templates import kpis as shown

NOW = datetime(2026, 1, 12, 9, tzinfo=UTC)
PROGRAM = Program(uuid4(), "CLAIMS", "Claims", uuid4(), None, "d", date(2026, 1, 12), "UTC", "C1", "ai-claims")
NASTY = ["<!channel> & <@U1>", "🚀" * 40, "زمن المعالجة " * 5, "x" * 80]


def a_kpi(name: str, readings: int) -> Kpi:
    read = tuple(Reading(40 - i, date(2026, 1, 1) + timedelta(days=i // 2), name, "U1", NOW) for i in range(readings))
    return Kpi(uuid4(), 1, name, name[:20], Direction.DOWN, 45, 20, name, Meaning.TECHNICAL, "U1", read)


@pytest.mark.parametrize("name", NASTY)
@pytest.mark.parametrize("readings", [0, 1, 25])
def test_slack_takes_every_view(name: str, readings: int) -> None:
    many = [a_kpi(name, readings) for _ in range(30)]
    messages = [shown.kpis(PROGRAM, many, may_define=True), shown.kpis(PROGRAM, [], may_define=False)]
    if readings:
        messages.append(shown.trend(many[0]))
    for message in messages:
        assert not check_message({"text": message.text, "blocks": message.blocks})
        marked = [block["text"]["text"] for block in message.blocks if block["type"] == "section"]
        assert "<!channel>" not in "".join([message.text, *marked])
    assert not check_view(shown.define(PROGRAM))
    assert not check_view(shown.record(PROGRAM, many, today=NOW.date()))
