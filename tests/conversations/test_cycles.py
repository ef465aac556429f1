"""The next cycle as people meet it: from the last decision to the program that follows, with what carries over."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from program.decisions import Decision
from program.programs import Program, ProgramState
from program.risks import Risk
from program.standings import PassedGate
from sandbox.client import Slack
from storage import actions, decisions, gates, kpis, programs, risks, standings
from tests.conversations.conftest import Rehearsal
from tests.conversations.story import running_program
from tests.program.test_cycles import ERRORS, TIME, read
from tests.templates.test_actions import ASKED

HERE = "#ai-claims"
FORM: dict[str, Any] = {"channel": "make", "channel_name": "ai-claims2", "start": "2026-01-12"}


async def ended(rehearsal: Rehearsal) -> Program:
    """Decided today: to scale, with a risk and an action still open."""
    bot, now = rehearsal.bot, rehearsal.bot.services.clock.now()
    program = await running_program(bot, passed=("selection", "go-no-go"))
    async with bot.services.database.writing() as session:
        await gates.add(session, program.id, PassedGate("scale", now, "U0SPONSOR"))
        stored = await programs.get(session, bot.workspace.id, program.id)
        await programs.save(session, bot.workspace.id, replace(stored, state=ProgramState.FINISHED))
        decision = Decision(
            uuid4(), program.id, "scale", None, "scale", "It works.", (), "U0SPONSOR", now, "d",
            {"next-scope": "Claims in Spain"},
        )  # fmt: skip
        await decisions.add(session, decision)
        for kpi, value in ((TIME, 19), (ERRORS, 2)):
            await kpis.add(session, program.id, kpi)
            reading = replace(read(kpi, value).readings[0], on=now.date())
            await kpis.add_reading(session, kpi.id, reading)
        await risks.add(session, Risk(uuid4(), program.id, 1, "Drift", 3, 4, "U0OPERATE", "Watch", "U0OPERATE", now))
        await actions.add(session, replace(ASKED, program=program.id, owner="U0OPERATE"))
    return program


@pytest.fixture
async def slack(rehearsal: Rehearsal) -> Slack:
    await ended(rehearsal)
    return rehearsal.slack


async def test_the_next_cycle_begins_with_what_this_one_leaves(rehearsal: Rehearsal, slack: Slack) -> None:
    manager = slack.as_("program-manager")
    told = await manager.says(HERE, "/pilot cycle")
    assert "Its next 90 days can start" in told
    await manager.presses("Start the next cycle", in_=HERE)
    refused = await manager.submits(FORM | {"target-1": "30"})
    assert "It reads 19 now" in refused.errors["target-1"]
    answer = await manager.submits(FORM | {"target-1": "12"})
    assert not answer.errors, answer.errors
    await manager.closes(all_=True)

    plan = await manager.waits_for("#ai-claims2", "From Mon 12 Jan 2026", seconds=15)
    listed = await manager.waits_for("#ai-claims2", "follows CLAIMS", thread=plan.ts, seconds=15)
    for wanted in ("Next scope: Claims in Spain", "from 19 to 12 min", "Errors: held at 2", "R-1 Drift", "A-1 Ask for"):
        assert wanted in listed, wanted
    async with rehearsal.bot.services.database.reading() as session:
        program = await programs.get_by_code(session, rehearsal.bot.workspace.id, "CLAIMS2")
        before = await programs.get_by_code(session, rehearsal.bot.workspace.id, "CLAIMS")
        standing = await standings.get(session, program)
    assert (program.title, program.follows) == ("Claims summaries – cycle 2", before.id)
    assert standing.is_passed(standing.playbook.gate("selection")) and not standing.sign_offs
    assert standing.kpis[1].guards == standing.kpis[0].id and standing.holders["security"] == ("U0SECURIT",)
    assert "“Scale up”, decided on 2026-01-08 for CLAIMS" in str(standing.items["d0-top-priority"].evidence)

    again = await manager.says(HERE, "/pilot cycle CLAIMS")
    assert "CLAIMS2 is the next cycle of CLAIMS" in again
    assert "started the next cycle of" in await manager.says(HERE, "/pilot audit CLAIMS")
    sponsor = slack.as_("sponsor")
    assert "In production" in await sponsor.says("#leadership", "/pilot digest")


async def test_only_the_sponsor_and_the_program_manager_start_it_and_its_channel_can_be_kept(slack: Slack) -> None:
    owner = slack.as_("product-owner")
    told = (await owner.says(HERE, "/pilot cycle")).response
    assert told and "Start the next cycle" not in told.buttons
    sponsor = slack.as_("sponsor")
    await sponsor.says(HERE, "/pilot cycle")
    await sponsor.presses("Start the next cycle", in_=HERE)
    assert not (await sponsor.submits(FORM | {"channel": "take"})).errors
    await sponsor.closes(all_=True)
    plan = await sponsor.waits_for(HERE, "From Mon 12 Jan 2026", seconds=15)
    assert await sponsor.waits_for(HERE, "follows CLAIMS", thread=plan.ts, seconds=15)


async def test_a_program_that_is_under_way_says_when_its_next_cycle_can_begin(rehearsal: Rehearsal) -> None:
    await running_program(rehearsal.bot)
    manager = rehearsal.slack.as_("program-manager")
    assert "begins once “Scale decision” is decided" in await manager.says(HERE, "/pilot cycle")
