"""A program's channel is lost: who keeps the program learns it, and either the channel or the program comes back."""

import pytest

from program.programs import Program
from sandbox.client import Person, Slack
from storage import audit, programs
from tests.conversations.conftest import Rehearsal
from tests.conversations.story import WEEK_1, agree, running_program, start

CHANNEL, ELSEWHERE = "#ai-claims", "#claims-2"


@pytest.fixture
async def program(rehearsal: Rehearsal) -> Program:
    return await running_program(rehearsal.bot)


@pytest.fixture
def manager(slack: Slack) -> Person:
    return slack.as_("program-manager")


async def test_an_archived_channel_is_mended_by_who_keeps_the_program(
    slack: Slack, program: Program, manager: Person
) -> None:
    await slack.as_("security").archives(CHANNEL)

    told = await manager.waits_for("dm", "was archived")

    assert "unarchive it in Slack" in told
    assert "/pilot channel CLAIMS" in told


async def test_let_back_into_the_channel_the_bot_says_what_it_could_not(
    rehearsal: Rehearsal, program: Program, manager: Person
) -> None:
    slack, member = rehearsal.slack, rehearsal.slack.as_("security")
    await member.removes_bot(CHANNEL)
    assert "/invite @Pilot" in await manager.waits_for("dm", "I was removed")
    await slack.moves_clock(WEEK_1)
    assert not [each for each in await member.sees(CHANNEL) if "Week 1" in each]

    await member.adds_bot(CHANNEL)

    assert await member.waits_for(CHANNEL, "Week 1")
    await rehearsal.bot.sender.settle()
    assert len([each for each in await manager.dm() if "I was removed" in each]) == 2, "on Thursday and on Monday"


async def test_a_program_whose_channel_was_deleted_moves(
    rehearsal: Rehearsal, program: Program, manager: Person
) -> None:
    slack = rehearsal.slack
    await slack.breaks("chat.postMessage", "error", error="channel_not_found", channel=program.channel, times=99)
    await slack.sends_event("channel_deleted", channel=program.channel)
    assert "is gone for me" in await manager.waits_for("dm", "/pilot channel CLAIMS")
    await slack.moves_clock(WEEK_1)

    await manager.creates(ELSEWHERE)
    answer = await manager.says(ELSEWHERE, "/pilot channel claims")

    assert "lives in" in answer
    assert "From Mon 12 Jan 2026" in await manager.waits_for(ELSEWHERE, "From Mon 12 Jan 2026")
    assert await slack.as_("security").waits_for(ELSEWHERE, "Week 1"), "who has a role was invited"
    assert "Problem and workflow" in await manager.says(ELSEWHERE, "/pilot week")
    async with rehearsal.bot.services.database.reading() as session:
        moved = await programs.get(session, rehearsal.bot.workspace.id, program.id)
        entry = (await audit.list_entries(session, program.id))[0]
    assert (entry.did, entry.before, entry.after) == (
        "program:move", {"channel": program.channel}, {"channel": moved.channel}
    )  # fmt: skip
    await rehearsal.bot.sender.settle()
    pins = (await manager.channel(ELSEWHERE))["pins"]
    assert [pin["text"][:20] for pin in pins] == ["From Mon 12 Jan 2026"]


async def test_a_channel_that_slack_does_not_let_the_bot_make_is_made_by_hand(slack: Slack, manager: Person) -> None:
    await agree(slack)
    await slack.breaks("conversations.create", "error", error="restricted_action")
    await start(slack)
    assert "restricted_action" in await manager.waits_for("dm", "does not let me make")

    await manager.creates(ELSEWHERE)
    await manager.says(ELSEWHERE, "/pilot channel CLAIMS")

    assert await slack.as_("security").waits_for(ELSEWHERE, "From Mon 12 Jan 2026")
    assert "You are *Security*" in await slack.as_("security").waits_for("dm", "You are *Security*")


async def test_a_program_stays_where_it_is(slack: Slack, program: Program, manager: Person) -> None:
    await slack.as_("legal").creates("quiet", is_private=True)
    await slack.as_("legal").invites("quiet", "program-manager")

    assert "is the channel of *CLAIMS* already" in await manager.says(CHANNEL, "/pilot channel")
    assert "There is no program “other”" in await manager.says("#general", "/pilot channel other")
    assert "/invite @Pilot" in await manager.says("quiet", "/pilot channel CLAIMS")
    assert "This is a direct message" in await manager.says("dm", "/pilot channel CLAIMS")
    assert "You cannot move a program" in await slack.as_("security").says("#general", "/pilot channel CLAIMS")


async def test_a_channel_has_one_program(rehearsal: Rehearsal, program: Program, manager: Person) -> None:
    await running_program(rehearsal.bot, code="FRAUD", channel="ai-fraud")

    assert "the channel of CLAIMS already" in await manager.says(CHANNEL, "/pilot channel FRAUD")
