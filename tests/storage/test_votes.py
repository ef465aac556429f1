"""What is announced is what is stored, however closely votes and the end of a poll come together."""

import asyncio
from collections import Counter
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from program.audit import Actor
from program.errors import Refused
from program.playbook import Gate
from program.programs import Program
from program.votes import Poll, Vote, check_vote, close
from program.workspaces import Workspace
from storage import audit, playbooks, programs, votes
from storage.database import CHANGED_MEANWHILE, Database
from tests.storage.test_standings import NOW, a_program

VOTERS = [f"U{number}" for number in range(6)]
OTHERS = ("go-with-conditions", "no-go", "abstain", "recuse")
LATER = NOW + timedelta(days=3)


@pytest.fixture
async def program(database: Database, workspace: Workspace) -> Program:
    async with database.writing() as session:
        return await a_program(session, workspace)


async def a_poll(database: Database, program: Program, gate: str = "go-no-go") -> Poll:
    asked = dict.fromkeys(VOTERS, ("security",))
    poll = Poll(uuid4(), program.id, gate, asked, "d1", "U0", NOW, LATER)
    async with database.writing() as session:
        await votes.add(session, poll, {})
    return poll


async def gate_of(database: Database, program: Program) -> Gate:
    async with database.reading() as session:
        return (await playbooks.get(session, program.playbook)).gate("go-no-go")


async def cast(database: Database, workspace: UUID, poll: UUID, gate: Gate, user: str, choice: str = "go") -> object:
    """As the handler does it: enter, check, cast, note. `False`: the poll had closed."""
    async with database.writing() as session:
        booth = await votes.enter(session, workspace, poll, user)
        try:
            check_vote(
                gate=gate, choice=choice, reason="why", may_vote=booth.may_vote, closed=booth.closed,
                closes_at=booth.closes_at, now=NOW,
            )  # fmt: skip
        except Refused:
            return False
        await votes.cast(session, poll, Vote(user, choice, "why", "d1", NOW), ballot=uuid4())
        by = Actor(workspace, user, "test")
        await audit.note(session, by, did="vote:cast", to="X", at=NOW, program=booth.program)
    return True


async def end(database: Database, poll: UUID, gate: Gate) -> Poll:
    async with database.writing() as session:
        closed = close(await votes.lock(session, poll), options=[each.key for each in gate.options], now=NOW)
        await votes.save_closed(session, closed)
    return closed


async def test_the_tally_announced_is_the_tally_stored(
    database: Database, workspace: Workspace, program: Program
) -> None:
    gate = await gate_of(database, program)
    for number in range(40):
        poll = await a_poll(database, program)
        voting = [cast(database, workspace.id, poll.id, gate, user) for user in VOTERS]
        voting.insert(number % len(voting), announced(database, poll.id, gate))
        told = await asyncio.gather(*voting)

        async with database.reading() as session:
            stored = await votes.get(session, poll.id)
        announcement = told.pop(number % len(VOTERS))
        assert announcement == stored.tally == {"go": len(stored.votes)} | dict.fromkeys(OTHERS, 0)
        assert len(stored.votes) == told.count(True), "an acknowledged vote is a stored vote, and no other"


async def announced(database: Database, poll: UUID, gate: Gate) -> object:
    return (await end(database, poll, gate)).tally


async def test_of_the_last_two_voters_one_knows_that_nobody_is_left(
    database: Database, workspace: Workspace, program: Program
) -> None:
    gate = await gate_of(database, program)
    for _ in range(10):
        poll = await a_poll(database, program)
        for user in VOTERS[:-2]:
            await cast(database, workspace.id, poll.id, gate, user)

        left = await asyncio.gather(*(_left(database, workspace.id, poll.id, user) for user in VOTERS[-2:]))

        assert sorted(left) == [0, 1]
        await end(database, poll.id, gate)


async def _left(database: Database, workspace: UUID, poll: UUID, user: str) -> int:
    async with database.writing() as session:
        booth = await votes.enter(session, workspace, poll, user)
        await votes.cast(session, poll, Vote(user, "go", None, "d1", NOW), ballot=uuid4())
    return booth.left


async def test_the_newest_answer_counts_and_all_are_kept(
    database: Database, workspace: Workspace, program: Program
) -> None:
    gate, poll = await gate_of(database, program), await a_poll(database, program)
    for choice in ("go", "no-go", "go"):
        await cast(database, workspace.id, poll.id, gate, "U1", choice)

    async with database.reading() as session:
        booth = await votes.enter(session, workspace.id, poll.id, "U1")
        ballots = (await session.execute(text("SELECT choice FROM ballots ORDER BY voted_at"))).scalars().all()
        stored = await votes.get(session, poll.id)
    assert booth.before == Vote("U1", "go", "why", "d1", NOW)
    assert Counter(ballots) == {"go": 2, "no-go": 1}
    assert [vote.choice for vote in stored.votes] == ["go"]


async def test_a_ballot_knows_the_answer_before_it(database: Database, program: Program) -> None:
    poll, ballots = await a_poll(database, program), [uuid4(), uuid4()]
    async with database.writing() as session:
        for minute, (ballot, choice) in enumerate(zip(ballots, ("no-go", "go"), strict=True)):
            vote = Vote("U1", choice, None, "d1", NOW + timedelta(minutes=minute))
            await votes.cast(session, poll.id, vote, ballot=ballot)

    async with database.reading() as session:
        id, vote, before = await votes.get_ballot(session, ballots[1])
        first = await votes.get_ballot(session, ballots[0])
    assert (id, vote.choice, before and before.choice) == (poll.id, "go", "no-go")
    assert first[2] is None


async def test_one_poll_is_open_at_a_gate(database: Database, program: Program) -> None:
    await a_poll(database, program)
    with pytest.raises(Refused, match=CHANGED_MEANWHILE):
        await a_poll(database, program)


async def test_a_poll_of_another_workspace_is_not_there(
    database: Database, workspace: Workspace, program: Program
) -> None:
    poll = await a_poll(database, program)
    async with database.writing() as session:
        with pytest.raises(Refused, match="not there any more"):
            await votes.enter(session, uuid4(), poll.id, "U1")


async def test_polls_fall_due_at_their_deadline(database: Database, workspace: Workspace, program: Program) -> None:
    poll, gate = await a_poll(database, program), await gate_of(database, program)
    async with database.reading() as session:
        assert await votes.due(session, LATER - timedelta(seconds=1)) == []
        assert await votes.due(session, LATER) == [(workspace.id, poll.id)]
        assert await votes.earliest_close(session) == LATER
    await end(database, poll.id, gate)
    async with database.reading() as session:
        assert await votes.due(session, LATER) == []
        assert await programs.get(session, workspace.id, program.id) == program
