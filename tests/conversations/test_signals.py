"""Signs of trouble in a running program: found by the tick, told where people look, gone when their cause is mended."""

from dataclasses import replace

from program.programs import Program, ProgramState
from sandbox.client import Slack
from storage import programs, sign_offs, standings
from tests.conversations.conftest import Rehearsal
from tests.conversations.story import running_program
from tests.conversations.test_registers import HELD

HERE = "#ai-claims"
WEEK_2 = "2026-01-19T08:05:00+00:00"  # a Monday, after nine in Berlin
WEEK_3 = "2026-01-26T08:05:00+00:00"


async def seen(rehearsal: Rehearsal, program: Program) -> dict[str, tuple[int, bool]]:
    """Since which week each symptom shows, and whether it is gone."""
    async with rehearsal.bot.services.database.reading() as session:
        found = (await standings.get(session, program)).symptoms_seen
    return {each.symptom: (each.first_week, each.gone_day is not None) for each in found}


async def test_a_sign_is_told_with_the_week_in_which_it_first_showed(slack: Slack, rehearsal: Rehearsal) -> None:
    program = await running_program(rehearsal.bot)
    owner = slack.as_("product-owner")
    assert "shows none of the signs" in await owner.says(HERE, "/pilot signals")
    assert await seen(rehearsal, program) == {}

    await slack.moves_clock(WEEK_2)
    first = await seen(rehearsal, program)
    assert first["vague-goal"] == (2, False)
    prompt = await owner.waits_for(HERE, "signs of trouble", seconds=15)
    assert "The goal has no figure (new)" in prompt
    await owner.presses("Signs of trouble", in_=prompt)
    await owner.waits_for(HERE, "*The goal has no figure* · *new*, since week 2: there is no KPI")

    await slack.moves_clock(WEEK_3)
    answer = await owner.says(HERE, "/pilot signals")
    assert "*The goal has no figure* · since week 2" in answer, "no longer new, and not since this week"
    assert "The goal has no figure (since week 2)" in await owner.says(HERE, "/pilot status")


async def test_a_sign_whose_cause_is_mended_is_gone(slack: Slack, rehearsal: Rehearsal) -> None:
    program = await running_program(rehearsal.bot)
    sponsor = slack.as_("sponsor")
    await slack.moves_clock(WEEK_2)
    assert "operations-not-asked" in await seen(rehearsal, program)

    owner = slack.as_("product-owner")
    await owner.says(HERE, "/pilot register workshops")
    await owner.presses("Add: Workshop")
    await owner.submits(HELD)
    await owner.closes(all_=True)
    await slack.moves_clock(WEEK_3)
    assert (await seen(rehearsal, program))["operations-not-asked"] == (2, True)
    assert "Gone within the last week: Operations were not asked" in await sponsor.says(HERE, "/pilot signals")
    digest = await sponsor.says(HERE, "/pilot digest")
    assert "Gone: Operations were not asked" in digest and "gravest “The goal has no figure”" in digest


async def test_a_paused_program_shows_none(slack: Slack, rehearsal: Rehearsal) -> None:
    program = await running_program(rehearsal.bot)
    await slack.moves_clock(WEEK_2)
    before = await seen(rehearsal, program)
    async with rehearsal.bot.services.database.writing() as session:
        await programs.save(session, rehearsal.bot.workspace.id, replace(program, state=ProgramState.PAUSED))
    await slack.moves_clock(WEEK_3)

    assert "is not running" in await slack.as_("sponsor").says(HERE, "/pilot signals")
    assert await seen(rehearsal, program) == before, "nobody says that it is mended"


async def test_whoever_signs_reads_the_signs_and_a_new_one_is_no_reason_to_sign_again(
    slack: Slack, rehearsal: Rehearsal
) -> None:
    program = await running_program(rehearsal.bot)
    await slack.moves_clock(WEEK_2)
    privacy = slack.as_("privacy")
    await slack.as_("program-manager").says(HERE, "/pilot signoff ask")
    asked = await privacy.waits_for("dm", "sign")
    form = await privacy.presses("Read and sign", in_=asked)
    assert "Signs of trouble" in form.modal and "The goal has no figure (since week 2): there is no KPI" in form.modal
    await privacy.submits(answer="approved")
    await privacy.closes(all_=True)
    before = set(await seen(rehearsal, program))

    await slack.moves_clock(WEEK_3)
    assert set(await seen(rehearsal, program)) - before, "something new shows"
    assert "✅ Privacy" in str((await slack.as_("program-manager").says(HERE, "/pilot gate discovery")).response)
    async with rehearsal.bot.services.database.reading() as session:
        standing = await standings.get(session, program)
        (signed,) = [each for each in standing.sign_offs if each.role == "privacy"]
        packet = await sign_offs.find_packet(session, signed.id)
    assert packet is not None
    assert {row[0] for row in packet["signals"]} == before
