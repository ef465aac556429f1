"""The staging pilot's surveys: enrolled, asked once, answered and changed, closed, told in counts and never by name."""

from typing import Any

import pytest

from sandbox.client import Slack
from storage import audit, programs, surveys
from tests.conversations.conftest import Rehearsal
from tests.conversations.story import running_program

HERE = "#ai-claims"
USERS = ["operations", "engineering-lead", "security", "privacy", "compliance", "legal"]
ANSWERS: dict[str, Any] = {
    "minutes-without": "45", "minutes-with": "20", "errors": "1", "corrections": "2", "satisfaction": "4", "trust": "4",
}  # fmt: skip


@pytest.fixture
async def slack(rehearsal: Rehearsal) -> Slack:
    await running_program(rehearsal.bot)
    return rehearsal.slack


async def begins(slack: Slack) -> None:
    manager = slack.as_("program-manager")
    assert "No round is open" in await manager.says(HERE, "/pilot survey")
    await manager.presses("Enrol people", in_=HERE)
    refused = await manager.submits(users=USERS, managers=["business-owner"])
    assert "10 to 30 users are expected, and you chose 6: say why" in refused.errors["why"]
    assert "A bot cannot take part" in (await manager.submits(users=["lunch-bot"], why="few")).errors["users"]
    both = await manager.submits(users=USERS, managers=["operations"], why="few")
    assert "among the users already" in both.errors["managers"]
    told = await manager.submits(users=USERS, managers=["business-owner"], why="The team has six handlers.")
    assert "6 users, 1 manager take part" in told.modal
    await manager.presses("Start a round")
    assert "choose a day after today" in (await manager.submits(closes_on="2026-01-01")).errors["closes_on"]
    assert "7 people are asked" in (await manager.submits(closes_on="2026-01-20")).modal
    await manager.closes(all_=True)


async def answers(slack: Slack, who: str, **changes: Any) -> None:
    person = slack.as_(who)
    asked = await person.waits_for("dm", "How is it going?")
    await person.presses("Answer", in_=asked)
    assert "Your answers are in" in (await person.submits(ANSWERS | changes)).modal
    await person.closes(all_=True)


async def test_a_round_is_asked_answered_changed_and_told_without_names(slack: Slack, rehearsal: Rehearsal) -> None:
    await begins(slack)
    legal, manager = slack.as_("legal"), slack.as_("program-manager")
    asked = await legal.waits_for("dm", "How is it going?")
    await legal.presses("Answer", in_=asked)
    assert (await legal.submits(ANSWERS | {"errors": "11"})).errors["errors"]
    await legal.closes(all_=True)
    for who in USERS:
        await answers(slack, who, comment="Saves me <!channel> an hour." if who == "legal" else "")
    changed = await legal.waits_for("dm", "Thank you: you have answered")
    assert changed.ts == asked.ts
    await legal.presses("Change my answers", in_=changed)
    await legal.submits(**{"minutes-with": "25"})
    await legal.closes(all_=True)
    assert "6 of 7 answered" in await manager.says(HERE, "/pilot survey")

    await slack.moves_clock("2026-01-18T12:00:00+00:00")
    await slack.as_("business-owner").waits_for("dm", "A gentle reminder, the only one")
    await slack.moves_clock("2026-01-21T12:00:00+00:00")

    told = await slack.as_("auditor").waits_for(HERE, "Survey of CLAIMS, round 1")
    assert "*Pilot users:* 6 of 6 answered" in told and "They accept it" in told
    assert "Time saved a task, in minutes *25*" in told and "Saves me <!channel> an hour." in told
    assert "*Their managers:* 0 of 1 answered" in told and "nothing is shown" in told
    assert not any(f"<@U0{name}" in told for name in ("LEGAL", "OPERA", "PRIVA"))
    closed = await legal.waits_for("dm", "no name is kept with it")
    assert closed.ts == asked.ts
    await manager.says(HERE, "/pilot survey")
    assert "Time saved" in (await manager.presses("Results", in_=HERE)).modal
    assert "From the pilot" in await manager.says(HERE, "/pilot status")

    async with rehearsal.bot.services.database.reading() as session:
        (program,) = await programs.list_programs(session, rehearsal.bot.workspace.id)
        (survey,) = await surveys.list_surveys(session, program.id)
        assert await surveys.list_answers(session, survey.id) == []
        trail = await audit.list_entries(session, survey.program)
    assert [each.did for each in trail] == ["survey:close", "survey:start", "survey:enrol"]
    assert not any("U0LEGALXX" in f"{each.before}{each.after}{each.by}" for each in trail)


async def test_who_does_not_want_to_be_asked_is_left_alone(slack: Slack) -> None:
    await begins(slack)
    legal, manager = slack.as_("legal"), slack.as_("program-manager")
    asked = await legal.waits_for("dm", "How is it going?")
    await legal.presses("Stop asking me", in_=asked)
    stopped = await legal.waits_for("dm", "You will not be asked again")
    assert "Answer" in stopped.buttons and "Stop asking me" not in stopped.buttons
    await manager.says(HERE, "/pilot survey")
    await manager.presses("Close it now", in_=HERE)
    assert "Fewer than 5 answers" in await manager.waits_for(HERE, "Survey of CLAIMS, round 1")

    await legal.presses("Answer", in_=stopped)
    assert "This round is closed" in await legal.waits_for("dm", "This round is closed")
    await manager.says(HERE, "/pilot survey")
    await manager.presses("Start a round", in_=HERE)
    assert "6 people are asked" in (await manager.submits(closes_on="2026-01-20")).modal


async def test_the_pilot_is_led_by_those_who_answer_for_it(slack: Slack) -> None:
    shown = await slack.as_("auditor").says(HERE, "/pilot survey")
    assert "take part" in shown and not (shown.response and shown.response.buttons)
    assert "You cannot see the surveys" in await slack.as_("proposer").says("#ai-ideas", "/pilot survey CLAIMS")


async def test_a_moment_and_a_story_are_noted_in_one_step(slack: Slack) -> None:
    lead = slack.as_("change-lead")
    await lead.says(HERE, "/pilot moment")
    assert "*M-1* It clearly failed" in (await lead.submits(kind="failed", what="It missed page 12.")).modal
    await lead.closes(all_=True)
    await lead.says(HERE, "/pilot story")
    assert "Say what got better" in (await lead.submits(what="It went well.", share="yes")).errors["quality"]
    assert "ST-1" in (await lead.submits(minutes="12")).modal
