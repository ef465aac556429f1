"""A program in its tenth week, and the people who vote in it."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import text

from program.programs import Program
from program.standings import Standing
from sandbox.client import Answer, Seen, Slack
from storage import audit, programs, standings
from tests.conversations.conftest import Rehearsal
from tests.conversations.story import running_program

WEEK_10 = date(2025, 11, 3)  # a program that began then is in its tenth week when conversations begin
GATE_DAY = datetime(2026, 1, 9, 16, tzinfo=UTC)  # five o'clock in Berlin
VOTERS = ["product-owner", "business-owner", "operations", "engineering-lead", "security", "compliance", "risk-owner"]
HERE = "ai-claims"
BEFORE_THE_VOTE = ("selection", "discovery", "foundation")


@dataclass(frozen=True)
class Voting:
    slack: Slack
    rehearsal: Rehearsal
    program: Program

    async def opens(self, **form: Any) -> Seen:
        manager = self.slack.as_("program-manager")
        assert (await manager.says(HERE, "/pilot vote")).modal.title == "Open the vote"
        answer = await manager.submits(form)
        assert not answer.errors, answer.errors
        return await self.shows("Vote: ")

    async def votes(self, voter: str, poll: Seen, choice: str = "go", reason: str | None = None) -> Answer:
        person = self.slack.as_(voter)
        if reason is None:
            return await person.presses(f"vote-cast:{choice}", in_=poll)
        pressed = await person.presses(f"vote-show:{choice}", in_=poll)
        assert pressed.view, pressed
        return await person.submits(reason=reason)

    async def closes(self, *, no: int = 0, voters: tuple[str, ...] = tuple(VOTERS)) -> Seen:
        """A vote from start to end, in which so many are against it."""
        poll = await self.opens()
        for voter in voters[:no]:
            await self.votes(voter, poll, "no-go", "The rollback is untested")
        for voter in voters[no:]:
            await self.votes(voter, poll)
        return await self.shows("The vote has closed")

    async def decides(self, choice: str, who: str = "sponsor", **form: Any) -> Answer:
        """With the button in the decider's direct messages."""
        person = self.slack.as_(who)
        await self.sees(who, "The decision is yours")
        pressed = await person.presses("decision-open", in_="dm")
        assert pressed.modal.title == "Your decision", pressed
        return await person.submits(form, choice=choice)

    async def shows(self, wanted: str, *, thread: str | None = None) -> Seen:
        """The channel, as soon as it has a message with these words."""
        return await self.sees("sponsor", wanted, in_=HERE, thread=thread)

    async def sees(self, who: str, wanted: str, *, in_: str = "dm", thread: str | None = None) -> Seen:
        """The sender keeps Slack's pace, and its time flies meanwhile."""
        person = self.slack.as_(who)
        for _ in range(100):
            seen = await person.sees(in_, thread=thread)
            if found := next((message for message in reversed(seen) if wanted in message), None):
                return found
            await self.slack.checked("/clock", {"skip": 1})
            await asyncio.sleep(0.02)
        return await person.waits_for(in_, wanted, thread=thread, seconds=1)

    async def count(self, what: str) -> int:
        async with self.rehearsal.bot.services.database.reading() as session:
            return int((await session.execute(text(f"SELECT count(*) FROM {what}"))).scalar_one())

    async def did(self) -> list[str]:
        """The audit trail, the latest first."""
        async with self.rehearsal.bot.services.database.reading() as session:
            return [entry.did for entry in await audit.list_entries(session, self.program.id)]

    async def standing(self) -> Standing:
        bot = self.rehearsal.bot
        async with bot.services.database.reading() as session:
            program = await programs.get(session, bot.workspace.id, self.program.id)
            return await standings.get(session, program)


async def begin(rehearsal: Rehearsal) -> Voting:
    """Nothing is done yet for the gate that comes."""
    program = await running_program(rehearsal.bot, start=WEEK_10, passed=BEFORE_THE_VOTE)
    return Voting(rehearsal.slack, rehearsal, program)
