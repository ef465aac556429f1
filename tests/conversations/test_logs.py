"""What people type stays out of the log, whatever goes wrong; a bug's reference leads to its lines."""

import json
import logging
import re
from collections.abc import Iterator

import pytest
import structlog

from bot import logs
from bot.metrics import REGISTRY
from program import risks
from sandbox.client import Answer
from tests.conversations.conftest import Rehearsal
from tests.conversations.story import running_program

HERE, TYPED = "#ai-claims", "our-margins-are-3-percent"


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    handlers = logging.root.handlers[:]
    yield
    structlog.reset_defaults()
    logging.root.handlers[:] = handlers


async def clumsily(rehearsal: Rehearsal) -> Answer:
    """Everything typed goes wrong; the last one by a bug."""
    manager = rehearsal.slack.as_("program-manager")
    await running_program(rehearsal.bot)
    await manager.says(HERE, f"/pilot {TYPED}")
    await manager.says(HERE, f"/pilot status {TYPED}")
    await manager.says(HERE, f"/pilot week {TYPED}")
    await manager.says(HERE, "/pilot risk")
    for changes in ({"title": TYPED * 9}, {"owner": "lunch-bot"}, {"likelihood": "5", "impact": "5"}):
        await manager.submits({"title": TYPED, "likelihood": "2", "impact": "2", "mitigation": TYPED} | changes)
    return await manager.submits(title=TYPED, likelihood="2", impact="2", owner="risk-owner")


async def test_a_bug_is_found_by_its_reference_and_nothing_typed_is_logged(
    rehearsal: Rehearsal, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(risks, "check", lambda risk, *_, **__: {}[risk.number])
    logs.configure("json")

    told = str((await clumsily(rehearsal)).errors)

    found = re.search(r"reference (\w{8})\.", told)
    assert found, told
    written = capsys.readouterr().err
    lines = [json.loads(line) for line in written.splitlines()]
    (bug,) = [line for line in lines if line.get("request") == found[1] and line["level"] == "error"]
    assert bug["reference"] == found[1] and "KeyError" in bug["exception"]
    assert TYPED not in written
    assert not re.search(r"xox[bp]-|xapp-", written)


async def test_answers_and_calls_are_counted(rehearsal: Rehearsal) -> None:
    await rehearsal.slack.as_("sponsor").says("#general", "/pilot help")
    assert (REGISTRY.get_sample_value("pilot_ack_seconds_count", {"kind": "command"}) or 0) >= 1
    assert (REGISTRY.get_sample_value("pilot_slack_calls_total", {"method": "auth.test", "result": "ok"}) or 0) >= 1
    assert (REGISTRY.get_sample_value("pilot_database_seconds_count") or 0) >= 1
