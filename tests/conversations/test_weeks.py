"""The weekly prompt in its program's channel: posted once, kept current, and shown to whoever asks."""

from sandbox.client import Seen, Slack
from tests.conversations.conftest import Rehearsal
from tests.conversations.story import WEEK_1, running_program

HERE = "#ai-claims"
WEEK_2, WEEK_4 = "2026-01-19T08:01:00+00:00", "2026-02-02T08:01:00+00:00"


async def prompts(slack: Slack, wanted: str) -> list[Seen]:
    await slack.as_("auditor").waits_for(HERE, wanted, seconds=15)
    return [each for each in await slack.as_("auditor").sees(HERE) if "Mark something done" in each]


async def test_the_prompt_changes_in_place_with_what_people_do(rehearsal: Rehearsal) -> None:
    slack = rehearsal.slack
    await running_program(rehearsal.bot)
    await slack.moves_clock(WEEK_1)
    owner = slack.as_("product-owner")
    (before,) = await prompts(slack, "Week 1 of 13")
    assert "Hold workshops with the business and the front line* · <@U0PRODUCT>" in before
    assert "7 things due by Fri 16 Jan 2026" in before.text

    card = (await owner.presses("item-open-done:c-problem-baseline", in_=before)).modal
    assert "The statement and where its numbers come from" in card
    assert not (await owner.submits(evidence="https://wiki.example/baseline")).errors
    assert await owner.view() is None
    (after,) = await prompts(slack, "1 of 7 settled")
    assert after.ts == before.ts and "✅ State the problem with today's cost" in after

    await slack.moves_clock(WEEK_2)
    first, second = await prompts(slack, "Week 2 of 13")
    assert "14 things are late from earlier weeks" in second
    await owner.presses("item-open-done:w1-problem-statement", in_=first)
    await owner.submits(evidence="Agreed on Friday.", statement="Reading takes 45 minutes a case.")
    first, second = await prompts(slack, "13 things are late")
    assert "✅ Problem statement: Agreed on Friday. · The problem, without technology in it: Reading" in first


async def test_an_outage_costs_no_wall_of_old_prompts(rehearsal: Rehearsal) -> None:
    slack, bot = rehearsal.slack, rehearsal.bot
    await running_program(bot)
    rehearsal.sandbox.clock.on_move.remove(bot.settle)
    await slack.moves_clock(WEEK_2)
    rehearsal.sandbox.clock.on_move.append(bot.settle)
    await slack.moves_clock("2026-01-19T08:02:00+00:00")

    assert ["Week 2" in each for each in await prompts(slack, "Week 2 of 13")] == [True]


async def test_a_program_held_by_its_gate_is_told_so_and_takes_early_evidence(rehearsal: Rehearsal) -> None:
    slack = rehearsal.slack
    await running_program(rehearsal.bot)
    await slack.moves_clock(WEEK_4)

    held = await slack.as_("auditor").waits_for(HERE, "Week 4 of 13", seconds=15)
    assert "Held since Mon 2 Feb 2026" in held
    assert "14 things are missing" in held
    assert "First architecture diagram for production* · <@U0ENGLEAD>, was due Fri 30 Jan 2026" in held
    assert "Foundation does not begin until “End of discovery” is passed" in held.text

    lead = slack.as_("engineering-lead")
    await lead.presses("item-open-done:d1-architecture", in_=held)
    lacking = (await lead.submits(evidence="https://wiki.example/diagram")).errors["evidence"]
    assert "Still missing: “Decide how far the AI may act alone”; “Draft the architecture”" in lacking
    await lead.closes(all_=True)
    await lead.says(HERE, "/pilot done")
    await lead.looks_up("item-options", "secrets")
    assert "is done" in (await lead.submits(item="c-secrets", evidence="All are in the vault.")).modal


async def test_who_marks_done_by_typing_is_asked_for_the_facts(rehearsal: Rehearsal) -> None:
    slack = rehearsal.slack
    await running_program(rehearsal.bot)
    owner = slack.as_("product-owner")
    await owner.says(HERE, "/pilot done")
    await owner.looks_up("item-options", "problem statement")

    card = (await owner.submits(item="w1-problem-statement", evidence="https://wiki.example/problem")).modal
    assert "The problem, without technology in it" in card
    assert not (await owner.submits(statement="Reading takes 45 minutes a case.")).errors

    await slack.moves_clock(WEEK_1)
    assert "https://wiki.example/problem" in await owner.waits_for(HERE, "✅ Problem statement", seconds=15)


async def test_the_week_is_shown_to_whoever_may_see_the_program(rehearsal: Rehearsal) -> None:
    slack = rehearsal.slack
    await running_program(rehearsal.bot)

    before = await slack.as_("auditor").says(HERE, "/pilot week")
    assert before.response and before.response.ephemeral
    assert "Week 1 begins on Mon 12 Jan 2026" in before
    ahead = (await slack.as_("security").says(HERE, "/pilot week CLAIMS 5")).modal
    assert ahead.title == "Week 5" and "0 of 3 settled" in ahead
    assert "is no week of this program" in await slack.as_("security").says(HERE, "/pilot week 14")
    assert "You cannot see this program here" in await slack.as_("proposer").says("#ai-ideas", "/pilot week CLAIMS")
