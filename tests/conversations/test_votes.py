"""The vote at a gate, as people meet it: opened, cast, changed, closed, decided."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date

import pytest

from program.programs import Program
from sandbox.client import Seen, Slack
from tests.conversations.conftest import Rehearsal
from tests.conversations.story import nothing_missing, running_program

WEEK_10 = date(2025, 11, 3)  # a program that began then is in its tenth week when conversations begin
VOTERS = ["product-owner", "business-owner", "operations", "engineering-lead", "security", "compliance", "risk-owner"]
CLAIMS = "ai-claims"


@dataclass(frozen=True)
class Voting:
    slack: Slack
    rehearsal: Rehearsal
    program: Program

    async def opens(self, **form: object) -> Seen:
        manager = self.slack.as_("program-manager")
        asked = await manager.says(CLAIMS, "/pilot vote")
        assert asked.modal.title == "Open the vote", asked
        answer = await manager.submits(form)
        assert not answer.errors, answer.errors
        return await self.poll()

    async def poll(self, wanted: str = "Vote: Go or no-go") -> Seen:
        await self.rehearsal.bot.sender.settle()
        return await self.slack.as_("sponsor").waits_for(CLAIMS, wanted)


@pytest.fixture
async def voting(rehearsal: Rehearsal) -> AsyncIterator[Voting]:
    program = await running_program(
        rehearsal.bot, start=WEEK_10, passed=("selection", "discovery", "foundation")
    )
    yield Voting(rehearsal.slack, rehearsal, program)


async def test_a_vote_from_its_opening_to_the_last_voter(voting: Voting) -> None:
    await nothing_missing(voting.rehearsal.bot, voting.program, "go-no-go")
    poll = await voting.opens()
    print(poll.words, poll.text, poll.buttons)
    for voter in VOTERS[:-1]:
        answer = await voting.slack.as_(voter).presses("vote-cast:go", in_=poll)
        assert not answer.failure
    risk = voting.slack.as_("risk-owner")
    answer = await risk.presses("vote-show:no-go", in_=poll)
    print(answer.modal.words)
    answer = await risk.submits(reason="The controls are untested <!channel>")
    print(answer.modal.words)
    print(await voting.poll())
    for each in await risk.sees(CLAIMS, thread=poll.ts):
        print("--", each)
    for each in await voting.slack.as_("sponsor").dm():
        print("==", each, each.text)
