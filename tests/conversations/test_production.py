"""After the last gate: reviews when their day comes, and changes that are approved again before they are made."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from commands import lapses
from program.programs import Program, ProgramState
from program.standings import PassedGate
from sandbox.client import Slack
from storage import gates, kpis, programs, standings
from tests.conversations.conftest import Rehearsal
from tests.conversations.story import running_program
from tests.program.test_production import HANDLING

HERE = "#ai-claims"
A_MODEL = {
    "kind": "model", "what": "From M1 to M2", "why": "M1 is switched off in May.", "effect": "As good, and faster.",
    "planned_on": "2026-01-20",
}  # fmt: skip


async def ended(rehearsal: Rehearsal, holders: Mapping[str, Sequence[str]] | None = None) -> Program:
    """In production since today."""
    bot, now = rehearsal.bot, rehearsal.bot.services.clock.now()
    program = await running_program(bot, passed=("selection", "go-no-go"), holders=holders)
    async with bot.services.database.writing() as session:
        await gates.add(session, program.id, PassedGate("scale", now, "U0SPONSOR"))
        stored = await programs.get(session, bot.workspace.id, program.id)
        await programs.save(session, bot.workspace.id, replace(stored, state=ProgramState.FINISHED))
        await kpis.add(session, program.id, HANDLING)
    async with bot.services.database.writing() as session:
        await lapses.plan(session, bot.workspace.id, program.id, now)
    return program


@pytest.fixture
async def slack(rehearsal: Rehearsal) -> Slack:
    await ended(rehearsal)
    return rehearsal.slack


async def test_its_owner_is_asked_when_the_day_comes_and_the_answer_rests_on_a_figure(slack: Slack) -> None:
    owner = slack.as_("product-owner")
    assert "Next review on Sat 7 Feb 2026" in await owner.says(HERE, "/pilot production")
    assert "Next review on Sat 7 Feb 2026" in await owner.says(HERE, "/pilot status")

    await slack.moves_clock("2026-02-07T08:30:00+00:00")
    asked = await owner.waits_for("dm", "Is CLAIMS still fine?", seconds=15)
    assert "See whether it is still fine" in await owner.says(HERE, "/pilot todo")
    await owner.presses("Still fine", in_=asked)
    answers = {"value": "19", "note": "Quiet weeks."}
    assert "still to come" in (await owner.submits(**answers, next_on="2026-02-07")).errors["next_on"]
    assert "looked at again on Wed 8 Apr 2026" in (await owner.submits(**answers, next_on="2026-04-08")).modal
    await owner.closes(all_=True)
    assert "reads 19" in await owner.waits_for(HERE, "reads 19")
    assert "reads 19" in await owner.waits_for("dm", "reads 19")
    assert "Handling time 19" in await owner.says(HERE, "/pilot kpi")
    assert "found it still fine" in await owner.says(HERE, "/pilot audit")

    await owner.says(HERE, "/pilot production")
    await owner.presses("Change needed", in_=HERE)
    done = await owner.submits(note="M1 is switched off in May.", next_on="2026-03-01")
    assert "Propose the change" in done.modal.buttons
    await owner.closes(all_=True)
    sponsor = slack.as_("sponsor")
    await sponsor.says(HERE, "/pilot production")
    await sponsor.presses("Retire", in_=HERE)
    assert "is retired" in (await sponsor.submits(note="The claims system does it now.")).modal
    assert "is retired" in await sponsor.says(HERE, "/pilot production")
    assert "is retired" in await owner.says(HERE, "/pilot change")


async def test_a_review_that_nobody_answers_is_asked_for_again_after_a_week(slack: Slack) -> None:
    owner = slack.as_("product-owner")
    await slack.moves_clock("2026-02-07T08:30:00+00:00")
    await owner.waits_for("dm", "Is CLAIMS still fine?", seconds=15)
    await slack.moves_clock("2026-02-14T08:30:00+00:00")
    for _ in range(50):
        seen = [each for each in await owner.sees("dm") if "Is CLAIMS still fine?" in each]
        if len(seen) == 2:
            break
        await slack.waits(1)
    assert len(seen) == 2


async def test_a_change_is_approved_by_each_role_and_goes_live_only_then(slack: Slack) -> None:
    lead, owner, security = slack.as_("engineering-lead"), slack.as_("product-owner"), slack.as_("security")
    await lead.says(HERE, "/pilot change")
    told = (await lead.submits(A_MODEL)).modal
    assert "Engineering lead: <@U0SPONSOR>" in told, told
    await lead.closes(all_=True)
    assert "From M1 to M2" in await lead.waits_for(HERE, "CH-1 Model")

    await lead.says(HERE, "/pilot changes")
    await owner.presses("Approve", in_=await owner.waits_for("dm", "waits for your word"))
    security_asked = await security.waits_for("dm", "waits for your word")
    assert "Approve or refuse CH-1" in await security.says(HERE, "/pilot todo")
    await security.presses("Approve", in_=security_asked)
    listed = (await owner.says(HERE, "/pilot changes")).response
    assert listed and "Approve" not in listed.buttons
    sponsor = slack.as_("sponsor")
    await sponsor.presses("Approve", in_=await sponsor.waits_for("dm", "waits for your word"))

    approved = await lead.waits_for("dm", "is approved by all")
    assert "approved, not live yet" in await owner.says(HERE, "/pilot status")
    await lead.presses("It is live", in_=approved)
    assert "still to come" in (await lead.submits(on="2026-01-20")).errors["on"]
    assert "(live since Thu 8 Jan 2026)" in (await lead.submits(on="2026-01-08")).modal
    await lead.closes(all_=True)
    assert "took live the change" in await owner.says(HERE, "/pilot audit")


async def test_one_refusal_ends_it_and_nothing_is_live_before_it_is_approved(slack: Slack) -> None:
    lead, call, security = slack.as_("engineering-lead"), slack.as_("on-call"), slack.as_("security")
    await call.says(HERE, "/pilot change")
    assert "has passed" in (await call.submits(A_MODEL | {"planned_on": "2026-01-01"})).errors["planned_on"]
    assert "goes live only once all have approved" in (await call.submits(A_MODEL)).modal
    await call.closes(all_=True)
    asked = await security.waits_for("dm", "waits for your word")
    await security.presses("Refuse", in_=asked)
    assert "Say why not" in (await security.submits(reason="  ")).errors["reason"]
    assert "refused" in (await security.submits(reason="Nobody tested it.")).modal
    told = await call.waits_for("dm", "is refused")
    assert "Nobody tested it." in told
    assert "(refused)" in await call.waits_for(HERE, "(refused)")
    assert "0 open changes" in await lead.says(HERE, "/pilot changes")

    await call.says(HERE, "/pilot change")
    await call.submits(A_MODEL | {"what": "From M1 to M3"})
    await call.closes(all_=True)
    listed = (await call.says(HERE, "/pilot changes")).response
    assert listed and "Withdraw" in listed.buttons and "It is live" not in listed.buttons
    await call.presses("Withdraw", in_=HERE)
    assert "withdrawn" in await call.waits_for(HERE, "(withdrawn)")
    assert "withdrew the change" in await call.says(HERE, "/pilot audit")


async def test_before_the_go_nothing_is_asked_for_and_an_auditor_proposes_nothing(rehearsal: Rehearsal) -> None:
    await running_program(rehearsal.bot)
    owner, auditor = rehearsal.slack.as_("product-owner"), rehearsal.slack.as_("auditor")
    assert "Until the go, changes need no approval" in await owner.says(HERE, "/pilot change")
    assert "You cannot propose a change" in await auditor.says(HERE, "/pilot change")
    assert "Nothing that is live" in await auditor.says(HERE, "/pilot changes")
    assert "is not in production" in await auditor.says(HERE, "/pilot production")


async def test_two_who_hold_a_role_answer_at_once_and_one_word_counts(rehearsal: Rehearsal) -> None:
    program = await ended(rehearsal, holders={"security": ["security", "proposer"]})
    slack = rehearsal.slack
    call, first, second = slack.as_("on-call"), slack.as_("security"), slack.as_("proposer")
    await call.says(HERE, "/pilot change")
    await call.submits(A_MODEL)
    asked = [await each.waits_for("dm", "waits for your word") for each in (first, second)]
    await asyncio.gather(*(each.presses("Approve", in_=to) for each, to in zip((first, second), asked, strict=True)))
    await asyncio.gather(*(each.waits_for("dm", "✅ Security") for each in (first, second)))
    async with rehearsal.bot.services.database.reading() as session:
        standing = await standings.get(session, await programs.get(session, rehearsal.bot.workspace.id, program.id))
    assert [each.role for each in standing.changes[0].answers] == ["security"]


async def test_people_of_what_is_in_production_are_replaced_and_the_new_ones_are_asked(slack: Slack) -> None:
    manager = slack.as_("program-manager")
    await manager.says(HERE, "/pilot people")
    await manager.presses("people-open-appoint:product-owner", in_=HERE)
    assert "Product owner" in (await manager.submits(people=["proposer"])).modal
    await manager.closes(all_=True)
    await slack.moves_clock("2026-02-07T08:30:00+00:00")
    assert await slack.as_("proposer").waits_for("dm", "Is CLAIMS still fine?", seconds=15)
